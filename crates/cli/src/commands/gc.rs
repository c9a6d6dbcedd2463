//! `faceoff gc`: remove what nothing asks for any more.

use clap::Args;
use faceoff_study::collect;

use super::rm::carry_out;
use crate::args::Common;
use crate::error::Error;
use crate::progress;

const EXAMPLES: &str = "\
Examples:
  faceoff gc            says what would go and how large it is, and asks
  faceoff gc --yes      without asking
  faceoff gc < /dev/null; faceoff gc --json     only say it: without a terminal nothing is removed

What goes: runs whose settings no experiment file has at any scale; files that were cut short while
they were written; caches that this version makes anew before it uses them. A run stays where a
study's page shows it, and where another seed of the same settings is asked for.";

/// Remove what nothing asks for any more: runs of no experiment file, stray files, old caches
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Gc {
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

impl Gc {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let removal = collect(&common.folders(), &*progress::observer(common))?;
        carry_out(common, &removal, self.yes)
    }
}
