//! `faceoff data`: check, draw or download data sets.

mod check;
mod fetch;
mod synth;

use clap::{Args, Subcommand};

use crate::args::Common;
use crate::error::Error;

/// How a data set must look.
const DATA_SET: &str = "\
How a data set must look:
  training/                        images to train on
  test/                            images to test on
  training_frames_keypoints.csv    a row for each training image
  test_frames_keypoints.csv        a row for each test image
  dataset.toml                     may say who is on the images

A row is the name of a file, then x and y of 68 landmarks in pixels of that image, in the order of
the iBUG 300-W markup; the first line numbers the columns. Three rows, most columns left out:
  ,0,1,2,3,...,134,135
  Luis_Fonsi_00.jpg,76.16,119.97,76.47,132.86,...,106.61,165.54
  Luis_Fonsi_01.jpg,75.52,100.50,76.55,112.51,...,108.88,138.02
  Zoe_Saldana_10.jpg,57.97,79.98,59.14,89.72,...,98.76,110.13

docs/data.md says the rest: other ways to write tables, formats of images, people.";

/// Check, draw or download data sets
#[derive(Debug, Args)]
#[command(after_long_help = DATA_SET)]
pub(crate) struct Data {
    /// What to do with a data set.
    #[command(subcommand)]
    command: DataCommand,
}

/// What to do with a data set.
#[derive(Debug, Subcommand)]
enum DataCommand {
    #[command(after_long_help = DATA_SET)]
    Check(check::Check),
    Synth(synth::Synth),
    Fetch(fetch::Fetch),
}

impl Data {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        match &self.command {
            DataCommand::Check(check) => check.run(common),
            DataCommand::Synth(synth) => synth.run(common),
            DataCommand::Fetch(fetch) => fetch.run(common),
        }
    }
}
