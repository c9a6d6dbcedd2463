//! A face in space: landmarks on a head.
//!
//! The landmarks are those of the scheme `face-68`, iBUG 300-W: 0–16 the jaw, 17–26 the brows, 27–35 the nose, 36–47
//! the eyes, 48–59 the outer and 60–67 the inner lips, from the image's left to its right.

use super::expression::Expression;
use super::head::{Head, JAW_POINTS};
use super::proportions::Proportions;
use crate::geometry::{Flat, View, smoothstep};

/// Brow of the image's right side, from the nose outwards: x, y.
const BROW: [Flat; 5] = [
    [0.25, -0.31],
    [0.42, -0.38],
    [0.60, -0.40],
    [0.78, -0.36],
    [0.92, -0.25],
];

/// The nose's ridge downwards, then its base from the middle to the image's right.
const NOSE_RIDGE: [Flat; 4] = [[0.0, 0.0], [0.0, 0.2], [0.0, 0.4], [0.0, 0.58]];
const NOSE_BASE: [Flat; 3] = [[0.0, 0.75], [0.11, 0.73], [0.21, 0.68]];

/// Mean right eye around its middle when open. Inner corner, upper lid, outer corner, lower lid,
/// as 42–47.
const EYE: [Flat; 6] = [
    [-0.19, 0.015],
    [-0.075, -0.08],
    [0.07, -0.08],
    [0.185, 0.0],
    [0.075, 0.06],
    [-0.07, 0.06],
];

/// Right half of the closed mouth around its middle. Outer upper lip from the middle to the corner,
/// outer lower lip from the middle, then the inner lips likewise.
const OUTER_UPPER: [Flat; 4] = [[0.0, -0.10], [0.09, -0.12], [0.25, -0.075], [0.40, 0.0]];
const OUTER_LOWER: [Flat; 3] = [[0.0, 0.165], [0.12, 0.155], [0.27, 0.095]];
const INNER_UPPER: [Flat; 3] = [[0.0, -0.005], [0.12, -0.01], [0.33, 0.0]];
const INNER_LOWER: [Flat; 2] = [[0.0, 0.005], [0.12, 0.0]];
/// Height of the closed mouth's line.
const MOUTH: f32 = 1.05;
/// Least room between the nose and the upper lip, in head units.
const PHILTRUM: f32 = 0.08;

/// A face with an expression, not yet turned.
#[derive(Clone, Debug)]
pub(crate) struct Face {
    /// What carries the points.
    pub(crate) head: Head,
    /// Points 17 to 67, seen from the front, in head units.
    features: Vec<Flat>,
}

impl Face {
    /// A face of these bones that makes this expression.
    pub(crate) fn new(bones: &Proportions, expression: &Expression) -> Self {
        let features = features(bones, expression);
        Self {
            head: Head::new(bones, expression, &features),
            features,
        }
    }

    /// A point that is not of the jaw, seen from the front, in head units.
    pub(crate) fn feature(&self, point: usize) -> Flat {
        self.features[point - JAW_POINTS]
    }

    /// Points that are not of the jaw, seen from the front, in head units.
    pub(crate) fn features(&self, points: std::ops::Range<usize>) -> &[Flat] {
        &self.features[points.start - JAW_POINTS..points.end - JAW_POINTS]
    }

    /// Where the landmarks are seen. One of the jaw that the face hides stands on the outline.
    pub(crate) fn landmarks(&self, view: &View) -> Vec<Flat> {
        let seen = |point: usize| {
            if point < JAW_POINTS {
                let chin = JAW_POINTS / 2;
                let side = if point < chin { -1.0 } else { 1.0 };
                let level = &self.head.jaw[point.min(JAW_POINTS - 1 - point)];
                view.project(view.outline(level, side))
            } else {
                view.project(self.head.surface(self.feature(point)))
            }
        };
        (0..JAW_POINTS + self.features.len()).map(seen).collect()
    }
}

fn features(bones: &Proportions, expression: &Expression) -> Vec<Flat> {
    let mut points = Vec::new();
    let mirrored = |[x, y]: Flat| [-x, y];

    let brow = BROW.map(|[x, y]| {
        let arch = (y + 0.28) * (bones.brow_arch - 1.0);
        let raised = expression.brows * if x < 0.4 { 0.7 } else { 1.0 };
        [x * bones.width, y + arch - bones.brow_height - raised]
    });
    points.extend(brow.iter().rev().copied().map(mirrored));
    points.extend(brow);

    let down = |[x, y]: Flat| {
        [
            x * bones.nose_width * (1.0 + 0.08 * expression.smile),
            y * bones.nose_length * bones.length,
        ]
    };
    points.extend(NOSE_RIDGE.map(down));
    points.extend(NOSE_BASE[1..].iter().rev().copied().map(down).map(mirrored));
    points.extend(NOSE_BASE.map(down));

    let squint = 1.0 - 0.12 * expression.smile.max(0.0);
    let eye = EYE.map(|[x, y]| {
        let slanted = -bones.eye_slant * x / 0.19;
        // The upper lid comes down to the lower one.
        let lid = if y < -0.05 {
            y * squint + expression.closed * (0.05 - y)
        } else {
            y
        };
        [0.5 + x * bones.eye_size, lid * bones.eye_size + slanted]
    });
    // Of the left eye, the outer corner comes first.
    points.extend([3, 2, 1, 0, 5, 4].map(|i: usize| mirrored(eye[i])));
    points.extend(eye);

    points.extend(mouth(bones, expression));
    points
}

/// Points 48 to 67.
fn mouth(bones: &Proportions, expression: &Expression) -> Vec<Flat> {
    let nose = NOSE_BASE[0][1] * bones.nose_length * bones.length;
    let lip = OUTER_UPPER[1][1] * bones.lips - 0.1 * expression.open;
    let height = ((MOUTH + bones.mouth_height) * bones.length).max(nose + PHILTRUM - lip);
    let width = bones.mouth_width * (1.0 + 0.2 * expression.smile - 0.3 * expression.open);
    let place = |[x, y]: Flat, lower: f32| {
        let corner = smoothstep(0.0, 0.4, x);
        // Smiling thins the lips and lifts their corners; the jaw takes the lower lip along.
        let thick = y * bones.lips * (1.0 - 0.2 * expression.smile.max(0.0));
        let lifted = -0.09 * expression.smile * corner;
        let gap = expression.open * (1.0 - 0.75 * corner) * lower;
        let opened = if lower == 0.0 {
            0.3 * expression.open * corner - 0.1 * expression.open
        } else {
            gap
        };
        [x * width, height + thick + lifted + opened]
    };
    let upper = |p: &Flat| place(*p, 0.0);
    let lower = |p: &Flat| place(*p, 0.9);
    let mirrored = |[x, y]: Flat| [-x, y];
    let mut points = Vec::with_capacity(20);
    points.extend(OUTER_UPPER.iter().rev().map(upper).map(mirrored));
    points.extend(OUTER_UPPER[1..].iter().map(upper));
    points.extend(OUTER_LOWER.iter().rev().map(lower));
    points.extend(OUTER_LOWER[1..].iter().map(lower).map(mirrored));
    points.extend(INNER_UPPER.iter().rev().map(upper).map(mirrored));
    points.extend(INNER_UPPER[1..].iter().map(upper));
    points.extend(INNER_LOWER.iter().rev().map(lower));
    points.extend(INNER_LOWER[1..].iter().map(lower).map(mirrored));
    points
}

#[cfg(test)]
mod tests {
    use faceoff_landmarks::Scheme;

    use super::*;

    const STRAIGHT: View = View {
        yaw: 0.0,
        pitch: 0.0,
        roll: 0.0,
        distance: 12.0,
        scale: 50.0,
        center: [0.0, 0.0],
    };

    fn mean_face(expression: Expression) -> Face {
        Face::new(&Proportions::MEAN, &expression)
    }

    #[test]
    fn a_face_has_the_landmarks_of_its_scheme() {
        let landmarks = mean_face(Expression::default()).landmarks(&STRAIGHT);
        assert_eq!(landmarks.len(), Scheme::face_68().count());
    }

    #[test]
    fn a_face_seen_straight_is_its_mirror_image() {
        let points = mean_face(Expression::default()).landmarks(&STRAIGHT);
        for (point, &mirrored) in Scheme::face_68().mirror().iter().enumerate() {
            let ([x, y], [other_x, other_y]) = (points[point], points[mirrored]);
            assert!((x + other_x).abs() < 1e-3, "{point}: {x} {other_x}");
            assert!((y - other_y).abs() < 1e-3, "{point}: {y} {other_y}");
        }
    }

    #[test]
    fn lines_of_points_run_from_left_to_right() {
        let points = mean_face(Expression::default()).landmarks(&STRAIGHT);
        for line in [
            &[0, 1, 4, 8, 12, 15, 16][..],
            &[17, 18, 19, 20, 21, 22, 23, 24, 25, 26],
            &[31, 32, 33, 34, 35],
            &[36, 37, 38, 39, 42, 43, 44, 45],
            &[48, 49, 50, 51, 52, 53, 54],
            &[48, 59, 58, 57, 56, 55, 54],
            &[60, 61, 62, 63, 64],
            &[60, 67, 66, 65, 64],
        ] {
            let ordered = line.windows(2).all(|w| points[w[0]][0] < points[w[1]][0]);
            assert!(ordered, "{line:?}");
        }
    }

    #[test]
    fn a_turned_head_moves_the_nose_and_hides_a_cheek() {
        let face = mean_face(Expression::default());
        let turned = face.landmarks(&View {
            yaw: 0.5,
            ..STRAIGHT
        });
        // The nose comes nearer to the edge of the side that is turned away.
        let room = |points: &[Flat]| points[14][0] - points[30][0];
        assert!(room(&turned) < 0.6 * room(&face.landmarks(&STRAIGHT)));
    }

    #[test]
    fn expressions_move_what_they_are_named_after() {
        let gap = |face: &Face, a: usize, b: usize| face.feature(b)[1] - face.feature(a)[1];
        let rest = mean_face(Expression::default());
        let talking = mean_face(Expression {
            open: 0.25,
            ..Expression::default()
        });
        assert!(gap(&talking, 62, 66) > gap(&rest, 62, 66) + 0.15);
        assert!(talking.head.chin() > rest.head.chin() + 0.1);
        let blinking = mean_face(Expression {
            closed: 1.0,
            ..Expression::default()
        });
        assert!(gap(&blinking, 37, 41) < 0.25 * gap(&rest, 37, 41));
        let smiling = mean_face(Expression {
            smile: 1.0,
            ..Expression::default()
        });
        assert!(smiling.feature(54)[1] < rest.feature(54)[1]);
        assert!(smiling.feature(54)[0] > rest.feature(54)[0]);
        let surprised = mean_face(Expression {
            brows: 0.1,
            ..Expression::default()
        });
        assert!(surprised.feature(24)[1] < rest.feature(24)[1] - 0.05);
    }

    #[test]
    fn the_nose_stands_out_and_the_eyes_lie_back() {
        let head = mean_face(Expression::default()).head;
        let depth = |x, y| head.surface([x, y])[2];
        assert!(depth(0.0, 0.58) > depth(0.3, 0.58) + 0.25);
        assert!(depth(0.5, 0.0) < depth(0.5, 0.5));
        assert!(depth(0.0, 1.05) > depth(0.45, 1.05));
    }
}
