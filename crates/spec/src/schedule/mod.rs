//! How the learning rate changes over epochs.

mod constant;
mod cosine;
mod rate;
mod step;

pub use constant::Constant;
pub use cosine::Cosine;
pub use rate::Rate;
pub use step::Step;

use serde::{Deserialize, Serialize};

use crate::field::{Accepts, Kinds, NOT_NEGATIVE};
use crate::macros::kinds;
use crate::{Field, Preset, Reader, Value};

/// How the learning rate changes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Epochs over which the rate first rises linearly from 0; 0 for none. Applied by step.
    pub warmup: f64,
    /// What happens after the warm-up.
    pub shape: ScheduleShape,
}

kinds! {
    $
    /// The learning rate after the warm-up.
    #[derive(Copy)]
    pub enum ScheduleShape, on_schedule {
        Constant(Constant),
        Step(Step),
        Cosine(Cosine),
    }
}

const SHARED: &[Field] = &[Field {
    name: "warmup",
    doc: "Epochs over which the rate first rises linearly from 0; 0 for none.\n",
    preset: Preset::Value("0.0"),
    accepts: Accepts::Number(NOT_NEGATIVE),
}];

impl Schedule {
    pub(crate) const KINDS: Kinds = Kinds {
        kinds: ScheduleShape::KINDS,
        shared: SHARED,
    };

    /// The learning rate `position` epochs into a run (2.5 is the middle of the third epoch) whose
    /// full rate is `full`.
    ///
    /// During the warm-up the shape's rate is multiplied by the share of the warm-up that is done
    /// once the step at `position` is taken (`step` epochs long), so that the first step already
    /// moves.
    pub fn rate(&self, full: f64, position: f64, step: f64) -> f64 {
        let shaped = on_schedule!(self.shape, shape => shape.rate(full, position));
        let warmup = self.warmup;
        if position + step < warmup {
            shaped * (position + step) / warmup
        } else {
            shaped
        }
    }
}

fn legend<R: Rate>(_: &R) -> &'static str {
    R::LEGEND
}

impl ScheduleShape {
    /// The same schedule with other numbers of epochs.
    #[must_use]
    pub fn scaled(&self, epochs: &dyn Fn(usize) -> usize) -> Self {
        on_schedule!(self, shape => shape.scaled(epochs).into())
    }

    /// What legends add to the rate; empty where it stays the same.
    pub fn legend(&self) -> &'static str {
        on_schedule!(self, shape => legend(shape))
    }
}

impl Value for Schedule {
    fn read(reader: &dyn Reader, field: &'static Field) -> Option<Self> {
        let (name, table) = reader.kind(field)?;
        let warmup = f64::read(&*table, &SHARED[0]);
        let shape = ScheduleShape::read_kind(name, &*table);
        Some(Self {
            warmup: warmup?,
            shape: shape?,
        })
    }
}

#[cfg(test)]
fn check(shape: impl Into<ScheduleShape>, warmup: f64, rates: &[(f64, f64)]) {
    let shape = shape.into();
    for (position, expected) in rates {
        let found = Schedule { warmup, shape }.rate(0.1, *position, 0.1);
        assert!(
            (found - expected).abs() < 1e-12,
            "{shape:?} at {position}: {found}, expected {expected}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_rise_during_the_warmup() {
        check(Constant, 2.0, &[(0.0, 0.005), (0.9, 0.05), (1.9, 0.1)]);
    }
}
