//! The layers of an experiment's network.

use faceoff_landmarks::Scheme;
use faceoff_model::{LayerRow, Sizes, layer_table};
use faceoff_plan::scale_experiment;

use crate::error::Error;
use crate::folders::Folders;
use crate::observer::Observer;

/// The layers of the network of the experiment called `name`, as it is at the scale of that name
/// where one is given.
///
/// # Errors
/// Mistakes in experiment files, names that stand for nothing, a network that cannot be built.
pub fn layers(
    folders: &Folders,
    name: &str,
    scale: Option<&str>,
    observer: &dyn Observer,
) -> Result<Vec<LayerRow>, Error> {
    let needed: Vec<&str> = scale.into_iter().chain([name]).collect();
    let catalog = folders.catalog(&needed, observer)?;
    let mut experiment = catalog.experiment(name)?.clone();
    if let Some(scale) = scale {
        experiment = scale_experiment(&experiment, catalog.scale(scale)?);
    }
    let sizes = Sizes {
        image: experiment.data.input_size,
        outputs: Scheme::face_68().outputs(),
    };
    Ok(layer_table(&experiment.model, sizes)?)
}
