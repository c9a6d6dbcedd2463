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
    Bars are 95 % confidence intervals. Against the best: corrected for the number of pairs of experiments \
    (Holm), as any of them could have come out best. The best was picked by the same test images that \
    its error is measured on, as there are no others for picking: on new ones expect it to do a \
    little less well.";

/// The experiments that were tested on the same images, by their error.
pub(super) fn ranking(ranking: &Ranking, strip: &Strip) -> Markup {
    html! {
        h3 { "Ranking by " (ranking.tested) }
        div class="tables" { table {
            thead { tr {
                th {} th { "Epochs" } th { "Seeds" } th { "NME" } th { "95 % interval" } th class="strip" { (strip.head()) }
                th style="text-align:left" { "Against the best" }
            } }
            tbody { @for (i, ranked) in ranking.ranked.iter().enumerate() {
                tr {
                    td { (i + 1) ". " (ranked.name) }
                    td { (thousands(ranked.epochs)) }
                    td { (ranked.seeds) }
                    td class=[(i == 0).then_some("best")] { (percent(ranked.nme.mean)) }
                    td { (percent(ranked.nme.interval.low)) " to " (percent(ranked.nme.interval.high)) }
                    td { (strip.row(&ranked.nme)) }
                    td style="text-align:left" { @match &ranked.against_best {
                        Some(judged) => { (in_words(judged.verdict)) }
                        None => { "best" }
                    } }
                }
            } }
        } }
        p class="small" { (ranking.note) }
    }
}
