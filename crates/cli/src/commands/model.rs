//! `faceoff model`: the layers of an experiment's network.

use clap::Args;
use faceoff_study::{LayerTable, layers};
use serde_json::json;

use crate::args::Common;
use crate::error::Error;
use crate::{output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff model base                 as its file says
  faceoff model base --scale small   at that scale's image size";

/// Show the layers of an experiment's network
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Model {
    /// Name of the experiment
    #[arg(value_name = "EXPERIMENT")]
    name: String,
    /// Show the network at this scale, a file of experiments/scales; by default as the
    /// experiment's file says
    #[arg(long, value_name = "NAME")]
    scale: Option<String>,
}

impl Model {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let (name, scale) = (&self.name, self.scale.as_deref());
        let rows = layers(&common.folders(), name, scale, &*progress::observer(common))?;
        let layers: Vec<_> = rows
            .iter()
            .map(|row| json!({ "layer": row.name, "output": row.output, "parameters": row.parameters }))
            .collect();
        let total: usize = rows.iter().map(|row| row.parameters).sum();
        let value = json!({ "experiment": name, "layers": layers, "parameters": total });
        output::result(common, &LayerTable(&rows).to_string(), &value)
    }
}
