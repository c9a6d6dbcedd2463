//! Tables as text, CSV and JSON.

use comfy_table::CellAlignment;
use faceoff_spec::Comparison;
use serde_json::{Value, json};

use crate::breakdown::{missed_faces, missed_text, region_rows};
use crate::diagnosis::{self, diagnosis};
use crate::differences::differences;
use crate::numbers::{percent, short, thousands, within};
use crate::page_notes::unreadable_notes;
use crate::scores::Scores;
use crate::study_data::StudyData;
use crate::table::{Row, rows};
use crate::terminal::{fit_to_terminal, lined_table};
use crate::verdict::{self, verdicts};

/// The verdict of `comparison` and its table for a terminal, with what went wrong in its entries'
/// runs. `width` is that of the terminal, in columns, where there is one.
pub fn text_table(data: &StudyData, comparison: &Comparison, width: Option<u16>) -> String {
    let mut table = lined_table();
    table.set_header([
        "",
        "epochs",
        "loss",
        "train loss",
        "test loss",
        "MSE",
        "NME",
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
            score(|scores| scores.pixel_error, short),
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    fit_to_terminal(&mut table, width);
    let unreadable: String = unreadable_notes(data)
        .iter()
        .map(|n| format!("{n}\n"))
        .collect();
    let missed = missed_faces(data, comparison);
    let missed = missed.map_or_else(String::new, |missed| missed_text(&missed) + "\n\n");
    format!(
        "{unreadable}{}\n{table}\n\n{missed}{}",
        verdict::text(&verdicts(data, comparison), width),
        diagnosis::text(&diagnosis(data, comparison))
    )
    .trim_end()
    .to_owned()
}

/// The numbers of `comparison` for other programs.
pub fn summary_json(data: &StudyData, comparison: &Comparison) -> Value {
    json!({
        "comparison": comparison.name,
        "study": data.study.name,
        "data": data.study.data,
        "unreadable": data.unreadable,
        "verdicts": verdicts(data, comparison),
        "entries": rows(data, comparison),
        "diagnosis": diagnosis(data, comparison),
        "regions": region_rows(data, comparison),
        "missed_faces": missed_faces(data, comparison),
        "differences": differences(&data.entries(comparison)),
    })
}

/// `rows` of each comparison as one CSV table.
///
/// # Errors
/// Never in practice: it is written to memory.
pub(crate) fn csv_table<'a>(
    tables: impl Iterator<Item = (&'a str, &'a [Row])>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "comparison",
        "name",
        "experiment",
        "epochs",
        "loss",
        "train_loss",
        "test_loss",
        "best_test_loss",
        "best_epoch",
        "mse",
        "nme_inter_ocular",
        "nme_inter_pupil",
        "nme_box",
        "failure_rate_08",
        "failure_rate_10",
        "auc_08",
        "auc_10",
        "pixel_error_crop",
        "pixel_error_original",
        "parameters",
        "diverged_in_epoch",
        "seeds",
        "test_loss_deviation",
        "nme_inter_ocular_deviation",
        "pixel_error_crop_deviation",
        "test_images",
        "test_people",
    ])?;
    for (comparison, rows) in tables {
        for row in rows {
            let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
            let whole = |value: Option<usize>| value.map(|v| v.to_string()).unwrap_or_default();
            let spread = row.deviation.unwrap_or_default();
            let off = |of: fn(&Scores) -> f64| number(spread.scores.as_ref().map(of));
            let score = |of: fn(&Scores) -> f64| number(row.scores.as_ref().map(of));
            writer.write_record([
                comparison.to_owned(),
                row.name.clone(),
                row.experiment.clone().unwrap_or_default(),
                whole(row.epochs),
                row.loss.clone(),
                number(row.train_loss),
                number(row.test_loss),
                number(row.best_test_loss),
                whole(row.best_epoch),
                score(|s| s.mse),
                score(|s| s.nme),
                score(|s| s.nme_inter_pupil),
                score(|s| s.nme_box),
                score(|s| s.failure_rate_08),
                score(|s| s.failure_rate_10),
                score(|s| s.auc_08),
                score(|s| s.auc_10),
                score(|s| s.pixel_error),
                score(|s| s.original_pixel_error),
                whole(row.parameters),
                whole(row.diverged),
                row.seeds.to_string(),
                number(spread.test_loss),
                off(|s| s.nme),
                off(|s| s.pixel_error),
                row.test_images.to_string(),
                row.test_people.to_string(),
            ])?;
        }
    }
    writer
        .into_inner()
        .map_err(|e| csv::Error::from(e.into_error()))
}
