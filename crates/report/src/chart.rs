//! What a chart shows, before anything is drawn.

use faceoff_config::{Axis as LossAxis, Color, Comparison, DifferenceChart, LossChart, Which};
use faceoff_record::{EpochMetrics, Status};
use serde::Serialize;

use crate::axis::{Axis, AxisScale};
use crate::color::{INK, on_paper, tint};
use crate::label;
use crate::numbers::{count, short};
use crate::page_notes::entries_note;
use crate::seeds::{Spread, seed_curves};
use crate::smoothed::{Smoothed, smoothed};
use crate::study_data::{EntryData, StudyData};

/// What a line shows, and so how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Curve {
    /// Train loss: light.
    Train,
    /// Test loss: strong, with a point at each measurement while these are few.
    Test,
    /// Test minus train loss.
    Difference,
    /// What a layer does.
    Layer,
    /// Share of images up to an error: steps.
    Share,
    /// What to compare with: dashed.
    Reference,
    /// What to compare train losses with: dotted.
    TrainReference,
}

impl Curve {
    /// Whether it is something to compare with.
    pub(crate) fn is_reference(self) -> bool {
        matches!(self, Self::Reference | Self::TrainReference)
    }
}

/// One line with its legend.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Legend.
    pub label: String,
    /// What it shows.
    pub curve: Curve,
    /// Its colour.
    pub color: Color,
    /// Epochs (counted from 0) and values, or errors and shares. Two ends for a reference that is
    /// constant. Of several seeds, the median.
    pub points: Vec<(f64, f64)>,
    /// What is shown of several seeds around it.
    pub spread: Spread,
    /// The curve of a long training without the noise of single epochs; the points are then pale.
    pub smoothed: Option<Smoothed>,
    /// Whether the run, or all of its seeds, diverged after the last point, which is then marked.
    pub diverged: bool,
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chart {
    /// Heading.
    pub title: String,
    /// Epochs, or errors.
    pub x: Axis,
    /// Losses or their difference, or shares of images.
    pub y: Axis,
    /// Values of x with a thin line and a number above it.
    pub thresholds: Vec<f64>,
    /// The lines, in drawing order; legends have the same.
    pub lines: Vec<Line>,
    /// Small print: what data, what is left out.
    pub notes: Vec<String>,
}

/// The loss charts of a comparison, one a kind of loss, as the heights of others do not compare;
/// none when no entry has anything to draw.
pub fn loss_charts(data: &StudyData, comparison: &Comparison, chart: &LossChart) -> Vec<Chart> {
    let curves: &[Curve] = match chart.curves {
        Which::Both => &[Curve::Train, Curve::Test],
        Which::Train => &[Curve::Train],
        Which::Test => &[Curve::Test],
    };
    let drawn = drawn(data, comparison);
    let kinds = Kind::all(comparison, &drawn, chart.axis);
    let charts = kinds.iter().filter_map(|kind| {
        let lines = kind.entries.iter().flat_map(|entry| {
            let lines = curves.iter();
            lines.filter_map(|curve| loss_line(entry, kind, chart, *curve))
        });
        let mut lines: Vec<Line> = lines.collect();
        let x = x_axis(&lines)?;
        // References come after the lines they are compared with, but must fit on the same axis.
        lines.extend(constant_faces(kind, chart, (x.low, x.high)));
        let loss = label::loss(kind.entries[0].experiment.train.loss);
        let label = format!("Loss ({loss}){}", kind.per_batch());
        let y = Axis::losses(&label, &values(&lines));
        Some(Chart {
            title: kind.title(&chart.title),
            notes: notes(data, kind, &y, &lines),
            x,
            y,
            thresholds: Vec::new(),
            lines,
        })
    });
    charts.collect()
}

/// The charts of test minus train losses, one a kind of loss; none when no entry has anything to
/// draw.
pub fn difference_charts(
    data: &StudyData,
    comparison: &Comparison,
    chart: &DifferenceChart,
) -> Vec<Chart> {
    let drawn = drawn(data, comparison);
    let kinds = Kind::all(comparison, &drawn, chart.axis);
    let charts = kinds.iter().filter_map(|kind| {
        let lines = kind.entries.iter().filter_map(|entry| {
            let value = |epoch: &EpochMetrics| Some(epoch.test_loss? - epoch.train_loss);
            let drawing = Drawing {
                what: "test − train",
                curve: Curve::Difference,
                color: on_paper(entry.entry.color),
                first: chart.first_epoch,
                seed_lines: chart.lines,
            };
            line(entry, kind, drawing, value)
        });
        let lines: Vec<Line> = lines.collect();
        let x = x_axis(&lines)?;
        let label = format!("Loss diff{}", kind.per_batch());
        let y = Axis::differences(&label, &values(&lines));
        Some(Chart {
            title: kind.title(&chart.title),
            notes: notes(data, kind, &y, &lines),
            x,
            y,
            thresholds: Vec::new(),
            lines,
        })
    });
    charts.collect()
}

/// Entries of one kind of loss: what one chart shows.
struct Kind<'a> {
    comparison: &'a Comparison,
    entries: Vec<EntryData<'a>>,
    /// All that are drawn, of every kind: names tell these apart.
    drawn: &'a [EntryData<'a>],
    axis: LossAxis,
}

impl<'a> Kind<'a> {
    /// The kinds of loss among `drawn`, in the order of their first entries.
    fn all(comparison: &'a Comparison, drawn: &'a [EntryData<'a>], axis: LossAxis) -> Vec<Self> {
        let mut kinds: Vec<Self> = Vec::new();
        let loss = |entry: &EntryData<'_>| entry.experiment.train.loss;
        for entry in drawn {
            match kinds
                .iter_mut()
                .find(|kind| loss(&kind.entries[0]) == loss(entry))
            {
                Some(kind) => kind.entries.push(*entry),
                None => kinds.push(Self {
                    comparison,
                    entries: vec![*entry],
                    drawn,
                    axis,
                }),
            }
        }
        kinds
    }

    /// The comparison's title before the chart's, so that a picture can be shown alone.
    fn title(&self, chart: &str) -> String {
        let title = format!("{} · {chart}", self.comparison.title);
        let loss = |entry: &EntryData<'_>| entry.experiment.train.loss;
        let first = loss(&self.entries[0]);
        match self.drawn.iter().any(|other| loss(other) != first) {
            true => format!("{title} · {}", label::loss(first)),
            false => title,
        }
    }

    /// What losses are divided by for `entry`.
    fn divisor(&self, entry: &EntryData<'_>) -> f64 {
        match self.axis {
            LossAxis::Mean => 1.0,
            LossAxis::Report => entry.experiment.train.batch_size as f64,
        }
    }

    /// The batch size by which the study's axis divides.
    fn batch_size(&self) -> String {
        let sizes = self.entries.iter().map(|e| e.experiment.train.batch_size);
        let mut sizes: Vec<usize> = sizes.collect();
        sizes.sort_unstable();
        sizes.dedup();
        match sizes.as_slice() {
            [one] => one.to_string(),
            _ => "batch size".to_owned(),
        }
    }

    /// The study's axis in words.
    fn per_batch(&self) -> String {
        match self.axis {
            LossAxis::Mean => String::new(),
            LossAxis::Report => format!(", mean ÷ {}", self.batch_size()),
        }
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

/// How a line is drawn.
struct Drawing {
    what: &'static str,
    curve: Curve,
    color: Color,
    /// The first epoch shown.
    first: usize,
    /// Whether each seed has a line of its own.
    seed_lines: bool,
}

fn loss_line(
    entry: &EntryData<'_>,
    kind: &Kind<'_>,
    chart: &LossChart,
    curve: Curve,
) -> Option<Line> {
    let color = on_paper(entry.entry.color);
    let (what, first, color) = match curve {
        Curve::Train => ("train", chart.first_train_epoch, tint(color, 0.5)),
        _ => ("test", chart.first_test_epoch, color),
    };
    let value = |epoch: &EpochMetrics| match curve {
        Curve::Train => Some(epoch.train_loss),
        _ => epoch.test_loss,
    };
    let drawing = Drawing {
        what,
        curve,
        color,
        first,
        seed_lines: chart.lines,
    };
    let mut line = line(entry, kind, drawing, value)?;
    // Two bands an experiment lie on each other: that of the test loss is the one to compare.
    if curve == Curve::Train && chart.curves == Which::Both {
        line.spread = Spread::None;
    }
    Some(line)
}

/// The curve of each seed: epochs with values.
fn curves(
    entry: &EntryData<'_>,
    divisor: f64,
    value: impl Fn(&EpochMetrics) -> Option<f64>,
) -> Vec<Vec<(usize, f64)>> {
    let curve = |seed: EntryData<'_>| -> Vec<_> {
        let epochs = seed.metrics().iter();
        epochs
            .filter_map(|epoch| Some((epoch.epoch, value(epoch)? / divisor)))
            .collect()
    };
    entry.seeds().into_iter().map(curve).collect()
}

fn line(
    entry: &EntryData<'_>,
    kind: &Kind<'_>,
    drawing: Drawing,
    value: impl Fn(&EpochMetrics) -> Option<f64>,
) -> Option<Line> {
    let curve = drawing.curve;
    let mut curves = curves(entry, kind.divisor(entry), value);
    // Over all epochs, as diagnoses smooth, and not only over those shown.
    let smoothed = match curves.as_slice() {
        [only] => smoothed(only, curve == Curve::Test, drawing.first),
        _ => None,
    };
    for curve in &mut curves {
        curve.retain(|(epoch, _)| *epoch >= drawing.first);
    }
    let pooled = seed_curves(curves, drawing.seed_lines);
    let points = pooled.points;
    let (first, last) = (points.first()?.0, points.last()?.0);
    let mut parts = vec![format!(
        "{}: {}",
        drawing.what,
        label::name(entry, kind.drawn)
    )];
    parts.extend(distinct_training(entry, kind));
    parts.push(format!("epochs {first}–{last}"));
    let seeds = entry.seeds();
    let ended = seeds.iter().filter(|seed| diverged(seed)).count();
    if let Some(mut note) = pooled.note {
        if (1..seeds.len()).contains(&ended) {
            note.push_str(&format!(", {ended} diverged"));
        }
        parts.push(note);
    }
    if let Some((epoch, lowest)) = smoothed.as_ref().and_then(|smoothed| smoothed.lowest) {
        parts.push(format!("lowest {} at epoch {epoch} (ring)", short(lowest)));
    }
    Some(Line {
        label: parts.join(" · "),
        curve,
        color: drawing.color,
        points,
        spread: pooled.spread,
        smoothed,
        // The last test loss may be from epochs before: the train line is the one that ends there.
        diverged: ended == seeds.len() && curve != Curve::Test,
    })
}

/// What of `entry`'s training is not the same for all of the chart.
fn distinct_training(entry: &EntryData<'_>, kind: &Kind<'_>) -> Vec<String> {
    let common = common_training(kind);
    let parts = label::training(&entry.experiment.train).into_iter();
    parts.filter(|part| !common.contains(part)).collect()
}

/// What of the training is the same for all of the chart.
fn common_training(kind: &Kind<'_>) -> Vec<String> {
    let of = |entry: &EntryData<'_>| label::training(&entry.experiment.train);
    let mut parts = of(&kind.entries[0]).to_vec();
    parts.retain(|part| kind.entries.iter().all(|entry| of(entry).contains(part)));
    parts
}

/// Whether the entry's run diverged within the epochs it is compared over.
fn diverged(entry: &EntryData<'_>) -> bool {
    let ended = entry.run.metrics.len() <= entry.entry.epoch;
    ended && matches!(entry.run.record.status, Status::Diverged { .. })
}

/// Lines at what the constant mean face scores, once for each value there is.
fn constant_faces(kind: &Kind<'_>, chart: &LossChart, ends: (f64, f64)) -> Vec<Line> {
    let losses = |entry: &EntryData<'_>| {
        let face = &entry.run.record.constant_face;
        [face.train_loss, face.test_loss].map(|loss| loss / kind.divisor(entry))
    };
    let mut lines: Vec<Line> = Vec::new();
    for entry in &kind.entries {
        let [train, test] = losses(entry);
        // Where entries were trained or tested on different images, each one's is in its colour.
        let several = kind
            .entries
            .iter()
            .any(|other| losses(other) != [train, test]);
        let (whose, color) = match several {
            true => (
                format!(", as for {}", label::name(entry, kind.drawn)),
                on_paper(entry.entry.color),
            ),
            false => (String::new(), INK),
        };
        let train =
            (Which::Test != chart.curves).then_some(("train", Curve::TrainReference, train));
        let test = (Which::Train != chart.curves).then_some(("test", Curve::Reference, test));
        for (set, curve, value) in train.into_iter().chain(test) {
            let known = lines
                .iter()
                .any(|line| line.curve == curve && line.points[0].1 == value);
            if !known {
                lines.push(Line {
                    label: format!("{set}: mean face for every image{whose}: {}", short(value)),
                    curve,
                    color,
                    points: vec![(ends.0, value), (ends.1, value)],
                    spread: Spread::None,
                    smoothed: None,
                    diverged: false,
                });
            }
        }
    }
    lines
}

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

fn values(lines: &[Line]) -> Vec<f64> {
    let values = |line: &Line| {
        let mut values: Vec<f64> = line.points.iter().map(|point| point.1).collect();
        values.extend(line.spread.values());
        values
    };
    lines.iter().flat_map(values).collect()
}

fn notes(data: &StudyData, kind: &Kind<'_>, y: &Axis, lines: &[Line]) -> Vec<String> {
    let mut notes = vec![entries_note(&data.study, &kind.entries)];
    let common = common_training(kind);
    if !common.is_empty() {
        notes.push(common.join(", "));
    }
    if kind.axis == LossAxis::Report {
        notes.push(format!(
            "mean ÷ {}: the study divides the mean loss by the batch size; tables do not",
            kind.batch_size()
        ));
    }
    if y.scale == AxisScale::Log {
        notes.push("logarithmic loss axis".to_owned());
    }
    if let Some(words) = lines.iter().find_map(|line| line.spread.words()) {
        let is_bare = |line: &Line| line.curve == Curve::Train && line.spread == Spread::None;
        let pale = lines.iter().any(is_bare);
        let around = if pale { "around the test loss" } else { "with" };
        notes.push(format!("seeds: median, {around} {words}"));
    }
    if lines.iter().any(|line| line.smoothed.is_some()) {
        notes.push("pale: each epoch; strong: smoothed over a tenth of the epochs".to_owned());
    }
    notes.extend(beyond(y, lines));
    notes
}

/// How many points are beyond the axis, if any.
fn beyond(y: &Axis, lines: &[Line]) -> Option<String> {
    let points = lines.iter().flat_map(|line| &line.points);
    let beyond: Vec<f64> = points
        .map(|point| point.1)
        .filter(|value| !value.is_nan() && !y.holds(*value))
        .collect();
    let farthest = beyond
        .iter()
        .copied()
        .max_by(|a, b| a.abs().total_cmp(&b.abs()))?;
    Some(format!(
        "triangles: {} beyond the axis, the farthest {}",
        count(beyond.len(), "point"),
        short(farthest)
    ))
}
