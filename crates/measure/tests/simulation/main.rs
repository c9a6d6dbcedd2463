//! Intervals and verdicts on simulated studies whose truth is known.
//!
//! The normal tests are small; `cargo test -p faceoff-measure --release --test simulation --
//! --ignored --nocapture` prints the rates of larger ones.

mod alternatives;
mod coverage;
mod forecast;
mod overfitting;
mod spikes;
mod world;
