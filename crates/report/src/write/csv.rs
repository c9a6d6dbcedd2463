//! The tables of comparisons as CSV.

use crate::scores::{Row, Scores};

/// `rows` of each comparison as one CSV table.
///
/// # Errors
/// Never in practice: it is written to memory.
pub(super) fn csv_table<'a>(
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
        "validation_loss",
        "best_epoch_by_validation",
        "test_loss_at_best_epoch",
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
        "nme_inter_ocular_median",
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
                number(row.validation_loss),
                whole(row.best_epoch),
                number(row.best_test_loss),
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
                score(|s| s.nme_median),
            ])?;
        }
    }
    writer
        .into_inner()
        .map_err(|e| csv::Error::from(e.into_error()))
}
