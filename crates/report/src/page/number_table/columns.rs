//! The columns of a comparison's table.

use maud::{Markup, html};

use super::bars::Bars;
use crate::format::{fraction, percent, short, thousands};
use crate::page::table::{Cell, Column};
use crate::scores::{Deviation, Row, Scores};

/// What a column shows of a row.
pub(super) enum Of {
    Epochs,
    Seeds,
    TestImages,
    Loss,
    /// A loss and the standard deviation around it.
    Losses(fn(&Row) -> Option<f64>, fn(&Deviation) -> Option<f64>),
    BestEpoch,
    Score(Measure),
    /// The error with its bar.
    Error,
    Parameters,
}

/// A mean over test images.
pub(super) struct Measure {
    of: fn(&Scores) -> f64,
    /// From what is recorded to the column's unit.
    scale: f64,
    shown: fn(f64) -> String,
    /// Whether its standard deviation is shown.
    deviates: bool,
}

impl Measure {
    const fn new(of: fn(&Scores) -> f64, shown: fn(f64) -> String) -> Self {
        Self {
            of,
            scale: 1.0,
            shown,
            deviates: true,
        }
    }

    const fn percent(of: fn(&Scores) -> f64) -> Self {
        Self {
            scale: 100.0,
            ..Self::new(of, percent)
        }
    }
}

/// The columns that say something of `rows`. Those that few ask for are rare, and so is what other
/// columns say already.
pub(super) fn columns(rows: &[Row]) -> Vec<(Of, Column)> {
    // Without a validation set there is nothing to choose an epoch by.
    let validated = rows.iter().any(|row| row.validation_loss.is_some());
    let seeds = rows.iter().any(|row| row.seeds > 1);
    let images_differ = rows.iter().any(|row| row.images_differ);
    let one_loss = rows.iter().all(|row| row.loss == rows[0].loss);
    let two = |first: &str, second: &str| html! { (first) small { (second) } };
    let median = Measure {
        deviates: false,
        ..Measure::percent(|scores| scores.nme_median)
    };
    let columns = [
        Some((Of::Epochs, Column::numbers("Epochs"))),
        seeds.then(|| {
            (
                Of::Seeds,
                Column::numbers("Seeds").headed(two("Seeds", "mean ± SD")),
            )
        }),
        images_differ.then(|| {
            let head = two("Tested on", "images (people)");
            (Of::TestImages, Column::numbers("Test images").headed(head))
        }),
        Some((
            Of::Loss,
            Column::words("Loss")
                .headed(two("Loss", "trained on"))
                .rare(one_loss),
        )),
        Some((
            Of::Losses(|row| row.train_loss, |around| around.train_loss),
            Column::numbers("Train loss").headed(two("Train loss", "last epoch")),
        )),
        Some((
            Of::Losses(|row| row.test_loss, |around| around.test_loss),
            Column::numbers("Test loss").headed(two("Test loss", "after it")),
        )),
        validated.then(|| {
            let head = two("Validation loss", "after it");
            let column = Column::numbers("Validation loss").headed(head);
            (
                Of::Losses(|row| row.validation_loss, |around| around.validation_loss),
                column.rare(true),
            )
        }),
        validated.then(|| {
            let head = two("Best epoch", "by validation");
            let column = Column::numbers("Best epoch by validation").headed(head);
            (Of::BestEpoch, column.rare(true))
        }),
        validated.then(|| {
            let head = two("Test loss", "after the best epoch");
            let column = Column::numbers("Test loss after the best epoch").headed(head);
            (
                Of::Losses(|row| row.best_test_loss, |around| around.best_test_loss),
                column.rare(true),
            )
        }),
        Some((
            Of::Score(Measure::new(|scores| scores.mse, short)),
            Column::numbers("MSE").headed(two("MSE", "test")).rare(true),
        )),
        Some((
            Of::Score(Measure::percent(|scores| scores.nme)),
            Column::numbers("NME (%)").headed(two("NME", "mean")),
        )),
        Some((
            Of::Score(median),
            Column::numbers("NME, median (%)").headed(two("NME", "median")),
        )),
        Some((
            Of::Score(Measure::new(|scores| scores.auc_08, fraction)),
            Column::numbers("AUC@8 %"),
        )),
        Some((
            Of::Score(Measure::percent(|scores| scores.failure_rate_10)),
            Column::numbers("FR@10 %"),
        )),
        Some((
            Of::Error,
            Column::bars("Error (px)").headed(two("Error", "px of the crop")),
        )),
        Some((
            Of::Score(Measure::new(|scores| scores.original_pixel_error, short)),
            Column::numbers("Error in the original (px)")
                .headed(two("Error", "px of the original"))
                .rare(true),
        )),
        Some((Of::Parameters, Column::numbers("Parameters").rare(true))),
    ];
    columns.into_iter().flatten().collect()
}

impl Of {
    pub(super) fn cell(&self, row: &Row, bars: Bars) -> Cell {
        let whole = |value: Option<usize>| match value {
            Some(value) => Cell::number(value as f64, html! { (thousands(value)) }),
            None => Cell::none(),
        };
        match self {
            Self::Epochs => whole(row.epochs),
            Self::Seeds => whole(Some(row.seeds).filter(|seeds| *seeds > 0)),
            Self::TestImages => Cell::number(
                row.test_images as f64,
                html! { (thousands(row.test_images)) @if row.test_people > 0 { " (" (thousands(row.test_people)) ")" } },
            ),
            Self::Loss => Cell::words(row.loss.clone()),
            Self::Losses(of, around) => match of(row) {
                Some(loss) => {
                    let off = row.deviation.as_ref().and_then(around);
                    spread(loss, off, 1.0, short)
                }
                None => Cell::none(),
            },
            Self::BestEpoch => whole(row.best_epoch),
            Self::Score(measure) => match &row.scores {
                Some(scores) => {
                    let off = row.deviation.and_then(|off| off.scores);
                    let off = off
                        .filter(|_| measure.deviates)
                        .map(|off| (measure.of)(&off));
                    spread((measure.of)(scores), off, measure.scale, measure.shown)
                }
                None => Cell::none(),
            },
            Self::Error => match &row.scores {
                Some(scores) => error(row, scores.pixel_error, bars),
                None => Cell::none(),
            },
            Self::Parameters => whole(row.parameters),
        }
    }
}

/// `value`, which times `scale` is in the column's unit, as `how` writes it; the standard
/// deviation around it on a line of its own.
fn spread(value: f64, off: Option<f64>, scale: f64, how: fn(f64) -> String) -> Cell {
    let shown = html! { (how(value)) (deviation(off, how)) };
    Cell::number(scale * value, shown).with_deviation(off.map(|off| scale * off))
}

fn error(row: &Row, error: f64, bars: Bars) -> Cell {
    let off = row.deviation.and_then(|off| off.scores);
    let off = off.map(|off| off.pixel_error);
    let shown = html! { (short(error)) (bars.bar(error)) (deviation(off, short)) };
    let cell = Cell::number(error, shown).with_deviation(off);
    cell.with_class(bars.is_smallest(error).then_some("smallest"))
}

fn deviation(off: Option<f64>, how: fn(f64) -> String) -> Markup {
    html! { @if let Some(off) = off { span class="seeds" { "± " (how(off)) } } }
}
