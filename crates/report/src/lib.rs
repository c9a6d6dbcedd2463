//! From records to charts, tables, contact sheets and one page.
//!
//! A report comes wholly from records: it knows nothing of training, tensors or data sets. What is
//! shown is first a view-model without drawing, then SVG and PNG, then the page. The same records
//! give the same bytes.
//!
//! ```text
//! study ──▶ scores ──▶ verdict, diagnosis ──▶ charts, faces ──▶ section ──▶ draw ──▶ page ──▶ write
//! ```
//!
//! Images of faces are not part of a record. Whoever writes a report hands in a function that
//! finds the crop of a [`Sample`](faceoff_record::Sample), or `None` where the data set is not at
//! hand: landmarks are then drawn over an empty frame, and the sheet says so.

mod charts;
mod color;
mod diagnosis;
mod draw;
mod error;
mod faces;
mod format;
mod not_trained;
mod page;
mod scores;
mod section;
mod study;
mod verdict;
mod write;

#[cfg(test)]
mod tests;

pub use draw::{OverlayLayer, overlay};
pub use error::Error;
pub use faceoff_measure::Verdict;
pub use faces::Crops;
pub use format::{fit_to_terminal, fitted, percent, short, thousands, wrap};
pub use image::{GrayImage, RgbImage};
pub use scores::{Measures, Scores, measures, written_settings};
pub use study::{Changed, StudyData, Unreadable};
pub use verdict::{Standing, standings};
pub use write::{
    DrawnBefore, Progress, Written, answers_text, markdown, page_text, summary_json, text_table,
    write, write_one, write_showing,
};
