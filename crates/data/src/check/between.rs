//! What the two sets have in common and should not.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{Finding, Severity, counted};
use super::set::{Labelled, Looked, Picture};

/// What of the test set is in the training set too, and what is twice in one set.
pub(super) fn findings(training: &Looked, test: &Looked) -> Vec<Finding> {
    let across = across(training, test);
    let labelled = across.iter().filter(|(_, labelled)| *labelled).count();
    let across = across.into_iter().map(|(text, _)| text).collect();
    let people = shared(training, test, Labelled::person);
    let videos = shared(training, test, Labelled::video);
    let of =
        |key: fn(&Labelled) -> String| test.usable.iter().map(key).collect::<BTreeSet<_>>().len();
    let (all_people, all_videos) = (of(Labelled::person), of(Labelled::video));
    [
        Finding::new(Severity::Warning, "shared_pictures", "both", across, |n| {
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

/// What labelled pictures of both sets have in common, sorted.
pub(super) fn shared(
    training: &Looked,
    test: &Looked,
    key: impl Fn(&Labelled) -> String,
) -> Vec<String> {
    let of = |set: &Looked| set.usable.iter().map(&key).collect::<BTreeSet<_>>();
    of(training).intersection(&of(test)).cloned().collect()
}

/// Test files with the content of a training file, and whether they are labelled.
fn across(training: &Looked, test: &Looked) -> Vec<(String, bool)> {
    let known = by_content(training);
    test.pictures
        .iter()
        .filter_map(|picture| {
            let same = known.get(picture.content.as_bytes())?.first()?;
            let text = format!("test/{} is training/{}", picture.name, same.name);
            Some((text, picture.labelled))
        })
        .collect()
}

/// Labelled test files that nearly show what a labelled training file does.
fn near_duplicates(training: &Looked, test: &Looked) -> Option<Finding> {
    let (known, asked) = (labelled_pictures(training), labelled_pictures(test));
    let hashes: Vec<_> = known.iter().map(|picture| picture.likeness).collect();
    let near = asked.iter().filter_map(|picture| {
        let same = known[picture.likeness.among(&hashes)?];
        let (name, known) = (&picture.name, &same.name);
        Some(format!("test/{name} looks like training/{known}"))
    });
    let near = near.collect();
    Finding::new(Severity::Warning, "near_duplicates", "both", near, |n| {
        format!(
            "{n} of {} labelled test files show nearly what a training file does, as the next \
             frame of a video would: its score says little about other pictures",
            asked.len()
        )
    })
}

fn labelled_pictures(set: &Looked) -> Vec<&Picture> {
    let pictures = set.pictures.iter();
    pictures.filter(|picture| picture.labelled).collect()
}

/// Files of `set` without a row; for the test set, how many have the name of a training file.
fn unlabelled(set: &Looked, training: &Looked) -> Option<Finding> {
    let names = set.unlabelled();
    let known: BTreeSet<&str> = training
        .listing
        .pictures
        .iter()
        .map(String::as_str)
        .collect();
    let same = names.iter().filter(|name| known.contains(*name)).count();
    let other = !std::ptr::eq(set, training);
    let files = names
        .iter()
        .map(|name| format!("{}/{name}", set.set))
        .collect();
    Finding::new(Severity::Warning, "unlabelled_files", set.set, files, |n| {
        let names = if other {
            format!("; {same} of them have the name of a training file")
        } else {
            String::new()
        };
        let files = counted(n, "file", "files");
        format!("{files} without a row, which nothing uses{names}")
    })
}

/// Labelled test files that are named as training files. The sets number their frames by
/// themselves, so that this is no mistake, but a trap for who joins them by name.
fn same_names(training: &Looked, test: &Looked) -> Option<Finding> {
    let known: BTreeSet<&str> = training
        .listing
        .pictures
        .iter()
        .map(String::as_str)
        .collect();
    let labelled = test.pictures.iter().filter(|picture| picture.labelled);
    let same = labelled.filter(|picture| known.contains(picture.name.as_str()));
    let names = same.map(|picture| picture.name.clone()).collect();
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
                .map(|p| format!("{}/{}", set.set, p.name))
                .collect();
            names.join(" = ")
        })
        .collect();
    groups.sort_unstable();
    Finding::new(
        Severity::Warning,
        "repeated_pictures",
        set.set,
        groups,
        |n| {
            let pictures = counted(n, "picture is", "pictures are");
            format!("{pictures} there under several names, with the same pixels")
        },
    )
}

fn by_content(set: &Looked) -> BTreeMap<[u8; 32], Vec<&Picture>> {
    let mut known: BTreeMap<[u8; 32], Vec<&Picture>> = BTreeMap::new();
    for picture in &set.pictures {
        known
            .entry(*picture.content.as_bytes())
            .or_default()
            .push(picture);
    }
    known
}
