//! How far a run or an experiment is.

use std::fmt;
use std::str::FromStr;

use faceoff_plan::State;
use serde::{Serialize, Serializer};

/// How far a run or an experiment is. Of several runs the least counts: what asks for attention first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunState {
    /// Its record cannot be read.
    Unreadable,
    /// A process trains it now.
    Training,
    /// The experiment's file says something else than what was trained.
    Changed,
    /// It was stopped, and goes on where it was.
    Resumable,
    /// It has still to be trained, from the start.
    Pending,
    /// Its loss stopped being a number.
    Diverged,
    /// Nothing is left to train.
    Complete,
}

impl RunState {
    /// All there are.
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Training,
        Self::Resumable,
        Self::Complete,
        Self::Diverged,
        Self::Changed,
        Self::Unreadable,
    ];

    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Training => "training",
            Self::Changed => "changed",
            Self::Resumable => "resumable",
            Self::Pending => "pending",
            Self::Diverged => "diverged",
            Self::Complete => "complete",
        }
    }
}

impl From<State> for RunState {
    fn from(state: State) -> Self {
        match state {
            State::New | State::Continues { from: 0 } | State::Again { .. } => Self::Pending,
            State::Continues { .. } => Self::Resumable,
            State::Complete => Self::Complete,
            State::Diverged { .. } => Self::Diverged,
        }
    }
}

impl fmt::Display for RunState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for RunState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|state| state.word() == text);
        found.ok_or_else(|| {
            let words = Self::ALL.map(|state| format!("`{state}`"));
            format!("expected one of {}", words.join(", "))
        })
    }
}

impl Serialize for RunState {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_read_as_it_is_written() {
        for state in RunState::ALL {
            assert_eq!(state.to_string().parse(), Ok(state));
        }
        let message = "done".parse::<RunState>().unwrap_err();
        assert!(message.contains("`complete`"), "{message}");
    }
}
