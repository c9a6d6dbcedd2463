//! `faceoff show`: everything that is known of one experiment or run.

mod parts;
mod tables;

use clap::Args;
use faceoff_study::{Shown, show};

use crate::args::Common;
use crate::error::Error;
use crate::{output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff show base                        an experiment, in the study with the most evidence of it
  faceoff show base --study drawn-quick
  faceoff show 5b3052                      a run, by the beginning of its id
  faceoff show base --json | jq .settings";

/// Show everything about one experiment or run: settings, data, state, losses, networks, files, notes
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Show {
    /// Name of an experiment, or the id of a run, which may be abbreviated
    #[arg(value_name = "RUN|EXPERIMENT")]
    name: String,
    /// Name of the study whose experiment is meant; by default the one with the most evidence
    #[arg(long, value_name = "STUDY")]
    study: Option<String>,
}

impl Show {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let study = self.study.as_deref();
        let observer = progress::observer(common);
        let shown = show(&common.folders(), &self.name, study, &*observer)?;
        output::result(common, &text(&shown, output::width()), &shown)
    }
}

/// Parts with a blank line between them.
fn text(shown: &Shown, width: Option<u16>) -> String {
    let parts = [
        Some(parts::head(shown, width)),
        parts::settings(shown),
        tables::runs(shown, width),
        parts::data(shown),
        parts::environment(shown),
        parts::lowest(shown),
        parts::losses(shown),
        tables::networks(shown, width),
        parts::comparisons(shown),
        tables::files(shown, width),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join("\n")
}
