//! Whether the test loss parts from the training loss.

use std::ops::RangeInclusive;

use serde::Serialize;

use super::windows::Windows;
use super::{LEVEL, loss_in_words, percent_in_words, percent_interval_in_words};
use crate::Interval;
use crate::student::student_quantile;

/// A gap matters once the test loss is at least this share above the training loss.
const GAP: f64 = 0.10;

/// A test loss has risen once it is at least this share above its lowest.
const RISEN: f64 = 0.02;

/// Windows that the lowest is chosen from, at most: as many lower bounds of the rise are to hold
/// together (Bonferroni). They overlap, which makes up for what is not known of the noise: a flat
/// test loss rises in fewer than 5 of 100 trainings, also where neighbouring losses have a
/// correlation of 0.5 (`tests/simulation/overfitting.rs`).
const SEARCHED: f64 = 25.0;

/// Losses at the epochs at which the test loss was measured.
#[derive(Clone, Copy, Debug)]
pub struct LossCurves<'a> {
    /// The epochs, rising and evenly spaced.
    pub epochs: &'a [usize],
    /// Training loss as recorded while training: with dropout, with random crops, and averaged
    /// over weights that were changing.
    pub train: &'a [f64],
    /// Training loss measured anew as the test loss is, where there is one. The recorded one can
    /// be above the test loss without meaning anything.
    pub remeasured_train: Option<&'a [f64]>,
    /// Test loss.
    pub test: &'a [f64],
}

/// Whether training longer hurts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapVerdict {
    /// The test loss ends less than 10 % above the training loss, for certain.
    NoGap,
    /// The curves are too noisy to say, or the gap is too close to 10 %.
    Unclear,
    /// The test loss ends more than 10 % above the training loss; it did not rise, or not for
    /// certain.
    GapOpens,
    /// The same, and it has risen from its lowest: overfitting.
    Overfits,
}

/// The mean of a loss over some epochs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LossLevel {
    /// The first of the epochs.
    pub from: usize,
    /// The last of them.
    pub to: usize,
    /// The geometric mean: noise of losses is in proportion to them.
    pub loss: f64,
}

/// A relative change with its interval: 0.1 is a rise by a tenth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The change that was measured.
    pub value: f64,
    /// Where it lies without the noise of single epochs.
    pub interval: Interval,
}

/// The gap between test and training loss.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// What it comes to.
    pub verdict: GapVerdict,
    /// How far the test loss lies above the training loss at the end.
    pub gap: Change,
    /// The epoch from which on that is more than 10 %; `None` where it is not for certain.
    pub opens: Option<usize>,
    /// The lowest test loss before the end, which may be lower still. It is chosen by the test loss itself, and so lower than
    /// it would be on other images.
    pub lowest: LossLevel,
    /// The test loss at the end.
    pub end: LossLevel,
    /// The training loss there.
    pub final_train: f64,
    /// How far the test loss at the end lies above its lowest. The lower bound allows for the
    /// choice of the lowest; the upper one need not, as the choice only makes the rise larger.
    pub rise: Change,
    /// Whether the training loss was measured as the test loss is.
    pub remeasured: bool,
}

/// Looks for a gap, over the last fifth of the curves. `None` with fewer than ten measurements,
/// curves of different lengths or losses that are not positive numbers.
pub fn overfitting(curves: LossCurves<'_>) -> Option<Gap> {
    let train = curves.remeasured_train.unwrap_or(curves.train);
    let LossCurves { epochs, test, .. } = curves;
    let usable = |losses: &[f64]| losses.iter().all(|loss| loss.is_finite() && *loss > 0.0);
    if train.len() != test.len() || epochs.len() != test.len() || !usable(train) || !usable(test) {
        return None;
    }
    let ratios: Vec<f64> = test.iter().zip(train).map(|(a, b)| (a / b).ln()).collect();
    let logs: Vec<f64> = test.iter().map(|loss| loss.ln()).collect();
    let (ratios, logs) = (Windows::over(&ratios)?, Windows::over(&logs)?);
    let (lowest, last) = (logs.lowest(), logs.last());

    let gap = gap_at_the_end(&ratios);
    let rise = rise(&logs, lowest);
    let verdict = if gap.interval.high < GAP {
        GapVerdict::NoGap
    } else if gap.interval.low <= GAP {
        GapVerdict::Unclear
    } else if rise.interval.low > 0.0 && rise.value >= RISEN {
        GapVerdict::Overfits
    } else {
        GapVerdict::GapOpens
    };
    let span = |window: usize| {
        let values = logs.values(window);
        epochs[values.start]..=epochs[values.end - 1]
    };
    let end = LossLevel::new(span(last), logs.mean(last));
    Some(Gap {
        verdict,
        gap,
        opens: matches!(verdict, GapVerdict::GapOpens | GapVerdict::Overfits)
            .then(|| opening(&ratios, epochs)),
        lowest: LossLevel::new(span(lowest), logs.mean(lowest)),
        end,
        final_train: end.loss / (1.0 + gap.value),
        rise,
        remeasured: curves.remeasured_train.is_some(),
    })
}

impl LossLevel {
    fn new(epochs: RangeInclusive<usize>, log: f64) -> Self {
        Self {
            from: *epochs.start(),
            to: *epochs.end(),
            loss: log.exp(),
        }
    }
}

/// By Student's distribution, in log space.
fn gap_at_the_end(ratios: &Windows) -> Change {
    let last = ratios.last();
    // The first quarter, in which a gap opens, is left out.
    let noise = ratios.noise(last / 3);
    let half_width = student_quantile(0.5 + 0.5 * LEVEL, noise.degrees) * noise.standard_error;
    Change::of(ratios.mean(last), half_width, half_width)
}

/// The difference of two windows' means, in log space.
fn rise(logs: &Windows, lowest: usize) -> Change {
    let noise = logs.noise(lowest);
    let standard_error = noise.standard_error * std::f64::consts::SQRT_2;
    let below = student_quantile(1.0 - 0.5 * (1.0 - LEVEL) / SEARCHED, noise.degrees);
    let above = student_quantile(0.5 + 0.5 * LEVEL, noise.degrees);
    Change::of(
        logs.mean(logs.last()) - logs.mean(lowest),
        below * standard_error,
        above * standard_error,
    )
}

impl Change {
    /// From logarithms.
    fn of(log: f64, below: f64, above: f64) -> Self {
        Self {
            value: log.exp_m1(),
            interval: Interval {
                low: (log - below).exp_m1(),
                high: (log + above).exp_m1(),
                level: LEVEL,
            },
        }
    }
}

/// The middle of the first window from which on the gap over every window counts.
fn opening(ratios: &Windows, epochs: &[usize]) -> usize {
    let open = |window: &usize| ratios.mean(*window) > GAP.ln_1p();
    let last = ratios.last();
    let window = (0..=last).rev().take_while(open).last().unwrap_or(last);
    let values = ratios.values(window);
    epochs[values.start + values.len() / 2]
}

impl Gap {
    /// The finding as a clause: "From epoch 15 on the test loss stays above the training loss
    /// (0.027 beside 0.009, means over epochs 72 to 84)".
    pub fn statement(&self) -> String {
        let losses = format!(
            "{} beside {}, means over epochs {} to {}",
            loss_in_words(self.end.loss),
            loss_in_words(self.final_train),
            self.end.from,
            self.end.to
        );
        let from = self.opens.unwrap_or(self.end.from);
        match self.verdict {
            GapVerdict::NoGap => {
                format!("The test loss ends less than a tenth above the training loss ({losses})")
            }
            GapVerdict::Unclear => format!(
                "Whether the test loss parts from the training loss is not clear ({losses}; a gap \
                 of {} %, 95 % interval {} to {} %, where one counts from {:.0} %)",
                percent_in_words(self.gap.value),
                percent_in_words(self.gap.interval.low),
                percent_in_words(self.gap.interval.high),
                100.0 * GAP
            ),
            GapVerdict::GapOpens => format!(
                "From epoch {from} on the test loss stays above the training loss ({losses})"
            ),
            GapVerdict::Overfits => format!(
                "It overfits: from epoch {from} on the test loss stays above the training loss \
                 ({losses})"
            ),
        }
    }

    /// The finding in a few sentences.
    pub fn words(&self) -> String {
        let lowest = format!(
            "its lowest before, {} over epochs {} to {}",
            loss_in_words(self.lowest.loss),
            self.lowest.from,
            self.lowest.to
        );
        let rise = percent_interval_in_words(self.rise.value, &self.rise.interval);
        let statement = self.statement();
        let caution = if self.remeasured {
            ""
        } else {
            " The training loss is the one recorded while training."
        };
        let finding = match self.verdict {
            GapVerdict::NoGap | GapVerdict::Unclear => format!("{statement}."),
            GapVerdict::GapOpens => {
                let harm = if self.rise.interval.high < RISEN {
                    format!(
                        "Averaged like this, the test loss ends no more than {:.0} % above {lowest}, \
                         so training on has done no harm",
                        100.0 * RISEN
                    )
                } else if self.rise.value <= 0.0 {
                    format!(
                        "Averaged like this, the test loss is lowest at the end, with a change of \
                         {rise} from {lowest}: no harm of training on is seen"
                    )
                } else {
                    format!(
                        "Whether training on has done harm is not clear: averaged like this, the \
                         change of the test loss from {lowest}, is {rise}"
                    )
                };
                format!(
                    "{statement}: part of what it learned holds for the training images alone. \
                     {harm}."
                )
            }
            GapVerdict::Overfits => format!(
                "{statement}. Averaged like this, the test loss has risen by {rise} from {lowest}. Stopping there would have been \
                 better, though where that is was chosen on these test images."
            ),
        };
        finding + caution
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(train: impl Fn(f64) -> f64, test: impl Fn(f64) -> f64, noise: f64) -> Gap {
        let epochs: Vec<usize> = (0..120).step_by(3).collect();
        let curve = |f: &dyn Fn(f64) -> f64, sign: f64| -> Vec<f64> {
            let noisy =
                |&e: &usize| f(e as f64) * (1.0 + sign * noise * (e as f64 * 12.9898).sin());
            epochs.iter().map(noisy).collect()
        };
        let (train, test) = (curve(&train, 1.0), curve(&test, -1.0));
        overfitting(LossCurves {
            epochs: &epochs,
            train: &train,
            remeasured_train: Some(&train),
            test: &test,
        })
        .unwrap()
    }

    fn fall(e: f64) -> f64 {
        0.2 / (1.0 + e / 5.0) + 0.01
    }

    #[test]
    fn verdicts() {
        assert_eq!(check(fall, fall, 0.02).verdict, GapVerdict::NoGap);
        let below = check(fall, |e| 0.9 * fall(e), 0.02);
        assert_eq!(below.verdict, GapVerdict::NoGap);

        let gap = check(fall, |e| fall(e) + 0.01 * (e / 40.0).min(1.0), 0.02);
        assert_eq!(gap.verdict, GapVerdict::GapOpens, "{}", gap.words());
        assert!(gap.opens.unwrap() <= 60);

        let over = check(fall, |e| fall(e) + 0.0008 * (e - 40.0).max(0.0), 0.02);
        assert_eq!(over.verdict, GapVerdict::Overfits, "{}", over.words());
        let lowest = over.lowest;
        assert!((lowest.from..=lowest.to).contains(&42), "{lowest:?}");
        let words = over.words();
        assert!(words.starts_with("It overfits: from epoch "), "{words}");
        assert!(words.ends_with("chosen on these test images."), "{words}");
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        let close = check(fall, |e| 1.1 * fall(e), 0.05);
        assert_eq!(close.verdict, GapVerdict::Unclear);
        let words = close.words();
        assert!(words.contains("parts from the training loss is not clear"));
        assert!(words.contains("where one counts from 10 %"), "{words}");

        let falling = |e: f64| 2.0 * fall(e);
        let words = check(fall, falling, 0.02).words();
        assert!(words.contains("training on has done no harm"), "{words}");
        let flat = |e: f64| 3.0 * fall(e).max(fall(60.0));
        for (test, says) in [
            (
                &falling as &dyn Fn(f64) -> f64,
                "no harm of training on is seen",
            ),
            (&flat, "Whether training on has done harm is not clear"),
        ] {
            let words = check(fall, test, 0.2).words();
            assert!(words.contains(says), "{words}");
        }
    }

    #[test]
    fn too_little_gives_nothing() {
        let curves = |losses: &'static [f64]| LossCurves {
            epochs: &[0, 3, 6, 9, 12, 15, 18, 21, 24, 27][..losses.len()],
            train: losses,
            remeasured_train: None,
            test: losses,
        };
        assert!(overfitting(curves(&[0.5; 10])).is_some());
        assert_eq!(overfitting(curves(&[0.5; 9])), None);
        assert_eq!(overfitting(curves(&[0.0; 10])), None);
    }
}
