//! The curve of a long training without the noise of single epochs.

use faceoff_measure::smooth;

/// Epochs from which on a curve is a thicket.
const LONG: usize = 200;

/// A smoothed curve.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Smoothed {
    /// Epochs and smoothed values.
    pub(crate) points: Vec<(f64, f64)>,
    /// The lowest of them, where that is when to stop.
    pub(crate) lowest: Option<(f64, f64)>,
}

/// `curve`, smoothed, from epoch `first` on; `None` where it is short. The
/// lowest point is marked where that is when to stop.
pub(crate) fn smoothed(
    curve: &[(usize, f64)],
    is_when_to_stop: bool,
    first: usize,
) -> Option<Smoothed> {
    let last = curve.last()?.0;
    if last + 1 < LONG {
        return None;
    }
    let values: Vec<f64> = curve.iter().map(|(_, value)| *value).collect();
    let smooth = smooth(&values)?;
    let points = curve.iter().zip(&smooth);
    let points = points.map(|((epoch, _), smooth)| (*epoch as f64, *smooth));
    let mut points: Vec<(f64, f64)> = points.collect();
    let lowest = points.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1));
    // From where its window reaches back over epochs that are shown: the steep fall before these
    // would bend it.
    let first = (first + last / 20) as f64;
    let is_shown = |(epoch, _): &(f64, f64)| *epoch >= first;
    points.retain(is_shown);
    Some(Smoothed {
        lowest: lowest.filter(is_shown).filter(|_| is_when_to_stop),
        points,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Falls until epoch 150, then rises; every other epoch is 0.2 higher.
    fn curve(epochs: usize) -> Vec<(usize, f64)> {
        let value = |epoch: usize| {
            let noise = if epoch.is_multiple_of(2) { 0.2 } else { 0.0 };
            1.0 + 0.01 * epoch.abs_diff(150) as f64 + noise
        };
        (0..epochs).map(|epoch| (epoch, value(epoch))).collect()
    }

    #[test]
    fn a_long_curve_loses_its_noise_and_keeps_its_valley() {
        let smoothed = smoothed(&curve(300), true, 10).unwrap();
        assert_eq!(smoothed.points[0].0, 24.0);
        let (epoch, lowest) = smoothed.lowest.unwrap();
        assert!((140.0..=160.0).contains(&epoch), "{epoch}");
        assert!((lowest - 1.15).abs() < 0.1, "{lowest}");
    }

    #[test]
    fn short_curves_stay_and_only_test_losses_say_when_to_stop() {
        assert_eq!(smoothed(&curve(100), true, 0), None);
        assert_eq!(smoothed(&curve(300), false, 0).unwrap().lowest, None);
    }
}
