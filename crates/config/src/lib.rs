//! Experiment and comparison files: TOML to validated types.
//!
//! `experiments/*.toml` hold one experiment each, `experiments/comparisons/*.toml` one comparison
//! each, `experiments/scales/*.toml` one scale each. What they can say is declared in
//! `faceoff_spec`, with documentation, defaults and what each field accepts; all of it is in
//! `docs/reference.md`. Here a file becomes a tree in which every value knows where it was written,
//! and the tree is read as those types. An [`Experiment`](faceoff_spec::Experiment) is complete:
//! what it `extends` has been merged in.
//!
//! # How files lie over each other
//!
//! An experiment lies over the one it `extends`, that one over its own, and the last over the
//! defaults. Tables (`[train]`, `augment = { … }`) are merged field by field; anything else,
//! lists included, is replaced. A table with a `kind` (optimizer, loss, schedule, split) that is
//! of another kind than the one below replaces it whole, and so does a kind given as a text:
//! `optimizer = "sgd"`. Names, titles, descriptions and snapshots are about one experiment and do
//! not come down.
//!
//! # Mistakes
//!
//! All mistakes of all files are found before anything is said ([`Mistakes`]). Each is shown with
//! its line and a caret, also when the value was written in a file that another one extends:
//!
//! ```text
//! error: `train.learning_rate` must be a finite number above 0
//!  --> experiments/fast.toml:4:17
//!   |
//! 4 | learning_rate = -0.1
//!   |                 ^^^^ found -0.1
//! ```

mod catalog;
mod data_set;
mod error;
mod read;
mod toml;

pub use catalog::{Catalog, LeftOut};
pub use data_set::data_set;
pub use error::Error;
pub use toml::{Mistake, Mistakes};
