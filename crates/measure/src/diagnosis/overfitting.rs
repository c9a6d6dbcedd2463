//! Whether the test loss parts from the training loss.

use serde::Serialize;

use super::loss_in_words;
use super::smooth::{Smoothed, smooth};
use crate::Interval;

/// A gap matters once the test loss is at least this share above the training loss.
const GAP: f64 = 0.10;

/// A test loss has risen once it is at least this share above its best.
const RISEN: f64 = 0.02;

/// Losses at the epochs at which the test loss was measured.
#[derive(Clone, Copy, Debug)]
pub struct LossCurves<'a> {
    /// The epochs, rising.
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

/// The gap at an epoch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GapPoint {
    /// When.
    pub epoch: usize,
    /// Smoothed test loss minus training loss.
    pub gap: f64,
    /// Where the gap lies without the noise of single epochs.
    pub interval: Interval,
}

/// Whether training longer hurts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapVerdict {
    /// Test and training loss stay together.
    NoGap,
    /// The test loss stays above the training loss, but does not rise.
    GapOpens,
    /// The test loss stays above and has risen from its best: overfitting.
    Overfits,
}

/// The gap between test and training loss.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// What it comes to.
    pub verdict: GapVerdict,
    /// The gap over the epochs.
    pub points: Vec<GapPoint>,
    /// The epoch from which the gap's interval stays above a tenth of the training loss.
    pub opens: Option<usize>,
    /// The epoch of the lowest smoothed test loss: where to stop.
    pub best_epoch: usize,
    /// That loss.
    pub best_test: f64,
    /// The smoothed test loss at the end.
    pub final_test: f64,
    /// The smoothed training loss there.
    pub final_train: f64,
    /// Whether the training loss was measured as the test loss is.
    pub remeasured: bool,
}

/// Looks for a gap; `None` with fewer than five measurements, curves of different lengths or
/// losses that are not finite.
pub fn overfitting(curves: LossCurves<'_>) -> Option<Gap> {
    let train = curves.remeasured_train.unwrap_or(curves.train);
    let LossCurves { epochs, test, .. } = curves;
    if train.len() != test.len() || epochs.len() != test.len() {
        return None;
    }
    let differences: Vec<f64> = test.iter().zip(train).map(|(a, b)| a - b).collect();
    let gaps = smooth(&differences)?;
    let smooth_train = smooth(train)?;
    let smooth_test = smooth(test)?;

    let open = |index: usize| gaps[index].interval.low > GAP * smooth_train[index].value.max(0.0);
    let open_to_the_end = (0..gaps.len())
        .rev()
        .take_while(|&index| open(index))
        .last();
    let best = (0..smooth_test.len())
        .min_by(|&a, &b| smooth_test[a].value.total_cmp(&smooth_test[b].value))?;
    let last = smooth_test.last()?;
    let risen = has_risen(&smooth_test[best], last);
    let verdict = match open_to_the_end {
        None => GapVerdict::NoGap,
        Some(_) if risen => GapVerdict::Overfits,
        Some(_) => GapVerdict::GapOpens,
    };
    let points = epochs.iter().zip(&gaps).map(|(&epoch, gap)| GapPoint {
        epoch,
        gap: gap.value,
        interval: gap.interval,
    });
    Some(Gap {
        verdict,
        points: points.collect(),
        opens: open_to_the_end.map(|index| epochs[index]),
        best_epoch: epochs[best],
        best_test: smooth_test[best].value,
        final_test: last.value,
        final_train: smooth_train.last()?.value,
        remeasured: curves.remeasured_train.is_some(),
    })
}

fn has_risen(best: &Smoothed, last: &Smoothed) -> bool {
    last.interval.low > best.value && last.value > (1.0 + RISEN) * best.value
}

impl Gap {
    /// The finding as a clause: "From epoch 15 on the test loss stays above the training loss
    /// (0.027 beside 0.009 at the end)".
    pub fn statement(&self) -> String {
        let losses = format!(
            "({} beside {} at the end)",
            loss_in_words(self.final_test),
            loss_in_words(self.final_train)
        );
        let from = self.opens.unwrap_or_default();
        match self.verdict {
            GapVerdict::NoGap => {
                format!("No overfitting: test and training loss stay together {losses}")
            }
            GapVerdict::GapOpens => {
                format!("From epoch {from} on the test loss stays above the training loss {losses}")
            }
            GapVerdict::Overfits => format!(
                "It overfits: from epoch {from} on the test loss stays above the training loss \
                 {losses}"
            ),
        }
    }

    /// The finding in one sentence or two.
    pub fn words(&self) -> String {
        let best = format!(
            "its lowest, {} at epoch {}",
            loss_in_words(self.best_test),
            self.best_epoch
        );
        let meaning = match self.verdict {
            GapVerdict::NoGap => String::new(),
            GapVerdict::GapOpens => format!(
                ": part of what it learned holds for the training images alone. The test loss has \
                 not risen for certain from {best}, so training on has done no harm"
            ),
            GapVerdict::Overfits => {
                format!(" and has risen from {best}, where stopping would have been better")
            }
        };
        let caution = if self.remeasured {
            ""
        } else {
            " The training loss is the one recorded while training."
        };
        format!("{}{meaning}.{caution}", self.statement())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(train: impl Fn(f64) -> f64, test: impl Fn(f64) -> f64) -> Gap {
        let epochs: Vec<usize> = (0..120).step_by(3).collect();
        let curve = |f: &dyn Fn(f64) -> f64, sign: f64| -> Vec<f64> {
            let noisy = |&e: &usize| f(e as f64) * (1.0 + sign * 0.02 * (e as f64 * 12.9898).sin());
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

    #[test]
    fn verdicts() {
        let fall = |e: f64| 0.2 / (1.0 + e / 5.0) + 0.01;
        assert_eq!(check(fall, fall).verdict, GapVerdict::NoGap);
        assert_eq!(check(fall, |e| 0.9 * fall(e)).verdict, GapVerdict::NoGap);

        let gap = check(fall, |e| fall(e) + 0.01 * (e / 40.0).min(1.0));
        assert_eq!(gap.verdict, GapVerdict::GapOpens, "{}", gap.words());
        assert!(gap.opens.unwrap() <= 60);
        let words = gap.words();
        assert!(
            words.contains("(0.0287 beside 0.0179 at the end)"),
            "{words}"
        );
        assert!(
            words.contains("has not risen for certain from its lowest"),
            "{words}"
        );

        let over = check(fall, |e| fall(e) + 0.0008 * (e - 40.0).max(0.0));
        assert_eq!(over.verdict, GapVerdict::Overfits, "{}", over.words());
        assert!((36..70).contains(&over.best_epoch), "{}", over.best_epoch);
        assert!(
            over.words().starts_with("It overfits: from epoch "),
            "{}",
            over.words()
        );
    }

    #[test]
    fn too_little_gives_nothing() {
        let curves = LossCurves {
            epochs: &[0, 3],
            train: &[1.0, 0.5],
            remeasured_train: None,
            test: &[1.0, 0.5],
        };
        assert_eq!(overfitting(curves), None);
    }
}
