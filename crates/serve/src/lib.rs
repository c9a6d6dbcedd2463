//! A page that grows while runs are trained, for browsers on this machine.
//!
//! [`Server`] answers on the loopback address alone, and only what asks for that address by name. It
//! reads nothing but the heads of requests, and nothing can be written through it. What it shows comes
//! from a [`Source`]: a page, and a short status that says whether the page is another by now. Into
//! the page it puts a script that asks for the status every two seconds, shows it, and loads the page
//! again where it has changed; an answer that a browser has already is not sent again (`ETag`).

mod answer;
mod error;
mod host;
mod server;
mod source;

pub use error::Error;
pub use server::Server;
pub use source::{Document, Source};
