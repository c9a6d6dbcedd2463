//! Whether a loss still falls at the end, and what more epochs would bring.

use serde::Serialize;

use super::power_law::{Fitter, PowerLaw};
use super::{LEVEL, loss_in_words, percent_interval_in_words, thousands};
use crate::Interval;
use crate::line::{Line, autocorrelation, inflation};
use crate::student::student_quantile;

/// Fewest measurements that have a last third to speak of.
pub(super) const FEWEST_POINTS: usize = 12;

/// Change over the last third that matters, relative.
pub(super) const CHANGE: f64 = 0.02;

/// What the end of a loss curve does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrendVerdict {
    /// Fallen by at least 2 % over the last third.
    StillFalling,
    /// Changing by less than 2 % for certain.
    Settled,
    /// Rising by at least 2 %.
    Rising,
    /// Too noisy to say.
    Unclear,
}

/// The loss that more epochs would bring, if it goes on as it did.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Forecast {
    /// Epochs in all, twice those there were. Nothing is said beyond.
    pub epochs: usize,
    /// The loss there.
    pub loss: f64,
    /// Where it lies, as far as the noise of the curve goes.
    pub interval: Interval,
    /// The law, fitted without the first tenth of the epochs.
    pub law: PowerLaw,
}

/// The end of a loss curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// What it comes to.
    pub verdict: TrendVerdict,
    /// Relative change of the loss over the last third, from its slope in log space: −0.1 is a
    /// fall by a tenth.
    pub change: f64,
    /// Where that change lies.
    pub interval: Interval,
    /// The fitted loss at the end.
    pub final_loss: f64,
    /// What doubling the epochs would bring; `None` where the law does not describe the last third.
    pub forecast: Option<Forecast>,
}

/// Looks at the last third of `losses`, measured at evenly spaced `epochs`, counted from 0, and
/// beyond the end. `seed` is that of the resampling. `None` with fewer than twelve measurements
/// or losses that are not positive numbers.
pub fn trend(epochs: &[usize], losses: &[f64], seed: u64) -> Option<Trend> {
    let usable = losses.iter().all(|loss| loss.is_finite() && *loss > 0.0);
    if losses.len() < FEWEST_POINTS || epochs.len() != losses.len() || !usable {
        return None;
    }
    let start = losses.len() - losses.len() / 3;
    let (change, interval) = change(&losses[start..]);
    let verdict = if interval.within(CHANGE) {
        TrendVerdict::Settled
    } else if interval.high < 0.0 && change <= -CHANGE {
        TrendVerdict::StillFalling
    } else if interval.low > 0.0 && change >= CHANGE {
        TrendVerdict::Rising
    } else {
        TrendVerdict::Unclear
    };

    let end = (epochs[start], *epochs.last()?);
    // The first epochs fall along a law of their own.
    let settled = losses.len() / 10;
    let (epochs, losses) = (&epochs[settled..], &losses[settled..]);
    let fitter = Fitter::new(epochs);
    let law = fitter.fit(losses)?;
    let fits = {
        let expected = law.at(end.1) / law.at(end.0) - 1.0;
        (interval.low - CHANGE..=interval.high + CHANGE).contains(&expected)
    };
    let doubled = 2 * (end.1 + 1);
    let forecast = Forecast {
        epochs: doubled,
        loss: law.at(doubled - 1),
        interval: fitter.interval_at(&law, losses, doubled - 1, seed)?,
        law,
    };
    Some(Trend {
        verdict,
        change,
        interval,
        final_loss: law.at(end.1),
        forecast: fits.then_some(forecast),
    })
}

/// Relative change over `losses` and its interval, by least squares in log space, widened as
/// neighbouring losses deviate alike.
pub(super) fn change(losses: &[f64]) -> (f64, Interval) {
    let logs: Vec<f64> = losses.iter().map(|loss| loss.ln()).collect();
    let line = Line::through(&logs);
    let inflation = inflation(autocorrelation(&line.residuals)).sqrt();
    let quantile = student_quantile(0.5 + 0.5 * LEVEL, logs.len() as f64 - 2.0);
    let half_width = quantile * inflation * line.slope_standard_error();
    let over_all = |slope: f64| (slope * (logs.len() as f64 - 1.0)).exp_m1();
    let interval = Interval {
        low: over_all(line.slope - half_width),
        high: over_all(line.slope + half_width),
        level: LEVEL,
    };
    (over_all(line.slope), interval)
}

impl Trend {
    /// Whether doubling the epochs would bring a lower loss for certain, as far as a forecast can
    /// be.
    pub fn would_gain(&self) -> bool {
        self.forecast
            .is_some_and(|forecast| forecast.interval.high < self.final_loss)
    }

    /// What doubling the epochs would bring, as a clause.
    fn forecast_in_words(&self) -> String {
        let Some(forecast) = &self.forecast else {
            return "no power law describes that, so what more epochs would bring is not known"
                .to_owned();
        };
        let interval = forecast.interval;
        let perhaps = match self.would_gain() {
            true => "",
            false => ", so perhaps nothing",
        };
        format!(
            "the curve fitted to it ends at {} and would come to {} after {} epochs (95 % interval {} \
             to {}{perhaps}), if the loss goes on along it",
            loss_in_words(self.final_loss),
            loss_in_words(forecast.loss),
            thousands(forecast.epochs),
            loss_in_words(interval.low),
            loss_in_words(interval.high),
        )
    }

    /// The finding in one sentence.
    pub fn words(&self) -> String {
        let percent = percent_interval_in_words(self.change, &self.interval);
        let forecast = self.forecast_in_words();
        match self.verdict {
            TrendVerdict::StillFalling => {
                let falls = match self.would_gain() {
                    true => "Still falling",
                    false => "May still fall",
                };
                format!("{falls}: {percent} over the last third; {forecast}.")
            }
            TrendVerdict::Settled => {
                format!("Settled: {percent} over the last third; {forecast}.")
            }
            TrendVerdict::Rising => format!("Rising at the end: {percent} over the last third."),
            TrendVerdict::Unclear => {
                format!("Too noisy to say whether it still falls: {percent} over the last third.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(loss: impl Fn(f64) -> f64, noise: f64) -> Trend {
        let epochs: Vec<usize> = (0..90).collect();
        let noisy = |&e: &usize| loss(e as f64) * (1.0 + noise * (e as f64 * 12.9898).sin());
        let losses: Vec<f64> = epochs.iter().map(noisy).collect();
        trend(&epochs, &losses, 0).unwrap()
    }

    #[test]
    fn verdicts() {
        for (found, expected) in [
            (
                check(|e| 0.2 * (e + 1.0).powf(-0.5), 0.02),
                TrendVerdict::StillFalling,
            ),
            (check(|_| 0.02, 0.002), TrendVerdict::Settled),
            (
                check(|e| 0.02 + 0.0002 * (e - 40.0).max(0.0), 0.01),
                TrendVerdict::Rising,
            ),
            (check(|_| 0.02, 0.5), TrendVerdict::Unclear),
        ] {
            assert_eq!(found.verdict, expected, "{}", found.words());
        }
    }

    #[test]
    fn the_forecast_holds_what_comes() {
        let law = |e: f64| 0.01 + 0.2 * (e + 1.0).powf(-0.7);
        let found = check(law, 0.03);
        assert!(
            found
                .words()
                .contains("after 180 epochs (95 % interval 0.0")
        );
        let forecast = found.forecast.unwrap();
        assert_eq!(forecast.epochs, 180);
        let truth = law(179.0);
        assert!(
            forecast.interval.low <= truth && truth <= forecast.interval.high,
            "{found:?}"
        );
        // The last third, epochs 60 to 89, falls by the law's own amount.
        let expected = law(89.0) / law(60.0) - 1.0;
        let interval = found.interval;
        assert!(
            interval.low <= expected && expected <= interval.high,
            "{interval:?}"
        );
    }

    #[test]
    fn what_more_epochs_may_not_bring_is_said() {
        let mut found = check(|e| 0.2 * (e + 1.0).powf(-0.5), 0.02);
        assert!(found.would_gain());
        assert!(found.words().starts_with("Still falling: "));
        if let Some(forecast) = &mut found.forecast {
            forecast.interval.high = found.final_loss;
        }
        assert!(!found.would_gain());
        let words = found.words();
        assert!(words.starts_with("May still fall: "), "{words}");
        assert!(words.contains("so perhaps nothing"), "{words}");
    }

    #[test]
    fn a_fall_along_no_power_law_has_no_forecast() {
        let step = check(|e| 0.02 / (1.0 + (0.5 * (e - 75.0)).exp()) + 0.02, 0.01);
        assert_eq!(step.verdict, TrendVerdict::StillFalling);
        assert_eq!((step.forecast, step.would_gain()), (None, false));
        assert!(step.words().contains("no power law describes that"));
    }

    #[test]
    fn what_has_no_logarithm_has_no_trend() {
        let epochs: Vec<usize> = (0..20).collect();
        assert_eq!(trend(&epochs, &[0.0; 20], 0), None);
        assert_eq!(trend(&epochs[..5], &[1.0; 5], 0), None);
    }
}
