//! Looking at a data set without stopping: what is right, and all that is wrong.

use std::collections::BTreeSet;
use std::path::Path;

use faceoff_landmarks::Scheme;

use super::faults::{self, Found};
use super::listing::list;
use super::meant::Images;
use super::names::parse_name;
use super::read::image;
use super::table::{self, Name};
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
    let images = Images::new(set, &listing.images);
    let table = table::read(&folder.join(csv), scheme, &images)?;
    let findings = faults::findings(&Found {
        set,
        csv,
        listing: &listing,
        images: &images,
        table: &table,
        scheme,
    });
    let named: BTreeSet<&String> = table
        .names
        .iter()
        .filter_map(|name| name.image.as_ref())
        .collect();
    let files = listing.images.iter().map(|name| ImageFile {
        path: within.join(name),
        labelled: named.contains(name),
        name: name.clone(),
    });
    let video = |name: &Name| {
        let (person, video, _) = parse_name(name.image.as_ref().unwrap_or(&name.written));
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
            .map(|row| (row.image.clone(), image(folder, set, row)))
            .collect(),
        readings: table
            .reading
            .map(|words| format!("{csv}: {words}"))
            .into_iter()
            .collect(),
        findings,
    })
}
