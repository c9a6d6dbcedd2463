//! Whether the people, or even the images, a run is tested on were trained on.

use faceoff_measure::Leak;
use faceoff_record::DataDescription;

use super::finding::{Evidence, Finding, FindingKind};
use crate::format::{count, thousands};
use crate::study::EntryData;

/// The finding: n of m people, and how many images are there twice, or nearly.
pub(super) fn finding(entry: &EntryData<'_>) -> Option<Finding> {
    let data = &entry.run.record.data;
    let (people, images) = (leak(data).words(), near_duplicates(data));
    let mut evidence = Vec::new();
    if people.is_some() {
        let in_both = format!("{} of {}", data.shared_people, data.test_people);
        evidence.push(Evidence::new("Test people in the training set", in_both));
    }
    if let Some(near) = data.near_duplicates {
        let near = format!("{} of {}", thousands(near), thousands(data.test_images));
        evidence.push(Evidence::new(
            "Test images nearly in the training set",
            near,
        ));
    }
    let headline = match (&people, &images) {
        (Some(_), _) => "Test people in training",
        (None, Some(_)) => "Test images nearly in training",
        (None, None) => return None,
    };
    let sentences: Vec<String> = people.into_iter().chain(images).collect();
    Some(Finding {
        kind: FindingKind::Leak,
        headline: headline.to_owned(),
        sentence: sentences.join(" "),
        evidence,
    })
}

/// Test people whom the training set of `data` knows.
pub(crate) fn leak(data: &DataDescription) -> Leak {
    Leak {
        people: data.test_people,
        shared_people: data.shared_people,
    }
}

/// What the record says of near duplicates, if there are any.
fn near_duplicates(data: &DataDescription) -> Option<String> {
    let near = data.near_duplicates.filter(|&near| near > 0)?;
    Some(format!(
        "{} of {} look nearly like a training image, as the next frame of a video would.",
        thousands(near),
        count(data.test_images, "test image")
    ))
}
