//! Tables for a terminal.

use comfy_table::{CellAlignment, Table, presets};
use faceoff_report::fitted;

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Column<'a> {
    /// Of words, under this heading.
    Words(&'a str),
    /// Of numbers, under this heading.
    Numbers(&'a str),
}

/// `rows` in columns two blanks apart, broken between words where a terminal of `width` columns is
/// narrower. Without `columns` there are no headings, and all are words. It ends with a line end.
pub(crate) fn table(
    columns: &[Column<'_>],
    rows: impl IntoIterator<Item = Vec<String>>,
    width: Option<u16>,
) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let heading = |column: &Column<'_>| match column {
        Column::Words(heading) | Column::Numbers(heading) => (*heading).to_owned(),
    };
    if !columns.is_empty() {
        table.set_header(columns.iter().map(heading));
    }
    table.add_rows(rows);
    for (place, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if let Some(Column::Numbers(_)) = columns.get(place) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines = fitted(table, width);
    let lines = lines.lines().map(|line| line.trim_end().to_owned() + "\n");
    lines.collect()
}

/// Blanks before the lines of a part.
const INDENT: u16 = 2;

/// What is left of a terminal of `width` columns beside these.
pub(crate) fn narrower(width: Option<u16>) -> Option<u16> {
    width.map(|width| width.saturating_sub(INDENT))
}

/// `text` under a heading, with blanks before each of its lines. It ends with a line end.
pub(crate) fn section(heading: &str, text: &str) -> String {
    let blanks = " ".repeat(INDENT.into());
    let line = |line: &str| match line.is_empty() {
        true => "\n".to_owned(),
        false => format!("{blanks}{line}\n"),
    };
    let lines: String = text.lines().map(line).collect();
    format!("{heading}\n{lines}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_to_the_left_and_numbers_to_the_right() {
        let columns = [Column::Words("name"), Column::Numbers("loss")];
        let rows = || [["a", "0.5"], ["long", "12"]].map(|row| row.map(str::to_owned).to_vec());
        let text = table(&columns, rows(), None);
        assert_eq!(text, "name  loss\na      0.5\nlong    12\n");
        assert_eq!(section("part", "a\n\nb"), "part\n  a\n\n  b\n");
    }
}
