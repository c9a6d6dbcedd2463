//! A comparison with everything that is shown of it, before it is written anywhere.

use faceoff_spec::Comparison;

use crate::charts::{ChartGroup, ChartKind, KINDS};
use crate::diagnosis::{Diagnosis, diagnosis};
use crate::faces::{Crops, Sheet, sheet};
use crate::scores::{
    Difference, EyesTogether, MissedFaces, RegionTable, Row, differences, eyes_together,
    missed_faces, region_table, rows,
};
use crate::study::{EntryData, StudyData, label};
use crate::verdict::{Verdicts, verdicts};

/// One section of the report.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    /// The comparison's name: what its files are called after.
    pub(crate) name: String,
    /// Heading.
    pub(crate) title: String,
    /// What the comparison asks; may be empty.
    pub(crate) question: String,
    /// What it comes to.
    pub(crate) verdicts: Verdicts,
    /// What went wrong in the entries' runs.
    pub(crate) diagnosis: Diagnosis,
    /// Its charts, in the order of [`KINDS`].
    pub(crate) charts: Vec<(ChartKind, ChartGroup)>,
    /// Errors by part of the face.
    pub(crate) regions: RegionTable,
    /// Test images whose crop misses the face.
    pub(crate) missed: Option<MissedFaces>,
    /// Test images whose outer eye corners lie nearly in one place.
    pub(crate) eyes: Option<EyesTogether>,
    /// Contact sheets.
    pub(crate) sheets: Vec<Sheet>,
    /// Numbers of the entries and of the mean face.
    pub(crate) rows: Vec<Row>,
    /// What the columns of `differences` are called.
    pub(crate) columns: Vec<String>,
    /// What differs between the experiments' configurations.
    pub(crate) differences: Vec<Difference>,
    /// Experiments that have no record yet, or none that can be read.
    pub(crate) missing: Vec<String>,
}

/// What is shown of `comparison`.
pub(crate) fn section(data: &StudyData, comparison: &Comparison, crops: &Crops<'_>) -> Section {
    let entries = data.entries(comparison);
    // Several epochs of one experiment are one configuration.
    let mut distinct = Vec::new();
    for entry in &entries {
        if distinct
            .iter()
            .all(|other: &EntryData<'_>| other.experiment.name != entry.experiment.name)
        {
            distinct.push(*entry);
        }
    }
    let charts = KINDS.iter().flat_map(|kind| {
        let groups = (kind.make)(data, comparison).into_iter();
        groups.map(move |group| (*kind, group))
    });
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
        charts: charts.collect(),
        regions: region_table(data, comparison),
        missed: missed_faces(data, comparison),
        eyes: eyes_together(data, comparison),
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
