//! Shapes of faces, apart from where they lie, how large they are and how they are turned.
//!
//! A landmark is a complex number x + iy, so that turning and enlarging is a product, and the best
//! fit of one shape to another is their scalar product (Dryden and Mardia, "Statistical Shape
//! Analysis", 2016, chapter 8).

/// Landmarks whose centre is at 0 and whose squared distances from it sum up to 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shape(Vec<[f64; 2]>);

/// How one shape is best laid on another by turning and enlarging it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fit {
    /// What is left between the two: 0 for the same shape, at most 1 (the full Procrustes distance).
    pub(super) distance: f64,
    /// By how much it is turned against the other, clockwise as images are seen, in degrees from
    /// -180 to 180.
    pub(super) turned: f64,
    /// What it is multiplied by.
    factor: [f64; 2],
}

impl Shape {
    /// The shape of `places`; `None` where they have no extent.
    pub(super) fn new(places: impl Iterator<Item = [f64; 2]>) -> Option<Self> {
        let mut places: Vec<[f64; 2]> = places.collect();
        let count = places.len() as f64;
        for axis in 0..2 {
            let mean = places.iter().map(|place| place[axis]).sum::<f64>() / count;
            places.iter_mut().for_each(|place| place[axis] -= mean);
        }
        let squares: f64 = places.iter().flatten().map(|v| v * v).sum();
        let length = squares.sqrt();
        // Far below what tables can say, so that rounding is not taken for a shape.
        if !length.is_finite() || length < 1e-6 {
            return None;
        }
        places.iter_mut().flatten().for_each(|v| *v /= length);
        Some(Self(places))
    }

    /// The shape of the landmarks x0, y0, x1, y1, …
    pub(super) fn of(landmarks: &[f32]) -> Option<Self> {
        let places = landmarks.chunks_exact(2);
        Self::new(places.map(|place| [f64::from(place[0]), f64::from(place[1])]))
    }

    /// How it is best laid on `other`.
    pub(super) fn fit(&self, other: &Self) -> Fit {
        let mut factor = [0.0; 2];
        for ([x, y], [u, v]) in self.0.iter().zip(&other.0) {
            factor[0] += x * u + y * v;
            factor[1] += x * v - y * u;
        }
        let [re, im] = factor;
        Fit {
            distance: (1.0 - (re * re + im * im)).max(0.0).sqrt(),
            turned: (-im).atan2(re).to_degrees(),
            factor,
        }
    }

    /// It laid on `other`, turned only.
    pub(super) fn turned_to(&self, other: &Self) -> Vec<[f64; 2]> {
        let [re, im] = self.fit(other).factor;
        let length = re.hypot(im).max(f64::MIN_POSITIVE);
        let [re, im] = [re / length, im / length];
        let turn = |&[x, y]: &[f64; 2]| [x * re - y * im, x * im + y * re];
        self.0.iter().map(turn).collect()
    }

    /// The landmark that lies farthest from where `other` has it, and how far.
    pub(super) fn farthest(&self, other: &Self) -> (usize, f64) {
        let turned = self.turned_to(other);
        let pairs = turned.iter().zip(&other.0);
        let away = pairs.map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1]));
        away.enumerate()
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap_or_default()
    }

    /// It as in a mirror, every landmark with its number.
    pub(super) fn reflected(&self) -> Self {
        Self(self.0.iter().map(|&[x, y]| [x, -y]).collect())
    }

    /// The shape whose landmarks are the medians of those of `shapes` turned to `around`.
    pub(super) fn median(shapes: &[&Self], around: &Self) -> Option<Self> {
        let turned: Vec<Vec<[f64; 2]>> =
            shapes.iter().map(|shape| shape.turned_to(around)).collect();
        let middle = |landmark: usize, axis: usize| {
            let mut values: Vec<f64> = turned.iter().map(|face| face[landmark][axis]).collect();
            let half = values.len() / 2;
            *values.select_nth_unstable_by(half, f64::total_cmp).1
        };
        if turned.is_empty() {
            return None;
        }
        Self::new((0..around.0.len()).map(|landmark| [0, 1].map(|axis| middle(landmark, axis))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORNER: [f32; 8] = [0.0, 0.0, 4.0, 0.0, 4.0, 1.0, 0.0, 3.0];

    #[test]
    fn place_size_and_turn_do_not_count() {
        let shape = Shape::of(&CORNER).unwrap();
        // A quarter turn clockwise, where y counts downwards: (x, y) becomes (-y, x).
        let moved: Vec<f32> = CORNER
            .chunks_exact(2)
            .flat_map(|place| [7.0 - 2.0 * place[1], 2.0 * place[0] - 5.0])
            .collect();
        let fit = Shape::of(&moved).unwrap().fit(&shape);
        assert!(fit.distance < 1e-7, "{fit:?}");
        assert!((fit.turned - 90.0).abs() < 1e-9, "{fit:?}");
    }

    #[test]
    fn a_reflection_is_another_shape() {
        let shape = Shape::of(&CORNER).unwrap();
        let reflected = shape.reflected();
        assert!(reflected.fit(&shape).distance > 0.2);
        assert!(reflected.reflected().fit(&shape).distance < 1e-7);
    }

    #[test]
    fn the_landmark_out_of_place_is_found() {
        let egg: Vec<f32> = (0..24)
            .map(|i| i as f32 * std::f32::consts::TAU / 24.0)
            .flat_map(|turn| [turn.cos() * (2.0 + turn.sin()), 3.0 * turn.sin()])
            .collect();
        let mut places = egg.clone();
        places[2 * 7 + 1] += 3.0;
        let (landmark, away) = Shape::of(&places)
            .unwrap()
            .farthest(&Shape::of(&egg).unwrap());
        assert_eq!(landmark, 7);
        assert!(away > 0.1, "{away}");
    }

    #[test]
    fn what_has_no_extent_has_no_shape() {
        assert_eq!(Shape::of(&[3.0; 8]), None);
    }

    #[test]
    fn a_third_of_others_does_not_move_the_median() {
        let shape = Shape::of(&CORNER).unwrap();
        let other = Shape::of(&[9.0, 1.0, 2.0, 2.0, 0.0, 5.0, 7.0, 7.0]).unwrap();
        let shapes = [&shape, &other, &shape, &shape, &other, &shape];
        let median = Shape::median(&shapes, &shape).unwrap();
        assert!(median.fit(&shape).distance < 1e-7);
    }
}
