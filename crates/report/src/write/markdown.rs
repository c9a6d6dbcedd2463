//! A comparison as Markdown, for a pull request.

use faceoff_spec::Comparison;

use crate::format::{percent, short, thousands, within};
use crate::scores::{Row, Scores, rows};
use crate::study::StudyData;
use crate::study::notes::{banner, data_note, record_notes};
use crate::verdict::{COLUMNS, cells, verdicts};

/// The verdict of `comparison`, its tables and what they rest on, as Markdown that GitHub and others
/// show.
pub fn markdown(data: &StudyData, comparison: &Comparison) -> String {
    let verdicts = verdicts(data, comparison);
    let mut text = format!(
        "### {}\n\n**{}**\n\n",
        escaped(&comparison.title),
        escaped(&verdicts.sentence)
    );
    for remark in verdicts.fewer_seeds.iter().chain(&verdicts.remarks) {
        text.push_str(&format!("{}\n\n", escaped(remark)));
    }
    text.push_str(&numbers(&rows(data, comparison)));
    if !verdicts.judged.is_empty() {
        let against = format!("against {}", verdicts.reference());
        let header = std::iter::once(against.as_str()).chain(COLUMNS);
        let judged = verdicts.judged.iter().map(|judged| {
            let name = std::iter::once(judged.entry.clone());
            name.chain(cells(judged)).collect()
        });
        text.push_str(&table(header, judged));
    }
    let notes = record_notes(data).into_iter();
    let notes = notes.chain(verdicts.notes);
    let banner = banner(&data.study).map(str::to_owned);
    for note in notes.chain(banner).chain([data_note(&data.study)]) {
        text.push_str(&format!("- {}\n", escaped(&note)));
    }
    text
}

/// What the entries and the mean face come to.
fn numbers(rows: &[Row]) -> String {
    let header = [
        "",
        "epochs",
        "seeds",
        "train loss",
        "test loss",
        "NME",
        "error (px)",
    ];
    let number = |value: Option<f64>, off: Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |value| within(value, off, short))
    };
    let lines = rows.iter().map(|row| {
        let spread = row.deviation.unwrap_or_default();
        let off = spread.scores;
        let score = |of: fn(&Scores) -> f64, how| match &row.scores {
            Some(scores) => within(of(scores), off.as_ref().map(of), how),
            None => "–".to_owned(),
        };
        let mut name = row.name.clone();
        for words in row.divergence().into_iter().chain(row.left_out()) {
            name.push_str(&format!(" ({words})"));
        }
        vec![
            name,
            row.epochs.map_or_else(|| "–".to_owned(), thousands),
            match row.seeds {
                0 => "–".to_owned(),
                seeds => seeds.to_string(),
            },
            number(row.train_loss, spread.train_loss),
            number(row.test_loss, spread.test_loss),
            score(|scores| scores.nme, percent),
            score(|scores| scores.pixel_error, short),
        ]
    });
    table(header, lines)
}

/// A table whose first column is text and all others numbers.
fn table<'a>(
    header: impl IntoIterator<Item = &'a str>,
    rows: impl Iterator<Item = Vec<String>>,
) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let header: Vec<String> = header.into_iter().map(escaped).collect();
    let rule = std::iter::once("---").chain(std::iter::repeat_n("---:", header.len() - 1));
    let rule: Vec<&str> = rule.collect();
    let mut text = line(header) + &format!("| {} |\n", rule.join(" | "));
    for row in rows {
        text.push_str(&line(row.iter().map(|cell| escaped(cell)).collect()));
    }
    text + "\n"
}

/// `text` as it stands, whatever Markdown makes of its characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '|' | '<' | '>' | '*' | '_' | '`' | '[' | ']' | '\\' | '#'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_hold_whatever_is_in_a_title() {
        let rows = [vec!["a | b".to_owned(), "1".to_owned()]];
        assert_eq!(
            table(["", "p"], rows.into_iter()),
            "|  | p |\n| --- | ---: |\n| a \\| b | 1 |\n\n"
        );
        assert_eq!(escaped("<b> *x* [y]"), "\\<b\\> \\*x\\* \\[y\\]");
    }
}
