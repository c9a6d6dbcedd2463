//! `faceoff man`: a manual page for every command.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::args::Common;
use crate::error::Error;
use crate::{output, program};

const EXAMPLES: &str = "\
Examples:
  faceoff man ~/.local/share/man/man1      then: man faceoff, man faceoff-compare
  faceoff man pages && man -l pages/faceoff.1";

/// Write a manual page for every command
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Man {
    /// Folder to write the pages to; it is made where it is absent
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Man {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let folder = &self.folder;
        let pages = write(folder).map_err(|source| Error::Pages {
            folder: folder.clone(),
            source,
        })?;
        let text = format!("{pages} pages in {}", folder.display());
        let value = json!({ "folder": folder, "pages": pages });
        output::result(common, &text, &value)
    }
}

/// Writes all pages, and says how many these are.
fn write(folder: &Path) -> std::io::Result<usize> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(program::program(), folder)?;
    let files = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let names = files.iter().map(|file| file.file_name());
    let is_page = |name: std::ffi::OsString| {
        let name = name.to_string_lossy();
        name.starts_with("faceoff") && name.ends_with(".1")
    };
    Ok(names.map(is_page).filter(|page| *page).count())
}
