//! Colours of charts, and of entries on white paper.

use faceoff_spec::Color;

/// Grey of axes and small print, and of white entries on paper.
pub(crate) const SLATE: Color = Color::rgb(71, 85, 105);
/// What charts are drawn on.
pub(crate) const PAPER: Color = Color::rgb(255, 255, 255);
/// Grey of grids.
pub(crate) const GRID: Color = Color::rgb(226, 232, 240);
/// Text, and lines to compare with: no entry is drawn in it.
pub(crate) const INK: Color = Color::rgb(15, 23, 42);
/// What landmarks are drawn on where there is no image: as dark as the dots are bright.
pub(crate) const PLATE: Color = Color::rgb(17, 24, 39);

/// What the page is on by night: `--paper` of its style sheet.
const NIGHT: Color = Color::rgb(15, 21, 32);

/// Contrast below which a line is hard to see: WCAG 2.2's 3:1 for graphics.
const CONTRAST: f64 = 3.0;

/// `color` dark enough for a line on white paper, of the same hue: overlays are drawn over grey
/// faces, where white and yellow are best, and the same entry should look alike in charts.
pub(crate) fn on_paper(color: Color) -> Color {
    // White has no hue to keep.
    if color == PAPER {
        return SLATE;
    }
    let mut darker = color;
    let mut factor = 1.0;
    while contrast(darker, PAPER) < CONTRAST {
        factor *= 0.95;
        let part = |part: u8| (f64::from(part) * factor) as u8;
        darker = Color::rgb(part(color.red), part(color.green), part(color.blue));
    }
    darker
}

/// Whether `color` can be told from what it lies `on`.
pub(crate) fn is_seen_on(color: Color, on: Color) -> bool {
    contrast(color, on) >= CONTRAST
}

/// `color` bright enough for a line on the page by night, of the same hue.
pub(crate) fn by_night(color: Color) -> Color {
    let mut brighter = color;
    let mut share = 1.0;
    while contrast(brighter, NIGHT) < CONTRAST {
        share -= 0.05;
        brighter = tint(color, share);
    }
    brighter
}

/// `color` mixed with white: `share` of it stays.
pub(crate) fn tint(color: Color, share: f64) -> Color {
    let part = |part: u8| (255.0 - share * (255.0 - f64::from(part))).round() as u8;
    Color::rgb(part(color.red), part(color.green), part(color.blue))
}

/// `#rrggbb`.
pub(crate) fn hex(color: Color) -> String {
    format!("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue)
}

/// Contrast of two colours by WCAG 2.2, from 1 to 21.
fn contrast(one: Color, other: Color) -> f64 {
    let [one, other] = [luminance(one), luminance(other)].map(|l| l + 0.05);
    f64::max(one, other) / f64::min(one, other)
}

/// Relative luminance by WCAG 2.2, 0 to 1.
fn luminance(color: Color) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_colour_can_be_seen_on_paper_and_is_told_apart() {
        let mut shown: Vec<Color> = vec![INK];
        for (name, color) in Color::NAMES {
            let color = on_paper(color);
            assert!(contrast(color, PAPER) >= CONTRAST, "{name}: {color}");
            assert!(!shown.contains(&color), "{name}: {color}");
            shown.push(color);
        }
    }

    #[test]
    fn every_named_colour_but_black_can_be_seen_on_a_plate() {
        for (name, color) in Color::NAMES
            .into_iter()
            .filter(|(name, _)| *name != "black")
        {
            assert!(contrast(color, PLATE) >= CONTRAST, "{name}");
        }
    }

    #[test]
    fn every_named_colour_can_be_seen_by_night() {
        for (name, color) in Color::NAMES {
            let color = by_night(on_paper(color));
            assert!(contrast(color, NIGHT) >= CONTRAST, "{name}: {color}");
        }
    }

    #[test]
    fn a_dark_colour_stays() {
        let blue = Color::rgb(0, 90, 255);
        assert_eq!(on_paper(blue), blue);
    }
}
