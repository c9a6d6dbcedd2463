//! The entries of a comparison judged against its first.

use faceoff_measure::{
    CompareError, Comparison as Judged, Metric, Outcome, Scope, Settings, SmallestDifference,
    Verdict, compare_all, estimate_mean, mean,
};
use faceoff_spec::Comparison;

use super::not_known::{NOT_KNOWN, others_not_known};
use super::remarks::{few_in_common, shared_runs, unequal_training};
use super::verdicts::Verdicts;
use super::words::{amount, in_words};
use crate::format::{count, percent, short, thousands};
use crate::scores::{Paired, PairedEntry};

/// What entries are judged by.
const METRICS: [Metric; 2] = [Metric::LANDMARK_ERROR, Metric::NME];

/// What the entries of `comparison` come to.
///
/// # Errors
/// Where nothing can be said of other images or people.
pub(super) fn judge(
    paired: &Paired<'_>,
    comparison: &Comparison,
) -> Result<Verdicts, CompareError> {
    match paired.entries.as_slice() {
        [] => Ok(Verdicts {
            short: "Not trained yet".to_owned(),
            sentence: "There are no predictions to judge yet.".to_owned(),
            ..Verdicts::default()
        }),
        [only] => alone(only, paired),
        [reference, others @ ..] => against(reference, others, paired, comparison),
    }
}

/// A single entry has nothing beside it but the mean face.
fn alone(entry: &PairedEntry<'_>, paired: &Paired<'_>) -> Result<Verdicts, CompareError> {
    let settings = Settings::default();
    let estimate = |metric| estimate_mean(&entry.outcome(metric), &paired.units, &settings);
    let (error, nme) = (estimate(Metric::LANDMARK_ERROR)?, estimate(Metric::NME)?);
    let mut sentence = format!(
        "{} is {} px off the ground truth on average (95 % interval {} to {}), an NME of {} ({} to \
         {}); predicting the mean face for every image is {} px off.",
        entry.name,
        short(error.mean),
        short(error.interval.low),
        short(error.interval.high),
        percent(nme.mean),
        percent(nme.interval.low),
        percent(nme.interval.high),
        short(entry.constant_error),
    );
    let one_seed = error.scope == Scope::TheseNetworks;
    if one_seed {
        sentence.push_str(&format!(
            " One seed: this holds for this trained network; {NOT_KNOWN}"
        ));
    }
    Ok(Verdicts {
        short: format!(
            "{} is {} px off the ground truth, an NME of {}",
            entry.name,
            short(error.mean),
            percent(nme.mean)
        ),
        sentence,
        other_seeds: one_seed.then(|| format!("One seed: {NOT_KNOWN}")),
        notes: vec![format!("over {}", over(paired))],
        ..Verdicts::default()
    })
}

fn against(
    reference: &PairedEntry<'_>,
    others: &[PairedEntry<'_>],
    paired: &Paired<'_>,
    comparison: &Comparison,
) -> Result<Verdicts, CompareError> {
    let settings = settings(reference, comparison);
    let judge = |metric: Metric| {
        let outcomes: Vec<Outcome<'_>> = others.iter().map(|each| each.outcome(metric)).collect();
        let reference = reference.outcome(metric);
        compare_all(&outcomes, &reference, &paired.units, metric, &settings)
    };
    let [by_error, by_nme] = METRICS.map(judge);
    let (by_error, by_nme) = (by_error?, by_nme?);
    let (short, mut sentence) = match by_error.as_slice() {
        [only] => (in_short(only), only.words()),
        several => grouped(several),
    };
    let otherwise: Vec<_> = by_error
        .iter()
        .zip(&by_nme)
        .filter(|(error, nme)| error.verdict != nme.verdict)
        .map(|(_, nme)| format!("{} ({})", nme.entry, in_words(nme.verdict)))
        .collect();
    if !otherwise.is_empty() {
        let names = otherwise.join("; ");
        sentence.push_str(&format!(" By NME it comes out otherwise for {names}."));
    }
    let mut notes = vec![smallest(&by_error[0], &by_nme[0], comparison)];
    if others.len() > 1 {
        let made = count(others.len(), "comparison");
        notes.push(format!("p-values are corrected for {made} (Holm)"));
    }
    notes.push(pairing(paired, &by_error));
    let remarks = [
        few_in_common(reference, others, paired),
        unequal_training(reference, others),
        shared_runs(others.iter().map(|other| (reference, other))),
    ];
    let common = paired.differ.then(|| paired.units.images());
    Ok(Verdicts {
        other_seeds: others_not_known(&by_error),
        common_images: common,
        short: match paired.differ {
            true => format!(
                "By the {} that all were tested on: {short}",
                count(paired.units.images(), "image")
            ),
            false => short,
        },
        sentence,
        remarks: remarks.into_iter().flatten().collect(),
        judged: by_error
            .into_iter()
            .zip(by_nme)
            .flat_map(|(error, nme)| [error, nme])
            .collect(),
        notes,
        ..Verdicts::default()
    })
}

/// The least that matters is a share of the reference's error, so that it is the same for pixels
/// and for NME.
fn settings(reference: &PairedEntry<'_>, comparison: &Comparison) -> Settings {
    let usual = Settings::default();
    let Some(pixels) = comparison.smallest_difference else {
        return usual;
    };
    let rows = reference.outcome(Metric::LANDMARK_ERROR).seeds;
    let error = mean(&rows.iter().map(|row| mean(row)).collect::<Vec<_>>());
    match error > 0.0 {
        true => Settings {
            smallest: SmallestDifference::Relative(pixels / error),
            ..usual
        },
        false => usual,
    }
}

/// A verdict with its interval, the sign left out where a winner is named, and with how many seeds
/// it rests on where these are several.
fn in_short(judged: &Judged) -> String {
    let interval = judged.interval;
    let (begin, low, high) = match judged.verdict {
        Verdict::Better => (String::new(), -interval.high, -interval.low),
        Verdict::Worse => (String::new(), interval.low, interval.high),
        Verdict::NoDifferenceThatMatters | Verdict::Undecided => {
            let unit = judged.metric.unit;
            let difference = judged.number(judged.difference);
            let begin = format!("difference {difference}{unit}, ");
            (begin, interval.low, interval.high)
        }
    };
    let seeds = match judged.scope {
        Scope::TheseNetworks => String::new(),
        Scope::TrainingAgain => format!("; {}", judged.seeds()),
    };
    format!(
        "{} ({begin}{} to {}{seeds})",
        judged.statement(),
        judged.number(low),
        judged.number(high)
    )
}

/// Several verdicts in plain sentences, by what they are: without and with what they hold for.
fn grouped(judged: &[Judged]) -> (String, String) {
    let reference = &judged[0].reference;
    let group = |verdict: Verdict, words: String| {
        let of = judged.iter().filter(|each| each.verdict == verdict);
        let names: Vec<_> = of
            .map(|each| match verdict {
                Verdict::Better | Verdict::Worse => {
                    format!("{} by {}", each.entry, amount(each))
                }
                _ => each.entry.clone(),
            })
            .collect();
        (!names.is_empty()).then(|| format!("{words}: {}.", names.join("; ")))
    };
    let groups = [
        (Verdict::Better, format!("Better than {reference}")),
        (Verdict::Worse, format!("Worse than {reference}")),
        (
            Verdict::NoDifferenceThatMatters,
            format!("No difference from {reference} that matters"),
        ),
        (
            Verdict::Undecided,
            format!("Cannot be told apart from {reference} with certainty"),
        ),
    ];
    let mut sentences: Vec<_> = groups
        .into_iter()
        .filter_map(|(verdict, words)| group(verdict, words))
        .collect();
    let short = sentences.join(" ").trim_end_matches('.').to_owned();
    let one_seed = |each: &Judged| each.scope == Scope::TheseNetworks;
    let who = match judged.iter().filter(|each| one_seed(each)).count() {
        0 => {
            sentences.extend(judged.iter().filter_map(Judged::caution));
            return (short, sentences.join(" "));
        }
        all if all == judged.len() => "One seed each",
        _ => "Where both have one seed",
    };
    sentences.push(format!(
        "{who}: this holds for these trained networks; {NOT_KNOWN}"
    ));
    (short, sentences.join(" "))
}

fn smallest(error: &Judged, nme: &Judged, comparison: &Comparison) -> String {
    let why = match comparison.smallest_difference {
        Some(_) => "as this comparison says".to_owned(),
        None => format!("2 % of the error of {}", error.reference),
    };
    format!(
        "differences below {}{} ({}{} NME) count as none: {why}",
        error.smallest(),
        error.metric.unit,
        nme.smallest(),
        nme.metric.unit
    )
}

fn pairing(paired: &Paired<'_>, judged: &[Judged]) -> String {
    let by_training = |each: &Judged| each.same_trainings && each.entry_seeds > 1;
    let trainings = match judged.iter().any(by_training) {
        true => ", those of the same trainings also training by training,",
        false => "",
    };
    format!("paired image by image{trainings} over {}", over(paired))
}

/// The images that count.
fn over(paired: &Paired<'_>) -> String {
    let units = &paired.units;
    let mut words = count(units.images(), "image");
    if units.are_people() {
        words.push_str(&format!(" of {} people", thousands(units.count())));
    }
    if paired.differ {
        words.push_str(" that all were tested on");
    }
    if units.are_people() {
        words.push_str("; intervals take people, not images, for independent");
    } else {
        words.push_str(", each standing for itself");
    }
    words
}
