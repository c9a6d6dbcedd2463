//! Verdicts and the ranking on the page.

use maud::{Markup, html};

use super::words::{COLUMNS, called, cells};
use super::{Ranking, Verdicts};
use crate::numbers::{percent, thousands};

/// The verdict of a comparison, with links to what it can be seen by: names and addresses.
pub(crate) fn markup(verdicts: &Verdicts, evidence: &[(&str, String)]) -> Markup {
    html! {
        div class="verdict" {
            p { strong { (verdicts.sentence) } }
            @if !verdicts.judged.is_empty() {
                div class="tables" { table {
                    thead { tr {
                        th { "Against " (verdicts.judged[0].reference) }
                        @for column in COLUMNS { th { (column) } }
                    } }
                    tbody { @for judged in &verdicts.judged {
                        tr { td { (judged.entry) } @for cell in cells(judged) { td { (cell) } } }
                    } }
                } }
            }
            p class="small" {
                @for (i, note) in verdicts.notes.iter().enumerate() {
                    @if i > 0 { " · " } (note)
                }
            }
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

/// All experiments by their error.
pub(crate) fn ranking_markup(ranking: &Ranking) -> Markup {
    html! {
        h3 { "Ranking" }
        p class="small" {
            "By NME, the error over the distance of the outer eye corners, with 95 % intervals. "
            (ranking.note)
        }
        div class="tables" { table {
            thead { tr {
                th {} th { "Epochs" } th { "Seeds" } th { "NME" } th { "95 % interval" }
                th { "Against the best" }
            } }
            tbody { @for (i, ranked) in ranking.ranked.iter().enumerate() {
                tr {
                    td { (i + 1) ". " (ranked.name) }
                    td { (ranked.epochs.map_or_else(|| "–".to_owned(), thousands)) }
                    td { (ranked.seeds) }
                    td { (percent(ranked.nme.mean)) }
                    td { (percent(ranked.nme.interval.low)) " to " (percent(ranked.nme.interval.high)) }
                    td { @match &ranked.against_best {
                        Some(judged) => { (called(judged.verdict)) }
                        None => { "–" }
                    } }
                }
            } }
        } }
    }
}
