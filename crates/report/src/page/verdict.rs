//! Verdicts and the ranking on the page.

use maud::{Markup, html};

use super::strip::Strip;
use crate::format::{percent, thousands};
use crate::verdict::{COLUMNS, Ranking, Verdicts, cells, in_words};

/// The verdict of a comparison, with links to what it can be seen by: names and addresses.
pub(super) fn verdict(verdicts: &Verdicts, evidence: &[(&str, String)]) -> Markup {
    html! {
        div class="verdict" {
            p { strong { (verdicts.sentence) } }
            @for words in &verdicts.fewer_seeds { p class="small" { (words) } }
            @for remark in &verdicts.remarks { p { (remark) } }
            @if !verdicts.judged.is_empty() {
                div class="tables" { table {
                    thead { tr {
                        th { "Against " (verdicts.reference()) }
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

/// The experiments that were tested on the same images, by their error.
pub(super) fn ranking(ranking: &Ranking, strip: &Strip) -> Markup {
    html! {
        h3 { "Ranking by " (ranking.tested) }
        div class="tables" { table {
            thead { tr {
                th {} th { "Epochs" } th { "Seeds" }
                @if ranking.by_validation { th { "NME" small { "validation" } } }
                th { "NME" small { "test" } } th { "95 % interval" } th class="strip" { (strip.head()) }
                th style="text-align:left" { "Against the first" }
            } }
            tbody { @for (i, ranked) in ranking.ranked.iter().enumerate() {
                tr {
                    td { (i + 1) ". " (ranked.name) }
                    td { (thousands(ranked.epochs)) }
                    td { (ranked.seeds) }
                    @if let Some(nme) = ranked.validation_nme { td { (percent(nme)) } }
                    td class=[(i == 0).then_some("smallest")] { (percent(ranked.nme.mean)) }
                    td { (percent(ranked.nme.interval.low)) " to " (percent(ranked.nme.interval.high)) }
                    td { (strip.row(&ranked.nme)) }
                    td style="text-align:left" { @match &ranked.against_first {
                        Some(judged) => { (in_words(judged.verdict)) }
                        None if ranking.by_validation => { "best by validation" }
                        None => { "–" }
                    } }
                }
            } }
        } }
        p class="small" { (order_note(ranking)) " " (ranking.note) }
    }
}
