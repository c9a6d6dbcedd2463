//! A comparison as JSON for other programs.

use faceoff_spec::Comparison;
use serde_json::{Value, json};

use crate::diagnosis::diagnosis;
use crate::scores::{differences, eyes_together, missed_faces, region_table, rows};
use crate::study::StudyData;
use crate::verdict::verdicts;

/// The numbers of `comparison` for other programs.
pub fn summary_json(data: &StudyData, comparison: &Comparison) -> Value {
    json!({
        "comparison": comparison.name,
        "study": data.study.name,
        "data": data.study.data,
        "changed": data.changed,
        "unreadable": data.unreadable,
        "verdicts": verdicts(data, comparison),
        "entries": rows(data, comparison),
        "diagnosis": diagnosis(data, comparison),
        "regions": region_table(data, comparison).rows,
        "missed_faces": missed_faces(data, comparison),
        "eyes_together": eyes_together(data, comparison),
        "differences": differences(&data.entries(comparison)),
    })
}
