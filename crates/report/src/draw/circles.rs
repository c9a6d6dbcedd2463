//! How circles show errors of landmarks, and the scales that say so.

use std::fmt::Write as _;

use faceoff_spec::Color;

use super::svg::text;
use super::text::Font;
use crate::color::{INK, SLATE, hex, tint, viridis};

/// Free space around a face, so that circles at its edge fit.
pub(super) const PADDING: f64 = 12.0;
/// Height of a scale.
pub(super) const SCALE: usize = 92;
/// Width of a scale's bar.
const BAR: f64 = 264.0;
/// Steps of colour in it.
const SLICES: usize = 88;
const WORDS: Font = Font::regular(13);
/// Radius of a circle at a scale's end.
const RADIUS: f64 = 8.0;
/// Radius below which a circle's colour cannot be seen.
const SMALLEST: f64 = 1.6;
/// Red of landmarks without a finite error.
const RED: Color = Color::rgb(0xdc, 0x26, 0x26);
/// Lower and higher errors: the ends of ColorBrewer's RdBu, which the colour-blind tell apart.
const LOWER: Color = Color::rgb(0x21, 0x66, 0xac);
const HIGHER: Color = Color::rgb(0xb2, 0x18, 0x2b);
/// How much of these is left in the smallest difference.
const FAINTEST: f64 = 0.35;

/// What circles stand for, in pixels of the 224×224 crop. A scale has one end in all images of
/// all studies, so that a colour is the same number everywhere; what is beyond looks like the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum CircleScale {
    /// Errors from 0 on.
    Error,
    /// Errors less other errors.
    Difference,
}

impl CircleScale {
    /// The scale's last value.
    const fn end(self) -> f64 {
        match self {
            // About twice what a network that learned something is off at its worst landmarks.
            Self::Error => 15.0,
            // Networks that learned something differ by less, one that did not by more.
            Self::Difference => 3.0,
        }
    }

    /// Values with a number on the scale.
    fn ticks(self) -> &'static [f64] {
        match self {
            Self::Error => &[0.0, 5.0, 10.0, 15.0],
            Self::Difference => &[-3.0, -1.5, 0.0, 1.5, 3.0],
        }
    }

    /// How far along the scale `value` is, from 0 to 1.
    fn along(self, value: f64) -> f64 {
        match self {
            Self::Error => value / self.end(),
            Self::Difference => 0.5 + 0.5 * value / self.end(),
        }
    }

    /// The value `along` the scale, from 0 to 1.
    fn value_at(self, along: f64) -> f64 {
        match self {
            Self::Error => along * self.end(),
            Self::Difference => (2.0 * along - 1.0) * self.end(),
        }
    }

    /// `value` without its sign as a share of the end.
    fn share(self, value: f64) -> f64 {
        (value.abs() / self.end()).min(1.0)
    }

    fn color(self, value: f64) -> Color {
        let share = self.share(value);
        let full = match self {
            Self::Error => return viridis(share),
            Self::Difference if value < 0.0 => LOWER,
            Self::Difference => HIGHER,
        };
        tint(full, FAINTEST + (1.0 - FAINTEST) * share)
    }

    /// A circle whose area and colour are `value`, or a cross where it is not finite.
    pub(super) fn mark(self, svg: &mut String, [x, y]: [f64; 2], value: f64) {
        // Writing to a string cannot fail, here and below.
        let _ = if value.is_finite() {
            write!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.2}\" fill=\"{}\" stroke=\"#ffffff\" \
                 stroke-width=\"0.8\"/>",
                (self.share(value).sqrt() * RADIUS).max(SMALLEST),
                hex(self.color(value))
            )
        } else {
            write!(
                svg,
                "<path d=\"M{:.1} {:.1}l8 8m0 -8l-8 8\" stroke=\"{}\" stroke-width=\"2\"/>",
                x - 4.0,
                y - 4.0,
                hex(RED)
            )
        };
    }

    /// The bar of colours with circles of the same values above it, their numbers below it, and
    /// what they are; with the sign of what is not finite where there is such.
    pub(super) fn write(
        self,
        svg: &mut String,
        (left, top): (usize, usize),
        with_not_finite: bool,
    ) {
        let (bar_left, top) = (left as f64 + PADDING, top as f64);
        let bar = top + 26.0;
        let width = BAR / SLICES as f64;
        for slice in 0..SLICES {
            // Over the next one's beginning: no paper shines through where a page is zoomed.
            let overlap = if slice + 1 < SLICES { 0.5 } else { 0.0 };
            let along = (slice as f64 + 0.5) / SLICES as f64;
            let value = self.value_at(along);
            let _ = write!(
                svg,
                "<rect x=\"{:.1}\" y=\"{bar}\" width=\"{:.1}\" height=\"12\" fill=\"{}\"/>",
                bar_left + slice as f64 * width,
                width + overlap,
                hex(self.color(value))
            );
        }
        for tick in self.ticks() {
            let x = bar_left + self.along(*tick) * BAR;
            self.mark(svg, [x, top + 12.0], *tick);
            let number = self.number(*tick);
            let middle = WORDS.width(&number) as f64 / 2.0;
            let corner = ((x - middle).round() as usize, bar as usize + 28);
            text(svg, corner, WORDS, SLATE, &number);
        }
        let below = bar as usize + 48;
        text(svg, (left, below), WORDS, INK, self.unit());
        if with_not_finite {
            let x = bar_left as usize + BAR as usize + 40;
            self.mark(svg, [x as f64, bar + 6.0], f64::NAN);
            text(svg, (x + 12, bar as usize + 11), WORDS, INK, "not finite");
        }
    }

    /// A number of the scale. The ends stand for what is beyond them too.
    fn number(self, tick: f64) -> String {
        let number = tick.abs();
        let last = number == self.end();
        match self {
            Self::Error if last => format!("≥ {number}"),
            Self::Difference if tick < 0.0 && last => format!("≤ −{number}"),
            Self::Difference if tick < 0.0 => format!("−{number}"),
            Self::Difference if last => format!("≥ +{number}"),
            Self::Difference if tick > 0.0 => format!("+{number}"),
            _ => number.to_string(),
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Self::Error => "error in pixels of the 224×224 crop, mean over the test images",
            Self::Difference => "blue: lower, red: higher, in the same pixels",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_has_the_colour_of_its_sign_and_the_ends_are_full() {
        let difference = CircleScale::Difference;
        assert_eq!(difference.color(-9.0), LOWER);
        assert_eq!(difference.color(3.0), HIGHER);
        let faint = difference.color(-0.01);
        assert!(faint.blue > faint.red, "{faint}");
        assert_eq!(difference.along(-3.0), 0.0);
        assert_eq!(difference.along(3.0), 1.0);
    }

    #[test]
    fn every_number_of_a_scale_is_on_it() {
        for scale in [CircleScale::Error, CircleScale::Difference] {
            for tick in scale.ticks() {
                assert!((0.0..=1.0).contains(&scale.along(*tick)), "{tick}");
                assert_eq!(scale.value_at(scale.along(*tick)), *tick);
            }
            assert_eq!(scale.ticks().last(), Some(&scale.end()));
        }
        let numbers = CircleScale::Difference.ticks().iter();
        let numbers: Vec<_> = numbers
            .map(|t| CircleScale::Difference.number(*t))
            .collect();
        assert_eq!(numbers, ["≤ −3", "−1.5", "0", "+1.5", "≥ +3"]);
    }
}
