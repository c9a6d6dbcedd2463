//! A comparison as text for a terminal.

use comfy_table::CellAlignment;
use faceoff_spec::Comparison;
use rayon::prelude::*;

use crate::diagnosis::{self, diagnosis};
use crate::format::{fitted, lined_table, percent, short, thousands, within, wrap};
use crate::not_trained::{NotTrained, not_trained};
use crate::scores::{Scores, missed_faces, rows};
use crate::study::notes::record_notes;
use crate::study::{StudyData, overview};
use crate::verdict::{self, verdicts};

/// The verdict of `comparison` and its table for a terminal, with what went wrong in its entries'
/// runs. `width` is that of the terminal, in columns, where there is one.
pub fn text_table(data: &StudyData, comparison: &Comparison, width: Option<u16>) -> String {
    let notes = record_notes(data);
    let unreadable: String = notes.iter().map(|note| format!("{note}\n")).collect();
    let missed = missed_faces(data, comparison);
    let missed = missed.map_or_else(String::new, |missed| missed.words() + "\n\n");
    let text = format!(
        "{}{}\n{}\n\n{}{}",
        wrap(&unreadable, width),
        verdict::text(&verdicts(data, comparison), width),
        table(data, comparison, width),
        wrap(&missed, width),
        wrap(&diagnosis::text(&diagnosis(data, comparison)), width)
    );
    text.trim_end().to_owned()
}

/// What each comparison of a study comes to, in a few words, and the numbers of all its experiments
/// for a terminal. `width` is that of the terminal, in columns, where there is one.
pub fn answers_text(data: &StudyData, width: Option<u16>) -> String {
    let mut comparisons: Vec<&Comparison> = data.study.comparisons.iter().collect();
    comparisons.sort_by_key(|comparison| (comparison.order, &comparison.name));
    let answers: Vec<String> = comparisons
        .par_iter()
        .filter(|comparison| not_trained(data, comparison).is_none())
        .map(|comparison| {
            let answer = verdicts(data, comparison).short;
            wrap(&format!("- {}: {answer}.\n", comparison.title), width)
        })
        .collect();
    let waiting = comparisons.iter();
    let waiting: Vec<_> = waiting.filter_map(|each| not_trained(data, each)).collect();
    let waiting = NotTrained::words(&waiting).map_or_else(String::new, |words| words + "\n");
    format!(
        "{}{}\n{}",
        answers.concat(),
        wrap(&waiting, width),
        table(data, &overview(data), width)
    )
}

/// The numbers of `comparison`.
fn table(data: &StudyData, comparison: &Comparison, width: Option<u16>) -> String {
    let mut table = lined_table();
    table.set_header([
        "",
        "epochs",
        "loss",
        "train loss",
        "test loss",
        "MSE",
        "NME",
        "median NME",
        "error (px)",
    ]);
    let number = |value: Option<f64>, off: Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |value| within(value, off, short))
    };
    for row in rows(data, comparison) {
        let mut name = row.name.clone();
        if row.seeds > 1 {
            name.push_str(&format!(" ({} seeds)", row.seeds));
        }
        if let Some(words) = row.tested() {
            name.push_str(&format!(" ({words})"));
        }
        for words in row.divergence().into_iter().chain(row.left_out()) {
            name.push_str(&format!(" ({words})"));
        }
        let spread = row.deviation.unwrap_or_default();
        let off = spread.scores;
        let score = |of: fn(&Scores) -> f64, how| match &row.scores {
            Some(scores) => within(of(scores), off.as_ref().map(of), how),
            None => "–".to_owned(),
        };
        table.add_row([
            name,
            row.epochs.map_or_else(|| "–".to_owned(), thousands),
            row.loss.clone(),
            number(row.train_loss, spread.train_loss),
            number(row.test_loss, spread.test_loss),
            score(|scores| scores.mse, short),
            score(|scores| scores.nme, percent),
            score(|scores| scores.nme_median, percent),
            score(|scores| scores.pixel_error, short),
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    fitted(table, width)
}
