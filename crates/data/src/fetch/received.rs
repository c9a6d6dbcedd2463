//! How far a download has come.

/// How far a download has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received {
    /// Bytes here, those of earlier calls included.
    pub received: u64,
    /// Bytes of the whole archive, where the server says so.
    pub total: Option<u64>,
}
