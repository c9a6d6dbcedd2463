//! Surfaces as grids of points.

use crate::geometry::{Solid, cross, dot, minus};

/// A surface: rows of points from top to bottom, each from the image's left over the front to
/// its right and on behind, so that the outside is known.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    pub(crate) columns: usize,
    pub(crate) points: Vec<Solid>,
    /// Where each point is in the surface's paint.
    pub(crate) places: Vec<[f32; 2]>,
}

impl Grid {
    /// A surface without rows.
    pub(crate) fn new(columns: usize) -> Self {
        Self {
            columns,
            points: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Adds the next point, row by row.
    pub(crate) fn push(&mut self, point: Solid, place: [f32; 2]) {
        self.points.push(point);
        self.places.push(place);
    }

    /// The direction outwards at a grid point, from its neighbours as they are seen.
    pub(crate) fn normal(&self, seen: &[Solid], index: usize) -> Solid {
        let (row, column) = (index / self.columns, index % self.columns);
        let rows = seen.len() / self.columns;
        let at = |row: usize, column: usize| seen[row * self.columns + column];
        let across = minus(
            at(row, (column + 1).min(self.columns - 1)),
            at(row, column.saturating_sub(1)),
        );
        let down = minus(
            at((row + 1).min(rows - 1), column),
            at(row.saturating_sub(1), column),
        );
        let normal = cross(across, down);
        let length = dot(normal, normal).sqrt();
        if length > 1e-9 {
            normal.map(|n| n / length)
        } else {
            [0.0, 0.0, 1.0]
        }
    }
}
