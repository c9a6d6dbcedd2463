//! Whether a run learned one prediction for all faces, and why.

use std::sync::Arc;

use faceoff_measure::{
    ConstantCheck, ConstantVerdict, FallVerdict, Settings, TestPredictions, fall, learned_constant,
    percent_interval_in_words,
};

use super::cause::{Cause, Why, cause, dead_outputs};
use super::finding::{Evidence, Finding, FindingKind, with_interval};
use crate::format::{count, short};
use crate::study::{EntryData, people};

/// The finding, with what killed the network where its health is recorded. None without
/// predictions, with predictions that are no finite numbers, or with too few people to tell.
///
/// A network is said to have learned a constant once it has stopped: its train loss no longer
/// falls, or a part of it is dead. Before that it may be at its beginning.
pub(super) fn finding(entry: &EntryData<'_>) -> Option<Finding> {
    let check = check(entry);
    let check = (*check).as_ref()?;
    let cause = match check.verdict {
        ConstantVerdict::Learned => return None,
        ConstantVerdict::PartlySame => dead_outputs(entry.health()),
        // What may not be there has no cause.
        ConstantVerdict::Unclear => None,
        _ => cause(entry.health()),
    };
    let losses: Vec<f64> = entry.metrics().iter().map(|line| line.train_loss).collect();
    let fall = fall(&losses);
    let is_dead = cause.as_ref().is_some_and(|cause| cause.why == Why::Dead);
    let has_stopped = is_dead || fall.verdict == FallVerdict::Stopped;
    let (kind, headline) = match at_start(check.verdict).filter(|_| !has_stopped) {
        Some(headline) => (FindingKind::AtStart, headline),
        None => (FindingKind::Constant, headline(check)?),
    };
    let mut sentence = check.words();
    let mut evidence = vec![
        Evidence::new("Test loss", short(check.loss)),
        Evidence::new("Test loss of the mean face", short(check.constant_loss)),
        Evidence::new(
            "Gain over the mean face",
            with_interval(check.constant_loss - check.loss, &check.gain),
        ),
    ];
    if let Some(varies) = check.varies_in_words() {
        evidence.push(Evidence::new(
            "Variance of the predictions, of that of the faces",
            varies,
        ));
    }
    if kind == FindingKind::AtStart {
        sentence.push(' ');
        sentence.push_str(&fall.words());
        if let Some(change) = &fall.change {
            let over = count(fall.over, "epoch");
            evidence.push(Evidence::new(
                &format!("Change of the train loss over the last {over}"),
                percent_interval_in_words(change.value, &change.interval),
            ));
        }
    }
    let is_known = |cause: &Cause| kind == FindingKind::Constant || cause.why != Why::NotKnown;
    match cause {
        Some(cause) => {
            if is_known(&cause) {
                sentence.push(' ');
                sentence.push_str(&cause.words);
            }
            evidence.extend(cause.shown);
        }
        None if !entry.health().is_empty() || check.verdict == ConstantVerdict::Unclear => {}
        None => evidence.push(Evidence::new(
            "Why",
            "not known: its layers were not recorded",
        )),
    }
    Some(Finding {
        kind,
        headline: headline.to_owned(),
        sentence,
        evidence,
    })
}

/// What is said of a network that has stopped; nothing where it learned.
fn headline(check: &ConstantCheck) -> Option<&'static str> {
    Some(match check.verdict {
        ConstantVerdict::SameForAll => "Learned a constant",
        ConstantVerdict::NoBetterThanConstant if check.gain.high <= 0.0 => {
            "No better than the mean face"
        }
        ConstantVerdict::NoBetterThanConstant => "Hardly better than the mean face, if at all",
        ConstantVerdict::Unclear => "Not shown to be better than the mean face",
        ConstantVerdict::PartlySame => "Learned a constant in part",
        ConstantVerdict::BarelyBetter => "Barely better than the mean face",
        ConstantVerdict::Learned => return None,
    })
}

/// What is said in its place of one that may be at its beginning; nothing where the words about one
/// that has stopped hold for it as well.
fn at_start(verdict: ConstantVerdict) -> Option<&'static str> {
    match verdict {
        ConstantVerdict::SameForAll => Some("Has not left its start yet"),
        ConstantVerdict::NoBetterThanConstant => Some("Not better than the mean face yet"),
        ConstantVerdict::PartlySame => Some("A constant in part so far"),
        ConstantVerdict::Unclear | ConstantVerdict::BarelyBetter | ConstantVerdict::Learned => None,
    }
}

/// Whether the entry's predictions are the same for all faces, or no better than that.
pub(super) fn learned_nothing(entry: &EntryData<'_>) -> bool {
    let nothing = |verdict| {
        matches!(
            verdict,
            ConstantVerdict::SameForAll | ConstantVerdict::NoBetterThanConstant
        )
    };
    let check = check(entry);
    (*check)
        .as_ref()
        .is_some_and(|check| nothing(check.verdict))
}

/// Both a diagnosis and a verdict ask for it.
fn check(entry: &EntryData<'_>) -> Arc<Option<ConstantCheck>> {
    let known = &entry.run.known.constant;
    known.get(entry.entry.epoch, || check_anew(entry))
}

fn check_anew(entry: &EntryData<'_>) -> Option<ConstantCheck> {
    let samples = &entry.run.samples.test;
    let loss = entry.run.record.config.train.loss;
    let predicted: Vec<&[f32]> = entry.predictions()?.test.rows().collect();
    let truth: Vec<&[f32]> = samples.truth.rows().collect();
    let face = &entry.run.record.constant_face.face;
    let pairs = predicted.iter().zip(&truth);
    let losses: Vec<f64> = pairs.map(|(p, t)| loss.mean(p, t)).collect();
    let constant_losses: Vec<f64> = truth.iter().map(|t| loss.mean(face, t)).collect();
    let predictions = TestPredictions {
        predicted: &predicted,
        truth: &truth,
        losses: &losses,
        constant_losses: &constant_losses,
    };
    learned_constant(predictions, &people(&samples.samples), &Settings::default()).ok()
}
