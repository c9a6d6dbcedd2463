//! The diagnosis on the page.

use maud::{Markup, html};

use crate::diagnosis::{Diagnosis, FindingKind, Found};

/// Findings with their evidence folded in, and links to the charts it can be seen in: names and
/// addresses. Nothing without entries.
pub(super) fn diagnosis(
    diagnosis: &Diagnosis,
    seen_in: impl Fn(&Found) -> Vec<(String, String)>,
) -> Markup {
    html! {
        @if diagnosis.entries > 0 {
            h3 { "Diagnosis" }
            @for found in &diagnosis.found {
                div class={ "finding " (class(found.finding.kind)) } {
                    p {
                        strong { (found.finding.headline) } " · " (diagnosis.subject(found))
                    }
                    p { (found.finding.sentence) }
                    @let seen_in = seen_in(found);
                    @if !seen_in.is_empty() {
                        p class="small" {
                            "Seen in: "
                            @for (i, (name, address)) in seen_in.iter().enumerate() {
                                @if i > 0 { " · " }
                                a href={ "#" (address) } { (name) }
                            }
                        }
                    }
                    details {
                        summary { "Evidence" }
                        dl {
                            @for evidence in &found.finding.evidence {
                                dt { (evidence.what) } dd { (evidence.value) }
                            }
                        }
                    }
                }
            }
            @if let Some(words) = diagnosis.whose() { p class="small" { (words) } }
            @if let Some(words) = diagnosis.nothing_found() { p class="small" { (words) } }
        }
    }
}

/// What makes the numbers useless stands out from what limits them.
fn class(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Constant | FindingKind::AtStart | FindingKind::Unstable => "grave",
        FindingKind::Overfitting | FindingKind::Undertrained | FindingKind::Leak => "",
    }
}
