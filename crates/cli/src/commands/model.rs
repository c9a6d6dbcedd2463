//! `faceoff model`: the layers of an experiment's network.

use faceoff_config::Catalog;
use faceoff_model::{LayerTable, layer_table};
use serde_json::json;

use crate::args::Common;
use crate::error::Error;
use crate::output;

pub(crate) fn run(common: &Common, name: &str) -> Result<(), Error> {
    let catalog = Catalog::load(&common.experiments)?;
    let experiment = catalog.experiment(name)?;
    let rows = layer_table(&experiment.model, experiment.data.input_size)?;
    let layers: Vec<_> = rows
        .iter()
        .map(|row| json!({ "layer": row.name, "output": row.output, "parameters": row.parameters }))
        .collect();
    let total: usize = rows.iter().map(|row| row.parameters).sum();
    let value = json!({ "experiment": name, "layers": layers, "parameters": total });
    output::result(common, &LayerTable(&rows).to_string(), &value)
}
