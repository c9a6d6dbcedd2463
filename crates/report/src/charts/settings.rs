//! What the experiments of a study set and what they came to, for a chart of any of these against any
//! other.

use faceoff_measure::mean;
use faceoff_spec::{Color, Comparison};
use serde::Serialize;
use serde_json::Value;

use crate::color::on_paper;
use crate::scores::{Row, rows, settings, written};
use crate::study::{EntryData, StudyData};

/// Fewer experiments are seen at a glance in a table.
const FEW: usize = 4;

/// Settings that are shown at first.
const FIRST: usize = 4;

/// Colours beside the palette's: more experiments are shown together here than anywhere else.
const MORE_COLORS: [Color; 6] = [
    Color::rgb(124, 58, 237),
    Color::rgb(146, 64, 14),
    Color::rgb(219, 39, 119),
    Color::rgb(82, 110, 30),
    Color::rgb(2, 132, 199),
    Color::rgb(120, 113, 108),
];

/// Experiments with their settings and measures.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SettingsChart {
    pub(crate) experiments: Vec<PlacedExperiment>,
    /// The settings that differ, then the measures.
    pub(crate) axes: Vec<SettingsAxis>,
    /// Whether not all were tested on the same images, so that their errors do not compare.
    pub(crate) images_differ: bool,
}

/// An experiment in the chart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlacedExperiment {
    /// What it is called.
    pub(crate) name: String,
    /// Its colour on white paper: that of a comparison, where no other experiment has it yet.
    pub(crate) color: Color,
}

/// A setting, or a measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct SettingsAxis {
    /// As experiment files call a setting; a measure with its unit.
    pub(crate) name: String,
    /// Whether it is a setting.
    pub(crate) setting: bool,
    /// Whether it is shown at first: there are more than have room.
    pub(crate) first: bool,
    /// A value for each experiment.
    pub(crate) values: Vec<AxisValue>,
}

/// A value of an experiment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum AxisValue {
    Number(f64),
    Words(String),
    /// It has no such setting, or the measure is not known or not finite.
    None,
}

/// The experiments of `overview`, in its order; `None` where they are few.
pub(crate) fn settings_chart(data: &StudyData, overview: &Comparison) -> Option<SettingsChart> {
    let entries = data.entries(overview);
    if entries.len() < FEW {
        return None;
    }
    // The mean faces come last.
    let rows: Vec<Row> = rows(data, overview)
        .into_iter()
        .take(entries.len())
        .collect();
    let settings = settings(&entries).into_iter().map(|setting| SettingsAxis {
        name: setting.field,
        setting: true,
        first: false,
        values: setting.values.into_iter().map(setting_value).collect(),
    });
    let settings = first_settings(settings.collect()).into_iter();
    let measures = measures(&rows, &entries);
    let names = rows.iter().map(|row| row.name.clone());
    let experiments = names.zip(colors(data, &entries));
    Some(SettingsChart {
        experiments: experiments
            .map(|(name, color)| PlacedExperiment { name, color })
            .collect(),
        axes: settings.chain(measures).collect(),
        images_differ: rows.iter().any(|row| row.images_differ),
    })
}

/// `settings` with those marked that tell the experiments apart best: that differ in the most pairs of
/// them. Seeds do not make another experiment.
fn first_settings(mut settings: Vec<SettingsAxis>) -> Vec<SettingsAxis> {
    let pairs = |setting: &SettingsAxis| {
        let values = setting.values.iter().enumerate();
        let others = |i: usize| setting.values[i + 1..].iter();
        let differ = values.map(|(i, value)| others(i).filter(|other| *other != value).count());
        differ.sum::<usize>()
    };
    let of_seeds = |name: &str| name.ends_with("seed") || name.ends_with("seeds");
    let places = 0..settings.len();
    let mut places: Vec<usize> = places.filter(|i| !of_seeds(&settings[*i].name)).collect();
    places.sort_by_key(|i| std::cmp::Reverse(pairs(&settings[*i])));
    for place in places.into_iter().take(FIRST) {
        settings[place].first = true;
    }
    settings
}

fn setting_value(value: Option<Value>) -> AxisValue {
    match value {
        None => AxisValue::None,
        Some(Value::Number(number)) => number_value(number.as_f64()),
        Some(other) => AxisValue::Words(written(&other)),
    }
}

fn number_value(value: Option<f64>) -> AxisValue {
    match value.filter(|value| value.is_finite()) {
        Some(value) => AxisValue::Number(value),
        None => AxisValue::None,
    }
}

/// What the experiments came to, as the table of their numbers has it, and what that took.
fn measures(rows: &[Row], entries: &[EntryData<'_>]) -> Vec<SettingsAxis> {
    type Of = fn(&Row) -> Option<f64>;
    let of_rows: [(&str, Of); 10] = [
        ("Epochs", |row| Some(row.epochs? as f64)),
        ("Parameters", |row| Some(row.parameters? as f64)),
        ("Train loss", |row| row.train_loss),
        ("Test loss", |row| row.test_loss),
        ("MSE", |row| Some(row.scores?.mse)),
        ("NME (%)", |row| Some(100.0 * row.scores?.nme)),
        ("NME, median (%)", |row| {
            Some(100.0 * row.scores?.nme_median)
        }),
        ("AUC@8 %", |row| Some(row.scores?.auc_08)),
        ("FR@10 %", |row| Some(100.0 * row.scores?.failure_rate_10)),
        ("Error (px)", |row| Some(row.scores?.pixel_error)),
    ];
    let of_rows = of_rows.map(|(name, of)| {
        let values = rows.iter().map(|row| number_value(of(row)));
        (name, values.collect::<Vec<_>>())
    });
    let seconds = entries
        .iter()
        .map(|entry| number_value(Some(seconds(entry))));
    let axis = |(name, values): (&str, Vec<AxisValue>)| SettingsAxis {
        name: name.to_owned(),
        setting: false,
        first: matches!(name, "Epochs" | "NME (%)"),
        values,
    };
    let seconds = axis(("Training (s)", seconds.collect()));
    of_rows.into_iter().map(axis).chain([seconds]).collect()
}

/// Seconds that a training took, evaluation not counted; the mean of several seeds.
fn seconds(entry: &EntryData<'_>) -> f64 {
    let seeds = entry.shown().into_iter();
    let seconds = seeds.map(|seed| seed.metrics().iter().map(|epoch| epoch.seconds).sum());
    mean(&seconds.collect::<Vec<f64>>())
}

/// A colour for each entry: the first that a comparison draws its experiment in, or else of the
/// palette, that no other has.
fn colors(data: &StudyData, entries: &[EntryData<'_>]) -> Vec<Color> {
    let mut taken: Vec<Color> = Vec::new();
    for entry in entries {
        let comparisons = data.study.comparisons.iter();
        let elsewhere = comparisons.flat_map(|comparison| &comparison.entries);
        let elsewhere = elsewhere
            .filter(|other| other.experiment == entry.experiment.name)
            .map(|other| other.color);
        let colors = elsewhere
            .chain(Color::PALETTE)
            .chain(MORE_COLORS)
            .map(on_paper);
        let colors: Vec<Color> = colors.collect();
        let free = colors.iter().find(|color| !taken.contains(color));
        taken.push(*free.unwrap_or(&colors[0]));
    }
    taken
}
