//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use faceoff_study::{DeviceChoice, DeviceOptions, Folders, Jobs, StudyOptions};

/// As many as an experiment file may ask for.
const MOST_SEEDS: i64 = faceoff_spec::MOST_SEEDS as i64;

/// Trains neural networks on facial landmarks from small TOML files and compares the outcomes.
///
/// Exit codes: 0 done; 1 something failed; 2 a mistake on the command line or in an experiment
/// file; 130 stopped with Ctrl-C, everything saved.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// What holds for every command.
    #[command(flatten)]
    pub(crate) common: Common,
}

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

/// What holds for every command.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Folder of experiment files
    #[arg(long, global = true, value_name = "DIR", default_value = "experiments")]
    pub(crate) experiments: PathBuf,
    /// Folder for records and reports
    #[arg(long, global = true, value_name = "DIR", default_value = "results")]
    pub(crate) results: PathBuf,
    /// Folder for decoded images and drawn faces; it can be deleted at any time
    #[arg(long, global = true, value_name = "DIR", default_value = "cache")]
    pub(crate) cache: PathBuf,
    /// Number of threads; all processors by default. Results do not depend on it
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
    /// Print results only, and no progress
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Print JSON, one object a line, instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Train every experiment and write the report: the whole study
    Reproduce {
        /// Which data, at which scale, how often
        #[command(flatten)]
        study: StudyArguments,
        /// Where, and how many at once
        #[command(flatten)]
        training: TrainingArguments,
    },
    /// Train the named experiments and those that they extend, and write the report
    Run {
        /// Names of experiments
        #[arg(required = true, value_name = "EXPERIMENT")]
        names: Vec<String>,
        /// Which data, at which scale, how often
        #[command(flatten)]
        study: StudyArguments,
        /// Where, and how many at once
        #[command(flatten)]
        training: TrainingArguments,
    },
    /// Show which runs are pending, which experiments share one, and how long training would take
    Plan {
        /// Names of experiments; all by default
        #[arg(value_name = "EXPERIMENT")]
        names: Vec<String>,
        /// Which data, at which scale, how often
        #[command(flatten)]
        study: StudyArguments,
        /// Where a training step is timed
        #[command(flatten)]
        device: DeviceArguments,
        /// Do not time a training step, and give no estimate
        #[arg(long)]
        no_estimate: bool,
    },
    /// Write all charts, tables and pages again from the records, without training
    Report {
        /// Names of studies in the results folder; all by default
        #[arg(value_name = "STUDY")]
        studies: Vec<String>,
        /// Folder of the data set, to draw landmarks over its images
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Compare experiments that have records, or look at one, without a comparison file
    Compare {
        /// Names of experiments; NAME@EPOCH compares the network after that many epochs
        #[arg(required = true, value_name = "EXPERIMENT")]
        names: Vec<String>,
        /// Name of the study to compare in; by default the one written last that has records of
        /// all these experiments
        #[arg(long, value_name = "STUDY")]
        study: Option<String>,
        /// Folder of the data set, to draw landmarks over its images
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Show the layers of an experiment's network
    Model {
        /// Name of the experiment
        #[arg(value_name = "EXPERIMENT")]
        name: String,
        /// Show the network at this scale, a file of experiments/scales; by default as the
        /// experiment's file says
        #[arg(long, value_name = "NAME")]
        scale: Option<String>,
    },
    /// Check, draw or download data sets
    #[command(subcommand, after_long_help = DATA_SET)]
    Data(DataCommand),
}

/// Which data, at which scale, how often.
#[derive(Debug, Args)]
pub(crate) struct StudyArguments {
    /// Folder of the data set; by default faces that this program draws
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// How far to shrink the study: the name of a file in experiments/scales
    #[arg(long, value_name = "NAME", default_value = "quick")]
    pub(crate) scale: String,
    /// How many times to train each experiment, with consecutive seeds; by default as its file says
    #[arg(long, value_name = "N", allow_negative_numbers = true,
          value_parser = clap::value_parser!(u16).range(1..=MOST_SEEDS))]
    pub(crate) seeds: Option<u16>,
}

/// Where to train.
#[derive(Debug, Args)]
pub(crate) struct DeviceArguments {
    /// Where to train: `cpu`; `cuda:N`, the NVIDIA GPU of that number, counted from 0; `cuda`, all
    /// GPUs, at least one; `auto`, all GPUs where this program was built with CUDA and finds some,
    /// otherwise the CPU
    #[arg(long, value_name = "DEVICE", default_value = "auto")]
    pub(crate) device: DeviceChoice,
    /// Let GPUs multiply in TF32, which rounds factors to 10 bits: faster and less exact than
    /// float32, the default. The record says which was used; a CPU always uses float32
    #[arg(long)]
    pub(crate) tf32: bool,
}

/// Where to train, and how many runs at the same time.
#[derive(Debug, Args)]
pub(crate) struct TrainingArguments {
    /// Where
    #[command(flatten)]
    pub(crate) device: DeviceArguments,
    /// How many runs to train at the same time, spread over the GPUs. `auto` is 1 on a CPU, since a
    /// run uses all of it, and 4 on each GPU, or fewer where its memory does not hold 4. Results do
    /// not depend on it
    #[arg(long, value_name = "N", default_value = "auto")]
    pub(crate) jobs: Jobs,
}

/// Check, draw or download data sets.
#[derive(Debug, Subcommand)]
pub(crate) enum DataCommand {
    /// Look for everything that could be wrong with a data set
    #[command(after_long_help = DATA_SET)]
    Check {
        /// Folder of the data set
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Draw faces with landmarks into a folder, laid out like the published data set
    Synth {
        /// Folder to write; it must be absent or empty
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// How many people
        #[arg(long, value_name = "N")]
        people: Option<usize>,
        /// How many videos of each person
        #[arg(long, value_name = "N")]
        videos: Option<usize>,
        /// How many frames of each video
        #[arg(long, value_name = "N")]
        frames: Option<usize>,
        /// Seed of everything that is drawn
        #[arg(long, value_name = "N")]
        seed: Option<u64>,
    },
    /// Download the published data set
    Fetch {
        /// Folder to write
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Address to download from, instead of the published one
        #[arg(long, value_name = "URL")]
        url: Option<String>,
    },
}

impl Common {
    /// The folders that were named.
    pub(crate) fn folders(&self) -> Folders {
        Folders {
            experiments: self.experiments.clone(),
            results: self.results.clone(),
            cache: self.cache.clone(),
        }
    }
}

impl StudyArguments {
    /// The same without the command line.
    pub(crate) fn options(&self) -> StudyOptions {
        StudyOptions {
            data: self.data.clone(),
            scale: self.scale.clone(),
            seeds: self.seeds.map(usize::from),
        }
    }
}

impl DeviceArguments {
    /// The same without the command line.
    pub(crate) fn options(&self) -> DeviceOptions {
        DeviceOptions {
            choice: self.device,
            tf32: self.tf32,
        }
    }
}
