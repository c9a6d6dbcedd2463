//! How circles show errors of landmarks, and the scales that say so.

use std::fmt::Write as _;

use faceoff_spec::Color;

use super::svg::text;
use super::text::Font;
use crate::charts::{Axis, AxisScale};
use crate::color::{INK, SLATE, hex, inferno, tint};
use crate::study::label::plain;

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
/// Radius of the lowest error's circle.
const LOWEST: f64 = 4.0;
/// Red of landmarks without a finite error.
const RED: Color = Color::rgb(0xdc, 0x26, 0x26);
/// Lower and higher errors: the ends of ColorBrewer's RdBu, which the colour-blind tell apart.
const LOWER: Color = Color::rgb(0x21, 0x66, 0xac);
const HIGHER: Color = Color::rgb(0xb2, 0x18, 0x2b);
/// How much of these is left in the smallest difference.
const FAINTEST: f64 = 0.35;

/// What circles stand for, in pixels of the 224×224 crop. All faces of one chart share a scale,
/// which holds every value there is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CircleScale {
    kind: Kind,
    axis: Axis,
    /// How large circles are: 1 is as large as on a face a third as wide as a page.
    size: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Errors, from the lowest to the highest shown.
    Error,
    /// Errors less other errors, as far to both sides of 0.
    Difference,
}

impl CircleScale {
    /// The scale of these errors; some may not be finite.
    pub(super) fn errors(errors: impl Iterator<Item = f64>) -> Self {
        Self {
            kind: Kind::Error,
            axis: Axis::around(errors),
            size: 1.0,
        }
    }

    /// The scale of these differences.
    pub(super) fn differences(differences: impl Iterator<Item = f64>) -> Self {
        Self {
            kind: Kind::Difference,
            axis: Axis::balanced(differences),
            size: 1.0,
        }
    }

    /// The scale with circles `size` times as large.
    pub(super) fn sized(self, size: f64) -> Self {
        Self { size, ..self }
    }

    /// The colour `along` the scale, from 0 to 1.
    fn color(&self, along: f64) -> Color {
        let share = self.share(along);
        let full = match self.kind {
            Kind::Error => return inferno(share),
            Kind::Difference if along < 0.5 => LOWER,
            Kind::Difference => HIGHER,
        };
        tint(full, FAINTEST + (1.0 - FAINTEST) * share)
    }

    /// How much ink there is `along` the scale, from 0 to 1.
    fn share(&self, along: f64) -> f64 {
        match self.kind {
            Kind::Error => along,
            Kind::Difference => (2.0 * along - 1.0).abs(),
        }
    }

    /// The radius of a circle `along` the scale.
    fn radius(&self, along: f64) -> f64 {
        let smallest = match self.kind {
            // The lowest error is no 0.
            Kind::Error => LOWEST,
            Kind::Difference => SMALLEST,
        };
        let area = smallest * smallest;
        self.size * (area + self.share(along) * (RADIUS * RADIUS - area)).sqrt()
    }

    /// A circle whose area and colour are `value`, or a cross where it is not finite.
    pub(super) fn mark(&self, svg: &mut String, [x, y]: [f64; 2], value: f64) {
        // Writing to a string cannot fail, here and below.
        let _ = if value.is_finite() {
            let along = self.axis.along(value);
            write!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.2}\" fill=\"{}\" stroke=\"#ffffff\" \
                 stroke-width=\"0.8\"/>",
                self.radius(along),
                hex(self.color(along))
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
        &self,
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
            let _ = write!(
                svg,
                "<rect x=\"{:.1}\" y=\"{bar}\" width=\"{:.1}\" height=\"12\" fill=\"{}\"/>",
                bar_left + slice as f64 * width,
                width + overlap,
                hex(self.color(along))
            );
        }
        for tick in &self.axis.ticks {
            let x = bar_left + self.axis.along(*tick) * BAR;
            self.mark(svg, [x, top + 12.0], *tick);
            let number = self.number(*tick);
            let middle = WORDS.width(&number) as f64 / 2.0;
            let corner = ((x - middle).round() as usize, bar as usize + 28);
            text(svg, corner, WORDS, SLATE, &number);
        }
        let below = bar as usize + 48;
        text(svg, (left, below), WORDS, INK, &self.unit());
        if with_not_finite {
            let x = bar_left as usize + BAR as usize + 40;
            self.mark(svg, [x as f64, bar + 6.0], f64::NAN);
            text(svg, (x + 12, bar as usize + 11), WORDS, INK, "not finite");
        }
    }

    fn number(&self, tick: f64) -> String {
        match self.kind {
            Kind::Error => self.axis.tick_text(tick),
            Kind::Difference if tick > 0.0 => format!("+{}", plain(tick)),
            Kind::Difference => plain(tick),
        }
    }

    fn unit(&self) -> String {
        let about = "px of the 224×224 crop; the range is this chart's own";
        match (self.kind, self.axis.scale) {
            (Kind::Error, AxisScale::Linear) => about.to_owned(),
            (Kind::Error, _) => format!("{about}, logarithmic"),
            (Kind::Difference, _) => "blue: lower, red: higher, in the same pixels".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_has_the_colour_of_its_sign_and_the_largest_is_full() {
        let values = [-9.0, 0.01, 5.0];
        let scale = CircleScale::differences(values.into_iter());
        let color = |value: f64| scale.color(scale.axis.along(value));
        assert!(color(-9.0).blue > color(-9.0).red, "{}", color(-9.0));
        assert!(color(0.01).red > color(0.01).blue, "{}", color(0.01));
        // Differences of networks of which one learned nothing are told apart too.
        assert_ne!(color(-9.0), color(-4.0));
        let numbers: Vec<_> = scale.axis.ticks.iter().map(|t| scale.number(*t)).collect();
        assert_eq!(numbers, ["−9", "−4.5", "0", "+4.5", "+9"]);
        assert_eq!(color(-9.0), LOWER);
    }

    #[test]
    fn near_errors_are_told_apart() {
        let errors = [4.1, 5.4, 6.5, 9.3, f64::NAN];
        let scale = CircleScale::errors(errors.into_iter());
        let color = |value: f64| scale.color(scale.axis.along(value));
        let (near, far) = (color(5.4), color(6.5));
        let parts = [
            near.red.abs_diff(far.red),
            near.green.abs_diff(far.green),
            near.blue.abs_diff(far.blue),
        ];
        assert!(parts.into_iter().max() > Some(40), "{near} {far}");
        for tick in &scale.axis.ticks {
            assert!(scale.axis.holds(*tick), "{tick}");
        }
    }
}
