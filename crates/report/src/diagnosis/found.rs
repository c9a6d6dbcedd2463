//! The findings of a comparison: what holds for several entries stands there once.

use faceoff_spec::Comparison;
use serde::Serialize;

use super::finding::Finding;
use super::findings::findings;
use crate::study::{EntryData, StudyData, label};

/// A finding and the entries it holds for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Found {
    /// What the entries are called, in the comparison's order.
    pub(crate) entries: Vec<String>,
    /// What was found.
    #[serde(flatten)]
    pub(crate) finding: Finding,
}

/// What the diagnoses of a comparison's entries come to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Diagnosis {
    /// Everything found: by kind, then in the entries' order.
    pub(crate) found: Vec<Found>,
    /// Entries about which nothing was found.
    pub(crate) clean: Vec<String>,
    /// How many entries were looked at.
    pub(crate) entries: usize,
    /// Whether some of them have several seeds.
    pub(crate) several_seeds: bool,
}

/// Diagnoses every entry of `comparison` that has a record.
pub(crate) fn diagnosis(data: &StudyData, comparison: &Comparison) -> Diagnosis {
    let entries = data.entries(comparison);
    let mut diagnosis = Diagnosis {
        entries: entries.len(),
        several_seeds: entries.iter().any(|entry| entry.seeds().len() > 1),
        ..Diagnosis::default()
    };
    for entry in &entries {
        let name = label::name(entry, &entries);
        let findings = over_seeds(entry);
        if findings.is_empty() {
            diagnosis.clean.push(name.clone());
        }
        for (finding, share) in findings {
            let known = &mut diagnosis.found;
            let same = known.iter_mut().find(|found| found.finding == finding);
            match (share, same) {
                (None, Some(found)) => found.entries.push(name.clone()),
                (share, _) => known.push(Found {
                    entries: vec![name.clone() + &share.unwrap_or_default()],
                    finding,
                }),
            }
        }
    }
    diagnosis.found.sort_by_key(|found| found.finding.kind);
    diagnosis
}

/// The findings about every seed of `entry`, each kind once: as it is in the first seed that has
/// it, with how many have it where not all do.
fn over_seeds(entry: &EntryData<'_>) -> Vec<(Finding, Option<String>)> {
    let seeds = entry.seeds();
    let mut found: Vec<(Finding, usize)> = Vec::new();
    for finding in seeds.iter().flat_map(findings) {
        let same = found
            .iter_mut()
            .find(|(other, _)| other.kind == finding.kind);
        match same {
            Some((_, times)) => *times += 1,
            None => found.push((finding, 1)),
        }
    }
    let all = seeds.len();
    let share = |times| (times < all).then(|| format!(" in {times} of {all} seeds"));
    let found = found.into_iter();
    found
        .map(|(finding, times)| (finding, share(times)))
        .collect()
}

impl Found {
    /// Whether it is about the entry called `name`, or about some of its seeds.
    pub(crate) fn is_about(&self, name: &str) -> bool {
        let about = |entry: &String| {
            let rest = entry.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" in "))
        };
        self.entries.iter().any(about)
    }
}

impl Diagnosis {
    /// Whom `found` is about.
    pub(crate) fn subject(&self, found: &Found) -> String {
        match found.entries.len() {
            all if all == self.entries && all > 1 => "All".to_owned(),
            _ => found.entries.join("; "),
        }
    }

    /// Whose numbers are shown, where that is not plain.
    pub(crate) fn whose(&self) -> Option<&'static str> {
        let shown = self.several_seeds && !self.found.is_empty();
        shown
            .then_some("Of several seeds, the numbers are those of the first that has the finding.")
    }

    /// The words about the entries without findings; none where there are none.
    pub(crate) fn nothing_found(&self) -> Option<String> {
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
    let whose = diagnosis.whose().map(|words| words.to_owned() + "\n");
    lines.chain(nothing).chain(whose).collect()
}
