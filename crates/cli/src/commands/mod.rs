//! One file a command.

pub(crate) mod compare;
pub(crate) mod data;
pub(crate) mod model;
pub(crate) mod plan;
pub(crate) mod report;
pub(crate) mod reproduce;
