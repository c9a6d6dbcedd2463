//! The learning rate of each step.

use std::f64::consts::PI;

use faceoff_config::{ScheduleShape, TrainSpec};

/// The learning rate `position` epochs into a run (2.5 is the middle of the third epoch).
///
/// During the warm-up the shape's rate is multiplied by the share of the warm-up that is done
/// once the step at `position` is taken (`step` epochs long), so that the first step already moves.
pub fn learning_rate(spec: &TrainSpec, position: f64, step: f64) -> f64 {
    let shaped = match spec.schedule.shape {
        ScheduleShape::Constant => spec.learning_rate,
        ScheduleShape::Step { every, factor } => {
            // Floating-point positions sit within rounding of whole epochs.
            let drops = ((position + 1e-9) / every as f64).floor();
            spec.learning_rate * factor.powf(drops)
        }
        ScheduleShape::Cosine { over, minimum } => {
            let done = (position / over as f64).min(1.0);
            minimum + 0.5 * (spec.learning_rate - minimum) * (1.0 + (PI * done).cos())
        }
    };
    let warmup = spec.schedule.warmup;
    if position + step < warmup {
        shaped * (position + step) / warmup
    } else {
        shaped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faceoff_config::{Loss, Optimizer, Schedule};

    fn spec(shape: ScheduleShape, warmup: f64) -> TrainSpec {
        TrainSpec {
            epochs: 10,
            snapshots: vec![],
            batch_size: 10,
            evaluate_every: 3,
            seed: 0,
            learning_rate: 0.1,
            schedule: Schedule { warmup, shape },
            optimizer: Optimizer::Sgd {
                momentum: 0.0,
                nesterov: false,
                weight_decay: 0.0,
            },
            loss: Loss::Mse,
            loss_scale: 1.0,
        }
    }

    #[test]
    fn rates_by_hand() {
        let step = ScheduleShape::Step {
            every: 2,
            factor: 0.5,
        };
        let cosine = ScheduleShape::Cosine {
            over: 8,
            minimum: 0.02,
        };
        let cases = [
            (ScheduleShape::Constant, 0.0, 0.0, 0.1),
            (ScheduleShape::Constant, 0.0, 9.9, 0.1),
            (step, 0.0, 1.9, 0.1),
            (step, 0.0, 2.0, 0.05),
            (step, 0.0, 0.1 * 20.0, 0.05),
            (step, 0.0, 5.0, 0.025),
            (cosine, 0.0, 0.0, 0.1),
            (cosine, 0.0, 4.0, 0.06),
            (cosine, 0.0, 8.0, 0.02),
            (cosine, 0.0, 20.0, 0.02),
            (ScheduleShape::Constant, 2.0, 0.0, 0.005),
            (ScheduleShape::Constant, 2.0, 0.9, 0.05),
            (ScheduleShape::Constant, 2.0, 1.9, 0.1),
        ];
        for (shape, warmup, position, expected) in cases {
            let found = learning_rate(&spec(shape, warmup), position, 0.1);
            assert!(
                (found - expected).abs() < 1e-12,
                "{shape:?} at {position}: {found}, expected {expected}"
            );
        }
    }
}
