//! How fast a run is trained.

use faceoff_record::EpochMetrics;
use faceoff_spec::RunSpec;
use faceoff_train::StepTime;

use super::work::Work;

/// Seconds that the parts of a run take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pace {
    /// Of an epoch's training.
    pub(crate) training: f64,
    /// After an epoch whose network is evaluated.
    pub(crate) evaluated: f64,
    /// After any other.
    pub(crate) not_evaluated: f64,
}

impl Pace {
    /// That of a recorded run; `None` where its epochs do not say.
    pub(crate) fn recorded(metrics: &[EpochMetrics]) -> Option<Self> {
        let after = |evaluated: bool| {
            let epochs = metrics
                .iter()
                .filter(|line| line.test_loss.is_some() == evaluated);
            mean(epochs.filter_map(|line| line.evaluation_seconds))
        };
        Some(Self {
            training: mean(metrics.iter().map(|line| line.seconds))?,
            evaluated: after(true)?,
            // An old pace, where every epoch was evaluated, knows no others.
            not_evaluated: after(false).unwrap_or(0.0),
        })
    }

    /// That of a step of `batch` images and of predicting, which were timed.
    pub(crate) fn timed(timed: StepTime, work: &Work, batch: usize) -> Self {
        Self {
            training: timed.step * work.trained.div_ceil(batch.max(1)) as f64,
            evaluated: timed.prediction * work.evaluated as f64,
            not_evaluated: 0.0,
        }
    }

    /// The pace of `to`, where this is that of `from`: more images and larger networks take longer
    /// in proportion.
    pub(crate) fn scaled(&self, from: &Work, to: &Work) -> Self {
        let network = to.multiplications / from.multiplications.max(1.0);
        let images = |to: usize, from: usize| to as f64 / from.max(1) as f64;
        Self {
            training: self.training * network * images(to.trained, from.trained),
            evaluated: self.evaluated * network * images(to.evaluated, from.evaluated),
            not_evaluated: self.not_evaluated * network,
        }
    }

    /// The pace where everything takes `times` as long.
    pub(crate) fn slower(&self, times: f64) -> Self {
        Self {
            training: self.training * times,
            evaluated: self.evaluated * times,
            not_evaluated: self.not_evaluated * times,
        }
    }

    /// The mean of several, each with its weight; `None` of none.
    pub(crate) fn mean(several: &[(Self, f64)]) -> Option<Self> {
        let of = |part: fn(&Self) -> f64| {
            let sum: f64 = several
                .iter()
                .map(|(pace, weight)| part(pace) * weight)
                .sum();
            let weights: f64 = several.iter().map(|(_, weight)| weight).sum();
            (weights > 0.0).then(|| sum / weights)
        };
        Some(Self {
            training: of(|pace| pace.training)?,
            evaluated: of(|pace| pace.evaluated)?,
            not_evaluated: of(|pace| pace.not_evaluated)?,
        })
    }

    /// Seconds that `epochs` epochs of `spec` take.
    pub(crate) fn seconds(&self, spec: &RunSpec, epochs: usize) -> f64 {
        let evaluated = epochs.div_ceil(spec.train.evaluate_every.max(1));
        epochs as f64 * self.training
            + evaluated as f64 * self.evaluated
            + (epochs - evaluated) as f64 * self.not_evaluated
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_images_and_a_network_three_times_as_large_take_six_times_as_long() {
        let pace = Pace {
            training: 2.0,
            evaluated: 1.0,
            not_evaluated: 0.5,
        };
        let small = Work {
            trained: 100,
            evaluated: 40,
            multiplications: 1e6,
        };
        let large = Work {
            trained: 200,
            evaluated: 40,
            multiplications: 3e6,
        };
        let expected = Pace {
            training: 12.0,
            evaluated: 3.0,
            not_evaluated: 1.5,
        };
        assert_eq!(pace.scaled(&small, &large), expected);
    }
}
