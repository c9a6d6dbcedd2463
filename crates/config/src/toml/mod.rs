//! TOML files as specifications read them: a tree in which every value knows where it was written,
//! laid over defaults, and the mistakes found in it.

mod defaults;
mod fields;
mod given;
mod log;
mod mistake;
mod suggest;
mod tree;

pub(crate) use defaults::over_defaults;
pub(crate) use fields::Document;
pub use mistake::{Mistake, Mistakes};
pub(crate) use mistake::{Place, Source};
pub(crate) use suggest::{closest, did_you_mean, list, question};
pub(crate) use tree::{Entry, Placed, Table, Value};
