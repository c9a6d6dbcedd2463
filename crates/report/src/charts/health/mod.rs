//! A network's health by epoch: dead units, activations, gradients and update-to-weight ratios, a
//! line for each layer. They explain why a network predicts the same for every face, or leaps.

mod activations;
mod dead_units;
mod gradients;
mod layers;
mod quantity;
mod steps;

use faceoff_spec::Comparison;

use super::chart::drawn;
use super::kind::{About, ChartGroup, ChartKind, Figure, Place, View};
use crate::diagnosis::{FindingKind, findings};
use crate::study::{EntryData, StudyData, label};

use quantity::Quantity;

/// The health of the networks of a comparison: of those whose diagnosis rests on it, of all where
/// its `health_charts` asks for them, of none where that says so.
pub(super) const KIND: ChartKind = ChartKind {
    name: "health",
    heading: "health by epoch",
    place: Place::Diagnosis,
    shows: &SHOWS,
    make,
};

/// What a network's health is evidence for.
const SHOWS: [FindingKind; 3] = [
    FindingKind::Constant,
    FindingKind::AtStart,
    FindingKind::Unstable,
];

/// What is shown of a network, in this order.
const QUANTITIES: [Quantity; 4] = [
    dead_units::QUANTITY,
    activations::QUANTITY,
    gradients::QUANTITY,
    steps::QUANTITY,
];

/// Each experiment once, with its longest entry that has curves; of several seeds the first that
/// has the finding, else the first.
fn make(data: &StudyData, comparison: &Comparison) -> Vec<ChartGroup> {
    if comparison.health_charts == Some(false) {
        return Vec::new();
    }
    let entries = data.entries(comparison);
    let groups = drawn(data, comparison).into_iter().filter_map(|entry| {
        let seeds = entry.seeds();
        let ill = seeds.iter().find(|seed| is_ill(seed)).copied();
        let network = match comparison.health_charts {
            Some(true) => ill.or(Some(entry)),
            _ => ill,
        }?;
        group(comparison, &network, label::name(&entry, &entries))
    });
    groups.collect()
}

/// Whether something was found about the network that its health can explain.
fn is_ill(entry: &EntryData<'_>) -> bool {
    let mut found = findings(entry).into_iter();
    found.any(|finding| SHOWS.contains(&finding.kind))
}

/// The charts of one network, whose entry is called `entry`; `None` where it has none.
fn group(comparison: &Comparison, network: &EntryData<'_>, entry: String) -> Option<ChartGroup> {
    let experiment = &network.experiment.name;
    let figures = QUANTITIES.iter().filter_map(|quantity| {
        let mut chart = quantity.chart(network.health())?;
        chart.about = vec![comparison.title.clone(), entry.clone()];
        Some(Figure {
            // A folder: no name of an experiment or a comparison can be mistaken for another's.
            file: format!("{}/{experiment}-{}", comparison.name, quantity.name),
            view: View::Lines(chart),
        })
    });
    let figures: Vec<Figure> = figures.collect();
    let mut title = format!("Health by epoch: {entry}");
    if network.seeds().len() > 1 {
        let seed = network.run.record.config.train.seed;
        title.push_str(&format!(", seed {seed}"));
    }
    (!figures.is_empty()).then(|| ChartGroup {
        address: format!("{}-{experiment}", KIND.name),
        about: Some(About { entry, title }),
        figures,
    })
}
