//! The row of an image.

use super::columns::Columns;
use super::dialect::Decimals;
use super::fault::{Fault, FaultKind, short};
use super::found::{Name, Row, Table};
use crate::source::folders::meant::{Images, Meant};

/// Reads the row in `line` into `table`.
pub(super) fn read(
    table: &mut Table,
    line: u64,
    cells: &[&str],
    columns: &Columns,
    decimals: Decimals,
    images: &Images<'_>,
) {
    let written = cells.get(columns.name).copied().unwrap_or_default();
    let image = match images.meant(written) {
        Meant::Exactly(image) | Meant::Nearly(image) => Some(image.to_owned()),
        Meant::OneOf(_) | Meant::None => None,
    };
    let person = columns.person.and_then(|column| cells.get(column));
    let person = person.map(|cell| (*cell).to_owned());
    table.names.push(Name {
        line,
        written: written.to_owned(),
        image: image.clone(),
        person: person.clone(),
    });
    let shown = short(written);
    if cells.len() != columns.count {
        table.faults.push(wrong_count(line, &shown, cells, columns));
        return;
    }
    let mut landmarks = vec![0.0; columns.coordinates.len()];
    let mut wrong: Vec<(usize, &str)> = Vec::new();
    for (i, (value, &column)) in landmarks.iter_mut().zip(&columns.coordinates).enumerate() {
        match decimals.number(cells[column]) {
            Some(number) => *value = number,
            None => wrong.push((i, cells[column])),
        }
    }
    if let Some(&(first, cell)) = wrong.first() {
        let axis = if first % 2 == 0 { "x" } else { "y" };
        // Counted from 1 where people read of it.
        let landmark = first / 2 + 1;
        let cell = short(cell);
        let more = match wrong.len() {
            1 => String::new(),
            wrong => format!(", and {} more cells", wrong - 1),
        };
        table.faults.push(Fault {
            kind: FaultKind::Numbers,
            line,
            found: format!("`{shown}`, {axis} of landmark {landmark} is `{cell}`{more}"),
            reason: format!("{axis} of landmark {landmark}: expected a number, found `{cell}`"),
            cells: wrong.len(),
        });
        return;
    }
    if let Some(image) = image {
        table.rows.push(Row {
            image,
            person,
            landmarks,
            line,
        });
    }
}

fn wrong_count(line: u64, shown: &str, cells: &[&str], columns: &Columns) -> Fault {
    let (expected, numbers) = (columns.count, columns.coordinates.len());
    let found = cells.len();
    let fields = match expected == numbers + 1 && columns.person.is_none() {
        true => format!("a file name and {numbers} numbers"),
        false => "as many as the header".to_owned(),
    };
    // Each number makes two cells, and the file name one.
    let why = match found == 2 * numbers + 1 {
        true => "; with decimal commas, semicolons or tabs have to stand between the columns",
        false => "",
    };
    Fault {
        kind: FaultKind::Columns,
        line,
        found: format!("`{shown}` has {found} columns{why}"),
        reason: format!("expected {expected} columns, {fields}, found {found}{why}"),
        cells: 0,
    }
}
