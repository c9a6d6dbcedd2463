//! The legend below a chart.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::layout::{Drawing, LEGEND_LEFT, rgb, style};
use super::lines::{BAND, MARK, MARK_SIZE, dashes};
use crate::charts::{Curve, Line, Spread};
use crate::color::INK;
use crate::draw::text::Font;

const TEXT: Font = Font::regular(12);
/// Height of an entry's first row, and of each more.
const ROW: u32 = 25;
const MORE: u32 = 17;
/// Width of a key, and of a key with the space around it.
const KEY: i32 = 34;
const BEFORE_TEXT: u32 = 44;
/// Free space between two columns.
const GAP: u32 = 18;

/// Which lines are what: in two columns where the longest text fits half the width.
pub(super) struct Legend<'a> {
    entries: Vec<(&'a Line, Vec<String>)>,
    columns: usize,
    column_width: u32,
}

impl<'a> Legend<'a> {
    pub(super) fn new(lines: &'a [Line], width: u32) -> Self {
        let longest = lines.iter().map(|line| TEXT.width(&text(line))).max();
        let half = width / 2;
        let fits = longest.unwrap_or(0) as u32 + BEFORE_TEXT + GAP <= half;
        let columns = if lines.len() > 2 && fits { 2 } else { 1 };
        let column_width = width / columns as u32;
        let room = (column_width - BEFORE_TEXT) as usize;
        Self {
            entries: lines
                .iter()
                .map(|line| (line, TEXT.wrap(&text(line), room)))
                .collect(),
            columns,
            column_width,
        }
    }

    pub(super) fn height(&self) -> u32 {
        self.entries.chunks(self.columns).map(row_height).sum()
    }

    pub(super) fn draw(&self, area: &Drawing<'_>) -> Result<(), Box<dyn std::error::Error>> {
        let mut top = 0;
        for row in self.entries.chunks(self.columns) {
            for (column, (line, text)) in row.iter().enumerate() {
                let left = (LEGEND_LEFT + column as u32 * self.column_width) as i32;
                let middle = (top + ROW / 2) as i32;
                draw_key(area, line, (left, middle))?;
                let style = style(TEXT, INK).pos(Pos::new(HPos::Left, VPos::Center));
                for (i, part) in text.iter().enumerate() {
                    let at = (left + BEFORE_TEXT as i32, middle + i as i32 * MORE as i32);
                    area.draw(&Text::new(part.clone(), at, &style))?;
                }
            }
            top += row_height(row);
        }
        Ok(())
    }
}

fn row_height(row: &[(&Line, Vec<String>)]) -> u32 {
    let rows = row.iter().map(|(_, text)| text.len()).max().unwrap_or(1);
    ROW + (rows.max(1) as u32 - 1) * MORE
}

fn text(line: &Line) -> String {
    match line.diverged {
        true => format!("{} (diverged at ×)", line.label),
        false => line.label.to_string(),
    }
}

/// A piece of the line, from `(left, middle)` on.
fn draw_key(
    area: &Drawing<'_>,
    line: &Line,
    (left, middle): (i32, i32),
) -> Result<(), Box<dyn std::error::Error>> {
    let color = rgb(line.color);
    if line.curve == Curve::Images {
        let mark = Circle::new(
            (left + KEY / 2, middle),
            MARK_SIZE,
            color.mix(MARK).filled(),
        );
        area.draw(&mark)?;
        return Ok(());
    }
    if matches!(line.spread, Spread::Band(_)) {
        let corners = [(left, middle - 7), (left + KEY, middle + 7)];
        area.draw(&Rectangle::new(corners, color.mix(BAND).filled()))?;
    }
    let (dash, gap, width) = match dashes(line.curve) {
        Some((dash, gap)) => (dash, gap, 2),
        None => (KEY, 0, 3),
    };
    for from in (0..KEY).step_by((dash + gap) as usize) {
        let to = (from + dash).min(KEY);
        let ends = vec![(left + from, middle), (left + to, middle)];
        area.draw(&PathElement::new(ends, color.stroke_width(width)))?;
    }
    if line.smoothed.as_ref().is_some_and(|s| s.lowest.is_some()) {
        let center = (left + KEY / 2, middle);
        area.draw(&Circle::new(center, 6, WHITE.filled()))?;
        area.draw(&Circle::new(center, 6, color.stroke_width(3)))?;
    }
    if line.has_points() {
        area.draw(&Circle::new((left + KEY / 2, middle), 4, color.filled()))?;
    }
    Ok(())
}
