//! What a chart shows, before anything is drawn.

use faceoff_spec::{Color, Comparison};

use super::axis::Axis;
use super::label::Label;
use super::seeds::Spread;
use super::smoothed::Smoothed;
use crate::study::notes::Images;
use crate::study::{EntryData, StudyData};

/// What a line shows, and so how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    /// Train loss: light.
    Train,
    /// Test loss: strong, with a point at each measurement while these are few.
    Test,
    /// Validation loss: strong, with long dashes.
    Validation,
    /// Test minus train loss.
    Difference,
    /// What a layer does.
    Layer,
    /// Share of images up to an error: steps.
    Share,
    /// Images: a mark for each, and no line.
    Images,
    /// What to compare with: dashed.
    Reference,
    /// What to compare train losses with: dotted.
    TrainReference,
}

/// One line with its legend.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// Legend.
    pub(crate) label: Label,
    /// What it shows.
    pub(crate) curve: Curve,
    /// Its colour.
    pub(crate) color: Color,
    /// Epochs (counted from 0) and values, errors and shares, or two errors. Two ends for a reference that is
    /// constant. Of several seeds, the median.
    pub(crate) points: Vec<(f64, f64)>,
    /// What is shown of several seeds around it.
    pub(crate) spread: Spread,
    /// The curve of a long training without the noise of single epochs; the points are then pale.
    pub(crate) smoothed: Option<Smoothed>,
    /// Whether the run, or all of its seeds, diverged after the last point, which is then marked.
    pub(crate) diverged: bool,
}

impl Line {
    /// A line of one network, or of a reference, as it is.
    pub(crate) fn plain(label: Label, curve: Curve, color: Color, points: Vec<(f64, f64)>) -> Self {
        Self {
            label,
            curve,
            color,
            points,
            spread: Spread::None,
            smoothed: None,
            diverged: false,
        }
    }
}

/// How the page reads out values under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Readout {
    /// What x is called.
    pub(crate) x: &'static str,
    /// Whether x is a whole number: a value is then read at it alone, and else from the last
    /// corner before it.
    pub(crate) whole: bool,
    /// Unit of x and of values, with the space before it.
    pub(crate) unit: &'static str,
}

impl Readout {
    /// Values by epoch.
    pub(crate) const EPOCHS: Self = Self {
        x: "Epoch",
        whole: true,
        unit: "",
    };
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chart {
    /// Whose chart it is: the comparison's title; of one network also what its entry is called.
    pub(crate) about: Vec<String>,
    /// What it shows.
    pub(crate) title: String,
    /// Epochs, or errors.
    pub(crate) x: Axis,
    /// Losses or their difference, or shares of images.
    pub(crate) y: Axis,
    /// Values of x with a thin line and a number above it.
    pub(crate) thresholds: Vec<f64>,
    /// The lines, in drawing order; legends have the same.
    pub(crate) lines: Vec<Line>,
    /// What images it rests on; nothing where its comparison says so.
    pub(crate) images: Option<Images>,
    /// Small print: what is the same for all lines, what is left out.
    pub(crate) notes: Vec<String>,
    /// How values are read out; nothing where x says nothing about y.
    pub(crate) readout: Option<Readout>,
}

impl Chart {
    /// The heading of its image, which can be shown alone.
    pub(crate) fn heading(&self) -> String {
        let parts = self.about.iter().chain([&self.title]);
        let parts: Vec<&str> = parts.map(String::as_str).collect();
        parts.join(" · ")
    }

    /// All of its small print, in a row.
    pub(crate) fn small_print(&self) -> Vec<String> {
        let images = self.images.iter().map(|images| images.note.clone());
        images.chain(self.notes.iter().cloned()).collect()
    }
}

/// The entries with curves: each experiment once, with its longest entry.
pub(crate) fn drawn<'a>(data: &'a StudyData, comparison: &'a Comparison) -> Vec<EntryData<'a>> {
    let mut drawn: Vec<EntryData<'a>> = Vec::new();
    for entry in data.entries(comparison) {
        if !entry.entry.in_charts {
            continue;
        }
        match drawn
            .iter_mut()
            .find(|other| other.experiment.name == entry.experiment.name)
        {
            Some(other) if other.entry.epoch < entry.entry.epoch => *other = entry,
            Some(_) => {}
            None => drawn.push(entry),
        }
    }
    drawn
}

/// An axis for the epochs of `lines`; `None` without lines.
pub(crate) fn x_axis(lines: &[Line]) -> Option<Axis> {
    if lines.is_empty() {
        return None;
    }
    Some(Axis::epochs(
        lines
            .iter()
            .flat_map(|line| &line.points)
            .map(|point| point.0),
    ))
}
