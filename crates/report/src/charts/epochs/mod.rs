//! What charts of losses over epochs have in common.

mod chart;
mod line;
mod loss_kind;

pub(super) use chart::chart;
pub(super) use line::{Drawing, line, values};
pub(super) use loss_kind::LossKind;
