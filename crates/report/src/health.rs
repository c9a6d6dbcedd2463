//! A network's health by epoch: dead units, activations, gradients and steps, a line a layer. It
//! is what a network that answers the same for every face, or leaps, is understood by.

use faceoff_record::{EpochHealth, LayerHealth, ParameterHealth};
use faceoff_spec::Comparison;
use serde::Serialize;

use crate::axis::{Axis, AxisScale};
use crate::breakdown::viridis;
use crate::chart::{Chart, Curve, Line, drawn, x_axis};
use crate::color::INK;
use crate::diagnosis::{FindingKind, USUAL_STEP, findings, late, median_over};
use crate::label;
use crate::numbers::{count, short};
use crate::seeds::Spread;
use crate::study_data::{EntryData, StudyData};

/// What of a network's health a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// Share of each layer's units that answer 0 to every face.
    DeadUnits,
    /// Mean answer of each layer.
    Activations,
    /// Norm of each weight's gradient.
    Gradients,
    /// How much of its length a step changed each weight by.
    Steps,
}

impl Quantity {
    const ALL: [Self; 4] = [
        Self::DeadUnits,
        Self::Activations,
        Self::Gradients,
        Self::Steps,
    ];

    /// What its files end with.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::DeadUnits => "dead-units",
            Self::Activations => "activations",
            Self::Gradients => "gradients",
            Self::Steps => "steps",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::DeadUnits => "Dead units",
            Self::Activations => "Activations",
            Self::Gradients => "Gradients",
            Self::Steps => "Steps of the weights",
        }
    }

    /// What the numbers in the legend are: those of the diagnosis.
    fn numbers(self) -> &'static str {
        match self {
            Self::DeadUnits | Self::Activations => "numbers: at the end",
            Self::Gradients | Self::Steps => "numbers: medians of the later half of the epochs",
        }
    }

    fn axis(self) -> &'static str {
        match self {
            Self::DeadUnits => "Dead units of a layer (%)",
            Self::Activations => "Mean answer of a layer",
            Self::Gradients => "Norm of the gradient",
            Self::Steps => "Step, of a weight's length",
        }
    }
}

/// The charts of one network's health.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NetworkHealth {
    /// What the network's entry is called.
    pub entry: String,
    /// Its experiment.
    pub experiment: String,
    /// The seed it was trained with, where its experiment has several.
    pub seed: Option<u64>,
    /// One chart a quantity.
    pub charts: Vec<(Quantity, Chart)>,
}

/// The health of the networks of `comparison`: of those whose diagnosis rests on it, of all where
/// the comparison asks for it, of none where it says so. Each experiment once, with its longest
/// entry that has curves; of several seeds the first that has the finding, else the first.
pub fn network_health(data: &StudyData, comparison: &Comparison) -> Vec<NetworkHealth> {
    if comparison.health_charts == Some(false) {
        return Vec::new();
    }
    let entries = data.entries(comparison);
    let shown = drawn(data, comparison).into_iter().filter_map(|entry| {
        let seeds = entry.seeds();
        let ill = seeds.iter().find(|seed| is_ill(seed)).copied();
        let network = match comparison.health_charts {
            Some(true) => ill.or(Some(entry)),
            _ => ill,
        }?;
        let name = label::name(&entry, &entries);
        let charts = Quantity::ALL.into_iter().filter_map(|quantity| {
            let mut chart = chart(network.health(), quantity)?;
            chart.title = format!("{} · {name} · {}", comparison.title, chart.title);
            Some((quantity, chart))
        });
        let charts: Vec<_> = charts.collect();
        let found = NetworkHealth {
            entry: name,
            experiment: entry.experiment.name.clone(),
            seed: (seeds.len() > 1).then_some(network.run.record.config.train.seed),
            charts,
        };
        (!found.charts.is_empty()).then_some(found)
    });
    shown.collect()
}

/// Whether something was found about the network that its health can explain.
fn is_ill(entry: &EntryData<'_>) -> bool {
    let mut found = findings(entry).into_iter();
    found.any(|finding| finding.kind.shows_in_health())
}

impl FindingKind {
    /// Whether the network's health is evidence for it.
    pub(crate) fn shows_in_health(self) -> bool {
        matches!(self, Self::Constant | Self::Unstable)
    }
}

/// One quantity of every layer; `None` where it was not recorded or, of dead units, where none
/// ever died.
fn chart(health: &[EpochHealth], quantity: Quantity) -> Option<Chart> {
    let last = health.last()?;
    let mut notes = vec![quantity.numbers().to_owned()];
    let mut lines = match quantity {
        Quantity::DeadUnits => {
            of_layers(health, last, " %", |layer| Some(100.0 * layer.dead_share()))
        }
        Quantity::Activations => of_layers(health, last, "", |layer| layer.mean),
        Quantity::Gradients => of_weights(health, last, |weight| weight.gradient),
        Quantity::Steps => of_weights(health, last, |weight| weight.update_ratio),
    };
    let values: Vec<f64> = lines
        .iter()
        .flat_map(|line| line.points.iter().map(|point| point.1))
        .collect();
    if quantity == Quantity::DeadUnits && values.iter().all(|share| *share == 0.0) {
        return None;
    }
    let x = x_axis(&lines)?;
    lines.extend(reference(health, last, quantity, (x.low, x.high)));
    let y = match quantity {
        Quantity::DeadUnits => {
            notes.push(format!(
                "dead: 0 for each of {}",
                count(last.images, "training face")
            ));
            Axis::from_0(quantity.axis(), (100.0, 102.0), 10)
        }
        _ => {
            let all = lines.iter().flat_map(|line| &line.points);
            let above: Vec<f64> = all.map(|point| point.1).filter(|v| *v > 0.0).collect();
            Axis::losses(quantity.axis(), &above)
        }
    };
    if y.scale == AxisScale::Log {
        notes.push("logarithmic axis".to_owned());
        if values.contains(&0.0) {
            notes.push("0 lies on its lower edge".to_owned());
        }
    }
    Some(Chart {
        title: quantity.title().to_owned(),
        x,
        y,
        thresholds: Vec::new(),
        lines,
        notes,
    })
}

/// A line a layer with a ReLU, with its value at the end.
fn of_layers(
    health: &[EpochHealth],
    last: &EpochHealth,
    unit: &str,
    value: impl Fn(&LayerHealth) -> Option<f64>,
) -> Vec<Line> {
    let layers = last.layers.iter().enumerate();
    let lines = layers.map(|(i, layer)| {
        let value = |epoch: &EpochHealth| value(epoch.layers.get(i)?);
        let end = health.iter().filter_map(value).next_back()?;
        Some(Line {
            label: format!(
                "{} · {} · {}{unit}",
                layer.layer,
                count(layer.units, "unit"),
                short(end)
            ),
            ..line(health, last, &layer.layer, value)
        })
    });
    lines.flatten().collect()
}

/// A line a layer's weights, with its median in late epochs.
fn of_weights(
    health: &[EpochHealth],
    last: &EpochHealth,
    value: impl Fn(&ParameterHealth) -> Option<f64>,
) -> Vec<Line> {
    let parameters = last.parameters.iter().enumerate();
    let lines = parameters.map(|(i, parameter)| {
        let layer = parameter.name.strip_suffix(WEIGHT)?;
        let value = |epoch: &EpochHealth| value(epoch.parameters.get(i)?);
        let median = median_over(late(health), value)?;
        Some(Line {
            label: format!("{} · {}", parameter.name, short(median)),
            ..line(health, last, layer, value)
        })
    });
    lines.flatten().collect()
}

/// A layer's line: of one colour in all charts of a network, lighter towards the picture.
fn line(
    health: &[EpochHealth],
    last: &EpochHealth,
    layer: &str,
    value: impl Fn(&EpochHealth) -> Option<f64>,
) -> Line {
    let layers = last.parameters.iter();
    let layers: Vec<&str> = layers
        .filter_map(|parameter| parameter.name.strip_suffix(WEIGHT))
        .collect();
    let depth = layers.iter().position(|name| *name == layer);
    let depth = depth.map_or(1.0, |depth| (depth + 1) as f64 / layers.len() as f64);
    let points = health
        .iter()
        .filter_map(|epoch| Some((epoch.epoch as f64, value(epoch)?)));
    Line {
        label: layer.to_owned(),
        curve: Curve::Layer,
        color: viridis(depth),
        points: points.collect(),
        spread: Spread::None,
        smoothed: None,
        diverged: false,
    }
}

/// How the names of weights end, behind that of their layer.
const WEIGHT: &str = ".weight";

/// What a quantity is held against: gradients against that of the last bias, which the loss
/// reaches in every network; steps against the usual thousandth.
fn reference(
    health: &[EpochHealth],
    last: &EpochHealth,
    quantity: Quantity,
    ends: (f64, f64),
) -> Option<Line> {
    let (label, points) = match quantity {
        Quantity::DeadUnits | Quantity::Activations => return None,
        Quantity::Gradients => {
            let index = last.parameters.len().checked_sub(1)?;
            let norm = |epoch: &EpochHealth| epoch.parameters.get(index)?.gradient;
            let points = health
                .iter()
                .filter_map(|e| Some((e.epoch as f64, norm(e)?)));
            let name = &last.parameters[index].name;
            let median = median_over(late(health), norm)?;
            (format!("{name} · {}", short(median)), points.collect())
        }
        Quantity::Steps => (
            "usual: a thousandth".to_owned(),
            vec![(ends.0, USUAL_STEP), (ends.1, USUAL_STEP)],
        ),
    };
    Some(Line {
        label,
        curve: Curve::Reference,
        color: INK,
        points,
        spread: Spread::None,
        smoothed: None,
        diverged: false,
    })
}
