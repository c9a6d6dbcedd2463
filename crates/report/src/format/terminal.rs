//! Tables and sentences for a terminal.

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

/// A finished `table` for a terminal of `width` columns, where that is known: as it is, broken between
/// words, or closer together. Where its longest words do not stand beside each other even then, its
/// rows are written below each other, each cell behind the head of its column.
pub fn fitted(mut table: Table, width: Option<u16>) -> String {
    fit_to_terminal(&mut table, width);
    let Some(width) = width.map(usize::from) else {
        return table.to_string();
    };
    let fits = |table: &Table| {
        table
            .lines()
            .all(|line| line.trim_end().chars().count() <= width)
    };
    if fits(&table) {
        return table.to_string();
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    fit_to_terminal(&mut table, u16::try_from(width).ok());
    match fits(&table) {
        true => table.to_string(),
        false => listed(&table, width),
    }
}

/// The rows of `table` below each other.
fn listed(table: &Table, width: usize) -> String {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let heads = table.header().into_iter().flat_map(|row| row.cell_iter());
    let heads: Vec<String> = heads.map(|cell| line(&cell.content())).collect();
    let mut text = String::new();
    for row in table.row_iter() {
        for (place, cell) in row.cell_iter().enumerate() {
            let (head, cell) = (
                heads.get(place).map_or("", |head| head),
                line(&cell.content()),
            );
            match place {
                0 if head.is_empty() => text.push_str(&format!("{cell}\n")),
                0 => text.push_str(&format!("{cell} ({head})\n")),
                _ => text.push_str(&format!("  {head}: {cell}\n")),
            }
        }
    }
    wrap(&text, u16::try_from(width).ok())
}

/// Breaks the lines of `text` between words where they are longer than a terminal of `width` columns.
/// A line goes on below its own first word, and a word that is longer than a line stays whole.
pub fn wrap(text: &str, width: Option<u16>) -> String {
    let Some(width) = width.map(usize::from) else {
        return text.to_owned();
    };
    let mut wrapped = String::new();
    for line in text.split_inclusive('\n') {
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        let bullet = if line.trim_start().starts_with("- ") {
            "  "
        } else {
            ""
        };
        let mut column = 0;
        for (place, word) in line.trim_end().split(' ').enumerate() {
            let length = word.chars().count();
            if place > 0 && column + 1 + length > width && !wrapped.ends_with(' ') {
                wrapped.push('\n');
                wrapped.push_str(&indent);
                wrapped.push_str(bullet);
                column = indent.len() + bullet.len();
            } else if place > 0 {
                wrapped.push(' ');
                column += 1;
            }
            wrapped.push_str(word);
            column += length;
        }
        if line.ends_with('\n') {
            wrapped.push('\n');
        }
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_broken_between_words_alone() {
        for (text, width, expected) in [
            ("one two three", None, "one two three"),
            ("one two three", Some(20), "one two three"),
            ("one two three", Some(7), "one two\nthree"),
            ("one two three", Some(8), "one two\nthree"),
            ("  a bb ccc", Some(6), "  a bb\n  ccc"),
            ("- a bb ccc\nd", Some(6), "- a bb\n  ccc\nd"),
            ("incomprehensible to me", Some(6), "incomprehensible\nto me"),
            ("one\n\ntwo\n", Some(6), "one\n\ntwo\n"),
        ] {
            assert_eq!(wrap(text, width), expected, "{text} {width:?}");
        }
    }

    fn broken(width: u16) -> String {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(["run", "experiments"]);
        table.add_row(["5b30527459df8c91", "high-learning-rate, base"]);
        fit_to_terminal(&mut table, Some(width));
        table.trim_fmt()
    }

    #[test]
    fn rows_stand_below_each_other_where_words_do_not_fit_beside_each_other() {
        let mut table = lined_table();
        table.set_header(["against Base", "difference", "verdict"]);
        table.add_row(["Dropout", "+0.21", "no difference that matters"]);
        let narrow = fitted(table.clone(), Some(20));
        let below = "Dropout (against\nBase)\n  difference: +0.21\n  verdict: no\n  difference that\n  matters\n";
        assert_eq!(narrow, below);
        for width in 34..60 {
            let text = fitted(table.clone(), Some(width));
            let longest = text
                .lines()
                .map(|line| line.trim_end().chars().count())
                .max();
            assert!(longest <= Some(width.into()), "{width}\n{text}");
            assert!(text.contains("difference"), "{width}\n{text}");
        }
    }

    #[test]
    fn cells_are_broken_between_words_alone() {
        let whole = " run               experiments\n 5b30527459df8c91  high-learning-rate, base";
        assert_eq!(broken(80), whole);
        let narrow = " run               experiments\n 5b30527459df8c91  high-learning-rate,\n\
                      \x20                  base";
        assert_eq!(broken(42), narrow);
        assert_eq!(broken(10), narrow, "no narrower than its words");
    }
}
