//! How long the rest of all runs takes.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::clock::clock_time;

/// How far all runs of a command are, by what they compute.
pub(super) struct AllRuns(Mutex<State>);

struct State {
    /// When the first began.
    started: Instant,
    /// How many are trained.
    runs: usize,
    /// By the number of a run, from 1: how much of all that is computed it has done.
    done: Vec<f64>,
}

impl AllRuns {
    pub(super) fn new() -> Self {
        Self(Mutex::new(State {
            started: Instant::now(),
            runs: 0,
            done: Vec::new(),
        }))
    }

    /// The training of so many begins.
    pub(super) fn begin(&self, runs: usize) {
        *self.state() = State {
            started: Instant::now(),
            runs,
            done: vec![0.0; runs],
        };
    }

    /// The run of this number has done so much of all that is computed, from 0 to 1.
    pub(super) fn set(&self, number: usize, share: f64) {
        if let Some(done) = self.state().done.get_mut(number - 1) {
            *done = share;
        }
    }

    /// `2:03:00 left for all runs`, at the pace so far; nothing where there is one run alone, or no
    /// pace yet.
    pub(super) fn left(&self) -> Option<String> {
        let state = self.state();
        let done: f64 = state.done.iter().sum();
        let left = left(state.started.elapsed(), done)?;
        (state.runs > 1).then(|| format!("{} left for all runs", clock_time(left)))
    }

    /// Locks are held for moments that cannot panic.
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is left where so much, from 0 to 1, is done since `elapsed`.
fn left(elapsed: Duration, done: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(elapsed.as_secs_f64() * (1.0 - done).max(0.0) / done).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_done_leaves_three_times_as_long() {
        let seconds = Duration::from_secs;
        for (done, expected) in [
            (0.25, Some(seconds(30))),
            (1.0, Some(seconds(0))),
            (1.1, Some(seconds(0))),
            (0.0, None),
        ] {
            assert_eq!(left(seconds(10), done), expected, "{done}");
        }
    }

    #[test]
    fn one_run_alone_says_nothing_of_all() {
        let all = AllRuns::new();
        for (runs, said) in [(1, false), (2, true)] {
            all.begin(runs);
            all.set(1, 0.5);
            assert_eq!(all.left().is_some(), said, "{runs}");
        }
    }
}
