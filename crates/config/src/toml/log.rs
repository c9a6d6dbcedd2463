//! The mistakes of one file.

use std::cell::RefCell;
use std::sync::Arc;

use super::mistake::{Mistake, Place, Source};

/// The mistakes made in one file, as far as they are known.
pub(super) struct Log<'a> {
    /// The file, then those it builds on.
    line: &'a [Arc<Source>],
    mistakes: RefCell<Vec<Mistake>>,
}

impl<'a> Log<'a> {
    pub(super) fn new(line: &'a [Arc<Source>]) -> Self {
        Self {
            line,
            mistakes: RefCell::default(),
        }
    }

    pub(super) fn add(&self, mistake: Mistake) {
        self.mistakes.borrow_mut().push(mistake);
    }

    pub(super) fn into_mistakes(self) -> Vec<Mistake> {
        self.mistakes.into_inner()
    }

    /// The beginning of the file.
    pub(super) fn start(&self) -> Place {
        Place::start_of(&self.line[0])
    }

    /// How far a place is away: 0 in the file itself, 1 in the one it builds on, and so on. Where
    /// values that were written in several files do not go together, the nearest file is the one to
    /// change.
    pub(super) fn distance(&self, place: &Place) -> usize {
        let found = self.line.iter().position(|source| place.is_in(source));
        found.unwrap_or(usize::MAX)
    }

    /// Whether a place is in a file, not in the defaults.
    pub(super) fn holds(&self, place: &Place) -> bool {
        self.line.iter().any(|source| place.is_in(source))
    }
}
