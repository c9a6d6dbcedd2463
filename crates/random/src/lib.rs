//! Seeded random streams, one per purpose.
//!
//! Everything random in a run (initial weights, shuffles, crops, flips, dropout masks, splits,
//! drawn faces) comes from a [`Stream`] named by the experiment's seed, a [`Purpose`] and the
//! position it is used at (an epoch, an image, a layer). A stream depends on nothing else: not on
//! the number of threads, not on what was drawn before. So a run repeats bit for bit, and a run
//! resumed at epoch 40 draws what it would have drawn without the interruption.
//!
//! ```
//! use faceoff_random::{Purpose, Stream};
//! let mut first = Stream::new(7, Purpose::Shuffle, &[3]);
//! let mut again = Stream::new(7, Purpose::Shuffle, &[3]);
//! let mut other = Stream::new(7, Purpose::Shuffle, &[4]);
//! let a = first.uniform(0.0, 1.0);
//! assert_eq!(a, again.uniform(0.0, 1.0));
//! assert_ne!(a, other.uniform(0.0, 1.0));
//! ```

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a stream is used for. Two purposes never share numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Initial weights of one parameter. Position: the parameter's index.
    InitialWeights,
    /// The order of training images in one epoch. Position: the epoch.
    Shuffle,
    /// The training crop of one image. Position: the epoch, the image.
    Crop,
    /// Whether one training image is mirrored. Position: the epoch, the image.
    Flip,
    /// How one training image is turned, enlarged and moved. Position: the epoch, the image.
    Warp,
    /// How bright one training image is and how strong its contrast. Position: the epoch, the
    /// image.
    Tone,
    /// A random change of one training image that has no purpose of its own above, by its name.
    /// Position: the epoch, the image.
    Augmentation(&'static str),
    /// The fixed crop of one view for evaluation. Position: the view's number.
    EvaluationCrop,
    /// A dropout mask. Position: the step, the layer.
    Dropout,
    /// Which people go to the test set.
    Split,
    /// Which images are kept when a scale asks for fewer.
    Subset,
    /// The order in which images are picked for contact sheets.
    Pictures,
    /// Drawn faces. Position: whatever the drawing needs.
    DrawnFace,
    /// Resampling in statistics. Position: the replicate.
    Bootstrap,
}

impl Purpose {
    // Part of what a run's numbers depend on: never renumber.
    fn tag(self) -> u64 {
        match self {
            Self::InitialWeights => 1,
            Self::Shuffle => 2,
            Self::Crop => 3,
            Self::Flip => 4,
            Self::EvaluationCrop => 5,
            Self::Dropout => 6,
            Self::Split => 7,
            Self::Subset => 8,
            Self::Pictures => 9,
            Self::DrawnFace => 10,
            Self::Bootstrap => 11,
            Self::Warp => 12,
            Self::Tone => 13,
            Self::Augmentation(_) => 14,
        }
    }
}

/// A reproducible stream of random numbers (`ChaCha8`, keyed by a hash of its name).
///
/// It implements [`rand::Rng`], so everything in the `rand` world works on it.
#[derive(Clone, Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of `seed` and `purpose` at `position`.
    pub fn new(seed: u64, purpose: Purpose, position: &[u64]) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("faceoff random stream v1");
        hasher.update(&seed.to_le_bytes());
        hasher.update(&purpose.tag().to_le_bytes());
        if let Purpose::Augmentation(name) = purpose {
            // Its length, too: no name is the beginning of another name and a position.
            hasher.update(&(name.len() as u64).to_le_bytes());
            hasher.update(name.as_bytes());
        }
        for p in position {
            hasher.update(&p.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(*hasher.finalize().as_bytes()))
    }

    /// A number in `[low, high)`, uniformly.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.random::<f64>()
    }

    /// A whole number in `0..bound`, uniformly; 0 when `bound` is 0 or 1.
    pub fn below(&mut self, bound: usize) -> usize {
        if bound < 2 {
            0
        } else {
            self.0.random_range(0..bound)
        }
    }

    /// True with probability `p`.
    pub fn chance(&mut self, p: f64) -> bool {
        self.0.random::<f64>() < p
    }

    /// The numbers `0..count` in random order (Fisher–Yates).
    pub fn permutation(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for i in (1..count).rev() {
            order.swap(i, self.below(i + 1));
        }
        order
    }
}

impl rand::TryRng for Stream {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(self.0.next_u32())
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.0.next_u64())
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.0.fill_bytes(bytes);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn streams_differ_by_seed_purpose_and_position() {
        let first =
            |seed, purpose, position: &[u64]| Stream::new(seed, purpose, position).next_u64();
        let mut seen = std::collections::HashSet::new();
        for seed in 0..3 {
            for purpose in [
                Purpose::Crop,
                Purpose::Flip,
                Purpose::Dropout,
                Purpose::Augmentation("one"),
                Purpose::Augmentation("two"),
            ] {
                for epoch in 0..3 {
                    for image in 0..3 {
                        assert!(seen.insert(first(seed, purpose, &[epoch, image])));
                    }
                }
            }
        }
    }

    #[test]
    fn the_numbers_of_a_stream_never_change() {
        // Records of earlier runs can be continued only while this holds.
        let mut stream = Stream::new(42, Purpose::InitialWeights, &[0]);
        assert_eq!(stream.next_u64(), 6_064_910_896_904_451_477);
    }

    proptest! {
        #[test]
        fn a_permutation_holds_every_number_once(seed: u64, count in 0usize..200) {
            let mut order = Stream::new(seed, Purpose::Shuffle, &[]).permutation(count);
            order.sort_unstable();
            prop_assert_eq!(order, (0..count).collect::<Vec<_>>());
        }

        #[test]
        fn uniform_stays_in_its_range(seed: u64, low in -10.0f64..10.0, width in 0.001f64..10.0) {
            let x = Stream::new(seed, Purpose::Crop, &[]).uniform(low, low + width);
            prop_assert!(x >= low && x <= low + width);
        }
    }
}
