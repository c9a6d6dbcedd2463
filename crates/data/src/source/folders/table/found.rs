//! What a table holds.

use super::fault::Fault;

/// A table, read as far as it can be.
#[derive(Default)]
pub(crate) struct Table {
    /// Rows, right or wrong, the header aside.
    pub(crate) count: usize,
    /// How it was read, where that is not the usual way.
    pub(crate) reading: Option<String>,
    /// The name in every row that has one, whether the rest is right or not.
    pub(crate) names: Vec<Name>,
    /// The rows that are right and whose image is there.
    pub(crate) rows: Vec<Row>,
    /// What the column that says who is on the images is called.
    pub(crate) person: Option<String>,
    /// What is wrong, in the order of lines.
    pub(crate) faults: Vec<Fault>,
}

/// A row that is right, and whose image is there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The image's file below the set's folder.
    pub(crate) image: String,
    /// Who is on it, where a column says so.
    pub(crate) person: Option<String>,
    pub(crate) landmarks: Vec<f32>,
    /// Counted from 1.
    pub(crate) line: u64,
}

/// The name in a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Name {
    /// Counted from 1.
    pub(crate) line: u64,
    pub(crate) written: String,
    /// The image that it means, if it means one.
    pub(crate) image: Option<String>,
    /// Who is on it, where a column says so.
    pub(crate) person: Option<String>,
}

impl Name {
    /// The image's file; what was written where it means none.
    pub(crate) fn file(&self) -> &str {
        self.image.as_ref().unwrap_or(&self.written)
    }
}
