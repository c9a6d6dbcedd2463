//! `faceoff list`: every experiment and every run, how far each is, what it came to.

mod filter;
mod sort;
mod tables;

use clap::Args;
use faceoff_study::inventory;
use serde_json::json;

use self::filter::Filter;
use self::sort::Sort;
use crate::args::Common;
use crate::error::Error;
use crate::{output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff list                                  every experiment, study by study
  faceoff list dropout                          those with this in name, title, tags or notes
  faceoff list --state resumable --state pending
  faceoff list --tag baseline --sort nme
  faceoff list --runs --sort size               every run
  faceoff list --json | jq -r '.runs[] | select(.asked_for | not) | .id'

States: `pending`, `training` (by a process now), `resumable` (stopped; it goes on where it was),
`complete`, `diverged`, `changed` (the file says something else than what was trained),
`unreadable`. Test loss and NME are those of the last network that was kept, means over seeds.";

/// List experiments and runs: state, epochs, seeds, test loss, NME, age, size, tags
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct List {
    /// What to show.
    #[command(flatten)]
    filter: Filter,
    /// Show every run instead of every experiment
    #[arg(long)]
    runs: bool,
    /// What to sort by; what is lowest comes first, but the newest and the largest
    #[arg(long, value_enum, value_name = "COLUMN", default_value_t = Sort::Name)]
    sort: Sort,
}

impl List {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let mut found = inventory(&common.folders(), &*progress::observer(common))?;
        let counts = tables::counts(&found);
        found
            .experiments
            .retain(|each| self.filter.shows_experiment(each));
        found.runs.retain(|each| self.filter.shows_run(each));
        found
            .experiments
            .sort_by(|a, b| a.study.cmp(&b.study).then(self.sort.experiments(a, b)));
        found.runs.sort_by(|a, b| self.sort.runs(a, b));
        let value = json!({ "experiments": found.experiments, "runs": found.runs });
        let width = output::width();
        let text = match self.runs {
            true => tables::runs(&found.runs, width),
            false => tables::experiments(&found, width),
        };
        output::result(common, &format!("{text}{counts}"), &value)
    }
}
