//! Verdicts and the ranking on the page.

use faceoff_measure::MeanEstimate;
use maud::{Markup, html};

use super::words::{COLUMNS, called, cells};
use super::{Ranking, Verdicts};
use crate::numbers::{percent, thousands};

/// The verdict of a comparison, with links to what it can be seen by: names and addresses.
pub(crate) fn markup(verdicts: &Verdicts, evidence: &[(&str, String)]) -> Markup {
    html! {
        div class="verdict" {
            p { strong { (verdicts.sentence) } }
            @for remark in &verdicts.remarks { p { (remark) } }
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

/// What holds for every ranking.
pub(crate) const RANKING_NOTE: &str = "NME: the error over the distance of the outer eye corners. \
    Bars are 95 % intervals. Against the best: corrected for the number of pairs of experiments \
    (Holm), as any of them could have come out best. The best was picked by the same test images that \
    its error is measured on, as there are no others for picking: on new ones expect it to do a \
    little less well.";

/// The experiments that were tested on the same images, by their error.
pub(crate) fn ranking_markup(ranking: &Ranking) -> Markup {
    let end = axis_end(ranking);
    html! {
        h3 { "Ranking by " (ranking.tested) }
        div class="tables" { table {
            thead { tr {
                th {} th { "Epochs" } th { "Seeds" } th { "NME" } th { "95 % interval" } th {}
                th style="text-align:left" { "Against the best" }
            } }
            tbody { @for (i, ranked) in ranking.ranked.iter().enumerate() {
                tr {
                    td { (i + 1) ". " (ranked.name) }
                    td { (thousands(ranked.epochs)) }
                    td { (ranked.seeds) }
                    td class=[(i == 0).then_some("best")] { (percent(ranked.nme.mean)) }
                    td { (percent(ranked.nme.interval.low.max(0.0))) " to " (percent(ranked.nme.interval.high)) }
                    td { (whisker(&ranked.nme, end)) }
                    td style="text-align:left" { @match &ranked.against_best {
                        Some(judged) => { (called(judged.verdict)) }
                        None => { "best" }
                    } }
                }
            } }
        } }
        p class="small" { (ranking.note) }
    }
}

/// The end of the axis of errors: what holds the intervals of all whose error is below that
/// distance itself. Others learned nothing, and would squeeze the rest.
fn axis_end(ranking: &Ranking) -> f64 {
    let nme = || ranking.ranked.iter().map(|ranked| ranked.nme);
    let sane = nme().filter(|nme| nme.mean < 1.0);
    let end = sane.map(|nme| nme.interval.high.min(1.0)).reduce(f64::max);
    end.unwrap_or_else(|| nme().map(|nme| nme.interval.high).fold(0.0, f64::max))
}

/// An error as a dot and its interval as a bar, on an axis from 0 to `end`.
fn whisker(nme: &MeanEstimate, end: f64) -> Markup {
    let at = |value: f64| WHISKER * (value / end).clamp(0.0, 1.0);
    let (low, high) = (at(nme.interval.low), at(nme.interval.high));
    html! {
        svg class="whisker" width=(WHISKER + 8.0) height="14" viewBox={ "-4 0 " (WHISKER + 8.0) " 14" }
            role="img" aria-label={ "NME " (percent(nme.mean)) } {
            line class="track" x1="0" x2=(format!("{WHISKER:.0}")) y1="7" y2="7" {}
            rect x=(format!("{low:.1}")) y="4" width=(format!("{:.1}", (high - low).max(1.0))) height="6" rx="3" {}
            @if nme.mean <= end { circle cx=(format!("{:.1}", at(nme.mean))) cy="7" r="3.5" {} }
        }
    }
}

/// Length of that axis, in pixels.
const WHISKER: f64 = 240.0;
