//! What the two sets have in common and should not.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Severity, counted};
use super::set::{Image, Looked, person, video};
use crate::Face;

/// What of the test set is in the training set too, and what is twice in one set.
pub(super) fn findings(training: &Looked, test: &Looked) -> Vec<Finding> {
    let across = across(training, test);
    let labelled = across.iter().filter(|(_, labelled)| *labelled).count();
    let across = across.into_iter().map(|(text, _)| text).collect();
    let people = shared(training, test, person);
    let videos = shared(training, test, video);
    let of = |key: fn(&Face) -> Option<String>| {
        test.usable
            .iter()
            .filter_map(key)
            .collect::<BTreeSet<_>>()
            .len()
    };
    let (all_people, all_videos) = (of(person), of(video));
    [
        Finding::new(Severity::Warning, "shared_images", "both", across, |n| {
            let files = counted(n, "test file", "test files");
            format!("{files} ({labelled} labelled) with the same pixels as a training file")
        }),
        near_duplicates(training, test),
        Finding::new(Severity::Warning, "shared_people", "both", people, |n| {
            format!(
                "{n} of {all_people} people of the test set are in the training set too: its \
                 score says little about people never seen"
            )
        }),
        Finding::new(Severity::Warning, "shared_videos", "both", videos, |n| {
            format!("{n} of {all_videos} videos of the test set are in the training set too")
        }),
        unlabelled(training, training),
        unlabelled(test, training),
        within(training),
        within(test),
        same_names(training, test),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What labelled images of both sets have in common, sorted.
pub(super) fn shared(
    training: &Looked,
    test: &Looked,
    key: impl Fn(&Face) -> Option<String>,
) -> Vec<String> {
    let of = |set: &Looked| set.usable.iter().filter_map(&key).collect::<BTreeSet<_>>();
    of(training).intersection(&of(test)).cloned().collect()
}

/// Test files with the content of a training file, and whether they are labelled.
fn across(training: &Looked, test: &Looked) -> Vec<(String, bool)> {
    let known = by_content(training);
    test.images
        .iter()
        .filter_map(|image| {
            let same = known.get(image.decoded.content.as_bytes())?.first()?;
            let text = format!("test/{} is training/{}", image.name, same.name);
            Some((text, image.labelled))
        })
        .collect()
}

/// Labelled test files that nearly show what a labelled training file does.
fn near_duplicates(training: &Looked, test: &Looked) -> Option<Finding> {
    let (known, asked) = (labelled_images(training), labelled_images(test));
    let hashes: Vec<_> = known.iter().map(|image| image.decoded.likeness).collect();
    let near = asked.iter().filter_map(|image| {
        let same = known[image.decoded.likeness.among(&hashes)?];
        let (name, known) = (&image.name, &same.name);
        Some(format!("test/{name} looks like training/{known}"))
    });
    let near = near.collect();
    Finding::new(Severity::Warning, "near_duplicates", "both", near, |n| {
        format!(
            "{n} of {} labelled test files show nearly what a training file does, as the next \
             frame of a video would: its score says little about other images",
            asked.len()
        )
    })
}

fn labelled_images(set: &Looked) -> Vec<&Image> {
    let images = set.images.iter();
    images.filter(|image| image.labelled).collect()
}

/// Files of `set` without a row; for the test set, how many have the name of a training file.
fn unlabelled(set: &Looked, training: &Looked) -> Option<Finding> {
    let names = set.unlabelled();
    let known: BTreeSet<&str> = training
        .found
        .files
        .iter()
        .map(|file| file.name.as_str())
        .collect();
    let same = names.iter().filter(|name| known.contains(*name)).count();
    let other = !std::ptr::eq(set, training);
    let files = names
        .iter()
        .map(|name| format!("{}/{name}", set.name()))
        .collect();
    Finding::new(
        Severity::Warning,
        "unlabelled_files",
        set.name(),
        files,
        |n| {
            let names = if other {
                format!("; {same} of them have the name of a training file")
            } else {
                String::new()
            };
            let files = counted(n, "file", "files");
            format!("{files} without a row, which nothing uses{names}")
        },
    )
}

/// Labelled test files that are named as training files. The sets number their frames by
/// themselves, so that this is no mistake, but a trap for who joins them by name.
fn same_names(training: &Looked, test: &Looked) -> Option<Finding> {
    let known: BTreeSet<&str> = training
        .found
        .files
        .iter()
        .map(|file| file.name.as_str())
        .collect();
    let labelled = test.images.iter().filter(|image| image.labelled);
    let same = labelled.filter(|image| known.contains(image.name.as_str()));
    let names = same.map(|image| image.name.clone()).collect();
    Finding::new(Severity::Note, "shared_names", "both", names, |n| {
        let files = counted(n, "labelled test file", "labelled test files");
        format!("{files} named as a training file, which says nothing about what they show")
    })
}

/// Files of one set with the same content.
fn within(set: &Looked) -> Option<Finding> {
    let groups = by_content(set)
        .into_values()
        .filter(|group| group.len() > 1);
    let mut groups: Vec<String> = groups
        .map(|group| {
            let names: Vec<String> = group
                .iter()
                .map(|p| format!("{}/{}", set.name(), p.name))
                .collect();
            names.join(" = ")
        })
        .collect();
    groups.sort_unstable();
    Finding::new(
        Severity::Warning,
        "repeated_images",
        set.name(),
        groups,
        |n| {
            let images = counted(n, "image is", "images are");
            format!("{images} there under several names, with the same pixels")
        },
    )
}

fn by_content(set: &Looked) -> BTreeMap<[u8; 32], Vec<&Image>> {
    let mut known: BTreeMap<[u8; 32], Vec<&Image>> = BTreeMap::new();
    for image in &set.images {
        known
            .entry(*image.decoded.content.as_bytes())
            .or_default()
            .push(image);
    }
    known
}
