//! A table read without stopping: rows that are right, and what is wrong with the others.

use std::path::Path;

use faceoff_landmarks::Scheme;

use super::table::{Records, Row, coordinate, records};
use crate::Error;

/// What a table holds.
#[derive(Default)]
pub(super) struct Table {
    /// Rows, the header aside.
    pub(super) count: usize,
    /// The first line, where it is an image's row instead of a header.
    pub(super) headless: Option<String>,
    /// The name in every row that has one, with its line, whether the rest is right or not.
    pub(super) names: Vec<(u64, String)>,
    /// The rows that are right.
    pub(super) rows: Vec<Row>,
    /// Lines that are no text.
    pub(super) unreadable: Vec<String>,
    /// Lines with too few or too many columns.
    pub(super) columns: Vec<String>,
    /// Lines with cells that are no numbers.
    pub(super) numbers: Vec<String>,
    /// Cells that are no numbers.
    pub(super) bad_cells: usize,
}

/// Reads the table in `path`, called `csv` in what is found.
pub(super) fn read(path: &Path, csv: &str, scheme: &Scheme) -> Result<Table, Error> {
    let Records { below, headless } = records(path)?;
    let mut table = Table {
        headless: headless.map(|name| format!("{csv}:1: the row of `{name}`")),
        ..Table::default()
    };
    for record in below {
        table.count += 1;
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                let line = e.position().map_or(0, csv::Position::line);
                table.unreadable.push(format!("{csv}:{line}: {e}"));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let name = record.get(0).unwrap_or_default().to_owned();
        table.names.push((line, name.clone()));
        let expected = scheme.outputs() + 1;
        if record.len() != expected {
            let found = record.len();
            let text = format!("{csv}:{line}: `{name}` has {found} columns");
            table.columns.push(text);
            continue;
        }
        let values: Vec<Option<f32>> = record.iter().skip(1).map(coordinate).collect();
        let bad = values.iter().filter(|value| value.is_none()).count();
        if let Some(first) = values.iter().position(Option::is_none) {
            let axis = if first % 2 == 0 { "x" } else { "y" };
            // Counted from 1 where people read of it.
            let (landmark, cell) = (first / 2 + 1, &record[first + 1]);
            let more = match bad {
                1 => String::new(),
                bad => format!(", and {} more cells", bad - 1),
            };
            let text =
                format!("{csv}:{line}: `{name}`, {axis} of landmark {landmark} is `{cell}`{more}");
            table.numbers.push(text);
            table.bad_cells += bad;
            continue;
        }
        let landmarks = values.into_iter().flatten().collect();
        table.rows.push(Row {
            line,
            name,
            landmarks,
        });
    }
    Ok(table)
}
