//! Whether the people a run is tested on were trained on.

use faceoff_measure::Leak;

use super::{Evidence, Finding, FindingKind};
use crate::study_data::EntryData;

/// The finding: n of m people.
pub(super) fn finding(entry: &EntryData<'_>) -> Option<Finding> {
    let data = &entry.run.record.data;
    let (people, shared) = (data.test_people, data.shared_people);
    let sentence = match shared {
        0 => return None,
        all if all == people => Leak {
            people,
            shared_people: all,
            images: data.test_images,
            shared_images: data.test_images,
        }
        .words(),
        // A record does not say which of them, so not how many images either.
        some => format!(
            "{some} of {people} test people are in the training set too: on strangers it may do \
             worse than the test says."
        ),
    };
    let in_both = format!("{shared} of {people}");
    Some(Finding {
        kind: FindingKind::Leak,
        headline: "Test people in training".to_owned(),
        sentence,
        evidence: vec![Evidence::new("Test people in the training set", in_both)],
    })
}
