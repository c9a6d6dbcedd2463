//! Whether a network learned more than one prediction for every image.

use serde::Serialize;

use super::loss_in_words;
use crate::{CompareError, Interval, Metric, Outcome, Settings, Units, compare, mean, variance};

/// Predictions whose variance is below this share of the ground truth's hardly vary: their standard
/// deviation is below a tenth of the faces' own.
const SAME: f64 = 0.01;

/// A network that removes less than this share of the mean face's loss is still on its way
/// from it.
const HARDLY_LEARNED: f64 = 0.10;

/// What one network predicts for the test images.
#[derive(Clone, Copy, Debug)]
pub struct TestPredictions<'a> {
    /// Predicted landmarks, one row an image.
    pub predicted: &'a [&'a [f32]],
    /// True landmarks, in the same unit and shape.
    pub truth: &'a [&'a [f32]],
    /// Loss of each image.
    pub losses: &'a [f64],
    /// Loss of each image where the mean training face is predicted for all.
    pub constant_losses: &'a [f64],
}

/// Whether a constant was learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConstantVerdict {
    /// The predictions are almost the same for every image.
    SameForAll,
    /// The predictions vary, but are no better than the mean face, or by less than a tenth of its loss.
    NoBetterThanConstant,
    /// Over these images it may be better than the mean face by a tenth of its loss, and may be no
    /// better at all.
    Unclear,
    /// Some coordinates are predicted almost alike for every image.
    PartlySame,
    /// Better than the mean face, by less than a tenth of its loss.
    BarelyBetter,
    /// Clearly better than the mean face.
    Learned,
}

/// A comparison with one prediction for all.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ConstantCheck {
    /// What it comes to.
    pub verdict: ConstantVerdict,
    /// Variance of the predictions over images, relative to that of the truth, each summed over
    /// coordinates; `None` when the truth does not vary.
    pub variance_share: Option<f64>,
    /// Coordinates whose predictions hardly vary though the ground truth does.
    pub stuck: usize,
    /// Coordinates there are.
    pub coordinates: usize,
    /// The network's mean loss.
    pub loss: f64,
    /// The mean loss of the mean training face.
    pub constant_loss: f64,
    /// Where the true gain lies, constant loss minus loss, over other images.
    pub gain: Interval,
}

/// Compares what a network predicts with the mean face for all.
///
/// # Errors
/// When the losses do not fit `units` or are not finite.
///
/// # Panics
/// When rows of landmarks differ in length or number.
pub fn learned_constant(
    predictions: TestPredictions<'_>,
    units: &Units,
    settings: &Settings,
) -> Result<ConstantCheck, CompareError> {
    let network = Outcome {
        name: "the network",
        seeds: vec![predictions.losses],
        trainings: None,
    };
    let constant = Outcome {
        name: "the mean face",
        seeds: vec![predictions.constant_losses],
        trainings: None,
    };
    let comparison = compare(&constant, &network, units, Metric::LOSS, settings)?;
    assert_eq!(
        predictions.predicted.len(),
        predictions.truth.len(),
        "one prediction an image"
    );
    let (own_variances, true_variances) = (
        variances(predictions.predicted),
        variances(predictions.truth),
    );
    let variance_share = share(own_variances.iter().sum(), true_variances.iter().sum());
    let stuck = own_variances
        .iter()
        .zip(&true_variances)
        .filter(|(own, truth)| share(**own, **truth).is_some_and(|share| share < SAME))
        .count();
    let (loss, constant_loss) = (mean(predictions.losses), mean(predictions.constant_losses));
    let verdict = if variance_share.is_some_and(|share| share < SAME) {
        ConstantVerdict::SameForAll
    } else if comparison.interval.low <= 0.0 {
        match comparison.interval.high < HARDLY_LEARNED * constant_loss {
            true => ConstantVerdict::NoBetterThanConstant,
            false => ConstantVerdict::Unclear,
        }
    } else if stuck > 0 {
        ConstantVerdict::PartlySame
    } else if constant_loss - loss < HARDLY_LEARNED * constant_loss {
        ConstantVerdict::BarelyBetter
    } else {
        ConstantVerdict::Learned
    };
    Ok(ConstantCheck {
        verdict,
        variance_share,
        stuck,
        coordinates: own_variances.len(),
        loss,
        constant_loss,
        gain: comparison.interval,
    })
}

/// A variance of that of the truth; `None` where the truth does not vary.
fn share(own: f64, truth: f64) -> Option<f64> {
    (truth > 0.0).then(|| own / truth)
}

/// Variance of each column over rows, as many.
fn variances(rows: &[&[f32]]) -> Vec<f64> {
    let columns = rows.first().map_or(0, |row| row.len());
    (0..columns)
        .map(|column| {
            let values: Vec<f64> = rows.iter().map(|row| f64::from(row[column])).collect();
            variance(&values)
        })
        .collect()
}

impl ConstantCheck {
    /// [`variance_share`](Self::variance_share) in per cent, where there is one: `0.9 %`.
    pub fn varies_in_words(&self) -> Option<String> {
        let share = self.variance_share?;
        Some(format!("{:.1} %", 100.0 * share))
    }

    /// The check in one sentence.
    pub fn words(&self) -> String {
        let losses = format!(
            "its test loss is {}, that of the mean face {}",
            loss_in_words(self.loss),
            loss_in_words(self.constant_loss)
        );
        let varies = self.varies_in_words().map_or(String::new(), |varies| {
            format!("; its predictions vary {varies} as much as the faces")
        });
        let statement = match self.verdict {
            ConstantVerdict::SameForAll => {
                "It predicts almost the same landmarks for every face".to_owned()
            }
            ConstantVerdict::NoBetterThanConstant if self.gain.high <= 0.0 => {
                "It is no better than predicting the mean face every time".to_owned()
            }
            ConstantVerdict::NoBetterThanConstant => {
                "It is hardly better than predicting the mean face every time, if at all".to_owned()
            }
            ConstantVerdict::Unclear => {
                "Whether it is better than predicting the mean face every time is not clear"
                    .to_owned()
            }
            ConstantVerdict::PartlySame => format!(
                "It predicts almost the same for every face in {} of {} coordinates",
                self.stuck, self.coordinates
            ),
            ConstantVerdict::BarelyBetter => {
                "It is barely better than predicting the mean face every time".to_owned()
            }
            ConstantVerdict::Learned => "It predicts each face by itself".to_owned(),
        };
        format!("{statement} ({losses}{varies}).")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(predict: impl Fn(f32) -> f32) -> ConstantCheck {
        check_points(|[x, y]| [predict(x), predict(y)])
    }

    fn check_points(predict: impl Fn([f32; 2]) -> [f32; 2]) -> ConstantCheck {
        let truth: Vec<Vec<f32>> = (0..40)
            .map(|i| vec![(i % 8) as f32, (i % 5) as f32])
            .collect();
        let predicted: Vec<Vec<f32>> = truth
            .iter()
            .map(|row| predict([row[0], row[1]]).to_vec())
            .collect();
        let loss = |a: &[f32], b: &[f32]| -> f64 {
            a.iter()
                .zip(b)
                .map(|(a, b)| f64::from((a - b).powi(2)))
                .sum::<f64>()
                / 2.0
        };
        let losses: Vec<f64> = predicted
            .iter()
            .zip(&truth)
            .map(|(p, t)| loss(p, t))
            .collect();
        let constant: Vec<f64> = truth.iter().map(|t| loss(&[3.5, 2.0], t)).collect();
        let rows = |rows: &'static [Vec<f32>]| rows.iter().map(Vec::as_slice).collect::<Vec<_>>();
        let (predicted, truth) = (rows(predicted.leak()), rows(truth.leak()));
        let predictions = TestPredictions {
            predicted: &predicted,
            truth: &truth,
            losses: &losses,
            constant_losses: &constant,
        };
        learned_constant(predictions, &Units::single_images(40), &Settings::default()).unwrap()
    }

    #[test]
    fn verdicts() {
        assert_eq!(check(|_| 2.7).verdict, ConstantVerdict::SameForAll);
        assert_eq!(
            check(|v| 7.0 - v).verdict,
            ConstantVerdict::NoBetterThanConstant
        );
        // As good as the mean face, now a little better and now a little worse.
        let off = |v: f32| if v % 2.0 == 0.0 { -0.25 } else { 0.25 };
        let same = check_points(|[x, y]| [3.5 + off(x), 2.0 + off(y)]);
        assert_eq!(same.verdict, ConstantVerdict::NoBetterThanConstant);
        assert!(same.words().starts_with("It is hardly better"), "{same:?}");
        // Right about most faces, and far off for the highest: over so few it may be either.
        let unclear = check(|v| if v > 6.0 { 15.0 } else { v });
        assert_eq!(unclear.verdict, ConstantVerdict::Unclear);
        let words = unclear.words();
        assert!(words.contains("is not clear"), "{words}");
        assert!(unclear.gain.low < 0.0 && unclear.gain.high > 0.0);
        // y is always predicted as 2, its mean; x is right.
        let partly = check_points(|[x, _]| [x, 2.0]);
        assert_eq!(partly.verdict, ConstantVerdict::PartlySame);
        assert_eq!((partly.stuck, partly.coordinates), (1, 2));
        assert!(
            partly
                .words()
                .starts_with("It predicts almost the same for every face in 1 of 2 coordinates")
        );
        let learned = check(|v| v + 0.1);
        assert_eq!(learned.verdict, ConstantVerdict::Learned);
        assert!((learned.variance_share.unwrap() - 1.0).abs() < 1e-4);
        assert!(learned.gain.low > 0.0);
    }

    #[test]
    fn sentences() {
        assert_eq!(
            check(|_| 2.0).words(),
            "It predicts almost the same landmarks for every face (its test loss is 4.75, that of \
             the mean face 3.62; its predictions vary 0.0 % as much as the faces)."
        );
    }
}
