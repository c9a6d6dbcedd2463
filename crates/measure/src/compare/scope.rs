//! What an interval covers.

use serde::Serialize;

/// What an interval covers: what could have come out differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Other test images. One training a side cannot tell how far another one would have come
    /// out elsewhere, so what is said holds for these trained networks and not for the settings
    /// they were trained with.
    TheseNetworks,
    /// Other test images and training again with other seeds.
    TrainingAgain,
}
