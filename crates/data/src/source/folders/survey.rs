//! Looking at a data set without stopping: what is right, and all that is wrong.

use std::collections::BTreeSet;
use std::path::Path;

use faceoff_landmarks::Scheme;

use super::faults::{self, Found};
use super::listing::list;
use super::names::parse_name;
use super::read::image;
use super::survey_table;
use crate::Error;
use crate::source::images::{ImageFile, SurveyedSet};

/// One set of the data set in `folder`.
pub(super) fn survey(
    folder: &Path,
    (set, csv): (&'static str, &'static str),
    scheme: &Scheme,
) -> Result<SurveyedSet, Error> {
    let within = folder.join(set);
    let listing = list(&within)?;
    let table = survey_table::read(&folder.join(csv), csv, scheme)?;
    let findings = faults::findings(&Found {
        set,
        csv,
        listing: &listing,
        table: &table,
        scheme,
    });
    let named: BTreeSet<&str> = table.names.iter().map(|(_, name)| name.as_str()).collect();
    let files = listing.images.into_iter().map(|name| ImageFile {
        path: within.join(&name),
        labelled: named.contains(name.as_str()),
        name,
    });
    let video = |(_, name): &(u64, String)| {
        let (person, video, _) = parse_name(name);
        (person, video)
    };
    Ok(SurveyedSet {
        set,
        files: files.collect(),
        labels: table.count,
        videos: table.names.iter().map(video).collect(),
        right: table
            .rows
            .into_iter()
            .map(|row| (row.name.clone(), image(folder, set, row)))
            .collect(),
        findings,
    })
}
