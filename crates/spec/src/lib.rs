//! What an experiment, a comparison and a scale can say.
//!
//! Every kind of optimizer, loss, schedule, split, augmentation and activation has one file. It
//! holds the type, what each field means, its default and what it takes, and the checks that
//! concern several fields at once. The tables of fields ([`Field`]) are made from the same lines as
//! the types, so reading a file, its defaults and the reference of all fields cannot drift apart.
//!
//! The crate knows no file format. Whoever reads a file implements [`Reader`].
//!
//! ```
//! use faceoff_spec::{Loss, Mse, Optimizer};
//!
//! assert_eq!(Loss::from(Mse).value(-3.0), 9.0);
//! let names: Vec<_> = Optimizer::KINDS.iter().map(|kind| kind.name).collect();
//! assert!(names.contains(&"sgd"));
//! ```

mod activation;
mod augmentation;
mod comparison;
mod data;
mod data_set;
mod dropout;
mod experiment;
mod field;
mod input;
mod kind;
mod loss;
mod macros;
mod model;
mod optimizer;
mod people;
mod reader;
mod reference;
mod run;
mod scale;
mod schedule;
mod skip;
mod split;
pub mod text;
mod train;

pub use activation::*;
pub use augmentation::*;
pub use comparison::{
    Axis, Color, Comparison, ComparisonEntry, DifferenceChart, DifferenceScale, ImageSet,
    LossChart, LossScale, Overlay, Which,
};
pub use data::DataSpec;
pub use data_set::DataSetFile;
pub use dropout::{Dropout, DropoutSite};
pub use experiment::Experiment;
pub use field::{Accepts, Field, KindOf, Kinds, Numbers, Preset, Wholes, Words};
pub use input::Input;
pub use kind::Kind;
pub use loss::*;
pub use model::ModelSpec;
pub use optimizer::*;
pub use people::*;
pub use reader::{Conflict, Given, KnownExperiment, Reader, Value};
pub use reference::reference;
pub use run::RunSpec;
pub use scale::Scale;
pub use schedule::*;
pub use skip::Skip;
pub use split::*;
pub use train::TrainSpec;

/// Most trainings of one experiment.
pub const MOST_SEEDS: usize = 100;
