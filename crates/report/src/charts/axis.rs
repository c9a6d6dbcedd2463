//! Where an axis begins, ends and has its ticks.

use faceoff_spec::{DifferenceScale, LossScale};

use crate::format::significant;

/// How values lie on an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum AxisScale {
    /// Equal steps are equal differences.
    Linear,
    /// Equal steps are equal ratios.
    Log,
    /// Linear from minus this value to this value, logarithmic beyond, to both sides of 0.
    SymLog(f64),
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
/// How many times as long values far from the others may make a linear axis, towards their side.
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

    /// An axis for losses: logarithmic where they span more than an order of magnitude, unless
    /// `scale` says otherwise.
    pub(crate) fn losses(label: &str, values: &[f64], scale: LossScale) -> Self {
        let (low, high) = bounds(values.iter().copied()).unwrap_or((0.0, 1.0));
        if scale == LossScale::Symlog && high > low {
            return Self::symlog(label, (low.min(0.0), high), linear_part(values));
        }
        let log = match scale {
            LossScale::Auto => low > 0.0 && high / low >= LOG_FROM,
            LossScale::Linear | LossScale::Symlog => false,
            LossScale::Log => true,
        };
        if log {
            // Losses of 0 have no place on it; the chart says that they are beyond it.
            let above = values.iter().copied().filter(|value| *value > 0.0);
            let (low, high) = bounds(above).unwrap_or((0.1, 1.0));
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

    /// An axis for differences around 0, of all that are finite: symmetric-logarithmic where a few
    /// are so far from the others that they would flatten them, unless `scale` says otherwise.
    pub(crate) fn differences(label: &str, values: &[f64], scale: DifferenceScale) -> Self {
        let (low, high) = bounds(values.iter().copied().chain([0.0])).unwrap_or((0.0, 0.0));
        let symlog = match scale {
            DifferenceScale::Auto => {
                let (lower, upper) = near(values);
                let span = FLATTENED * (upper - lower);
                low < upper - span || high > lower + span
            }
            DifferenceScale::Linear => false,
            DifferenceScale::Symlog => high > low,
        };
        match symlog {
            true => Self::symlog(label, (low, high), linear_part(values)),
            false => Self::linear(label, low, high),
        }
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
        let (below, above) = round_ends(low, high);
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
            ticks: log_ticks(low, high, 10.0),
        }
    }

    fn symlog(label: &str, (low, high): (f64, f64), linear: f64) -> Self {
        let scale = AxisScale::SymLog(linear);
        let [from, to] = [low, high].map(|end| scale.place(end));
        let beyond = (to - from) * MARGIN;
        let (low, high) = (scale.value(from - beyond), scale.value(to + beyond));
        Self {
            label: label.to_owned(),
            scale,
            low,
            high,
            ticks: symlog_ticks(low, high, linear),
        }
    }

    /// An axis for what colours or sizes stand for, from a round number below `values` to one
    /// above: as short as these allow, so that they are told apart. Logarithmic where they span
    /// more than an order of magnitude.
    pub(crate) fn around(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = bounds(values).unwrap_or((0.0, 1.0));
        if low > 0.0 && high / low >= LOG_FROM {
            let (low, high) = round_ends(low, high);
            return Self {
                label: String::new(),
                scale: AxisScale::Log,
                low,
                high,
                ticks: log_ticks(low * (1.0 - 1e-9), high * (1.0 + 1e-9), 6.0),
            };
        }
        let span = match high > low {
            true => high - low,
            false => high.abs().max(1.0),
        };
        let step = step(span, 4);
        let low = (low / step + 1e-9).floor() * step;
        let high = ((high / step - 1e-9).ceil() * step).max(low + step);
        Self {
            label: String::new(),
            scale: AxisScale::Linear,
            low,
            high,
            ticks: ticks(low, high, 6),
        }
    }

    /// The same for values around 0, as far to both sides.
    pub(crate) fn balanced(values: impl Iterator<Item = f64>) -> Self {
        let (_, most) = bounds(values.map(f64::abs)).unwrap_or((0.0, 1.0));
        let most = if most > 0.0 { most } else { 1.0 };
        let fine = step(most, 10);
        let end = (most / fine - 1e-9).ceil() * fine;
        Self {
            label: String::new(),
            scale: AxisScale::Linear,
            low: -end,
            high: end,
            ticks: vec![-end, -end / 2.0, 0.0, end / 2.0, end],
        }
    }

    /// How far along the axis `value` is, from 0 to 1.
    pub(crate) fn along(&self, value: f64) -> f64 {
        let [low, high, value] = [self.low, self.high, value].map(|value| self.place(value));
        ((value - low) / (high - low)).clamp(0.0, 1.0)
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
        self.scale.place(value)
    }

    /// The number beside a tick.
    pub(crate) fn tick_text(&self, tick: f64) -> String {
        if self.scale != AxisScale::Linear {
            // One notation along an axis.
            let long = |tick: &f64| *tick != 0.0 && !(1e-4..1e5).contains(&tick.abs());
            return match self.ticks.iter().any(long) && tick != 0.0 {
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

impl AxisScale {
    /// `value` in units whose equal steps are equally long.
    fn place(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log => value.max(f64::MIN_POSITIVE).log10(),
            Self::SymLog(linear) => {
                let size = value.abs() / linear;
                let place = if size <= 1.0 {
                    size
                } else {
                    1.0 + size.log10()
                };
                place.copysign(value)
            }
        }
    }

    /// The value at `place`.
    fn value(self, place: f64) -> f64 {
        match self {
            Self::Linear => place,
            Self::Log => 10f64.powf(place),
            Self::SymLog(linear) => {
                let size = place.abs();
                let value = if size <= 1.0 {
                    size
                } else {
                    10f64.powf(size - 1.0)
                };
                (linear * value).copysign(place)
            }
        }
    }
}

/// From the lowest to the highest of those of `values`, and of 0, that are not far from the others,
/// where there are enough to say so.
fn near(values: &[f64]) -> (f64, f64) {
    let sorted = sorted(values.iter().copied());
    // Tukey's outer fences, around the middle half.
    let (lower, upper) = (at(&sorted, 0.25), at(&sorted, 0.75));
    let reach = match sorted.len() < ENOUGH {
        true => f64::INFINITY,
        false => 3.0 * (upper - lower),
    };
    let fences = lower - reach..=upper + reach;
    let inside = sorted.iter().copied().filter(|v| fences.contains(v));
    bounds(inside.chain([0.0])).unwrap_or((0.0, 0.0))
}

/// Up to where around 0 a symmetric-logarithmic axis is linear: the power of ten next to three
/// quarters of what is not 0, so that most differences are told apart.
fn linear_part(values: &[f64]) -> f64 {
    let sizes = sorted(values.iter().map(|v| v.abs()).filter(|v| *v > 0.0));
    let (most, largest) = (at(&sizes, 0.75), at(&sizes, 1.0));
    match most > 0.0 {
        // Never beyond the largest: it would have no tick.
        true => 10f64.powf(most.log10().round().min(largest.log10().floor())),
        false => 1.0,
    }
}

/// The finite of the values, the lowest first.
fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// What so large a share of `sorted` is at most; 0 where there is nothing.
fn at(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let value = sorted.get((share * last as f64).round() as usize);
    value.copied().unwrap_or(0.0)
}

/// 1, 2 or 5 times a power of ten below `low` and above `high`, both above 0.
fn round_ends(low: f64, high: f64) -> (f64, f64) {
    let round = |value: f64, factors: [f64; 3], fits: fn(f64, f64) -> bool| {
        let power = 10f64.powf(value.log10().floor());
        let factor = factors.into_iter().find(|f| fits(f * power, value));
        factor.map_or(value, |factor| factor * power)
    };
    (
        round(low, [5.0, 2.0, 1.0], |round, value| round <= value),
        round(high, [2.0, 5.0, 10.0], |round, value| round >= value),
    )
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
    let step = step(high - low, most);
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last).map(|i| i as f64 * step).collect()
}

/// 1, 2 or 5 times a power of ten, at most about `most` of which are as long as `span`.
fn step(span: f64, most: usize) -> f64 {
    let raw = span / most.max(1) as f64;
    let power = 10f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|f| f * power >= raw * 0.999);
    factor.unwrap_or(10.0) * power
}

/// 1, 2 and 5 times powers of ten; with more than a few powers only those themselves, and with more
/// than `most` some of them.
fn log_ticks(low: f64, high: f64, most: f64) -> Vec<f64> {
    let powers = low.log10().floor() as i32..=high.log10().ceil() as i32;
    let decades = high.log10() - low.log10();
    let factors: &[f64] = match decades {
        d if d <= most / 4.0 => &[1.0, 2.0, 5.0],
        _ => &[1.0],
    };
    let every = (decades / most).ceil().max(1.0) as i32;
    let kept = powers.filter(|power| power.rem_euclid(every) == 0);
    kept.flat_map(|power| factors.iter().map(move |factor| factor * 10f64.powi(power)))
        .filter(|tick| (low..=high).contains(tick))
        .collect()
}

/// 0, and to both sides of it the end of the linear part and what a logarithmic axis has beyond.
fn symlog_ticks(low: f64, high: f64, linear: f64) -> Vec<f64> {
    let room = |end: f64| AxisScale::SymLog(linear).place(end.max(0.0));
    let all = room(-low) + room(high);
    let side = |end: f64| -> Vec<f64> {
        // Each side has as many as its share of the length.
        let most = (14.0 * room(end) / all).max(1.0);
        let start = linear * (1.0 - 1e-9);
        match end > start {
            true => log_ticks(start, end, most),
            false => Vec::new(),
        }
    };
    let below = side(-low).into_iter().rev().map(|tick| -tick);
    below.chain([0.0]).chain(side(high)).collect()
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
        let axis = Axis::losses("Loss", &[0.0185, 0.0195, 0.0088], LossScale::Auto);
        assert_eq!(axis.scale, AxisScale::Linear);
        assert_eq!(axis.low, 0.0);
        assert_eq!(texts(&axis)[..3], ["0", "0.005", "0.010"]);
    }

    #[test]
    fn losses_of_many_magnitudes_are_logarithmic() {
        let axis = Axis::losses("Loss", &[0.0005, 0.02], LossScale::Auto);
        assert_eq!(axis.scale, AxisScale::Log);
        assert_eq!(
            texts(&axis),
            ["0.0005", "0.001", "0.002", "0.005", "0.01", "0.02"]
        );
        let axis = Axis::losses(
            "Loss",
            &[0.0005, 7.8e10, f64::NAN, f64::INFINITY],
            LossScale::Auto,
        );
        assert!(axis.ticks.len() <= 12, "{:?}", texts(&axis));
    }

    #[test]
    fn an_axis_has_one_notation() {
        let axis = Axis::losses("Step", &[2e-7, 0.02], LossScale::Auto);
        assert_eq!(
            texts(&axis),
            ["1e−6", "1e−5", "1e−4", "1e−3", "1e−2"],
            "{axis:?}"
        );
    }

    #[test]
    fn a_difference_that_flattens_nothing_leaves_the_axis_linear() {
        let mut values: Vec<f64> = (0..20).map(|i| f64::from(i).sin() * 0.01).collect();
        values.push(-0.04);
        let axis = Axis::differences("Loss diff", &values, DifferenceScale::Auto);
        assert_eq!(axis.scale, AxisScale::Linear);
        assert!(axis.holds(-0.04), "{axis:?}");
    }

    #[test]
    fn peaks_are_shown_and_do_not_flatten_the_others() {
        // The study's peaks at a high rate, beside what it has else.
        let mut values: Vec<f64> = (0..24).map(|i| f64::from(i).sin() * 0.002).collect();
        values.extend([0.0176, 0.0413, 0.0162]);
        let axis = Axis::differences("Loss diff", &values, DifferenceScale::Auto);
        assert_eq!(axis.scale, AxisScale::SymLog(0.001));
        assert!(values.iter().all(|value| axis.holds(*value)), "{axis:?}");
        assert!(axis.along(0.002) - axis.along(-0.002) > 0.4, "{axis:?}");
        assert_eq!(
            texts(&axis),
            [
                "−0.002", "−0.001", "0", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05"
            ]
        );

        let linear = Axis::differences("Loss diff", &values, DifferenceScale::Linear);
        assert_eq!(linear.scale, AxisScale::Linear);
        assert!(linear.holds(0.0413));
    }

    #[test]
    fn peaks_of_any_size_have_a_few_ticks_to_their_side() {
        let mut values: Vec<f64> = (0..20).map(|i| f64::from(i).sin() * 0.002).collect();
        values.push(-8e9);
        let axis = Axis::differences("Loss diff", &values, DifferenceScale::Auto);
        assert!(axis.holds(-8e9) && axis.holds(0.002), "{axis:?}");
        assert!((5..=14).contains(&axis.ticks.len()), "{:?}", texts(&axis));
        assert!(axis.ticks.is_sorted() && axis.ticks.contains(&0.0));
        assert!(texts(&axis).contains(&"0".to_owned()));
    }

    #[test]
    fn an_asked_scale_is_the_axis() {
        let log = Axis::losses("Loss", &[0.0, 0.01, 0.02], LossScale::Log);
        assert_eq!(log.scale, AxisScale::Log);
        assert!(log.holds(0.01) && !log.holds(0.0), "{log:?}");
        let linear = Axis::losses("Loss", &[0.0005, 0.02], LossScale::Linear);
        assert_eq!(linear.scale, AxisScale::Linear);
        let symlog = Axis::differences("Loss diff", &[0.3, -0.2], DifferenceScale::Symlog);
        assert_eq!(symlog.scale, AxisScale::SymLog(0.1));
    }

    #[test]
    fn an_axis_around_values_ends_at_the_ticks_next_to_them() {
        let axis = Axis::around([5.4, 6.5].into_iter());
        assert_eq!(texts(&axis), ["5.0", "5.5", "6.0", "6.5"]);
        assert_eq!((axis.along(5.0), axis.along(6.5)), (0.0, 1.0));
        let wide = Axis::around([2.1, 4e6].into_iter());
        assert_eq!(
            (wide.scale, wide.low, wide.high),
            (AxisScale::Log, 2.0, 5e6)
        );
        let one = Axis::around([3.0, 3.0, f64::NAN].into_iter());
        assert!(one.holds(3.0) && one.high > one.low, "{one:?}");
        let balanced = Axis::balanced([-2.89, 0.4].into_iter());
        assert_eq!(balanced.ticks, [-3.0, -1.5, 0.0, 1.5, 3.0]);
    }

    proptest! {
        #[test]
        fn an_axis_holds_its_values_and_its_ticks(values in prop::collection::vec(1e-6..1e6f64, 1..20)) {
            let axis = Axis::losses("Loss", &values, LossScale::Auto);
            prop_assert!(values.iter().all(|value| axis.holds(*value)), "{axis:?}");
            prop_assert!(axis.ticks.iter().all(|tick| axis.holds(*tick)), "{axis:?}");
            prop_assert!((1..=14).contains(&axis.ticks.len()), "{axis:?}");
            prop_assert!(axis.high > axis.low);
        }

        #[test]
        fn differences_are_all_shown_and_so_is_0(
            values in prop::collection::vec(prop_oneof![-1e3..1e3f64, -1e-3..1e-3f64], 0..40),
        ) {
            let axis = Axis::differences("Loss diff", &values, DifferenceScale::Auto);
            prop_assert!(axis.holds(0.0) && axis.high > axis.low, "{axis:?}");
            prop_assert!(values.iter().all(|value| axis.holds(*value)), "{axis:?}");
            prop_assert!(axis.ticks.len() >= 2, "{axis:?}");
        }

        #[test]
        fn a_scale_of_colours_holds_its_values(values in prop::collection::vec(1e-6..1e6f64, 1..20)) {
            let axis = Axis::around(values.iter().copied());
            prop_assert!(values.iter().all(|value| axis.holds(*value)), "{axis:?}");
            prop_assert!((2..=9).contains(&axis.ticks.len()), "{axis:?}");
        }
    }
}
