//! Hair: a shell around the head, from the crown to a hem.

use std::f32::consts::{PI, TAU};

use faceoff_random::Stream;

use super::head::Head;
use crate::chance::{Noise, between, normal};
use crate::geometry::{Flat, smoothstep};
use crate::grid::Grid;

/// Columns of the shell all around, and rows from the crown to the hem.
const COLUMNS: usize = 96;
const ROWS: usize = 28;

/// Somebody's hair. Lengths in head units, shades from 0 black to 1 white.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hair {
    pub(crate) shade: f32,
    /// Height of the hair's edge over the forehead.
    hairline: f32,
    /// Height that it reaches down to at the sides, and behind.
    sides: f32,
    /// How far it stands off the head.
    thickness: f32,
    /// Where it is parted, and by how much the edge rises there.
    parting: f32,
    rise: f32,
    /// Streaks around the head; the more the finer.
    streaks: f32,
    /// How far single locks stand off.
    curls: f32,
    noise: Noise,
}

impl Hair {
    /// Hair that goes with a skin.
    pub(crate) fn draw(stream: &mut Stream, skin: f32) -> Self {
        let fair = skin > 0.55 && stream.chance(0.4);
        let shade = if fair {
            between(stream, 0.35, 0.85)
        } else {
            between(stream, 0.05, 0.3)
        };
        let long = stream.chance(0.42);
        let bald = !long && stream.chance(0.15);
        let fringe = !bald && stream.chance(0.2);
        let hairline = if fringe {
            between(stream, -0.8, -0.55)
        } else if bald {
            between(stream, -1.6, -1.35)
        } else {
            normal(stream, -1.1, 0.12)
        };
        Self {
            shade,
            hairline,
            sides: if long {
                between(stream, 0.7, 2.6)
            } else {
                between(stream, -0.15, 0.35)
            },
            thickness: if long {
                between(stream, 0.12, 0.3)
            } else if bald {
                0.02
            } else {
                between(stream, 0.04, 0.2)
            },
            parting: normal(stream, 0.0, 0.5),
            rise: if fringe {
                0.03
            } else {
                between(stream, 0.0, 0.25)
            },
            streaks: between(stream, 14.0, 40.0),
            curls: if bald {
                0.0
            } else {
                between(stream, 0.0, 0.09)
            },
            noise: Noise::new(stream),
        }
    }

    /// Height of the hair's edge at an angle around the head, 0 in front.
    fn hem(&self, angle: f32) -> f32 {
        let around = angle.abs();
        let uneven =
            0.05 * self.noise.at(angle * 6.0, 3.0) + 0.02 * self.noise.at(angle * 20.0, 9.0);
        let parted = (angle - self.parting) / 0.35;
        let front = self.hairline - self.rise * (-parted * parted).exp();
        // Past the temples the edge drops to the ears, and behind it keeps that height or falls to
        // the neck.
        let behind = self.sides.max(0.9);
        let side = self.sides + (behind - self.sides) * smoothstep(1.75, 2.2, around);
        front + (side - front) * smoothstep(0.95, 1.45, around) + uneven
    }

    /// The shell around a head. Its paint coordinates are the angle and the way down.
    pub(crate) fn mesh(&self, head: &Head) -> Grid {
        let mut grid = Grid::new(COLUMNS + 1);
        let crown = head.crown() - self.thickness;
        for row in 0..=ROWS {
            // Closer rows at the crown, which is flat.
            let down = (row as f32 / ROWS as f32).powf(1.6);
            for column in 0..=COLUMNS {
                let angle = TAU * column as f32 / COLUMNS as f32 - PI;
                let y = crown + (self.hem(angle) - crown) * down;
                // Long hair hangs from the ears' height.
                let inside = y.min(0.1) + self.thickness * smoothstep(-0.2, crown, y);
                let level = head.level(inside);
                let front = smoothstep(1.5, 0.8, angle.abs());
                let off = self.thickness * (1.0 - 0.9 * front * down * down) + 0.015;
                // No locks at the crown, where all columns meet.
                let wave = self.curls * down * self.noise.at(angle * 4.0, y * 5.0);
                let [x, _, z] = level.at(angle);
                grid.push(
                    [
                        x + (off + wave) * angle.sin(),
                        y,
                        z + (off + wave) * angle.cos(),
                    ],
                    [angle, y],
                );
            }
        }
        grid
    }

    /// The shade at a place of the shell.
    pub(crate) fn paint(&self, [angle, y]: Flat) -> f32 {
        let strand = self.noise.at(angle * self.streaks, y * 2.0);
        let lock = self.noise.at(angle * self.streaks * 0.3 + 40.0, y * 0.9);
        // Hair shines in a band around the head.
        let shine = 0.08 * (-((y + 1.05) / 0.25).powi(2)).exp() * (0.6 + 0.4 * strand);
        (self.shade * (1.0 + 0.25 * strand + 0.25 * lock) + shine).max(0.01)
    }
}
