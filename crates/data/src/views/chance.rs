//! Numbers that say how far an image is changed.

use faceoff_random::Stream;

/// Up to `most` either way, uniformly.
pub(super) fn either_way(most: f64, stream: &mut Stream) -> f64 {
    most * stream.uniform(-1.0, 1.0)
}

/// A factor of up to 1 + `most` either way, uniformly in its logarithm.
pub(super) fn factor(most: f64, stream: &mut Stream) -> f64 {
    either_way(most.ln_1p(), stream).exp()
}

#[cfg(test)]
pub(super) mod tests {
    use faceoff_random::Purpose;
    use proptest::prelude::*;

    use super::*;

    /// Whether `factor` is one of up to 1 + `most` either way, but for rounding.
    pub(in crate::views) fn is_within(factor: f64, most: f64) -> bool {
        factor <= (1.0 + most) * 1.00001 && factor >= 0.99999 / (1.0 + most)
    }

    proptest! {
        #[test]
        fn no_more_than_allowed(seed: u64, most in 0.0f64..1.0) {
            let stream = &mut Stream::new(seed, Purpose::Tone, &[]);
            prop_assert!(either_way(most, stream).abs() <= most);
            prop_assert!(is_within(factor(most, stream), most));
        }
    }
}
