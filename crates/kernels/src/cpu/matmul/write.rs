//! Over what was there, or onto it.

/// What a product does with what was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Write {
    /// Overwrites it.
    Replace,
    /// Adds to it.
    Add,
}
