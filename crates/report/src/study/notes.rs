//! What every page, chart and contact sheet says about the data behind it.

use std::collections::BTreeSet;

use faceoff_plan::Study;
use faceoff_record::{DataDescription, DataKind};
use faceoff_spec::ImageSet;

use super::data::{StudyData, Unreadable};
use super::entry::EntryData;
use super::run::RunData;
use crate::format::{count, thousands};

/// How many images something rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Images {
    /// How many, of which kinds.
    pub(crate) count: String,
    /// The same with whose faces, and at what scale: what an image says that can be shown alone.
    pub(crate) note: String,
}

/// One line about the whole study: whose faces, how many, at what scale.
pub(crate) fn data_note(study: &Study) -> String {
    note(study, &study_images(study))
}

/// How many images the study has for each run.
pub(crate) fn study_images(study: &Study) -> String {
    let data = &study.data;
    let used =
        |available: usize, at_most: Option<usize>| at_most.unwrap_or(available).min(available);
    images(
        used(data.train_images, study.scale.train_images),
        0,
        used(data.test_images, study.scale.test_images),
    )
}

/// The images of `entries`, which may have been split otherwise, or each in its own way.
pub(crate) fn entries_images<'a>(
    study: &Study,
    entries: impl IntoIterator<Item = &'a EntryData<'a>>,
) -> Images {
    let mut used: Vec<String> = Vec::new();
    for entry in entries {
        let data = &entry.run.record.data;
        let images = images(data.train_images, data.validation_images, data.test_images);
        if !used.contains(&images) {
            used.push(images);
        }
    }
    let count = used.join(", or ");
    let note = note(study, &count);
    Images { count, note }
}

/// One set of images of `run`.
pub(crate) fn set_images(study: &Study, run: &RunData, set: ImageSet) -> Images {
    let data = &run.record.data;
    let (images, which) = match set {
        ImageSet::Train => (data.train_images, "training"),
        ImageSet::Test => (data.test_images, "test"),
    };
    let count = count(images, &format!("{which} image"));
    let note = note(study, &count);
    Images { count, note }
}

fn images(train: usize, validation: usize, test: usize) -> String {
    let (train, test) = (thousands(train), thousands(test));
    match validation {
        0 => format!("{train} training and {test} test images"),
        _ => {
            let validation = thousands(validation);
            format!("{train} training, {validation} validation and {test} test images")
        }
    }
}

fn note(study: &Study, images: &str) -> String {
    let set = match study.data.kind {
        DataKind::Drawn => "Faces drawn by the tool, not photographs",
        DataKind::Folder => &study.data.name,
    };
    format!("{set} · {images} · scale “{}”", study.scale.name)
}

/// What was left out of the data sets of the study and its runs, a sentence for each way in which it
/// was.
pub(crate) fn left_out_notes(data: &StudyData) -> Vec<String> {
    let runs = data.runs.values().map(|run| &run.record.data);
    let sets = std::iter::once(&data.study.data).chain(runs);
    let notes: BTreeSet<String> = sets.filter_map(left_out_note).collect();
    notes.into_iter().collect()
}

fn left_out_note(data: &DataDescription) -> Option<String> {
    let of = |set: &str| {
        let left_out = data.left_out.iter().filter(|each| each.set == set);
        let reasons = left_out.clone().map(|each| {
            let (count, reason) = (thousands(each.count), &each.reason);
            format!("{count}: {reason}")
        });
        let reasons: Vec<String> = reasons.collect();
        let all = left_out.map(|each| each.count).sum();
        (all > 0).then(|| {
            let all = count(all, &format!("{set} image"));
            format!("{all} ({})", reasons.join("; "))
        })
    };
    let sets: Vec<String> = ["training", "test"].into_iter().filter_map(of).collect();
    let name = &data.name;
    (!sets.is_empty()).then(|| format!("Left out of {name} as broken: {}.", sets.join(", ")))
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

#[cfg(test)]
mod tests {
    use faceoff_record::LeftOut;

    use super::*;
    use crate::tests::study::study;

    #[test]
    fn what_was_left_out_is_said_once_with_reasons() {
        let mut data = study();
        assert_eq!(left_out_notes(&data), Vec::<String>::new());
        let left_out = |set: &str, reason: &str, count| LeftOut {
            set: set.to_owned(),
            reason: reason.to_owned(),
            count,
        };
        let found = vec![
            left_out("training", "the row cannot be read", 2),
            left_out("training", "the image cannot be read", 1),
            left_out("test", "there is no image of the row", 1),
        ];
        for run in data.runs.values_mut() {
            run.record.data.left_out = found.clone();
        }
        data.study.data.left_out = found;
        assert_eq!(
            left_out_notes(&data),
            [
                "Left out of faces as broken: 3 training images (2: the row cannot be read; 1: the \
                 image cannot be read), 1 test image (1: there is no image of the row)."
            ]
        );
    }
}
