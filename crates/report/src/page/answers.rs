//! What every comparison comes to, in one list at the top of the page.

use faceoff_measure::{Metric, Verdict};
use maud::{Markup, html};

use crate::diagnosis::{Diagnosis, FindingKind};
use crate::not_trained::NotTrained;
use crate::section::Section;
use crate::verdict::in_brief;

/// For each comparison: what it asks, what it comes to and what went wrong in its runs; those that have
/// nothing to say yet in one line.
pub(super) fn answers<'a>(
    sections: impl Iterator<Item = &'a Section>,
    not_trained: &[NotTrained],
) -> Markup {
    html! {
        dl class="answers" {
            @for section in sections {
                dt {
                    a href={ "#" (section.name) } { (section.title) }
                    @if !section.question.is_empty() { p class="small" { (section.question) } }
                }
                dd {
                    p class=[tone(section)] { (section.verdicts.short) "." }
                    @let other_seeds = section.verdicts.other_seeds.as_deref();
                    @if let Some(words) = other_seeds.and_then(in_brief) { span class="chip plain" { (words) } }
                    @if !section.missing.is_empty() {
                        span class="chip" { "Not trained yet, or not readable: " (section.missing.join("; ")) }
                    }
                    @for (grave, words) in found(&section.diagnosis) {
                        span class={ "chip" @if grave { " grave" } } { (words) }
                    }
                }
            }
        }
        @if let Some(words) = NotTrained::words(not_trained) { p class="small" { (words) } }
    }
}

/// How an answer looks: as what a single entry comes to against the first.
fn tone(section: &Section) -> Option<&'static str> {
    let judged = section.verdicts.judged.iter();
    let by_error: Vec<_> = judged
        .filter(|judged| judged.metric == Metric::LANDMARK_ERROR)
        .collect();
    match by_error.as_slice() {
        _ if section.verdicts.asks_in_vain => None,
        [only] => match only.verdict {
            Verdict::Better => Some("better"),
            Verdict::Worse => Some("worse"),
            Verdict::NoDifferenceThatMatters | Verdict::Undecided => None,
        },
        _ => None,
    }
}

/// The findings that change what an answer means, each once with whom it is about: that an entry
/// is trained too briefly, or knows the people, is for its section to say.
fn found(diagnosis: &Diagnosis) -> Vec<(bool, String)> {
    let mut chips: Vec<(bool, &str, Vec<String>)> = Vec::new();
    for found in &diagnosis.found {
        let grave = match found.finding.kind {
            FindingKind::Constant | FindingKind::AtStart | FindingKind::Unstable => true,
            FindingKind::Overfitting => false,
            FindingKind::Undertrained | FindingKind::Leak => continue,
        };
        let headline = found.finding.headline.as_str();
        let subject = diagnosis.subject(found);
        match chips.iter_mut().find(|(_, other, _)| *other == headline) {
            Some((.., subjects)) => subjects.push(subject),
            None => chips.push((grave, headline, vec![subject])),
        }
    }
    let chips = chips.into_iter();
    chips
        .map(|(grave, headline, whom)| (grave, format!("{headline}: {}", whom.join("; "))))
        .collect()
}
