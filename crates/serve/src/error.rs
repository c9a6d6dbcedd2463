//! What can go wrong with a server.

use std::net::SocketAddr;

/// A server that cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address cannot be had.
    #[error("cannot serve on {address}: {source}; --port names another port")]
    Address {
        /// The address.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// The system refuses what a server needs.
    #[error("cannot serve: {0}")]
    Start(std::io::Error),
}
