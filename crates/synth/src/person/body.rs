//! Neck and shoulders.

use std::f32::consts::{PI, TAU};

use crate::geometry::{Level, mix};
use crate::grid::Grid;

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
