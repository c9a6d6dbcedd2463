//! A network's health by epoch: dead units, activations, gradients and steps, a line a layer. It
//! is what a network that answers the same for every face, or leaps, is understood by.

use faceoff_config::Comparison;
use faceoff_record::{EpochHealth, LayerHealth, ParameterHealth};
use serde::Serialize;

use crate::axis::{Axis, AxisScale};
use crate::breakdown::viridis;
use crate::chart::{Chart, Curve, Line, drawn, x_axis};
use crate::color::SLATE;
use crate::diagnosis::{FindingKind, USUAL_STEP, findings};
use crate::label;
use crate::numbers::{count, short, thousands};
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
        let charts = Quantity::ALL
            .into_iter()
            .filter_map(|quantity| Some((quantity, chart(network.health(), quantity)?)));
        let found = NetworkHealth {
            entry: label::name(&entry, &entries),
            experiment: entry.experiment.name.clone(),
            seed: (seeds.len() > 1).then_some(network.run.record.config.train.seed),
            charts: charts.collect(),
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
    let mut notes = Vec::new();
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

/// A line a layer with a ReLU.
fn of_layers(
    health: &[EpochHealth],
    last: &EpochHealth,
    unit: &str,
    value: impl Fn(&LayerHealth) -> Option<f64>,
) -> Vec<Line> {
    let layers = last.layers.iter().enumerate();
    let lines = layers.map(|(i, layer)| {
        let name = format!("{} · {} units", layer.layer, thousands(layer.units));
        let depth = (i + 1) as f64 / last.layers.len() as f64;
        line(health, name, depth, unit, |epoch| {
            value(epoch.layers.get(i)?)
        })
    });
    lines.flatten().collect()
}

/// A line a layer's weights.
fn of_weights(
    health: &[EpochHealth],
    last: &EpochHealth,
    value: impl Fn(&ParameterHealth) -> Option<f64>,
) -> Vec<Line> {
    let weights = last.parameters.iter().enumerate();
    let weights: Vec<(usize, &str)> = weights
        .filter_map(|(i, parameter)| Some((i, parameter.name.strip_suffix(".weight")?)))
        .collect();
    let lines = weights.iter().enumerate().map(|(k, (i, name))| {
        let depth = (k + 1) as f64 / weights.len() as f64;
        let name = (*name).to_owned();
        line(health, name, depth, "", |epoch| {
            value(epoch.parameters.get(*i)?)
        })
    });
    lines.flatten().collect()
}

/// A layer's line, lighter towards the picture, with its value at the end in the legend; `None`
/// without values.
fn line(
    health: &[EpochHealth],
    name: String,
    depth: f64,
    unit: &str,
    value: impl Fn(&EpochHealth) -> Option<f64>,
) -> Option<Line> {
    let points = health
        .iter()
        .filter_map(|epoch| Some((epoch.epoch as f64, value(epoch)?)));
    let points: Vec<(f64, f64)> = points.collect();
    let end = short(points.last()?.1);
    Some(Line {
        label: format!("{name} · {end}{unit}"),
        curve: Curve::Layer,
        color: viridis(depth),
        points,
        spread: Spread::None,
        diverged: false,
    })
}

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
            (last.parameters[index].name.clone(), points.collect())
        }
        Quantity::Steps => (
            "usual: a thousandth".to_owned(),
            vec![(ends.0, USUAL_STEP), (ends.1, USUAL_STEP)],
        ),
    };
    Some(Line {
        label,
        curve: Curve::Reference,
        color: SLATE,
        points,
        spread: Spread::None,
        diverged: false,
    })
}
