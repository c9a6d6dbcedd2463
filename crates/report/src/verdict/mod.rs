//! What a comparison comes to: its entries judged against the first, and all experiments ranked.

mod judge;
mod markup;
mod paired;
mod ranking;
mod remarks;
mod words;

pub use judge::{Verdicts, verdicts};
pub(crate) use markup::{RANKING_NOTE, markup, ranking_markup};
pub(crate) use paired::units;
pub use ranking::{Ranked, Ranking, rankings};
pub(crate) use words::text;
