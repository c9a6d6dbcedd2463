//! Where data sets come from: formats, each behind [`Source`](format::Source).

mod folders;
mod format;
mod images;

use std::path::{Path, PathBuf};

use crate::Error;
use folders::Folders;
use format::Source;

pub use folders::SETS;
pub(crate) use images::{ImageFile, LabelledImage, SurveyedSet};

/// All formats. The first that recognises a folder reads it.
const SOURCES: [&dyn Source; 1] = [&Folders];

/// The format of the data set in `folder`.
///
/// # Errors
/// When it has no known format: what the first format lacks.
pub(crate) fn source_of(folder: &Path) -> Result<&'static dyn Source, Error> {
    first(|source| source.recognise(folder)).map(|(source, ())| source)
}

/// The folder that holds a data set, among the `files` of an archive.
///
/// # Errors
/// When there is none of a known format: what the first format lacks.
pub(crate) fn top_of(files: &[&Path]) -> Result<PathBuf, String> {
    first(|source| source.top(files)).map(|(_, top)| top)
}

/// The first format for which `ask` has an answer; else what it says of the first format.
fn first<T, E>(
    ask: impl Fn(&'static dyn Source) -> Result<T, E>,
) -> Result<(&'static dyn Source, T), E> {
    let [source, others @ ..] = SOURCES;
    let error = match ask(source) {
        Ok(found) => return Ok((source, found)),
        Err(error) => error,
    };
    let found = others
        .into_iter()
        .find_map(|source| Some((source, ask(source).ok()?)));
    found.ok_or(error)
}
