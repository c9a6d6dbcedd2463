//! From experiments to runs: identity, sharing, what is left to train.
//!
//! Experiments and comparisons are first brought to a scale ([`scale_experiment`],
//! [`scale_comparison`]), then [`plan()`] finds the runs they come to: experiments that train the
//! same thing, for however many epochs, are one run, named by a hash of what determines its
//! outcome ([`run_id`]). [`SurveyedRun`] holds one of them against what is already there.
//!
//! This crate computes; it reads no files and trains nothing.

mod changes;
mod compare;
mod identity;
mod plan;
mod records;
mod scale;
mod survey;

pub use changes::{changes, train_the_same};
pub use compare::{ad_hoc_comparison, parent_comparisons};
pub use identity::{run_id, settings_id};
pub use plan::{Plan, PlannedRun, plan};
pub use records::{
    RunRecord, Study, StudyExperiment, read_run, read_study, write_run, write_study,
};
pub use scale::{scale_comparison, scale_experiment};
pub use survey::{Present, State, SurveyedRun};
