//! What is resampled together.

use std::collections::BTreeMap;

/// The independent units that test images come in.
///
/// Frames of one person resemble each other: a network that is good on one is good on the next.
/// Taking them for independent would make every interval too narrow, so where people are known
/// they are the units (a cluster bootstrap; Davison and Hinkley, "Bootstrap Methods and their
/// Application", 1997, section 3.8).
///
/// ```
/// # use faceoff_measure::Units;
/// let units = Units::people(&["Ada", "Bo", "Ada"]);
/// assert_eq!((units.count(), units.images()), (2, 3));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Units {
    /// The unit of each image.
    unit: Vec<usize>,
    count: usize,
    people: bool,
}

impl Units {
    /// Every image for itself, where nothing is known about who is in it.
    pub fn single_images(count: usize) -> Self {
        Self {
            unit: (0..count).collect(),
            count,
            people: false,
        }
    }

    /// One unit a person, from the name (or number) of the person in each image.
    pub fn people<T: Ord>(names: &[T]) -> Self {
        let mut known = BTreeMap::new();
        let mut unit = Vec::with_capacity(names.len());
        for name in names {
            let next = known.len();
            unit.push(*known.entry(name).or_insert(next));
        }
        Self {
            unit,
            count: known.len(),
            people: true,
        }
    }

    /// How many units.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many images.
    pub fn images(&self) -> usize {
        self.unit.len()
    }

    /// Whether units are people.
    pub fn are_people(&self) -> bool {
        self.people
    }

    /// Sum of `values`, one an image, over each unit.
    pub(super) fn sums(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.count];
        for (&unit, value) in self.unit.iter().zip(values) {
            sums[unit] += value;
        }
        sums
    }

    /// Number of images of each unit.
    pub(super) fn sizes(&self) -> Vec<f64> {
        self.sums(&vec![1.0; self.unit.len()])
    }
}
