//! A colour scale whose equal steps look equal.

use faceoff_spec::Color;

/// Viridis (Smith and van der Walt, 2015) at equal steps from its dark to its light end: evenly
/// spaced to the eye, also for the colour-blind and in grey.
const STOPS: [Color; 10] = [
    Color::rgb(0x44, 0x01, 0x54),
    Color::rgb(0x48, 0x28, 0x78),
    Color::rgb(0x3e, 0x49, 0x89),
    Color::rgb(0x31, 0x68, 0x8e),
    Color::rgb(0x26, 0x82, 0x8e),
    Color::rgb(0x1f, 0x9e, 0x89),
    Color::rgb(0x35, 0xb7, 0x79),
    Color::rgb(0x6e, 0xce, 0x58),
    Color::rgb(0xb5, 0xde, 0x2b),
    Color::rgb(0xfd, 0xe7, 0x25),
];

/// The colour of `share`, from 0 (light) to 1 (dark): on white paper more ink is more.
pub(crate) fn viridis(share: f64) -> Color {
    let last = STOPS.len() - 1;
    let place = (1.0 - share.clamp(0.0, 1.0)) * last as f64;
    let below = (place.floor() as usize).min(last - 1);
    let (from, to) = (STOPS[below], STOPS[below + 1]);
    let rest = place - below as f64;
    let part = |from: u8, to: u8| {
        let (from, to) = (f64::from(from), f64::from(to));
        (from + rest * (to - from)).round() as u8
    };
    Color::rgb(
        part(from.red, to.red),
        part(from.green, to.green),
        part(from.blue, to.blue),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_steps_are_the_scales_own() {
        assert_eq!(viridis(0.0), STOPS[9]);
        assert_eq!(viridis(1.0), STOPS[0]);
        assert_eq!(viridis(2.0), STOPS[0]);
        assert_eq!(viridis(3.0 / 9.0), STOPS[6]);
        // Half way between the two darkest, (0x44, 0x01, 0x54) and (0x48, 0x28, 0x78).
        assert_eq!(viridis(17.0 / 18.0), Color::rgb(0x46, 0x15, 0x66));
    }
}
