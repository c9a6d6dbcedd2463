//! `faceoff note`: what there is to say of runs.

use std::time::SystemTime;

use clap::Args;
use faceoff_study::{Annotated, Annotations, note};
use serde_json::json;

use crate::args::Common;
use crate::error::Error;
use crate::words::{ago, counted};
use crate::{output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff note high-learning-rate \"0.1 is too high: the spike comes in epoch 3 with every seed\"
  faceoff note 5b3052 \"trained while the machine was busy\"
  faceoff note 5b3052 \"trained while\" --remove      takes away what begins so

Notes are kept beside the records, in annotations.json of a run's folder. `show` and the page show
them.";

/// Write a note to an experiment or a run
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Note {
    /// Name of an experiment, or the id of a run, which may be abbreviated
    #[arg(value_name = "RUN|EXPERIMENT")]
    name: String,
    /// One line of text
    #[arg(value_name = "TEXT")]
    text: String,
    /// Take away the notes that begin with this text instead
    #[arg(long)]
    remove: bool,
    /// Name of the study whose runs are meant; by default the experiment's in every study
    #[arg(long, value_name = "STUDY")]
    study: Option<String>,
}

impl Note {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let annotated = note(
            &common.folders(),
            &self.name,
            self.study.as_deref(),
            &self.text,
            self.remove,
            &*progress::observer(common),
        )?;
        said(common, &self.name, &annotated)
    }
}

/// Prints what is said of runs now.
pub(super) fn said(common: &Common, name: &str, annotated: &Annotated) -> Result<(), Error> {
    let Annotated {
        runs,
        studies,
        annotations,
    } = annotated;
    let whose = match studies.is_empty() {
        true => String::new(),
        false => format!(
            " ({} in {})",
            counted(runs.len(), "run"),
            studies.join(", ")
        ),
    };
    let lines = lines(annotations);
    let text = match lines.is_empty() {
        true => format!("{name}{whose}: no tags and no notes"),
        false => format!("{name}{whose}\n{lines}"),
    };
    let value = json!({ "name": name, "runs": runs, "studies": studies,
        "tags": annotations.tags, "notes": annotations.notes });
    output::result(common, &text, &value)
}

/// Tags in a line and notes in one each; nothing where there are none.
pub(super) fn lines(annotations: &Annotations) -> String {
    let mut text = String::new();
    if !annotations.tags.is_empty() {
        let tags = annotations.tags.iter().map(|tag| format!("#{tag}"));
        text.push_str(&format!("  tags: {}\n", tags.collect::<Vec<_>>().join(" ")));
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.map_or(0, |now| now.as_secs());
    for note in &annotations.notes {
        let when = ago(now.saturating_sub(note.written));
        text.push_str(&format!("  note ({when}): {}\n", note.text));
    }
    text
}
