//! Tables for a terminal.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};

/// An empty table with lines between its rows.
pub(crate) fn lined_table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table
}

/// Breaks cells between words where a finished `table` is wider than a terminal of `width`
/// columns. It stays wider where its longest words are.
pub fn fit_to_terminal(table: &mut Table, width: Option<u16>) {
    let Some(width) = width else { return };
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width);
    let mut longest = vec![0; table.column_count()];
    let rows = table.header().into_iter().chain(table.row_iter());
    for row in rows {
        for (longest, cell) in longest.iter_mut().zip(row.cell_iter()) {
            let text = cell.content();
            let words = text.split_whitespace().map(|word| word.chars().count());
            *longest = words.max().unwrap_or(0).max(*longest);
        }
    }
    for (column, longest) in table.column_iter_mut().zip(longest) {
        let longest = u16::try_from(longest).unwrap_or(u16::MAX);
        let padded = longest.saturating_add(column.padding_width());
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(padded)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(width: u16) -> String {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(["run", "experiments"]);
        table.add_row(["5b30527459df8c91", "high-learning-rate, base"]);
        fit_to_terminal(&mut table, Some(width));
        table.trim_fmt()
    }

    #[test]
    fn cells_are_broken_between_words_alone() {
        let whole = " run               experiments\n 5b30527459df8c91  high-learning-rate, base";
        assert_eq!(fitted(80), whole);
        let broken = " run               experiments\n 5b30527459df8c91  high-learning-rate,\n\
                      \x20                  base";
        assert_eq!(fitted(42), broken);
        assert_eq!(fitted(10), broken, "no narrower than its words");
    }
}
