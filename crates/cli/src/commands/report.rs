//! `faceoff report`: charts, tables and pages from records, without training.

use std::path::PathBuf;

use clap::Args;
use faceoff_study::{redraw, studies};

use crate::args::Common;
use crate::error::Error;
use crate::{output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff report                              the page of every study, after a change of a title
  faceoff report faces-small --data faces     with the images under the landmarks";

/// Write all charts, tables and pages again from the records, without training
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Report {
    /// Names of studies in the results folder; all by default
    #[arg(value_name = "STUDY")]
    studies: Vec<String>,
    /// Folder of the data set, to draw landmarks over its images
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Report {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let folders = common.folders();
        let names = match self.studies.as_slice() {
            [] => studies(&folders)?,
            names => names.to_vec(),
        };
        let observer = progress::observer(common);
        for name in &names {
            let page = redraw(&folders, name, self.data.as_deref(), &*observer)?;
            output::page(common, &page)?;
        }
        Ok(())
    }
}
