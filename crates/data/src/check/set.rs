//! One set: its files decoded, its rows beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::points;
use super::report::{KindCount, Range, SetReport};
use super::table::Table;
use crate::decode::decode_bytes;
use crate::face::Pixels;
use crate::layout::parse_name;
use crate::near::DifferenceHash;
use crate::{Error, Face, Progress};

/// What lies in a folder of pictures, sorted by name.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) pictures: Vec<String>,
    /// Folders and hidden files.
    pub(super) ignored: Vec<String>,
}

/// A file that decodes.
pub(super) struct Picture {
    pub(super) name: String,
    /// Hash of size and grey pixels.
    pub(super) content: blake3::Hash,
    /// What it looks like.
    pub(super) likeness: DifferenceHash,
    pub(super) labelled: bool,
    width: usize,
    height: usize,
    /// `PNG`, `JPEG`.
    pub(super) format: String,
    /// `Rgba8`, `L8`.
    pub(super) color: String,
}

/// A row that is right, of a file that decodes. The face has no pixels: only its size counts here.
pub(super) struct Labelled {
    pub(super) face: Face,
}

impl Labelled {
    pub(super) fn person(&self) -> String {
        self.face.person.clone()
    }

    pub(super) fn video(&self) -> String {
        format!("{}, video {}", self.face.person, self.face.video)
    }
}

/// One set, looked at.
pub(super) struct Looked {
    pub(super) set: &'static str,
    pub(super) csv: &'static str,
    pub(super) listing: Listing,
    pub(super) table: Table,
    /// By name.
    pub(super) pictures: Vec<Picture>,
    /// By name.
    pub(super) usable: Vec<Labelled>,
    /// Files that do not decode: name, reason, whether they have a row.
    pub(super) broken: Vec<(String, String, bool)>,
}

/// Lists a folder of pictures.
pub(super) fn files(folder: &Path) -> Result<Listing, Error> {
    let mut listing = Listing::default();
    for entry in std::fs::read_dir(folder).map_err(Error::io("list", folder))? {
        let entry = entry.map_err(Error::io("list", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || !entry.path().is_file() {
            listing.ignored.push(name);
        } else {
            listing.pictures.push(name);
        }
    }
    listing.pictures.sort_unstable();
    listing.ignored.sort_unstable();
    Ok(listing)
}

/// Decodes the file in `path` and counts it as done.
pub(super) fn look_at(
    path: &Path,
    done: &AtomicUsize,
    of: usize,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Picture, Error> {
    let looked = picture(path);
    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
    progress(Progress { done, of });
    looked
}

fn picture(path: &Path) -> Result<Picture, Error> {
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    let (grey, format, color) = decode_bytes(path, &bytes)?;
    let mut hasher = blake3::Hasher::new();
    for side in [grey.width, grey.height] {
        hasher.update(&(side as u64).to_le_bytes());
    }
    // Eight bits are brought to sixteen, so that the same grey in both is the same picture.
    match &grey.pixels {
        Pixels::Eight(values) => {
            let wide: Vec<u8> = values.iter().flat_map(|&v| [v, v]).collect();
            hasher.update(&wide);
        }
        Pixels::Sixteen(values) => {
            let wide: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
            hasher.update(&wide);
        }
    }
    Ok(Picture {
        name: String::new(),
        content: hasher.finalize(),
        likeness: DifferenceHash::new(&grey.pixels, grey.width, grey.height),
        labelled: false,
        width: grey.width,
        height: grey.height,
        format: format!("{format:?}").to_uppercase(),
        color: format!("{color:?}"),
    })
}

/// Looks at every file of a set, on all threads, and joins files and rows.
pub(super) fn look(
    folder: &Path,
    (set, csv): (&'static str, &'static str),
    listing: Listing,
    table: Table,
    look_at: &(dyn Fn(&Path) -> Result<Picture, Error> + Sync),
) -> Looked {
    let named: BTreeSet<&str> = table.names.iter().map(|(_, name)| name.as_str()).collect();
    let looked: Vec<(&String, Result<Picture, Error>)> = listing
        .pictures
        .par_iter()
        .map(|name| (name, look_at(&folder.join(set).join(name))))
        .collect();
    let (mut pictures, mut broken) = (Vec::new(), Vec::new());
    for (name, result) in looked {
        let (name, labelled) = (name.clone(), named.contains(name.as_str()));
        match result {
            Ok(picture) => pictures.push(Picture {
                name,
                labelled,
                ..picture
            }),
            Err(error) => broken.push((name, reason(error), labelled)),
        }
    }
    let sizes: BTreeMap<&str, &Picture> = pictures.iter().map(|p| (p.name.as_str(), p)).collect();
    let mut usable: Vec<Labelled> = table
        .rows
        .iter()
        .filter_map(|row| {
            let picture = sizes.get(row.name.as_str())?;
            let (person, video, frame) = parse_name(&row.name);
            let face = Face {
                file: format!("{set}/{}", row.name),
                person,
                video,
                frame,
                width: picture.width,
                height: picture.height,
                landmarks: row.landmarks.clone(),
                pixels: Pixels::Eight(Arc::from([])),
            };
            Some(Labelled { face })
        })
        .collect();
    usable.sort_by(|a, b| a.face.file.cmp(&b.face.file));
    Looked {
        set,
        csv,
        listing,
        table,
        pictures,
        usable,
        broken,
    }
}

/// An error without the path, which stands beside it.
fn reason(error: Error) -> String {
    match error {
        Error::Picture { reason, .. } => reason,
        Error::Io { source, .. } => source.to_string(),
        other => other.to_string(),
    }
}

impl Looked {
    /// Names of the files without a row.
    pub(super) fn unlabelled(&self) -> Vec<&str> {
        let named: BTreeSet<&str> = self
            .table
            .names
            .iter()
            .map(|(_, name)| name.as_str())
            .collect();
        let files = self.listing.pictures.iter().map(String::as_str);
        files.filter(|name| !named.contains(name)).collect()
    }

    /// The set in numbers.
    pub(super) fn report(&self) -> SetReport {
        let unlabelled = self.unlabelled().len();
        let parsed = || self.table.names.iter().map(|(_, name)| parse_name(name));
        let people: BTreeSet<String> = parsed().map(|(person, _, _)| person).collect();
        let videos: BTreeSet<(String, u32)> =
            parsed().map(|(person, video, _)| (person, video)).collect();
        SetReport {
            files: self.listing.pictures.len(),
            rows: self.table.count,
            labelled: self.listing.pictures.len() - unlabelled,
            unlabelled,
            people: people.len(),
            videos: videos.len(),
            width: Range::of(self.pictures.iter().map(|picture| picture.width)),
            height: Range::of(self.pictures.iter().map(|picture| picture.height)),
            kinds: self.kinds(),
            points: points::outside(self),
        }
    }

    fn kinds(&self) -> Vec<KindCount> {
        let mut counts: BTreeMap<(String, &str, &str), usize> = BTreeMap::new();
        for picture in &self.pictures {
            let named = extension(&picture.name);
            *counts
                .entry((named, &picture.format, &picture.color))
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
}

/// The extension of a file name in lower case, with its dot.
pub(super) fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, end)| format!(".{}", end.to_lowercase()))
}
