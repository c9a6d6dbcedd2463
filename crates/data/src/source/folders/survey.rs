//! Looking at a data set without stopping: what is right, and all that is wrong.

use std::collections::BTreeSet;
use std::path::Path;

use faceoff_landmarks::Scheme;

use super::faults::{self, Found};
use super::opened::{Opened, open};
use super::people::Rule;
use crate::Error;
use crate::source::images::{ImageFile, SurveyedSet};

/// The data set in `folder`.
pub(super) fn survey(folder: &Path, scheme: &Scheme) -> Result<([SurveyedSet; 2], String), Error> {
    let (sets, rule) = open(folder, scheme)?;
    let sets = sets.map(|set| surveyed(set, &rule, scheme));
    let people = sets.iter().flat_map(|set| &set.people);
    let known = rule.known(people.map(|person| &person.name));
    Ok((sets, known))
}

fn surveyed(mut opened: Opened, rule: &Rule, scheme: &Scheme) -> SurveyedSet {
    let rows = std::mem::take(&mut opened.table.rows);
    let table = &opened.table;
    let findings = faults::findings(&Found {
        set: opened.set,
        csv: opened.csv,
        listing: &opened.listing,
        images: &opened.images(),
        table,
        rule,
        scheme,
    });
    let named = table.names.iter().filter_map(|name| name.image.as_ref());
    let named: BTreeSet<&String> = named.collect();
    let files = opened.listing.images.iter().map(|name| ImageFile {
        path: opened.within.join(name),
        labelled: named.contains(name),
        name: name.clone(),
    });
    let people = table.names.iter();
    let people = people.map(|name| rule.person(name.file(), name.person.as_deref()));
    let reading = table.reading.iter();
    SurveyedSet {
        set: opened.set,
        files: files.collect(),
        labels: table.count,
        people: people.collect(),
        readings: reading
            .map(|words| format!("{}: {words}", opened.csv))
            .collect(),
        findings,
        right: rows
            .into_iter()
            .map(|row| (row.image.clone(), opened.image(row, rule)))
            .collect(),
    }
}
