//! What every page, chart and contact sheet says about the data behind it.

use faceoff_plan::Study;
use faceoff_record::DataKind;
use faceoff_spec::ImageSet;

use super::data::{StudyData, Unreadable};
use super::entry::EntryData;
use super::run::RunData;
use crate::format::{count, thousands};

/// One line about the whole study: whose faces, how many, at what scale.
pub(crate) fn data_note(study: &Study) -> String {
    let data = &study.data;
    let used =
        |available: usize, at_most: Option<usize>| at_most.unwrap_or(available).min(available);
    let images = images(
        used(data.train_images, study.scale.train_images),
        used(data.test_images, study.scale.test_images),
    );
    note(study, &images)
}

/// The same about `entries`, which may have been split otherwise, or each in its own way.
pub(crate) fn entries_note<'a>(
    study: &Study,
    entries: impl IntoIterator<Item = &'a EntryData<'a>>,
) -> String {
    let mut used: Vec<String> = Vec::new();
    for entry in entries {
        let data = &entry.run.record.data;
        let images = images(data.train_images, data.test_images);
        if !used.contains(&images) {
            used.push(images);
        }
    }
    note(study, &used.join(", or "))
}

/// The same about one set of images of `run`.
pub(crate) fn set_note(study: &Study, run: &RunData, set: ImageSet) -> String {
    let data = &run.record.data;
    let (images, which) = match set {
        ImageSet::Train => (data.train_images, "training"),
        ImageSet::Test => (data.test_images, "test"),
    };
    note(study, &count(images, &format!("{which} image")))
}

fn images(train: usize, test: usize) -> String {
    format!(
        "{} training and {} test images",
        thousands(train),
        thousands(test)
    )
}

fn note(study: &Study, images: &str) -> String {
    let set = match study.data.kind {
        DataKind::Drawn => "Faces drawn by the tool, not photographs",
        DataKind::Folder => &study.data.name,
    };
    format!("{set} · {images} · scale “{}”", study.scale.name)
}

/// What the page's banner says of drawn faces.
pub(crate) fn banner(study: &Study) -> Option<&'static str> {
    match study.data.kind {
        DataKind::Drawn => Some(
            "The faces on this page were drawn by the tool itself. They stand in for real ones: \
             the numbers show what the networks make of drawings, not of people.",
        ),
        DataKind::Folder => None,
    }
}

/// A note about each experiment whose file has changed since, and about each run that is left out as
/// its record cannot be read.
pub(crate) fn record_notes(data: &StudyData) -> Vec<String> {
    let changed = data.changed.iter().map(|changed| {
        let text = changed.to_string();
        let (first, rest) = text.split_at(1);
        format!("{}{rest}.", first.to_uppercase())
    });
    let note = |each: &Unreadable| {
        let whose = each.experiments.join(" and ");
        format!("Run {} of {whose} is left out: {}.", each.run, each.reason)
    };
    changed.chain(data.unreadable.iter().map(note)).collect()
}
