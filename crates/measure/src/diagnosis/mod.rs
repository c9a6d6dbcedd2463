//! What the numbers of one training say by themselves.
//!
//! Each diagnosis is a verdict, the numbers it rests on and, as `words()`, a sentence. Thresholds
//! are named constants with their reason.

mod constant;
mod fall;
mod leak;
mod overfitting;
mod power_law;
mod stability;
mod undertrained;
mod windows;

pub use constant::{ConstantCheck, ConstantVerdict, TestPredictions, learned_constant};
pub use fall::{Fall, FallVerdict, fall};
pub use leak::Leak;
pub use overfitting::{Change, Gap, GapVerdict, LossCurves, LossLevel, overfitting};
pub use power_law::PowerLaw;
pub use stability::{Spike, Stability, StabilityVerdict, stability};
pub use undertrained::{Forecast, Trend, TrendVerdict, trend};

use crate::Interval;

/// Level of every interval of the diagnoses.
const LEVEL: f64 = 0.95;

/// A loss to three significant digits.
fn loss_in_words(loss: f64) -> String {
    let magnitude = if loss == 0.0 {
        0.0
    } else {
        loss.abs().log10().floor()
    };
    let decimals = (2.0 - magnitude).clamp(0.0, 12.0) as usize;
    format!("{loss:.decimals$}")
}

/// A multiple: `2.5`, `434`.
fn times_in_words(times: f64) -> String {
    let decimals = usize::from(times < 10.0);
    format!("{times:.decimals$}")
}

/// A whole number with a comma between thousands: `1,001,400`.
pub fn thousands(number: usize) -> String {
    match number / 1000 {
        0 => number.to_string(),
        thousand => format!("{},{:03}", thousands(thousand), number % 1000),
    }
}

/// A share in whole percent, without the unit and without a zero's sign.
fn percent_in_words(share: f64) -> String {
    format!("{:.0}", (100.0 * share).round() + 0.0).replace('-', "−")
}

/// A relative change with its interval: `12 % (95 % interval 5 to 20 %)`.
pub fn percent_interval_in_words(change: f64, interval: &Interval) -> String {
    format!(
        "{} % ({:.0} % interval {} to {} %)",
        percent_in_words(change),
        100.0 * interval.level,
        percent_in_words(interval.low),
        percent_in_words(interval.high)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        for (loss, expected) in [
            (0.01782, "0.0178"),
            (0.000512, "0.000512"),
            (12.345, "12.3"),
            (0.0, "0.00"),
        ] {
            assert_eq!(loss_in_words(loss), expected);
        }
        assert_eq!(thousands(1_001_400), "1,001,400");
        assert_eq!(percent_in_words(-0.004), "0");
        assert_eq!(percent_in_words(-0.126), "−13");
        assert_eq!(
            (times_in_words(2.54), times_in_words(434.3)),
            ("2.5".into(), "434".into())
        );
    }
}
