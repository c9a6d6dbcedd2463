//! `faceoff data fetch`: the published data set.

use std::path::PathBuf;

use clap::Args;
use faceoff_study::{PUBLISHED, fetch_data};
use serde_json::json;

use crate::args::Common;
use crate::error::Error;
use crate::{output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff data fetch faces && faceoff data check faces";

/// Download the published data set
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Fetch {
    /// Folder to write
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Address to download from, instead of the published one
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

impl Fetch {
    pub(super) fn run(&self, common: &Common) -> Result<(), Error> {
        let url = self.url.as_deref().unwrap_or(PUBLISHED);
        let fetched = fetch_data(url, &self.folder, &*progress::observer(common))?;
        let text = format!("{} files in {}", fetched.files, fetched.folder.display());
        let value =
            json!({ "folder": fetched.folder, "files": fetched.files, "bytes": fetched.bytes });
        output::result(common, &text, &value)
    }
}
