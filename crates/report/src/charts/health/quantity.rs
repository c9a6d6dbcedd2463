//! What of a network's health a chart shows.

use faceoff_record::EpochHealth;
use faceoff_spec::LossScale;

use crate::charts::axis::{Axis, AxisScale};
use crate::charts::chart::{Chart, Line, Readout, x_axis};
use crate::format::count;

/// One quantity of every layer.
pub(super) struct Quantity {
    /// What its files end with.
    pub(super) name: &'static str,
    /// Heading of its chart.
    pub(super) title: &'static str,
    /// What the axis of values says.
    pub(super) axis: &'static str,
    /// What the numbers in the legend are: those of the diagnosis.
    pub(super) numbers: &'static str,
    /// How its values lie on the axis.
    pub(super) values: Values,
    /// A line for each layer over the epochs, the last of which is the second argument.
    pub(super) lines: fn(&[EpochHealth], &EpochHealth) -> Vec<Line>,
    /// What the lines are held against, between the axis's first and last epoch.
    pub(super) reference: Reference,
}

/// From the health of all epochs, that of the last, and the axis's first and last epoch.
type Reference = fn(&[EpochHealth], &EpochHealth, (f64, f64)) -> Option<Line>;

/// How values lie on their axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// Shares in per cent, from 0 to 100; where all are 0 there is nothing to show.
    Shares,
    /// Numbers from 0 on, of any magnitude.
    Magnitudes,
}

impl Quantity {
    /// Its chart over `health`; `None` where it was not recorded or there is nothing to show.
    pub(super) fn chart(&self, health: &[EpochHealth]) -> Option<Chart> {
        let last = health.last()?;
        let mut notes = vec![self.numbers.to_owned()];
        let mut lines = (self.lines)(health, last);
        let points = lines.iter().flat_map(|line| &line.points);
        let values: Vec<f64> = points.map(|point| point.1).collect();
        if self.values == Values::Shares && values.iter().all(|share| *share == 0.0) {
            return None;
        }
        let x = x_axis(&lines)?;
        lines.extend((self.reference)(health, last, (x.low, x.high)));
        let y = match self.values {
            Values::Shares => {
                let images = count(last.images, "training face");
                notes.push(format!("dead: 0 for each of {images}"));
                Axis::from_0(self.axis, (100.0, 102.0), 10)
            }
            Values::Magnitudes => {
                let all = lines.iter().flat_map(|line| &line.points);
                let above: Vec<f64> = all.map(|point| point.1).filter(|v| *v > 0.0).collect();
                Axis::losses(self.axis, &above, LossScale::Auto)
            }
        };
        if y.scale == AxisScale::Log {
            notes.push("logarithmic axis".to_owned());
            if values.contains(&0.0) {
                notes.push("0 lies on its lower edge".to_owned());
            }
        }
        Some(Chart {
            about: Vec::new(),
            title: self.title.to_owned(),
            images: None,
            x,
            y,
            thresholds: Vec::new(),
            lines,
            notes,
            readout: Some(Readout::EPOCHS),
        })
    }
}

/// Of a quantity that is held against nothing.
pub(super) fn no_reference(_: &[EpochHealth], _: &EpochHealth, _: (f64, f64)) -> Option<Line> {
    None
}

/// Of a quantity at the end of the training.
pub(super) const AT_THE_END: &str = "numbers: at the end";

/// Of a quantity that leaps from epoch to epoch.
pub(super) const LATE_MEDIANS: &str = "numbers: medians of the later half of the epochs";
