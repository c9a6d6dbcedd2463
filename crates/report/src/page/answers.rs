//! What every comparison comes to, in one list at the top of the page.

use faceoff_measure::{Metric, Verdict};
use maud::{Markup, html};

use super::more_seeds::more_seeds;
use crate::diagnosis::{Diagnosis, FindingKind};
use crate::section::Section;
use crate::study::StudyData;

/// For each comparison: what it asks, what it comes to and what went wrong in its runs.
pub(super) fn answers<'a>(
    data: &StudyData,
    sections: impl Iterator<Item = &'a Section> + Clone,
) -> Markup {
    html! {
        dl class="answers" {
            @for section in sections.clone() {
                dt {
                    a href={ "#" (section.name) } { (section.title) }
                    @if !section.question.is_empty() { p class="small" { (section.question) } }
                }
                dd {
                    p class=[tone(section)] { (section.verdicts.short) "." }
                    @for more in more_seeds(data, section, sections.clone()) {
                        p class="small" {
                            (more.words) " ("
                            a href={ "#" (more.section.name) } { (more.section.title) } ")."
                        }
                    }
                    @if !section.missing.is_empty() {
                        span class="chip" { "Not trained yet, or not readable: " (section.missing.join("; ")) }
                    }
                    @for (grave, words) in found(&section.diagnosis) {
                        span class={ "chip" @if grave { " grave" } } { (words) }
                    }
                }
            }
        }
    }
}

/// How an answer looks: as what a single entry comes to against the first.
fn tone(section: &Section) -> Option<&'static str> {
    let judged = section.verdicts.judged.iter();
    let by_error: Vec<_> = judged
        .filter(|judged| judged.metric == Metric::LANDMARK_ERROR)
        .collect();
    match by_error.as_slice() {
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
