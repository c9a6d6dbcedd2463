//! Neck, shoulders and what is worn.

use std::f32::consts::{PI, TAU};

use faceoff_random::Stream;

use crate::chance::between;
use crate::geometry::{Flat, Level, mix, smoothstep};
use crate::mesh::Grid;

/// Columns of the mesh all around, and rows between two levels.
const COLUMNS: usize = 64;
const ROWS: usize = 5;

/// Neck and shoulders: y, half width, depth of the side, of the front and of the back.
const LEVELS: [[f32; 5]; 8] = [
    [0.9, 0.62, -1.05, -0.45, -1.75],
    [1.7, 0.64, -1.08, -0.50, -1.75],
    [2.15, 0.72, -1.1, -0.50, -1.8],
    [2.4, 1.1, -1.15, -0.45, -1.9],
    [2.62, 1.75, -1.2, -0.35, -2.0],
    [2.95, 2.35, -1.2, -0.25, -2.1],
    [3.6, 2.65, -1.2, -0.1, -2.2],
    [7.0, 2.75, -1.2, 0.1, -2.2],
];

/// What somebody wears. Shades are grey, 0 black to 1 white.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clothes {
    shade: f32,
    /// Under a jacket; nothing when there is no jacket.
    shirt: Option<f32>,
    tie: f32,
    /// Where the neckline is in the middle, in head units below the eyes.
    neckline: f32,
    /// Brightness of stripes.
    stripes: f32,
}

impl Clothes {
    /// For one video.
    pub(crate) fn draw(stream: &mut Stream) -> Self {
        let jacket = stream.chance(0.5);
        Self {
            shade: if jacket {
                between(stream, 0.04, 0.4)
            } else {
                between(stream, 0.05, 0.9)
            },
            shirt: jacket.then(|| between(stream, 0.5, 0.95)),
            tie: between(stream, 0.05, 0.6),
            neckline: between(stream, 2.35, 3.1),
            stripes: if stream.chance(0.3) {
                between(stream, 0.05, 0.2)
            } else {
                0.0
            },
        }
    }

    /// The shade at a place of the body, seen from the front; `skin` is the neck's.
    pub(crate) fn paint(&self, [x, y]: Flat, skin: f32) -> f32 {
        let across = x.abs();
        // The chin's shadow lies on the neck.
        let neck = skin * (0.5 + 0.45 * smoothstep(1.7, 2.5, y));
        let stripes = 1.0 + self.stripes * (y * 12.0).sin();
        let Some(shirt) = self.shirt else {
            let edge = self.neckline - (self.neckline - 2.2) * (across / 0.85).powi(2);
            return neck + (self.shade * stripes - neck) * smoothstep(-0.03, 0.03, y - edge);
        };
        let collar = 2.12 + 0.35 * (1.0 - across / 0.7).max(0.0);
        let lapel = (3.9 - y) * 0.42;
        let tie = 0.1 + 0.03 * (y - 2.4);
        if y < collar {
            neck
        } else if across > lapel.max(0.0) {
            let fold = smoothstep(0.0, 0.05, (across - lapel - 0.3).abs());
            self.shade * stripes * (0.7 + 0.3 * fold)
        } else if across < tie {
            self.tie * (1.0 + 0.3 * ((x + y) * 9.0).sin())
        } else {
            shirt
        }
    }
}

/// Neck and shoulders of a body. The paint coordinates are places seen from the front.
pub(crate) fn mesh() -> Grid {
    let mut grid = Grid::new(COLUMNS + 1);
    for (above, below) in LEVELS.iter().zip(&LEVELS[1..]) {
        for row in 0..ROWS {
            let share = row as f32 / ROWS as f32;
            let [y, half_width, side, front, back] = mix(*above, *below, share);
            let level = Level {
                y,
                half_width,
                side,
                front: front - side,
                back: side - back,
            };
            for column in 0..=COLUMNS {
                let point = level.at(TAU * column as f32 / COLUMNS as f32 - PI);
                grid.push(point, [point[0], point[1]]);
            }
        }
    }
    grid
}
