//! `faceoff tag`: words to find runs by.

use clap::Args;
use faceoff_study::tag;

use super::note::said;
use crate::args::Common;
use crate::error::Error;
use crate::progress;

const EXAMPLES: &str = "\
Examples:
  faceoff tag base baseline              all runs of base, in every study
  faceoff tag 5b3052 odd check-again     one run
  faceoff tag base baseline --remove
  faceoff list --tag baseline

Tags are kept beside the records, in annotations.json of a run's folder. `list`, `show` and the page
show them. An experiment has the tags of its runs.";

/// Give tags to an experiment or a run
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Tag {
    /// Name of an experiment, or the id of a run, which may be abbreviated
    #[arg(value_name = "RUN|EXPERIMENT")]
    name: String,
    /// Tags: words without `,`, `#` and `@`
    #[arg(required = true, value_name = "TAG")]
    tags: Vec<String>,
    /// Take these tags away instead
    #[arg(long)]
    remove: bool,
    /// Name of the study whose runs are meant; by default the experiment's in every study
    #[arg(long, value_name = "STUDY")]
    study: Option<String>,
}

impl Tag {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let annotated = tag(
            &common.folders(),
            &self.name,
            self.study.as_deref(),
            &self.tags,
            self.remove,
            &*progress::observer(common),
        )?;
        said(common, &self.name, &annotated)
    }
}
