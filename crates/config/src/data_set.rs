//! The file in which a data set says something of itself.

use std::path::Path;
use std::sync::Arc;

use faceoff_files::Error as FileError;
use faceoff_spec::DataSetFile;

use crate::Error;
use crate::toml::{Document, Mistakes, Source, Table};

/// What the file in `path` says of its data set, over the defaults; these alone where there is none.
///
/// # Errors
/// [`Error::Mistakes`] with every mistake; a file that cannot be read.
pub fn data_set(path: &Path) -> Result<DataSetFile, Error> {
    let bytes = faceoff_files::read(path)?.unwrap_or_default();
    let text = String::from_utf8(bytes).map_err(|_| {
        let reason = std::io::Error::new(std::io::ErrorKind::InvalidData, "it is not in UTF-8");
        FileError::of("read", path)(reason)
    })?;
    let source = Arc::new(Source {
        path: path.to_path_buf(),
        text,
    });
    let (table, mut mistakes) = Table::parse(&source);
    if mistakes.is_empty() {
        let files = std::slice::from_ref(&source);
        let (read, found) =
            Document::new(&table, files, DataSetFile::FIELDS, &[]).read(DataSetFile::read);
        if let Some(read) = read {
            return Ok(read);
        }
        mistakes = found;
    }
    Err(match Mistakes::new(mistakes) {
        Some(mistakes) => Error::Mistakes(mistakes),
        None => unreachable!("what is not read has mistakes"),
    })
}
