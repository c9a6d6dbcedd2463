//! What went wrong in a run, read from its record: findings with their evidence.
//!
//! Every kind of finding has a file, which turns a check of [`faceoff_measure`] over the record
//! into words. Only what is found is a [`Finding`]; a run that did well has none.

mod cause;
mod constant;
mod finding;
mod findings;
mod found;
mod leak;
mod overfitting;
mod stability;
mod undertrained;

pub(crate) use cause::{USUAL_STEP, late, median_over};
pub(crate) use finding::{Finding, FindingKind};
pub(crate) use findings::findings;
pub(crate) use found::{Diagnosis, Found, diagnosis, text};
pub(crate) use leak::leak;
pub(crate) use overfitting::gap;
