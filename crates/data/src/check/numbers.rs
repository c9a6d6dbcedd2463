//! A set in numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::landmarks;
use super::report::{KindCount, Range, SetReport};
use super::set::{Looked, extension};

/// The numbers of `set`.
pub(super) fn of(set: &Looked) -> SetReport {
    let found = &set.found;
    let unlabelled = set.unlabelled().len();
    let people = || found.people.iter();
    let names: BTreeSet<&str> = people()
        .filter_map(|person| person.name.as_deref())
        .collect();
    let videos = people().filter_map(|person| Some((person.name.as_deref()?, person.video?)));
    let videos: BTreeSet<(&str, u32)> = videos.collect();
    let counted = |count: usize| (count > 0).then_some(count);
    SetReport {
        files: found.files.len(),
        rows: found.labels,
        labelled: found.files.len() - unlabelled,
        unlabelled,
        people: counted(names.len()),
        videos: counted(videos.len()),
        width: Range::of(set.images.iter().map(|image| image.decoded.width)),
        height: Range::of(set.images.iter().map(|image| image.decoded.height)),
        kinds: kinds(set),
        readings: found.readings.clone(),
        landmarks: landmarks::outside(set),
    }
}

fn kinds(set: &Looked) -> Vec<KindCount> {
    let mut counts: BTreeMap<(String, &str, &str), usize> = BTreeMap::new();
    for image in &set.images {
        let named = extension(&image.name);
        *counts
            .entry((named, image.decoded.format.name(), &image.decoded.color))
            .or_default() += 1;
    }
    let mut kinds: Vec<KindCount> = counts
        .into_iter()
        .map(|((named, format, color), count)| KindCount {
            named,
            format: format.to_owned(),
            color: color.to_owned(),
            count,
        })
        .collect();
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.count));
    kinds
}
