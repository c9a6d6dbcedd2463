//! The table of a comparison on the page.

use maud::{Markup, html};

use crate::format::{count, fraction, percent, short, thousands};
use crate::scores::{EyesTogether, Row, Scores};

/// The numbers of `rows`, the smallest error marked, and what is to be known of their NME.
pub(super) fn number_table(rows: &[Row], eyes: Option<&EyesTogether>) -> Markup {
    let (smallest, end) = (smallest(rows), end(rows));
    // Without a validation set there is nothing to choose an epoch by.
    let validated = rows.iter().any(|row| row.validation_loss.is_some());
    html! {
        div class="tables numbers" {
            table {
                thead { tr {
                    th {} th { "Epochs" } th { "Loss" small { "trained on" } }
                    th { "Train loss" small { "of the last epoch" } }
                    th { "Test loss" small { "after it" } }
                    @if validated {
                        th { "Validation loss" small { "after it" } }
                        th { "Best epoch" small { "by validation" } small { "(test loss after it)" } }
                    }
                    th { "MSE" small { "test" } } th { "NME" small { "inter-ocular, mean" } small { "median" } }
                    th { "AUC@8 %" } th { "FR@10 %" }
                    th style="text-align:left" {
                        "Error" small { "px of crop (original)" }
                    }
                } }
                tbody { @for row in rows {
                    tr class=[row.experiment.is_none().then_some("constant")] {
                        td { (name(row)) }
                        (losses(row, validated))
                        @match &row.scores {
                            Some(found) => (scores(found, row.deviation.unwrap_or_default().scores, smallest, end)),
                            None => {
                                @for _ in 0..4 { td { "–" } } td style="text-align:left" { "–" }
                            }
                        }
                    }
                } }
            }
        }
        @if let Some(eyes) = eyes { p class="small" { (eyes.note()) } }
    }
}

fn errors(rows: &[Row]) -> impl Iterator<Item = f64> {
    let errors = rows.iter().filter_map(|row| row.scores.as_ref());
    let errors = errors.map(|scores| scores.pixel_error);
    errors.filter(|error| error.is_finite())
}

/// The smallest error; none where nothing is finite, nor where errors do not compare.
fn smallest(rows: &[Row]) -> Option<f64> {
    let compare = rows.iter().all(|row| !row.other_images);
    errors(rows).filter(|_| compare).reduce(f64::min)
}

/// The error that bars are measured by: the mean face's, beyond which nothing was learned, or else
/// the largest.
fn end(rows: &[Row]) -> f64 {
    let constant = rows.iter().filter(|row| row.experiment.is_none());
    let constant = constant.filter_map(|row| row.scores.map(|scores| scores.pixel_error));
    let end = constant.fold(f64::NAN, f64::max);
    match end.is_finite() {
        true => end,
        false => errors(rows).fold(0.0, f64::max),
    }
}

/// What an entry is called and what is to be known of its training.
fn name(row: &Row) -> Markup {
    html! {
        (row.name)
        @if row.seeds > 1 { span class="seeds" { "mean ± SD of " (row.seeds) " seeds" } }
        @if let Some(words) = row.tested() { span class="seeds" { (words) } }
        @if let Some(words) = row.divergence() { span class="note" { (words) } }
        @if let Some(words) = row.left_out() { span class="note" { (words) } }
        @if let Some(asked) = row.asked { span class="note" { "asked for " (count(asked, "epoch")) } }
    }
}

/// The cells of losses, with those of validation where any row has them.
fn losses(row: &Row, validated: bool) -> Markup {
    let around = row.deviation.unwrap_or_default();
    let number = |value: Option<f64>, off: Option<f64>| match value {
        Some(value) => spread(value, off, short),
        None => html! { "–" },
    };
    html! {
        td { (row.epochs.map_or_else(|| "–".to_owned(), thousands)) }
        td { (row.loss) }
        td { (number(row.train_loss, around.train_loss)) }
        td { (number(row.test_loss, around.test_loss)) }
        @if validated {
            td { (number(row.validation_loss, around.validation_loss)) }
            td {
                @match row.best_epoch {
                    Some(epoch) => {
                        (epoch)
                        @if let Some(loss) = row.best_test_loss { " (" (short(loss)) ")" }
                    }
                    None => { "–" }
                }
            }
        }
    }
}

/// The cells of the means over test images, with the standard deviations around them.
fn scores(scores: &Scores, off: Option<Scores>, smallest: Option<f64>, end: f64) -> Markup {
    let is_smallest = smallest.is_some_and(|smallest| scores.pixel_error <= smallest);
    html! {
        td { (spread(scores.mse, off.map(|off| off.mse), short)) }
        td {
            (spread(scores.nme, off.map(|off| off.nme), percent))
            span class="seeds" { "median " (percent(scores.nme_median)) }
        }
        td { (spread(scores.auc_08, off.map(|off| off.auc_08), fraction)) }
        td { (spread(scores.failure_rate_10, off.map(|off| off.failure_rate_10), percent)) }
        td class=[is_smallest.then_some("smallest")] style="text-align:left" {
            (short(scores.pixel_error))
            @if scores.pixel_error.is_finite() { " (" (short(scores.original_pixel_error)) ")" }
            (bar(scores.pixel_error / end))
            (deviation(off.map(|off| off.pixel_error), short))
        }
    }
}

/// `value` written by `how`, the standard deviation around it on a line of its own.
fn spread(value: f64, off: Option<f64>, how: fn(f64) -> String) -> Markup {
    html! { (how(value)) (deviation(off, how)) }
}

fn deviation(off: Option<f64>, how: fn(f64) -> String) -> Markup {
    html! { @if let Some(off) = off { span class="seeds" { "± " (how(off)) } } }
}

/// A bar of at most 36 pixels; 30 is the end.
fn bar(share: f64) -> Markup {
    let width = if share.is_finite() {
        (share * 30.0).clamp(1.0, 36.0)
    } else {
        36.0
    };
    html! { span class="bar" style=(format!("width:{width:.0}px")) {} }
}
