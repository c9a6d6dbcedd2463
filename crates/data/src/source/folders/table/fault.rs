//! What can be wrong in a table.

use super::header::{HEADER, plain};

/// Characters of a cell that are shown of it.
const SHOWN: usize = 60;

/// A header that is less like what was asked for than this is no suggestion.
const LIKE: f64 = 0.75;

/// What kind of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// The file is no table.
    NoTable,
    /// The column that says who is on the images is not there.
    NoPeople,
    /// The first line is a row.
    NoHeader,
    /// A row has too few or too many columns.
    Columns,
    /// A row has cells that are no numbers.
    Numbers,
}

/// Something that is wrong in a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    /// Counted from 1; 0 where it is the file.
    pub(crate) line: u64,
    /// What was found, among others of its kind.
    pub(crate) found: String,
    /// What was found and what would be right, where it stands alone.
    pub(crate) reason: String,
    /// How many cells are wrong.
    pub(crate) cells: usize,
}

impl Fault {
    /// A file that is `what` instead.
    pub(super) fn no_table(what: &str) -> Self {
        let reason = format!("expected a table of text (CSV), found {what}");
        Self {
            kind: FaultKind::NoTable,
            line: 0,
            found: reason.clone(),
            reason,
            cells: 0,
        }
    }

    /// A table whose `header` in `line` has no column `called` so.
    pub(super) fn no_people(line: u64, called: &str, header: &[&str]) -> Self {
        let like = |cell: &&&str| strsim::jaro_winkler(&plain(called), &plain(cell));
        let best = header.iter().filter(|cell| like(cell) >= LIKE);
        let best = best.max_by(|a, b| like(a).total_cmp(&like(b)));
        let instead = best.map_or(String::new(), |cell| {
            format!(", did you mean `{}`?", short(cell.trim()))
        });
        let reason = format!(
            "no column `{}`, which dataset.toml names for people{instead}",
            short(called)
        );
        Self {
            kind: FaultKind::NoPeople,
            line,
            found: reason.clone(),
            reason,
            cells: 0,
        }
    }

    /// A table whose first line begins with `cell` and is no header.
    pub(super) fn no_header(line: u64, cell: &str) -> Self {
        let found = format!("the row of `{}`", short(cell));
        Self {
            kind: FaultKind::NoHeader,
            line,
            reason: format!("expected {HEADER}, found {found}; write one above it"),
            found,
            cells: 0,
        }
    }
}

/// A cell as a message shows it: no longer than a line.
pub(crate) fn short(cell: &str) -> String {
    match cell.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}
