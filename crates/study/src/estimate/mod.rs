//! How long runs will take: at the pace of what was trained on this machine before, or of a step that
//! is timed now.

mod pace;
mod past;
mod schedule;
mod work;

pub(crate) use pace::Pace;
pub(crate) use past::PastRuns;
pub(crate) use schedule::time_of_all;
pub(crate) use work::Work;

/// What the time that a run will take is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaceSource {
    /// Earlier runs of its network, on this machine.
    SameNetwork,
    /// Earlier runs of another network, on this machine, by what both compute.
    OtherNetwork,
    /// A step that was timed for this.
    TimedStep,
}
