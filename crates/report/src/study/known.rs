//! What is worked out once, though several sections show it.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Values by what they were worked out from. A copy begins empty, as what it belongs to may be changed.
pub(crate) struct Known<K, V>(Mutex<HashMap<K, Arc<V>>>);

impl<K: Eq + Hash, V> Known<K, V> {
    /// The value of `key`, which `make` works out where it is not known. Two threads that want it at
    /// once may both do so.
    pub(crate) fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        // Nothing is left half done in a map of whole values.
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return known.clone();
        }
        let made = Arc::new(make());
        lock().entry(key).or_insert(made).clone()
    }
}

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K, V> Clone for Known<K, V> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<K, V> fmt::Debug for Known<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Known")
    }
}
