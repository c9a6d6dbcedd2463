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
    let mut pages = 0;
    for file in std::fs::read_dir(folder)? {
        let path = file?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("faceoff") && name.ends_with(".1") {
            as_typed(&path)?;
            pages += 1;
        }
    }
    Ok(pages)
}

/// Examples stand as they are typed, not filled up to the margin.
fn as_typed(page: &Path) -> std::io::Result<()> {
    const EXTRA: &str = ".SH EXTRA\n";
    let text = std::fs::read_to_string(page)?;
    let unfilled = [EXTRA, ".nf\n"].concat();
    match text.contains(&unfilled) {
        true => Ok(()),
        false => std::fs::write(page, text.replace(EXTRA, &unfilled)),
    }
}
