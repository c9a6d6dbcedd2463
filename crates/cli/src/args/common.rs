//! What holds for every command.

use std::path::PathBuf;

use clap::Args;
use faceoff_study::Folders;

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
