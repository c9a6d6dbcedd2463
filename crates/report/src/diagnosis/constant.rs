//! Whether a run learned one prediction for all faces, and why.

use faceoff_measure::{
    ConstantCheck, ConstantVerdict, Settings, TestPredictions, Units, learned_constant,
};

use super::cause::{Cause, cause, dead_outputs};
use super::finding::{Evidence, Finding, FindingKind, with_interval};
use crate::format::{percent, short};
use crate::study::EntryData;

/// The finding, with what killed the network where its health is recorded. None without
/// predictions, with predictions that are no finite numbers, or with too few people to tell.
pub(super) fn finding(entry: &EntryData<'_>) -> Option<Finding> {
    let check = check(entry)?;
    let headline = match check.verdict {
        ConstantVerdict::SameForAll => "Learned a constant",
        ConstantVerdict::NoBetterThanConstant if check.gain.high <= 0.0 => {
            "No better than the mean face"
        }
        ConstantVerdict::NoBetterThanConstant => "Hardly better than the mean face, if at all",
        ConstantVerdict::Unclear => "Not shown to be better than the mean face",
        ConstantVerdict::PartlySame => "Learned a constant in part",
        ConstantVerdict::BarelyBetter => "Barely better than the mean face",
        ConstantVerdict::Learned => return None,
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
    if let Some(share) = check.variance_share {
        evidence.push(Evidence::new(
            "Variance of the predictions, of that of the faces",
            percent(share),
        ));
    }
    let found = match check.verdict {
        ConstantVerdict::PartlySame => dead_outputs(entry.health()),
        // What may not be there has no cause.
        ConstantVerdict::Unclear => None,
        _ => cause(entry.health()),
    };
    match found {
        Some(Cause { words, shown }) => {
            sentence.push(' ');
            sentence.push_str(&words);
            evidence.extend(shown);
        }
        None if !entry.health().is_empty() || check.verdict == ConstantVerdict::Unclear => {}
        None => evidence.push(Evidence::new(
            "Why",
            "not known: its layers were not recorded",
        )),
    }
    Some(Finding {
        kind: FindingKind::Constant,
        headline: headline.to_owned(),
        sentence,
        evidence,
    })
}

/// Whether the entry's predictions are the same for all faces, or no better than that.
pub(super) fn learned_nothing(entry: &EntryData<'_>) -> bool {
    let nothing = |verdict| {
        matches!(
            verdict,
            ConstantVerdict::SameForAll | ConstantVerdict::NoBetterThanConstant
        )
    };
    check(entry).is_some_and(|check| nothing(check.verdict))
}

fn check(entry: &EntryData<'_>) -> Option<ConstantCheck> {
    let samples = &entry.run.samples.test;
    let loss = entry.run.record.config.train.loss;
    let predicted: Vec<&[f32]> = entry.predictions()?.test.rows().collect();
    let truth: Vec<&[f32]> = samples.truth.rows().collect();
    let people: Vec<&str> = samples.samples.iter().map(|s| s.person.as_str()).collect();
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
    learned_constant(predictions, &Units::people(&people), &Settings::default()).ok()
}
