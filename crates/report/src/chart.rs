//! What a chart shows, before anything is drawn.

use std::collections::BTreeMap;

use faceoff_config::{Axis as LossAxis, Color, Comparison, DifferenceChart, LossChart, Which};
use faceoff_record::{EpochMetrics, Status};
use serde::Serialize;

use crate::axis::{Axis, AxisScale};
use crate::color::{SLATE, on_paper, tint};
use crate::label;
use crate::numbers::short;
use crate::page_notes::entries_note;
use crate::seeds::{SeedCurves, Spread, seed_curves};
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

/// The loss chart of a comparison; `None` when no entry has anything to draw.
pub fn loss_chart(data: &StudyData, comparison: &Comparison, chart: &LossChart) -> Option<Chart> {
    let entries = drawn(data, comparison);
    let mut lines = Vec::new();
    for entry in &entries {
        let color = on_paper(entry.entry.color);
        let sets: &[Curve] = match chart.curves {
            Which::Both => &[Curve::Train, Curve::Test],
            Which::Train => &[Curve::Train],
            Which::Test => &[Curve::Test],
        };
        for &curve in sets {
            let (name, first, color) = match curve {
                Curve::Train => ("train", chart.first_train_epoch, tint(color, 0.5)),
                _ => ("test", chart.first_test_epoch, color),
            };
            let value = |epoch: &EpochMetrics| match curve {
                Curve::Train => Some(epoch.train_loss),
                _ => epoch.test_loss,
            };
            let curves = curves(entry, first, chart.axis, value);
            let pooled = seed_curves(curves, chart.lines);
            lines.extend(line(name, entry, &entries, curve, color, pooled));
        }
    }
    let x = x_axis(&lines)?;
    // References come after the lines they are compared with, but must fit on the same axis.
    lines.extend(constant_faces(&entries, chart, (x.low, x.high)));
    let values: Vec<f64> = values(&lines);
    let y = Axis::losses(&loss_label(&entries, chart.axis), &values);
    let notes = notes(data, &entries, &y, &lines);
    Some(Chart {
        title: chart.title.clone(),
        x,
        y,
        thresholds: Vec::new(),
        lines,
        notes,
    })
}

/// The chart of test minus train losses; `None` when no entry has anything to draw.
pub fn difference_chart(
    data: &StudyData,
    comparison: &Comparison,
    chart: &DifferenceChart,
) -> Option<Chart> {
    let entries = drawn(data, comparison);
    let mut lines = Vec::new();
    for entry in &entries {
        let value = |epoch: &EpochMetrics| Some(epoch.test_loss? - epoch.train_loss);
        let curves = curves(entry, chart.first_epoch, chart.axis, value);
        let pooled = seed_curves(curves, chart.lines);
        let color = on_paper(entry.entry.color);
        lines.extend(line(
            "test − train",
            entry,
            &entries,
            Curve::Difference,
            color,
            pooled,
        ));
    }
    let x = x_axis(&lines)?;
    let label = match chart.axis {
        LossAxis::Mean => "Loss diff".to_owned(),
        LossAxis::Report => format!("Loss diff{}", per_batch(&entries)),
    };
    let y = Axis::differences(&label, &values(&lines));
    let mut notes = notes(data, &entries, &y, &lines);
    let points = lines.iter().flat_map(|line| &line.points);
    let points = points.map(|point| point.1);
    let beyond: Vec<f64> = points.filter(|value| !y.holds(*value)).collect();
    if let Some(farthest) = beyond
        .iter()
        .copied()
        .max_by(|a, b| a.abs().total_cmp(&b.abs()))
    {
        notes.push(format!(
            "{} beyond the axis, the farthest {}",
            crate::numbers::count(beyond.len(), "point"),
            short(farthest)
        ));
    }
    Some(Chart {
        title: chart.title.clone(),
        x,
        y,
        thresholds: Vec::new(),
        lines,
        notes,
    })
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

/// The curve of each seed: epochs with values.
fn curves(
    entry: &EntryData<'_>,
    first: usize,
    axis: LossAxis,
    value: impl Fn(&EpochMetrics) -> Option<f64>,
) -> Vec<Vec<(usize, f64)>> {
    let divisor = match axis {
        LossAxis::Mean => 1.0,
        LossAxis::Report => entry.experiment.train.batch_size as f64,
    };
    let curve = |seed: EntryData<'_>| -> Vec<_> {
        let shown = seed.metrics().iter().filter(|epoch| epoch.epoch >= first);
        shown
            .filter_map(|epoch| Some((epoch.epoch, value(epoch)? / divisor)))
            .collect()
    };
    entry.seeds().into_iter().map(curve).collect()
}

fn line(
    what: &str,
    entry: &EntryData<'_>,
    entries: &[EntryData<'_>],
    curve: Curve,
    color: Color,
    pooled: SeedCurves,
) -> Option<Line> {
    let points = pooled.points;
    let (first, last) = (points.first()?.0, points.last()?.0);
    let mut label = format!(
        "{what}: {} · {} · epochs {first}–{last}",
        label::name(entry, entries),
        label::training(&entry.experiment.train),
    );
    let seeds = entry.seeds();
    let ended = seeds.iter().filter(|seed| diverged(seed)).count();
    if let Some(note) = pooled.note {
        label.push_str(&format!(" · {note}"));
        if (1..seeds.len()).contains(&ended) {
            label.push_str(&format!(", {ended} diverged"));
        }
    }
    Some(Line {
        label,
        curve,
        color,
        points,
        spread: pooled.spread,
        // The last test loss may be from epochs before: the train line is the one that ends there.
        diverged: ended == seeds.len() && curve != Curve::Test,
    })
}

/// Whether the entry's run diverged within the epochs it is compared over.
fn diverged(entry: &EntryData<'_>) -> bool {
    let ended = entry.run.metrics.len() <= entry.entry.epoch;
    ended && matches!(entry.run.record.status, Status::Diverged { .. })
}

/// Dashed lines at what the constant mean face scores, once for each value there is.
fn constant_faces(entries: &[EntryData<'_>], chart: &LossChart, ends: (f64, f64)) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let several = losses(entries).len() > 1;
    for entry in entries {
        let divisor = match chart.axis {
            LossAxis::Mean => 1.0,
            LossAxis::Report => entry.experiment.train.batch_size as f64,
        };
        let face = &entry.run.record.constant_face;
        let others = entries.iter().any(|other| {
            let same_loss = other.experiment.train.loss == entry.experiment.train.loss;
            same_loss && other.run.record.constant_face != *face
        });
        let test = (Which::Train != chart.curves).then_some(("test", face.test_loss, SLATE));
        let train =
            (Which::Test != chart.curves).then_some(("train", face.train_loss, tint(SLATE, 0.6)));
        for (set, value, color) in train.into_iter().chain(test) {
            let value = value / divisor;
            let by = match several {
                true => format!(", {}", label::loss(entry.experiment.train.loss)),
                false => String::new(),
            };
            let whose = match others {
                true => format!(", as for {}", label::name(entry, entries)),
                false => String::new(),
            };
            let label = format!(
                "{set}: mean face for every image{by}{whose}: {}",
                short(value)
            );
            let known = lines
                .iter()
                .any(|line| line.color == color && line.points[0].1 == value);
            if !known {
                lines.push(Line {
                    label,
                    curve: Curve::Reference,
                    color,
                    points: vec![(ends.0, value), (ends.1, value)],
                    spread: Spread::None,
                    diverged: false,
                });
            }
        }
    }
    lines
}

fn losses(entries: &[EntryData<'_>]) -> Vec<String> {
    let names = entries
        .iter()
        .map(|e| (label::loss(e.experiment.train.loss), ()));
    names.collect::<BTreeMap<_, _>>().into_keys().collect()
}

fn loss_label(entries: &[EntryData<'_>], axis: LossAxis) -> String {
    let loss = match losses(entries).as_slice() {
        [one] => format!("Loss ({one})"),
        _ => "Loss".to_owned(),
    };
    match axis {
        LossAxis::Mean => loss,
        LossAxis::Report => format!("{loss}{}", per_batch(entries)),
    }
}

/// The study's axis in words.
fn per_batch(entries: &[EntryData<'_>]) -> String {
    let mut sizes: Vec<_> = entries
        .iter()
        .map(|e| e.experiment.train.batch_size)
        .collect();
    sizes.sort_unstable();
    sizes.dedup();
    match sizes.as_slice() {
        [one] => format!(", mean ÷ {one}"),
        _ => ", mean ÷ batch size".to_owned(),
    }
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

fn notes(data: &StudyData, entries: &[EntryData<'_>], y: &Axis, lines: &[Line]) -> Vec<String> {
    let mut notes = vec![entries_note(&data.study, entries)];
    if y.scale == AxisScale::Log {
        notes.push("logarithmic loss axis".to_owned());
    }
    let loss = |entry: &EntryData<'_>| entry.experiment.train.loss;
    if entries
        .windows(2)
        .any(|pair| loss(&pair[0]) != loss(&pair[1]))
    {
        notes.push("different losses: their heights do not compare".to_owned());
    }
    if let Some(words) = lines.iter().find_map(|line| line.spread.words()) {
        notes.push(words.to_owned());
    }
    notes
}
