//! `faceoff model`: the layers of an experiment's network.

use faceoff_study::{LayerTable, layers};
use serde_json::json;

use crate::args::Common;
use crate::error::Error;
use crate::{output, progress};

pub(crate) fn run(common: &Common, name: &str, scale: Option<&str>) -> Result<(), Error> {
    let rows = layers(&common.folders(), name, scale, &*progress::observer(common))?;
    let layers: Vec<_> = rows
        .iter()
        .map(|row| json!({ "layer": row.name, "output": row.output, "parameters": row.parameters }))
        .collect();
    let total: usize = rows.iter().map(|row| row.parameters).sum();
    let value = json!({ "experiment": name, "layers": layers, "parameters": total });
    output::result(common, &LayerTable(&rows).to_string(), &value)
}
