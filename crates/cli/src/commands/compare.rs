//! `faceoff compare`: any experiments that have records, without a comparison file.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use faceoff_study::{Compared, FailIf, compare};

use crate::args::Common;
use crate::error::Error;
use crate::{output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff compare base dropout              the verdict on dropout, against base
  faceoff compare base@15 base              one experiment after 15 epochs and at its end
  faceoff compare base mine --fail-if worse            exit code 3 where mine is worse
  faceoff compare base mine --markdown >> \"$GITHUB_STEP_SUMMARY\"

docs/guard-a-change.md has a workflow that guards a change.";

/// Compare experiments that have records, or look at one, without a comparison file
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
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
    /// Print the verdict and its tables as Markdown, for a pull request, and write no page
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// End with exit code 3 where the verdict on any experiment after the first is this: `worse`
    /// than the first, or `undecided`; both with a comma. The verdict is that on landmark errors,
    /// by its 95 % interval. An experiment that cannot be judged, as it diverged, fails too
    #[arg(long, value_name = "VERDICT", value_delimiter = ',',
          value_parser = PossibleValuesParser::new(FailIf::ALL.map(FailIf::word))
              .try_map(|word| word.parse::<FailIf>()))]
    fail_if: Vec<FailIf>,
}

impl Compare {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let (study, data) = (self.study.as_deref(), self.data.as_deref());
        if let ([only], false) = (self.names.as_slice(), self.fail_if.is_empty()) {
            let name = only.clone();
            return Err(faceoff_study::Error::NothingToJudge { name }.into());
        }
        let observer = progress::observer(common);
        let compared = compare(&common.folders(), &self.names, study, data, &*observer)?;
        if !common.quiet {
            for note in &compared.notes {
                output::say(&format!("note: {note}"));
            }
        }
        self.print(common, &compared)?;
        match compared.failures(&self.fail_if) {
            failures if self.fail_if.is_empty() || failures.is_empty() => Ok(()),
            failures => Err(Error::DoesNotPass(failures)),
        }
    }

    fn print(&self, common: &Common, compared: &Compared) -> Result<(), Error> {
        // First what was asked for: there may be no room for the page.
        if self.markdown {
            return output::print(&compared.markdown());
        }
        output::result(common, &compared.text(output::width()), &compared.json())?;
        let page = compared.write(&*progress::observer(common))?;
        match common.json {
            true => Ok(()),
            false => output::page(common, &page),
        }
    }
}
