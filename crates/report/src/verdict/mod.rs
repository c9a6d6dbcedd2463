//! What a comparison comes to: its entries judged against the first, and all experiments ranked.

mod answer;
mod judge;
mod not_known;
mod ranking;
mod remarks;
mod seeds;
mod standing;
mod verdicts;
mod words;

pub(crate) use answer::verdicts;
pub(crate) use not_known::{NOT_KNOWN, in_brief};
pub(crate) use ranking::{Ranked, Ranking, rankings};
pub use standing::{Standing, standings};
pub(crate) use verdicts::Verdicts;
pub(crate) use words::{COLUMNS, cells, in_words, text};
