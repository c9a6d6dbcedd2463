//! The head's surface: a stack of levels, with nose, lips and cheeks standing out in front.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use super::expression::Expression;
use super::proportions::Proportions;
use crate::geometry::{Flat, Level, Solid, bell, catmull_rom, smoothstep};
use crate::grid::Grid;

/// Points of the jaw, which come first.
pub(crate) const JAW_POINTS: usize = 17;
/// Levels of the jaw, from the ears to the chin.
const JAW_LEVELS: usize = JAW_POINTS / 2 + 1;
/// Right half of the jaw, from the ear to the chin: half width, y, depth of the side, depth of the
/// surface in front.
const JAW: [[f32; 4]; JAW_LEVELS] = [
    [1.13, 0.02, -0.85, 0.02],
    [1.11, 0.32, -0.84, 0.03],
    [1.07, 0.62, -0.80, 0.06],
    [1.00, 0.91, -0.72, 0.09],
    [0.89, 1.19, -0.58, 0.11],
    [0.73, 1.43, -0.42, 0.09],
    [0.52, 1.62, -0.28, 0.06],
    [0.28, 1.74, -0.16, 0.04],
    [0.00, 1.79, -0.08, 0.00],
];
/// Where the dome of the skull begins, and the head's top.
const DOME: f32 = -0.3;
const CROWN: f32 = -1.8;
/// Depth of the skull's widest place, and how far its back is behind that.
const SKULL: f32 = -0.88;
const BACK: f32 = 1.45;
/// Levels of the dome.
const DOME_LEVELS: usize = 8;
/// Rows of the mesh between two levels.
const ROWS: usize = 5;
/// Columns of the mesh in front, where the features are, and behind.
const FRONT_COLUMNS: usize = 80;
const BACK_COLUMNS: usize = 20;

/// The ears' middle and size.
const EAR: Ear = Ear {
    y: 0.28,
    z: -0.98,
    half_width: 0.07,
    half_height: 0.34,
    half_depth: 0.2,
};
const EAR_COLUMNS: usize = 20;
const EAR_ROWS: usize = 14;

/// An ear's place and measures, in head units.
struct Ear {
    y: f32,
    z: f32,
    half_width: f32,
    half_height: f32,
    half_depth: f32,
}

/// A head with an expression.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// From the ears' height (0) to the chin.
    pub(crate) jaw: [Level; JAW_LEVELS],
    /// From the crown down to the chin.
    levels: Vec<Level>,
    bumps: Vec<Bump>,
    nose: Nose,
}

/// A hill on the face, or a hollow, the same on both sides.
#[derive(Clone, Copy, Debug)]
struct Bump {
    middle: Flat,
    radii: [f32; 2],
    height: f32,
}

/// The nose stands out along a line that rises to the tip and falls to the lip.
#[derive(Clone, Copy, Debug)]
struct Nose {
    depth: f32,
    width: f32,
    /// From between the eyes to the base, in head units.
    length: f32,
}

impl Head {
    /// The head below these features (points 17 to 67, seen from the front).
    pub(crate) fn new(bones: &Proportions, expression: &Expression, features: &[Flat]) -> Self {
        let jaw = JAW.map(|[half_width, y, side, front]| {
            let corner = bell(y - 1.25, 0.0, [0.45, 1.0]) * smoothstep(0.0, 0.5, half_width);
            let dropped = 0.6 * expression.open * smoothstep(0.5, 1.6, y);
            Level {
                y: y * bones.length + dropped,
                half_width: half_width * bones.width + bones.jaw * corner,
                side,
                front: front - side,
                back: 0.9,
            }
        });
        let brim = Level {
            y: DOME,
            half_width: 1.15 * bones.width,
            side: SKULL,
            front: 0.05 - SKULL,
            back: BACK,
        };
        let mut levels: Vec<Level> = (0..DOME_LEVELS)
            .map(|i| {
                let angle = (1.0 - i as f32 / DOME_LEVELS as f32) * FRAC_PI_2;
                let round = angle.cos().max(0.0).powf(0.85);
                Level {
                    y: DOME + (CROWN - DOME) * angle.sin(),
                    half_width: brim.half_width * round,
                    front: brim.front * round,
                    back: brim.back * round,
                    ..brim
                }
            })
            .collect();
        levels.push(brim);
        levels.extend(jaw.iter().enumerate().map(|(i, level)| Level {
            // The skull's back ends in the neck.
            back: BACK - (BACK - level.back) * smoothstep(0.0, 5.0, i as f32),
            ..*level
        }));

        Self {
            jaw,
            levels,
            bumps: bumps(bones, expression, features),
            nose: Nose {
                depth: bones.nose_depth,
                width: bones.nose_width,
                length: bones.nose_length * bones.length * 0.75,
            },
        }
    }

    /// The cut at a height, on a smooth curve through the levels.
    pub(crate) fn level(&self, y: f32) -> Level {
        let last = self.levels.len() - 1;
        let below = self
            .levels
            .partition_point(|level| level.y < y)
            .clamp(1, last);
        let [a, b, c, d] = [
            below.saturating_sub(2),
            below - 1,
            below,
            (below + 1).min(last),
        ]
        .map(|i| &self.levels[i]);
        let share = ((y - b.y) / (c.y - b.y).max(1e-4)).clamp(0.0, 1.0);
        let smooth = |field: fn(&Level) -> f32| catmull_rom([a, b, c, d].map(field), share);
        Level {
            y: y.clamp(self.levels[0].y, self.levels[last].y),
            half_width: smooth(|l| l.half_width).max(0.0),
            side: smooth(|l| l.side),
            front: smooth(|l| l.front),
            back: smooth(|l| l.back),
        }
    }

    /// The point of the face that is seen at a place from the front.
    pub(crate) fn surface(&self, place: Flat) -> Solid {
        let level = self.level(place[1]);
        [
            place[0],
            place[1],
            level.depth(place[0]) + self.relief(place),
        ]
    }

    /// How far the face stands out over the head's levels.
    fn relief(&self, [x, y]: Flat) -> f32 {
        let across = x.abs();
        let hills: f32 = self
            .bumps
            .iter()
            .map(|bump| bump.height * bell(across - bump.middle[0], y - bump.middle[1], bump.radii))
            .sum();
        hills + self.nose.at(x, y)
    }

    /// The surface as a mesh. Its paint coordinates are places seen from the front.
    pub(crate) fn mesh(&self) -> Grid {
        let angles: Vec<f32> = (0..FRONT_COLUMNS)
            .map(|i| -FRAC_PI_2 + PI * i as f32 / FRONT_COLUMNS as f32)
            .chain((0..=BACK_COLUMNS).map(|i| FRAC_PI_2 + PI * i as f32 / BACK_COLUMNS as f32))
            .collect();
        let mut grid = Grid::new(angles.len());
        for row in 0..=(self.levels.len() - 1) * ROWS {
            let level = self.level(self.row(row));
            for &angle in &angles {
                let mut point = level.at(angle);
                let place = [point[0], point[1]];
                if angle.cos() > 0.0 {
                    point[2] += self.relief(place);
                }
                grid.push(point, place);
            }
        }
        grid
    }

    /// Height of the head's top.
    pub(crate) fn crown(&self) -> f32 {
        self.levels[0].y
    }

    /// Height of the chin's lowest point.
    pub(crate) fn chin(&self) -> f32 {
        self.jaw[JAW_LEVELS - 1].y
    }

    /// The ears as meshes. The first paint coordinate is 0 inside and 1 at the rim.
    pub(crate) fn ears(&self) -> [Grid; 2] {
        [-1.0, 1.0].map(|side: f32| {
            let mut grid = Grid::new(EAR_COLUMNS + 1);
            for row in 0..=EAR_ROWS {
                let down = PI * row as f32 / EAR_ROWS as f32;
                for column in 0..=EAR_COLUMNS {
                    let around = TAU * column as f32 / EAR_COLUMNS as f32 - PI;
                    let out = down.sin() * around.sin();
                    let y = EAR.y - EAR.half_height * down.cos();
                    let level = self.level(EAR.y);
                    // Leaning outwards towards the back.
                    let z = EAR.half_depth * down.sin() * around.cos();
                    let x =
                        side * (level.half_width - 0.02) + EAR.half_width * out - side * 0.45 * z;
                    let rim = smoothstep(0.35, 0.75, (down.cos().powi(2) + out.powi(2)).sqrt());
                    grid.push([x, y, EAR.z + z], [rim, 0.0]);
                }
            }
            grid
        })
    }

    /// Height of a row of the mesh.
    fn row(&self, row: usize) -> f32 {
        let last = self.levels.len() - 1;
        let above = row / ROWS;
        let share = (row - above * ROWS) as f32 / ROWS as f32;
        let (a, b) = (self.levels[above].y, self.levels[(above + 1).min(last)].y);
        a + (b - a) * share
    }
}

impl Nose {
    /// Height over the face, in head units.
    fn at(&self, x: f32, y: f32) -> f32 {
        // Down the ridge, 0 between the eyes and 1 at the base.
        let t = y / self.length;
        let rise = 0.09 + 0.42 * smoothstep(-0.1, 0.85, t);
        let ridge = rise * smoothstep(-0.45, 0.05, t) * smoothstep(1.12, 0.84, t);
        let half_width = self.width * (0.11 + 0.09 * smoothstep(0.2, 0.9, t));
        let wing = bell(
            x.abs() - 0.17 * self.width,
            y - 0.9 * self.length,
            [0.075, 0.085],
        );
        self.depth * (ridge * bell(x, 0.0, [half_width, 1.0]) + 0.09 * wing)
    }
}

/// The hills and hollows of a face.
fn bumps(bones: &Proportions, expression: &Expression, features: &[Flat]) -> Vec<Bump> {
    let point = |number: usize| features[number - JAW_POINTS];
    let lips = [0.0, (point(51)[1] + point(57)[1]) / 2.0];
    let corner = point(54);
    let chin = bones.length * 1.6 + 0.6 * expression.open;
    let smile = expression.smile.max(0.0);
    let bump = |middle, radii, height| Bump {
        middle,
        radii,
        height,
    };
    vec![
        // Sockets, and the eyeballs in them.
        bump([0.46, 0.02], [0.36, 0.2], -0.17),
        bump([0.5, 0.0], [0.18, 0.12], 0.09),
        // Ridge of the brows.
        bump([0.45, point(24)[1] + 0.06], [0.4, 0.12], 0.07),
        // Cheekbones, and the cheeks that a smile lifts.
        bump([0.68, 0.5], [0.3, 0.25], 0.09),
        bump([0.58, 0.72], [0.2, 0.18], 0.10 * smile),
        // Beside the mouth.
        bump([corner[0] + 0.12, corner[1]], [0.12, 0.2], -0.04),
        // Lips, the furrow below them, the chin.
        bump(lips, [0.3, 0.17 + expression.open * 0.4], 0.12),
        bump([0.0, point(57)[1] + 0.12], [0.25, 0.08], -0.06),
        bump([0.0, chin], [0.26, 0.17], 0.12),
    ]
}
