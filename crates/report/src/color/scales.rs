//! Colour scales whose equal steps look equal.

use faceoff_spec::Color;

/// Viridis (Smith and van der Walt, 2015) at equal steps from its dark to its light end: evenly
/// spaced to the eye, also for the colour-blind and in grey.
const VIRIDIS: [Color; 10] = [
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

/// Inferno (of the same two), whose way from dark to light is longer, so that near values are told
/// apart, and which has no green. Its lightest ninth is left out: on paper it cannot be seen.
const INFERNO: [Color; 9] = [
    Color::rgb(0x00, 0x00, 0x04),
    Color::rgb(0x1b, 0x0c, 0x42),
    Color::rgb(0x4b, 0x0c, 0x6b),
    Color::rgb(0x78, 0x1c, 0x6d),
    Color::rgb(0xa5, 0x2c, 0x60),
    Color::rgb(0xcf, 0x44, 0x46),
    Color::rgb(0xed, 0x69, 0x25),
    Color::rgb(0xfb, 0x9a, 0x06),
    Color::rgb(0xf7, 0xd0, 0x3c),
];

/// Viridis at `share`, from 0 (light) to 1 (dark): on white paper more ink is more.
pub(crate) fn viridis(share: f64) -> Color {
    between(&VIRIDIS, share)
}

/// Inferno at `share`, from 0 (light) to 1 (dark).
pub(crate) fn inferno(share: f64) -> Color {
    between(&INFERNO, share)
}

fn between(stops: &[Color], share: f64) -> Color {
    let last = stops.len() - 1;
    let place = (1.0 - share.clamp(0.0, 1.0)) * last as f64;
    let below = (place.floor() as usize).min(last - 1);
    let (from, to) = (stops[below], stops[below + 1]);
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
        assert_eq!(viridis(0.0), VIRIDIS[9]);
        assert_eq!(viridis(1.0), VIRIDIS[0]);
        assert_eq!(viridis(2.0), VIRIDIS[0]);
        assert_eq!(viridis(3.0 / 9.0), VIRIDIS[6]);
        // Half way between the two darkest, (0x44, 0x01, 0x54) and (0x48, 0x28, 0x78).
        assert_eq!(viridis(17.0 / 18.0), Color::rgb(0x46, 0x15, 0x66));
        assert_eq!((inferno(0.0), inferno(1.0)), (INFERNO[8], INFERNO[0]));
    }
}
