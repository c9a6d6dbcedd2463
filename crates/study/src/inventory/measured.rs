//! What networks of several runs score, each read once.

use std::collections::{BTreeMap, BTreeSet};

use faceoff_record::Store;
use faceoff_report::{Measures, measures};
use rayon::prelude::*;

/// A run and the epochs behind one of its networks.
type Network = (String, usize);

/// What networks score on the test images of their runs.
pub(crate) struct Measured(BTreeMap<Network, Measures>);

impl Measured {
    /// Reads the predictions of `networks`. One whose predictions cannot be read has no measures: that
    /// its record is broken is said elsewhere.
    pub(crate) fn read(store: &Store, networks: BTreeSet<Network>) -> Self {
        let read = networks.into_par_iter().filter_map(|(id, epochs)| {
            let found = measures(store, &id, Some(epochs)).ok()??;
            Some(((id, epochs), found))
        });
        Self(read.collect())
    }

    /// What the network of run `id` after `epochs` epochs scores.
    pub(crate) fn of(&self, id: &str, epochs: usize) -> Option<Measures> {
        self.0.get(&(id.to_owned(), epochs)).copied()
    }
}
