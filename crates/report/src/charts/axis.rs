//! Where an axis begins, ends and has its ticks.

use crate::format::significant;

/// How values lie on an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AxisScale {
    /// Equal steps are equal differences.
    Linear,
    /// Equal steps are equal ratios.
    Log,
}

/// One axis of a chart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    /// What is shown along it.
    pub(crate) label: String,
    /// How values lie on it.
    pub(crate) scale: AxisScale,
    /// The first value shown.
    pub(crate) low: f64,
    /// The last value shown.
    pub(crate) high: f64,
    /// Values with a grid line and a number.
    pub(crate) ticks: Vec<f64>,
}

/// From this ratio between the largest and the smallest value on, a logarithmic axis shows more.
const LOG_FROM: f64 = 12.0;
/// Free space beyond the first and last value, as a share of the axis.
const MARGIN: f64 = 0.05;
/// How many times as long a value far from the others may make the axis, towards its side.
const FLATTENED: f64 = 3.0;
/// From this many values on, one can be far from the others.
const ENOUGH: usize = 12;

impl Axis {
    /// An axis for whole epochs from the first to the last of `values`.
    pub(crate) fn epochs(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = bounds(values).unwrap_or((0.0, 1.0));
        let high = if high > low { high } else { low + 1.0 };
        let mut ticks = ticks(low, high, 10);
        ticks.retain(|tick| tick.fract() == 0.0);
        Self {
            label: "Epoch".to_owned(),
            scale: AxisScale::Linear,
            low,
            high,
            ticks,
        }
    }

    /// An axis for losses: logarithmic where they span more than an order of magnitude.
    pub(crate) fn losses(label: &str, values: &[f64]) -> Self {
        let (low, high) = bounds(values.iter().copied()).unwrap_or((0.0, 1.0));
        if low > 0.0 && high / low >= LOG_FROM {
            return Self::log(label, low, high);
        }
        // Losses begin at 0 unless that would flatten them.
        let low = if low >= 0.0 && low < 0.5 * high {
            0.0
        } else {
            low
        };
        Self::linear(label, low, high)
    }

    /// An axis for differences around 0. A value so far from the others that it would flatten them
    /// is beyond the axis.
    pub(crate) fn differences(label: &str, values: &[f64]) -> Self {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let last = sorted.len().saturating_sub(1);
            sorted
                .get((share * last as f64).round() as usize)
                .copied()
                .unwrap_or(0.0)
        };
        // Tukey's outer fences, around the middle half. Few points say nothing of what is far.
        let (lower, upper) = (at(0.25), at(0.75));
        let reach = if sorted.len() < ENOUGH {
            f64::INFINITY
        } else {
            3.0 * (upper - lower)
        };
        let inside = sorted
            .iter()
            .copied()
            .filter(|v| (lower - reach..=upper + reach).contains(v));
        let (low, high) = bounds(inside.chain([0.0])).unwrap_or((-1.0, 1.0));
        // Who is outside but leaves the others enough of the axis is shown as well.
        let span = FLATTENED * (high - low);
        let shown = sorted.iter().copied();
        let shown = shown.filter(|v| (high - span..=low + span).contains(v));
        let (low, high) = bounds(shown.chain([low, high])).unwrap_or((low, high));
        Self::linear(label, low, high)
    }

    /// An axis from 0 with at most about `most` round ticks up to `end`, and room up to `high`.
    pub(crate) fn from_0(label: &str, (end, high): (f64, f64), most: usize) -> Self {
        Self {
            label: label.to_owned(),
            scale: AxisScale::Linear,
            low: 0.0,
            high,
            ticks: ticks(0.0, end, most),
        }
    }

    /// A logarithmic axis for `values` above 0, from a round number to a round number.
    pub(crate) fn ratios(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = bounds(values.filter(|value| *value > 0.0)).unwrap_or((1.0, 10.0));
        let round = |value: f64, factors: [f64; 3], fits: fn(f64, f64) -> bool| {
            let power = 10f64.powf(value.log10().floor());
            let factor = factors.into_iter().find(|f| fits(f * power, value));
            factor.map_or(value, |factor| factor * power)
        };
        let below = round(low, [5.0, 2.0, 1.0], |round, value| round <= value);
        let above = round(high, [2.0, 5.0, 10.0], |round, value| round >= value);
        Self::log("", below, above)
    }

    fn log(label: &str, low: f64, high: f64) -> Self {
        let (from, to) = (low.log10(), high.log10());
        let margin = (to - from) * MARGIN;
        let (low, high) = (10f64.powf(from - margin), 10f64.powf(to + margin));
        Self {
            label: label.to_owned(),
            scale: AxisScale::Log,
            low,
            high,
            ticks: log_ticks(low, high),
        }
    }

    fn linear(label: &str, low: f64, high: f64) -> Self {
        let span = if high > low {
            high - low
        } else {
            high.abs().max(1.0)
        };
        let beyond = span * MARGIN;
        let low = if low == 0.0 { 0.0 } else { low - beyond };
        let high = if high == 0.0 { 0.0 } else { high + beyond };
        let (low, high) = if high > low {
            (low, high)
        } else {
            (low - span, low + span)
        };
        let ticks = ticks(low, high, 8);
        Self {
            label: label.to_owned(),
            scale: AxisScale::Linear,
            low,
            high,
            ticks,
        }
    }

    /// Whether `value` lies on the axis.
    pub(crate) fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// `value` in the units the axis is drawn in.
    pub(crate) fn place(&self, value: f64) -> f64 {
        match self.scale {
            AxisScale::Linear => value,
            AxisScale::Log => value.max(f64::MIN_POSITIVE).log10(),
        }
    }

    /// The number beside a tick.
    pub(crate) fn tick_text(&self, tick: f64) -> String {
        if self.scale == AxisScale::Log {
            // One notation along an axis.
            let long = |tick: &f64| !(1e-4..1e5).contains(tick);
            return match self.ticks.iter().any(long) {
                true => format!("{tick:.0e}").replace('-', "−"),
                false => significant(tick, 1),
            };
        }
        let step = match self.ticks.as_slice() {
            [first, second, ..] => second - first,
            _ => tick.abs().max(1e-12),
        };
        if tick.abs() < step * 1e-6 {
            return "0".to_owned();
        }
        let exponent = step.log10().floor() as i32;
        if tick.abs() >= 1e6 || exponent < -6 {
            return significant(tick, 2);
        }
        let places = (-exponent).max(0) as usize;
        format!("{tick:.places$}").replace('-', "−")
    }
}

/// Smallest and largest of the finite values.
fn bounds(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values
        .filter(|value| value.is_finite())
        .fold(None, |so_far, value| match so_far {
            None => Some((value, value)),
            Some((low, high)) => Some((f64::min(low, value), f64::max(high, value))),
        })
}

/// At most about `most` round values in `low..=high`, steps of 1, 2 or 5 times a power of ten.
fn ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let raw = (high - low) / most.max(1) as f64;
    let power = 10f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|f| f * power >= raw * 0.999);
    let step = factor.unwrap_or(10.0) * power;
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last).map(|i| i as f64 * step).collect()
}

/// 1, 2 and 5 times powers of ten; with many powers, only those themselves.
fn log_ticks(low: f64, high: f64) -> Vec<f64> {
    let powers = low.log10().floor() as i32..=high.log10().ceil() as i32;
    let decades = high.log10() - low.log10();
    let factors: &[f64] = match decades {
        d if d <= 2.5 => &[1.0, 2.0, 5.0],
        _ => &[1.0],
    };
    let every = (decades / 10.0).ceil().max(1.0) as i32;
    let kept = powers.filter(|power| power.rem_euclid(every) == 0);
    kept.flat_map(|power| factors.iter().map(move |factor| factor * 10f64.powi(power)))
        .filter(|tick| (low..=high).contains(tick))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(axis: &Axis) -> Vec<String> {
        axis.ticks
            .iter()
            .map(|tick| axis.tick_text(*tick))
            .collect()
    }

    #[test]
    fn losses_of_one_magnitude_are_linear_from_0() {
        let axis = Axis::losses("Loss", &[0.0185, 0.0195, 0.0088]);
        assert_eq!(axis.scale, AxisScale::Linear);
        assert_eq!(axis.low, 0.0);
        assert_eq!(texts(&axis)[..3], ["0", "0.005", "0.010"]);
    }

    #[test]
    fn losses_of_many_magnitudes_are_logarithmic() {
        let axis = Axis::losses("Loss", &[0.0005, 0.02]);
        assert_eq!(axis.scale, AxisScale::Log);
        assert_eq!(
            texts(&axis),
            ["0.0005", "0.001", "0.002", "0.005", "0.01", "0.02"]
        );
        let axis = Axis::losses("Loss", &[0.0005, 7.8e10, f64::NAN, f64::INFINITY]);
        assert!(axis.ticks.len() <= 12, "{:?}", texts(&axis));
    }

    #[test]
    fn an_axis_has_one_notation() {
        let axis = Axis::losses("Step", &[2e-7, 0.02]);
        assert_eq!(
            texts(&axis),
            ["1e−6", "1e−5", "1e−4", "1e−3", "1e−2"],
            "{axis:?}"
        );
    }

    #[test]
    fn a_difference_that_flattens_nothing_is_shown() {
        let mut values: Vec<f64> = (0..20).map(|i| f64::from(i).sin() * 0.01).collect();
        values.push(-0.04);
        assert!(Axis::differences("Loss diff", &values).holds(-0.04));
    }

    #[test]
    fn one_far_difference_does_not_flatten_the_others() {
        let mut values: Vec<f64> = (0..20).map(|i| f64::from(i).sin() * 0.01).collect();
        values.push(50.0);
        let axis = Axis::differences("Loss diff", &values);
        assert!(axis.high < 1.0, "{axis:?}");
        assert!(!axis.holds(50.0));
    }

    proptest! {
        #[test]
        fn an_axis_holds_its_values_and_its_ticks(values in prop::collection::vec(1e-6..1e6f64, 1..20)) {
            let axis = Axis::losses("Loss", &values);
            prop_assert!(values.iter().all(|value| axis.holds(*value)), "{axis:?}");
            prop_assert!(axis.ticks.iter().all(|tick| axis.holds(*tick)), "{axis:?}");
            prop_assert!((1..=14).contains(&axis.ticks.len()), "{axis:?}");
            prop_assert!(axis.high > axis.low);
        }

        #[test]
        fn differences_always_show_0(values in prop::collection::vec(-1e3..1e3f64, 0..20)) {
            let axis = Axis::differences("Loss diff", &values);
            prop_assert!(axis.holds(0.0) && axis.high > axis.low, "{axis:?}");
        }
    }
}
