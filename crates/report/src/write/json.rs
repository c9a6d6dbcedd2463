//! A comparison as JSON for other programs.

use faceoff_spec::Comparison;
use serde_json::{Value, json};

use crate::diagnosis::{Diagnosis, diagnosis};
use crate::scores::{
    EyesTogether, MissedFaces, RegionTable, Row, differences, eyes_together, missed_faces,
    region_table, rows,
};
use crate::section::Section;
use crate::study::StudyData;
use crate::verdict::{Verdicts, verdicts};

/// The numbers of `comparison` for other programs.
pub fn summary_json(data: &StudyData, comparison: &Comparison) -> Value {
    Numbers::new(data, comparison).json(data, comparison)
}

/// What takes long to work out of a comparison.
pub(super) struct Numbers {
    verdicts: Verdicts,
    pub(super) rows: Vec<Row>,
    diagnosis: Diagnosis,
    regions: RegionTable,
    missed: Option<MissedFaces>,
    eyes: Option<EyesTogether>,
}

impl Numbers {
    pub(super) fn new(data: &StudyData, comparison: &Comparison) -> Self {
        Self {
            verdicts: verdicts(data, comparison),
            rows: rows(data, comparison),
            diagnosis: diagnosis(data, comparison),
            regions: region_table(data, comparison),
            missed: missed_faces(data, comparison),
            eyes: eyes_together(data, comparison),
        }
    }

    /// The same, as the page shows it.
    pub(super) fn of(section: &Section) -> Self {
        Self {
            verdicts: section.verdicts.clone(),
            rows: section.rows.clone(),
            diagnosis: section.diagnosis.clone(),
            regions: section.regions.clone(),
            missed: section.missed.clone(),
            eyes: section.eyes.clone(),
        }
    }

    /// All that there is to know of `comparison`, whose numbers these are.
    pub(super) fn json(&self, data: &StudyData, comparison: &Comparison) -> Value {
        json!({
            "comparison": comparison.name,
            "study": data.study.name,
            "data": data.study.data,
            "changed": data.changed,
            "unreadable": data.unreadable,
            "verdicts": self.verdicts,
            "entries": self.rows,
            "diagnosis": self.diagnosis,
            "regions": self.regions.rows,
            "missed_faces": self.missed,
            "eyes_together": self.eyes,
            "differences": differences(&data.entries(comparison)),
        })
    }
}
