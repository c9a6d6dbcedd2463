//! A comparison with everything that is shown of it, before it is written anywhere.

use faceoff_spec::Comparison;

use crate::breakdown::{Breakdown, breakdown};
use crate::chart::Chart;
use crate::diagnosis::{Diagnosis, diagnosis};
use crate::differences::{Difference, differences};
use crate::health::{NetworkHealth, network_health};
use crate::label;
use crate::losses::{difference_charts, loss_charts};
use crate::sheet::{Crops, Sheet, sheet};
use crate::study_data::StudyData;
use crate::table::{Row, rows};
use crate::verdict::{Verdicts, verdicts};

/// One section of the report.
#[derive(Clone, Debug)]
pub struct Section {
    /// The comparison's name: what its files are called after.
    pub name: String,
    /// Heading.
    pub title: String,
    /// What the comparison asks; may be empty.
    pub question: String,
    /// What it comes to.
    pub verdicts: Verdicts,
    /// What went wrong in the entries' runs.
    pub diagnosis: Diagnosis,
    /// The health of networks by epoch, where it is evidence or asked for.
    pub health: Vec<NetworkHealth>,
    /// Loss over epochs, a chart a kind of loss.
    pub loss: Vec<Chart>,
    /// Test minus train loss over epochs, a chart a kind of loss.
    pub difference: Vec<Chart>,
    /// Where and how often the entries are wrong.
    pub breakdown: Breakdown,
    /// Contact sheets.
    pub sheets: Vec<Sheet>,
    /// Numbers of the entries and of the mean face.
    pub rows: Vec<Row>,
    /// What the columns of `differences` are called.
    pub columns: Vec<String>,
    /// What differs between the experiments' configurations.
    pub differences: Vec<Difference>,
    /// Experiments that have no record yet, or none that can be read.
    pub missing: Vec<String>,
}

/// What is shown of `comparison`.
pub fn section(data: &StudyData, comparison: &Comparison, crops: &Crops<'_>) -> Section {
    let entries = data.entries(comparison);
    // Several epochs of one experiment are one configuration.
    let mut distinct = Vec::new();
    for entry in &entries {
        if distinct
            .iter()
            .all(|other: &crate::EntryData<'_>| other.experiment.name != entry.experiment.name)
        {
            distinct.push(*entry);
        }
    }
    let chart = comparison.loss_chart.as_ref();
    let difference = comparison.difference_chart.as_ref();
    let overlays = comparison.overlays.iter();
    let mut missing: Vec<String> = data
        .missing(comparison)
        .into_iter()
        .map(|entry| entry.experiment.clone())
        .collect();
    missing.dedup();
    Section {
        name: comparison.name.clone(),
        title: comparison.title.clone(),
        question: comparison.question.clone(),
        verdicts: verdicts(data, comparison),
        diagnosis: diagnosis(data, comparison),
        health: network_health(data, comparison),
        loss: chart.map_or_else(Vec::new, |chart| loss_charts(data, comparison, chart)),
        difference: difference
            .map_or_else(Vec::new, |chart| difference_charts(data, comparison, chart)),
        breakdown: breakdown(data, comparison),
        sheets: overlays
            .filter_map(|overlay| sheet(data, comparison, overlay, crops))
            .collect(),
        rows: rows(data, comparison),
        columns: distinct
            .iter()
            .map(|entry| label::name(entry, &distinct))
            .collect(),
        differences: differences(&distinct),
        missing,
    }
}
