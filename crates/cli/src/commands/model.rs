//! `faceoff model`: the layers of an experiment's network.

use faceoff_landmarks::Scheme;
use faceoff_model::{LayerTable, Sizes, layer_table};
use faceoff_plan::scale_experiment;
use serde_json::json;

use crate::args::Common;
use crate::error::Error;
use crate::output;
use crate::workspace::catalog;

pub(crate) fn run(common: &Common, name: &str, scale: Option<&str>) -> Result<(), Error> {
    let catalog = catalog(common)?;
    let mut experiment = catalog.experiment(name)?.clone();
    if let Some(scale) = scale {
        experiment = scale_experiment(&experiment, catalog.scale(scale)?);
    }
    let sizes = Sizes {
        image: experiment.data.input_size,
        outputs: Scheme::face_68().outputs(),
    };
    let rows = layer_table(&experiment.model, sizes)?;
    let layers: Vec<_> = rows
        .iter()
        .map(|row| json!({ "layer": row.name, "output": row.output, "parameters": row.parameters }))
        .collect();
    let total: usize = rows.iter().map(|row| row.parameters).sum();
    let value = json!({ "experiment": name, "layers": layers, "parameters": total });
    output::result(common, &LayerTable(&rows).to_string(), &value)
}
