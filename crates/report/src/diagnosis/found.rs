//! The findings of a comparison: what holds for several entries is said once.

use faceoff_config::Comparison;
use serde::Serialize;

use super::{Finding, findings};
use crate::label;
use crate::study_data::{EntryData, StudyData};

/// A finding and the entries it holds for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// What the entries are called, in the comparison's order.
    pub entries: Vec<String>,
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
}

/// What the diagnoses of a comparison's entries come to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diagnosis {
    /// Everything found: by kind, then in the entries' order.
    pub found: Vec<Found>,
    /// Entries about which nothing was found.
    pub clean: Vec<String>,
    /// How many entries were looked at.
    pub entries: usize,
}

/// Diagnoses every entry of `comparison` that has a record.
pub fn diagnosis(data: &StudyData, comparison: &Comparison) -> Diagnosis {
    let entries = data.entries(comparison);
    let mut diagnosis = Diagnosis {
        entries: entries.len(),
        ..Diagnosis::default()
    };
    for entry in &entries {
        let name = label::name(entry, &entries);
        let findings = over_seeds(entry);
        if findings.is_empty() {
            diagnosis.clean.push(name.clone());
        }
        for (finding, share) in findings {
            let name = match share {
                Some(share) => format!("{name} ({share})"),
                None => name.clone(),
            };
            let known = &mut diagnosis.found;
            match known.iter_mut().find(|found| found.finding == finding) {
                Some(found) => found.entries.push(name),
                None => known.push(Found {
                    entries: vec![name],
                    finding,
                }),
            }
        }
    }
    diagnosis.found.sort_by_key(|found| found.finding.kind);
    diagnosis
}

/// The findings about every seed of `entry`, each kind once: as it is in the first seed that has
/// it, with how many have it where there are several.
fn over_seeds(entry: &EntryData<'_>) -> Vec<(Finding, Option<String>)> {
    let seeds = entry.seeds();
    let mut found: Vec<(Finding, u64, usize)> = Vec::new();
    for seed in &seeds {
        for finding in findings(seed) {
            let same = |(other, ..): &&mut (Finding, u64, usize)| other.kind == finding.kind;
            match found.iter_mut().find(same) {
                Some((.., times)) => *times += 1,
                None => found.push((finding, seed.run.record.config.train.seed, 1)),
            }
        }
    }
    let all = seeds.len();
    let said = |(finding, seed, times)| match all {
        1 => (finding, None),
        _ => {
            let share = format!("{times} of {all} seeds; the numbers are those of seed {seed}");
            (finding, Some(share))
        }
    };
    found.into_iter().map(said).collect()
}

impl Diagnosis {
    /// Whom `found` is about.
    pub(super) fn subject(&self, found: &Found) -> String {
        match found.entries.len() {
            all if all == self.entries && all > 1 => "All".to_owned(),
            _ => found.entries.join("; "),
        }
    }

    /// What is said of the entries without findings; nothing where there are none.
    pub(super) fn nothing_found(&self) -> Option<String> {
        match self.clean.len() {
            0 => None,
            all if all == self.entries => Some("Nothing found.".to_owned()),
            _ => Some(format!("Nothing found: {}.", self.clean.join("; "))),
        }
    }
}

/// The findings for a terminal, one a line; empty without entries.
pub(crate) fn text(diagnosis: &Diagnosis) -> String {
    let lines = diagnosis.found.iter().map(|found| {
        let Finding {
            headline, sentence, ..
        } = &found.finding;
        format!("{headline} ({}): {sentence}\n", diagnosis.subject(found))
    });
    let nothing = diagnosis.nothing_found().map(|words| words + "\n");
    lines.chain(nothing).collect()
}
