//! `faceoff compare`: any experiments that have records, without a comparison file.

use std::path::PathBuf;

use clap::Args;
use faceoff_study::compare;

use crate::args::Common;
use crate::error::Error;
use crate::{output, progress};

/// Compare experiments that have records, or look at one, without a comparison file
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// Names of experiments; NAME@EPOCH compares the network after that many epochs
    #[arg(required = true, value_name = "EXPERIMENT")]
    names: Vec<String>,
    /// Name of the study to compare in; by default the one with the most evidence on all these
    /// experiments
    #[arg(long, value_name = "STUDY")]
    study: Option<String>,
    /// Folder of the data set, to draw landmarks over its images
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Compare {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let (study, data) = (self.study.as_deref(), self.data.as_deref());
        let observer = progress::observer(common);
        let compared = compare(&common.folders(), &self.names, study, data, &*observer)?;
        if !common.quiet {
            for note in &compared.notes {
                output::say(&format!("note: {note}"));
            }
        }
        // First what was asked for: there may be no room for the page.
        output::result(common, &compared.text(output::width()), &compared.json())?;
        let page = compared.write()?;
        match common.json {
            true => Ok(()),
            false => output::page(common, &page),
        }
    }
}
