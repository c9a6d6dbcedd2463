//! Verdicts and the ranking on the page.

use faceoff_measure::Comparison as Judged;
use maud::{Markup, html};

use super::strip::Strip;
use super::table::{Cell, Column, Row, Table};
use crate::format::{percent, thousands};
use crate::verdict::{COLUMNS, Ranked, Ranking, Verdicts, cells, in_words};

/// The verdict of a comparison, its table at `address`, with those of its `notes` that are its own,
/// and links to what it can be seen by: names and addresses.
pub(super) fn verdict(
    address: &str,
    verdicts: &Verdicts,
    notes: &[&str],
    evidence: &[(&str, String)],
) -> Markup {
    html! {
        div class="verdict" {
            p { strong { (verdicts.sentence) } }
            @for words in &verdicts.fewer_seeds { p class="small" { (words) } }
            @for remark in &verdicts.remarks { p { (remark) } }
            @if !verdicts.judged.is_empty() {
                (table(address, verdicts))
            }
            @if !notes.is_empty() { p class="small" { (notes.join(" · ")) } }
            @if !evidence.is_empty() {
                p class="small" {
                    "Evidence: "
                    @for (i, (name, address)) in evidence.iter().enumerate() {
                        @if i > 0 { " · " }
                        a href={ "#" (address) } { (name) }
                    }
                }
            }
        }
    }
}

/// What holds for every ranking.
pub(super) const RANKING_NOTE: &str = "NME: the error over the distance of the outer eye corners. \
    Bars are 95 % confidence intervals. Against the first: corrected for the number of pairs of \
    experiments (Holm), as any of them could have come out first.";

/// What the order was made by.
fn order_note(ranking: &Ranking) -> &'static str {
    match ranking.by_validation {
        true => {
            "The order is that of the errors on validation images, of people who are neither \
             trained nor tested on: the test images say what the choice is worth."
        }
        false => {
            "There is no validation set: the order is that of the errors on the test images \
             themselves, so none is called the best. On new images expect the first to do a little \
             less well."
        }
    }
}

/// Every entry against the first.
fn table(address: &str, verdicts: &Verdicts) -> Markup {
    let columns = COLUMNS.iter().enumerate();
    let columns = columns.map(|(i, name)| match i {
        0 | 6 => Column::words(*name),
        _ => Column::numbers(*name),
    });
    let row = |judged: &Judged| {
        let scaled = |value: f64| Some(value * judged.metric.scale);
        let values = [
            None,
            scaled(judged.entry_mean),
            scaled(judged.difference),
            scaled(judged.interval.low),
            judged.effect.as_ref().map(|effect| effect.size),
            Some(judged.adjusted_p),
            None,
        ];
        let cells = cells(judged).into_iter().zip(values);
        let cells = cells.enumerate().map(|(i, (words, value))| match value {
            // An interval sorts by its lower end, but a file has both.
            Some(low) if i == 3 => Cell::words(words).sorted_by(low),
            Some(value) => Cell::number(value, html! { (words) }),
            None => Cell::words(words),
        });
        Row {
            name: judged.entry.clone(),
            head: html! { (judged.entry) },
            class: None,
            cells: cells.collect(),
        }
    };
    let table = Table {
        address: address.to_owned(),
        caption: "Every entry against the first".to_owned(),
        names: format!("Against {}", verdicts.reference()),
        columns: columns.collect(),
        rows: verdicts.judged.iter().map(row).collect(),
    };
    table.markup()
}

/// The experiments that were tested on the same images, by their error; the table is at `address`.
pub(super) fn ranking(address: &str, ranking: &Ranking, strip: &Strip) -> Markup {
    let two = |first: &str, second: &str| html! { (first) small { (second) } };
    let by_validation = ranking.by_validation;
    let columns = [
        Some(Column::numbers("Epochs")),
        Some(Column::numbers("Seeds")),
        by_validation
            .then(|| Column::numbers("NME, validation (%)").headed(two("NME", "validation"))),
        Some(Column::numbers("NME (%)").headed(two("NME", "test"))),
        Some(Column::numbers("95 % interval")),
        Some(Column::drawings("NME, drawn").headed(strip.head())),
        Some(Column::words("Against the first")),
    ];
    let percentage = |value: f64| Cell::number(100.0 * value, html! { (percent(value)) });
    let row = |(i, ranked): (usize, &Ranked)| {
        let interval = ranked.nme.interval;
        let words = format!("{} to {}", percent(interval.low), percent(interval.high));
        let against = match &ranked.against_first {
            Some(judged) => Cell::words(in_words(judged.verdict)),
            None if by_validation => Cell::words("best by validation"),
            None => Cell::none(),
        };
        let cells = [
            Some(Cell::number(
                ranked.epochs as f64,
                html! { (thousands(ranked.epochs)) },
            )),
            Some(Cell::number(ranked.seeds as f64, html! { (ranked.seeds) })),
            ranked.validation_nme.map(percentage),
            Some(percentage(ranked.nme.mean).with_class((i == 0).then_some("smallest"))),
            Some(Cell::words(words).sorted_by(100.0 * interval.low)),
            Some(Cell::drawing(strip.row(&ranked.nme))),
            Some(against),
        ];
        Row {
            name: ranked.name.clone(),
            head: html! { (i + 1) ". " (ranked.name) },
            class: None,
            cells: cells.into_iter().flatten().collect(),
        }
    };
    let table = Table {
        address: address.to_owned(),
        caption: format!("Ranking by {}", ranking.tested),
        names: "Experiment".to_owned(),
        columns: columns.into_iter().flatten().collect(),
        rows: ranking.ranked.iter().enumerate().map(row).collect(),
    };
    html! {
        h3 { "Ranking by " (ranking.tested) }
        (table.markup())
        p class="small" { (order_note(ranking)) " " (ranking.note) }
    }
}
