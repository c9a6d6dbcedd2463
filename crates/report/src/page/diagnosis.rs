//! The diagnosis on the page.

use maud::{Markup, html};

use crate::diagnosis::{Diagnosis, FindingKind, Found};

/// What was found, in a few words.
pub(super) fn brief(diagnosis: &Diagnosis) -> String {
    let found = diagnosis.found.iter();
    let words = found.map(|found| {
        let headline = &found.finding.headline;
        format!("{headline}: {}", diagnosis.subject(found))
    });
    let words: Vec<String> = words.collect();
    match words.is_empty() {
        true => "nothing found".to_owned(),
        false => words.join(" · "),
    }
}

/// Findings with their evidence folded in, and links to the charts it can be seen in: names and
/// addresses. A finding that an earlier section tells of is a link to it: `said_in` gives its title
/// and address. Nothing without entries.
pub(super) fn diagnosis<'a>(
    diagnosis: &Diagnosis,
    seen_in: impl Fn(&Found) -> Vec<(String, String)>,
    said_in: impl Fn(&Found) -> Option<(&'a str, String)>,
) -> Markup {
    let (said, new): (Vec<_>, Vec<_>) = diagnosis
        .found
        .iter()
        .map(|found| (found, said_in(found)))
        .partition(|(_, said)| said.is_some());
    html! {
        @if diagnosis.entries > 0 {
            @for (found, _) in &new {
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
            @for (found, said) in &said {
                @if let Some((title, address)) = said {
                    p {
                        strong { (found.finding.headline) } " · " (diagnosis.subject(found))
                        ": as told under " a href={ "#" (address) } { (title) }
                    }
                }
            }
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
