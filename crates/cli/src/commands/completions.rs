//! `faceoff completions`: what makes a shell complete commands and options.

use clap::Args;
use clap_complete::Shell;

use crate::args::Common;
use crate::error::Error;
use crate::{output, program};

const EXAMPLES: &str = "\
Examples:
  faceoff completions bash > ~/.local/share/bash-completion/completions/faceoff
  faceoff completions zsh > ~/.zfunc/_faceoff        (a folder of $fpath)
  faceoff completions fish > ~/.config/fish/completions/faceoff.fish";

/// Print what makes a shell complete commands and options
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self, _: &Common) -> Result<(), Error> {
        let mut script = Vec::new();
        let mut program = program::program();
        clap_complete::generate(self.shell, &mut program, "faceoff", &mut script);
        output::print(&String::from_utf8_lossy(&script))
    }
}
