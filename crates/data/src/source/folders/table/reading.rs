//! How a table was read, in words.

use super::columns::Columns;
use super::dialect::{Decimals, Separator};
use super::fault::short;
use crate::check::counted;

/// What a table was taken to be.
pub(super) struct Reading<'a> {
    pub(super) encoding: Option<&'static str>,
    pub(super) separator: Separator,
    pub(super) decimals: Decimals,
    pub(super) columns: &'a Columns,
    /// Whether every row ends in empty cells.
    pub(super) ends_empty: bool,
    /// Lines that are no rows.
    pub(super) left_out: Vec<u64>,
}

impl Reading<'_> {
    /// `read as UTF-16, with semicolons and decimal commas`; `None` for the usual.
    pub(super) fn words(&self) -> Option<String> {
        let Columns {
            name,
            person,
            index,
            unused,
            coordinates,
            ..
        } = self.columns;
        let mut with: Vec<String> = Vec::new();
        with.extend(self.separator.words().map(str::to_owned));
        if self.decimals == Decimals::Comma {
            with.push("decimal commas".to_owned());
        }
        if *index {
            with.push("an index column in front".to_owned());
        }
        let front = usize::from(*index);
        if *name > front + usize::from(*person == Some(front)) {
            with.push(format!("file names in column {}", name + 1));
        }
        if !coordinates.is_sorted() {
            with.push("x and y as the header names them".to_owned());
        }
        if self.ends_empty {
            with.push("an empty column at the end".to_owned());
        }
        match unused.as_slice() {
            [] => {}
            [one] => with.push(format!("column `{}` left out", short(one))),
            [first, ..] => {
                with.push(format!(
                    "{} columns left out, `{}` the first",
                    unused.len(),
                    short(first)
                ));
            }
        }
        match self.left_out.as_slice() {
            [] => {}
            [line] => with.push(format!("line {line} left out")),
            [first, ..] => {
                let lines = counted(self.left_out.len(), "line", "lines");
                with.push(format!("{lines} left out, line {first} the first"));
            }
        }
        let encoding = self.encoding.map(|encoding| format!("as {encoding}"));
        let with = match with.as_slice() {
            [] => None,
            [only] => Some(format!("with {only}")),
            [most @ .., last] => Some(format!("with {} and {last}", most.join(", "))),
        };
        let parts: Vec<String> = encoding.into_iter().chain(with).collect();
        (!parts.is_empty()).then(|| format!("read {}", parts.join(", ")))
    }
}
