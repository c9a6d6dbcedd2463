//! `faceoff data check`: everything that could be wrong with a data set.

use std::path::PathBuf;

use clap::Args;
use faceoff_study::check_data;

use crate::args::Common;
use crate::error::Error;
use crate::{output, progress};

/// Look for everything that could be wrong with a data set
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Folder of the data set
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Check {
    pub(super) fn run(&self, common: &Common) -> Result<(), Error> {
        let report = check_data(&self.folder, &*progress::observer(common))?;
        output::result(common, &report.to_string(), &report)?;
        match report.usable() {
            true => Ok(()),
            false => Err(Error::Unusable(self.folder.clone())),
        }
    }
}
