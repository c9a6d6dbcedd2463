//! `faceoff rm`: remove runs.

use clap::Args;
use faceoff_study::{Removal, remove};
use serde_json::json;

use crate::args::Common;
use crate::error::Error;
use crate::words::{counted, size};
use crate::{confirm, output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff rm 5b3052                     one run, by the beginning of its id
  faceoff rm high-learning-rate         all runs of an experiment, in every study
  faceoff rm base --study drawn-quick   its runs in this study
  faceoff rm 5b3052 --yes               without asking";

/// Remove runs with all their files
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Rm {
    /// Ids of runs, which may be abbreviated, or names of experiments, all of whose runs are meant
    #[arg(required = true, value_name = "RUN")]
    names: Vec<String>,
    /// Name of the study whose runs are meant; by default an experiment's in every study
    #[arg(long, value_name = "STUDY")]
    study: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

impl Rm {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let observer = progress::observer(common);
        let study = self.study.as_deref();
        let removal = remove(&common.folders(), &self.names, study, &*observer)?;
        carry_out(common, &removal, self.yes)
    }
}

/// Says what would go and what stays, asks unless `yes`, and removes it.
pub(super) fn carry_out(common: &Common, removal: &Removal, yes: bool) -> Result<(), Error> {
    let what = format!(
        "{}, {}",
        counted(removal.items.len(), "item"),
        size(removal.bytes())
    );
    let describe = |removed: bool| {
        json!({ "removed": removed, "items": removal.items, "bytes": removal.bytes(),
            "kept": removal.kept })
    };
    if removal.items.is_empty() {
        let text = format!("{}nothing to remove", kept(removal));
        return output::result(common, &text, &describe(false));
    }
    // With --json there is one object, which says how it ended.
    if !common.json {
        output::print(&text(removal))?;
    }
    let confirmed = match yes {
        true => Ok(true),
        false => confirm::may_remove(&what),
    };
    match confirmed {
        Ok(true) => {}
        Ok(false) => return output::result(common, "nothing was removed", &describe(false)),
        Err(error) => {
            if common.json {
                output::result(common, "", &describe(false))?;
            }
            return Err(error);
        }
    }
    removal.carry_out()?;
    output::result(common, &format!("removed {what}"), &describe(true))
}

fn text(removal: &Removal) -> String {
    let mut text = kept(removal);
    for item in &removal.items {
        text.push_str(&format!("{}, {}", item.what, size(item.bytes)));
        if item.run.is_none() {
            text.push_str(&format!(": {}", item.path.display()));
        }
        text.push('\n');
    }
    let studies = removal.shown_by();
    if !studies.is_empty() {
        let pages = match studies.as_slice() {
            [only] => format!("The page of {only} shows some of this"),
            several => format!("The pages of {} show some of this", several.join(", ")),
        };
        text.push_str(&format!(
            "{pages} until `faceoff report` writes it again. `faceoff run` trains it anew.\n"
        ));
    }
    text
}

/// What stays, a line each.
fn kept(removal: &Removal) -> String {
    let kept = removal.kept.iter();
    kept.map(|kept| format!("run {} stays: {}\n", kept.run, kept.why))
        .collect()
}
