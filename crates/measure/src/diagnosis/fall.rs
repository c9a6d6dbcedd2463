//! Whether a loss has stopped falling, also after few epochs.

use serde::Serialize;

use super::overfitting::Change;
use super::undertrained::{CHANGE, FEWEST_POINTS, change};
use super::{percent_interval_in_words, thousands};

/// Fewest losses that have a slope with an uncertainty to speak of.
const FEWEST_LOSSES: usize = 5;

/// What is known of the end of a loss curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FallVerdict {
    /// It falls by 2 % or more, for certain.
    StillFalling,
    /// It does not fall by as much as 2 %: for certain, or by its slope where it is long.
    Stopped,
    /// It is too short or too noisy to say.
    Unclear,
}

/// The end of a loss curve: its last third, and at least five losses.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Fall {
    /// What it comes to.
    pub verdict: FallVerdict,
    /// How many losses there are in all.
    pub losses: usize,
    /// How many of them, the last, were looked at.
    pub over: usize,
    /// The relative change over these, from their slope in log space; `None` with fewer than five
    /// losses or where some are not positive numbers.
    pub change: Option<Change>,
}

/// Looks at the end of `losses`, one an epoch.
pub fn fall(losses: &[f64]) -> Fall {
    let over = (losses.len() / 3).max(FEWEST_LOSSES).min(losses.len());
    let last = &losses[losses.len() - over..];
    let usable = last.iter().all(|loss| loss.is_finite() && *loss > 0.0);
    let change = (usable && over >= FEWEST_LOSSES).then(|| {
        let (value, interval) = change(last);
        Change { value, interval }
    });
    let verdict = match change {
        None => FallVerdict::Unclear,
        Some(Change { value, interval }) => {
            if value <= -CHANGE && interval.high < 0.0 {
                FallVerdict::StillFalling
            } else if interval.low > -CHANGE || (losses.len() >= FEWEST_POINTS && value > -CHANGE) {
                FallVerdict::Stopped
            } else {
                FallVerdict::Unclear
            }
        }
    };
    Fall {
        verdict,
        losses: losses.len(),
        over,
        change,
    }
}

impl Fall {
    /// What it says of a network that predicts nothing worth having yet, in one sentence about the
    /// training loss.
    pub fn words(&self) -> String {
        let epochs = thousands(self.over);
        let change = self.change.map(|Change { value, interval }| {
            let change = percent_interval_in_words(value, &interval);
            format!("{change} over the last {epochs} epochs")
        });
        match (self.verdict, change) {
            (FallVerdict::StillFalling, Some(change)) => format!(
                "Its training loss still falls: {change}. This is how it began, and need not be how \
                 it ends."
            ),
            (FallVerdict::Stopped, Some(change)) => {
                format!("Its training loss has stopped falling: a change of {change}.")
            }
            (_, Some(change)) => format!(
                "Whether its training loss has stopped falling is not clear: a change of {change}."
            ),
            (_, None) => format!(
                "Whether its training loss has stopped falling cannot be told from {}.",
                match self.losses {
                    1 => "1 epoch".to_owned(),
                    losses => format!("{} epochs", thousands(losses)),
                }
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_is_called_still_only_where_it_has_stopped() {
        use FallVerdict::*;
        let begin = |e: usize| 0.6 * (e as f64 + 1.0).powf(-0.4);
        let flat = |e: usize| 0.19 * (1.0 + 0.004 * (7.0 * e as f64).sin());
        let noisy = |e: usize| 0.19 * (1.0 + 0.1 * (7.0 * e as f64).sin());
        let late = |e: usize| 0.6 * 0.5f64.powi(e as i32) + 0.19;
        type Curve<'a> = &'a dyn Fn(usize) -> f64;
        let cases: [(&str, Curve<'_>, usize, FallVerdict); 8] = [
            ("too few", &flat, 4, Unclear),
            ("at the beginning", &begin, 5, StillFalling),
            ("still falling", &begin, 12, StillFalling),
            ("flat from the start", &flat, 8, Stopped),
            ("short and noisy", &noisy, 6, Unclear),
            ("long and noisy", &noisy, 60, Stopped),
            ("fell and stopped", &late, 30, Stopped),
            ("not yet", &late, 6, StillFalling),
        ];
        for (name, curve, epochs, expected) in cases {
            let losses: Vec<f64> = (0..epochs).map(curve).collect();
            let found = fall(&losses);
            assert_eq!(found.verdict, expected, "{name}: {found:?}");
        }
        assert_eq!(fall(&[1.0, 0.5, f64::NAN, 1.0, 1.0]).verdict, Unclear);
        assert_eq!(fall(&[]).verdict, Unclear);
    }

    #[test]
    fn sentences() {
        let begin: Vec<f64> = (0..12).map(|e| 0.6 * 0.9f64.powi(e)).collect();
        assert_eq!(
            fall(&begin).words(),
            "Its training loss still falls: −34 % (95 % interval −34 to −34 %) over the last 5 \
             epochs. This is how it began, and need not be how it ends."
        );
        assert_eq!(
            fall(&begin[..3]).words(),
            "Whether its training loss has stopped falling cannot be told from 3 epochs."
        );
    }
}
