//! Sections that were drawn before, for a page that is drawn again and again.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use faceoff_spec::Comparison;

use crate::Error;
use crate::page::DrawnSection;
use crate::study::StudyData;

/// Sections that were drawn before, each with what it was drawn from.
#[derive(Default)]
pub struct DrawnBefore(Mutex<BTreeMap<String, (String, DrawnSection)>>);

impl DrawnBefore {
    /// The section of `comparison`, drawn by `draw` where it was not drawn from the same before.
    pub(super) fn section(
        &self,
        comparison: &Comparison,
        drawn_from: String,
        draw: impl FnOnce() -> Result<DrawnSection, Error>,
    ) -> Result<DrawnSection, Error> {
        // Nothing is left half done in a map of whole sections.
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((from, section)) = lock().get(&comparison.name)
            && *from == drawn_from
        {
            return Ok(section.clone());
        }
        let section = draw()?;
        let drawn = (drawn_from, section.clone());
        lock().insert(comparison.name.clone(), drawn);
        Ok(section)
    }
}

impl fmt::Debug for DrawnBefore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DrawnBefore")
    }
}

/// What the section of `comparison` is drawn from: what it asks, its experiments, and the runs of all
/// seeds that answer it, each in its `version`.
pub(super) fn drawn_from(
    data: &StudyData,
    comparison: &Comparison,
    version: &(dyn Fn(&str) -> u64 + Sync),
) -> String {
    let mut from = format!("{comparison:?}");
    for entry in data.entries(comparison) {
        let _ = write!(from, "\n{:?}", entry.experiment);
        for seed in entry.seeds() {
            let id = &seed.run.record.id;
            let _ = write!(from, "\n{id} {:x}", version(id));
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use faceoff_plan::RunRecord;
    use faceoff_record::Sample;

    use super::*;
    use crate::write::{page_text, write};

    #[test]
    fn a_section_is_drawn_again_only_where_its_runs_have_changed() {
        let data = crate::tests::study::study();
        let asked_for = AtomicUsize::new(0);
        let crops = |_: &RunRecord, _: &Sample| {
            asked_for.fetch_add(1, Ordering::Relaxed);
            None
        };
        let before = DrawnBefore::default();
        let page = |version: u64| {
            let page = page_text(&data, &[], &crops, &before, &move |_| version).unwrap();
            (page, asked_for.swap(0, Ordering::Relaxed))
        };
        let (first, first_time) = page(1);
        let (again, second_time) = page(1);
        let (_, third_time) = page(2);
        // Images of further faces are looked for whatever was drawn before.
        assert!(second_time < first_time, "{second_time} {first_time}");
        assert_eq!(third_time, first_time);

        let folder = tempfile::tempdir().unwrap();
        let written = write(&data, &[], &|_, _| None, folder.path()).unwrap();
        let written = std::fs::read_to_string(written.page).unwrap();
        assert!(first == written && again == written);
    }
}
