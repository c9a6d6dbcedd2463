//! What can be typed.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand};
use faceoff_train::DeviceChoice;

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

/// What holds for every command.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Folder of experiment files
    #[arg(long, global = true, value_name = "DIR", default_value = "experiments")]
    pub(crate) experiments: PathBuf,
    /// Folder that records and reports are kept in
    #[arg(long, global = true, value_name = "DIR", default_value = "results")]
    pub(crate) results: PathBuf,
    /// Folder for decoded pictures and drawn faces; can be deleted at any time
    #[arg(long, global = true, value_name = "DIR", default_value = "cache")]
    pub(crate) cache: PathBuf,
    /// Threads to use; all processors by default. The numbers do not depend on it
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
    /// Print results only, no progress
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Print machine-readable JSON, one object a line
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Train every experiment and draw every comparison: the whole study
    Reproduce {
        /// Which data, at which scale, how often
        #[command(flatten)]
        study: StudyArguments,
        /// Where, and how many at once
        #[command(flatten)]
        training: TrainingArguments,
    },
    /// Train the named experiments, and what they are compared with by default
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
    /// Show what would be trained, what is shared, what is there, and how long it would take
    Plan {
        /// Names of experiments; all by default
        #[arg(value_name = "EXPERIMENT")]
        names: Vec<String>,
        /// Which data, at which scale, how often
        #[command(flatten)]
        study: StudyArguments,
        /// Where a step is timed
        #[command(flatten)]
        device: DeviceArguments,
        /// Do not time a step; no estimate
        #[arg(long)]
        no_estimate: bool,
    },
    /// Draw all charts, tables and pages again from the records, without training
    Report {
        /// Names of studies in the results folder; all by default
        #[arg(value_name = "STUDY")]
        studies: Vec<String>,
        /// Folder of the data set, for pictures under the landmarks
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Compare any experiments that have records, or look at one, without a comparison file
    Compare {
        /// Names of experiments, each with `@EPOCH` if wanted
        #[arg(required = true, value_name = "EXPERIMENT")]
        names: Vec<String>,
        /// Which study, where the results folder holds several; by default the one written last
        /// that has records of all of them
        #[arg(long, value_name = "STUDY")]
        study: Option<String>,
        /// Folder of the data set, for pictures under the landmarks
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Show the layers of an experiment's network
    Model {
        /// Name of the experiment
        #[arg(value_name = "EXPERIMENT")]
        name: String,
        /// As it is at this scale, a file of experiments/scales; by default as its file says
        #[arg(long, value_name = "NAME")]
        scale: Option<String>,
    },
    /// Check, draw or download data sets
    #[command(subcommand)]
    Data(DataCommand),
}

/// Which data, at which scale, how often.
#[derive(Debug, Args)]
pub(crate) struct StudyArguments {
    /// Folder of the data set; drawn faces by default
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// How far the study is shrunk: a file of experiments/scales, by name
    #[arg(long, value_name = "NAME", default_value = "quick")]
    pub(crate) scale: String,
    /// How many times each experiment is trained, with seeds that follow on one another, whatever
    /// its file says
    #[arg(long, value_name = "N", allow_negative_numbers = true,
          value_parser = clap::value_parser!(u16).range(1..=MOST_SEEDS))]
    pub(crate) seeds: Option<u16>,
}

/// Where to train.
#[derive(Debug, Args)]
pub(crate) struct DeviceArguments {
    /// What to train on: `cpu`, `cuda:N` (the NVIDIA GPU of that number, from 0), `cuda` (all GPUs,
    /// at least one), or `auto`, all GPUs where this program was built with CUDA and there are
    /// some, otherwise the CPU
    #[arg(long, value_name = "DEVICE", default_value = "auto")]
    pub(crate) device: DeviceChoice,
    /// Let GPUs multiply in TF32, which rounds factors to 10 bits: less work, and less exact, than
    /// float32, the default. The record says which; on a CPU it is always float32
    #[arg(long)]
    pub(crate) tf32: bool,
}

/// Where to train, and how many runs at once.
#[derive(Debug, Args)]
pub(crate) struct TrainingArguments {
    /// Where
    #[command(flatten)]
    pub(crate) device: DeviceArguments,
    /// How many runs to train at once, spread over the GPUs where there are several; `auto` is one
    /// on a CPU, which a run uses wholly, and 4 on each GPU, or as many as its memory holds where
    /// those are fewer: a fixed number, which `just cuda-bench` sets beside one run. The numbers
    /// do not depend on it
    #[arg(long, value_name = "N", default_value = "auto")]
    pub(crate) jobs: Jobs,
}

/// How many runs at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Jobs {
    /// As many as the processors are good for.
    Auto,
    /// So many, at least one.
    Count(usize),
}

impl FromStr for Jobs {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match (text, text.parse()) {
            ("auto", _) => Ok(Self::Auto),
            (_, Ok(count @ 1..)) => Ok(Self::Count(count)),
            _ => Err("expected `auto` or a number from 1 on".to_owned()),
        }
    }
}

/// Check, draw or download data sets.
#[derive(Debug, Subcommand)]
pub(crate) enum DataCommand {
    /// Look for everything that could be wrong with a data set
    Check {
        /// Folder of the data set
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Draw faces with landmarks into a folder laid out as the published data
    Synth {
        /// Folder to write
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// How many people
        #[arg(long, value_name = "N")]
        people: Option<usize>,
        /// Videos of each person
        #[arg(long, value_name = "N")]
        videos: Option<usize>,
        /// Frames of each video
        #[arg(long, value_name = "N")]
        frames: Option<usize>,
        /// Seed of everything drawn
        #[arg(long, value_name = "N")]
        seed: Option<u64>,
    },
    /// Download the published data set
    Fetch {
        /// Folder to write
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Download from here instead of the published address
        #[arg(long, value_name = "URL")]
        url: Option<String>,
    },
}
