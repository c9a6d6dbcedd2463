//! Images with a square covered. Landmarks stay where they are: a network has to guess what it
//! cannot see.

use faceoff_random::Stream;

/// What covers the square: middle grey. The paper takes the mean of its standardized images.
const GREY: f32 = 0.5;

/// The covered part of a crop, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cutout {
    /// Left and top, the first covered column and row.
    pub from: [usize; 2],
    /// Right and bottom, the first column and row that are not covered any more.
    pub to: [usize; 2],
}

impl Cutout {
    /// What is covered of a training crop, `side` pixels wide and high; `stream` is asked where that
    /// is left to chance.
    pub(super) fn draw(
        cutout: faceoff_spec::Cutout,
        side: usize,
        stream: impl FnOnce() -> Stream,
    ) -> Option<Self> {
        if cutout.is_off() {
            return None;
        }
        let mut stream = stream();
        let middle = [(); 2].map(|()| stream.below(side));
        let length = (cutout.0 * side as f64).round() as usize;
        Some(Self {
            from: middle.map(|at| at.saturating_sub(length / 2)),
            to: middle.map(|at| (at + length.div_ceil(2)).min(side)),
        })
    }

    /// Covers its part of `pixels`, the rows of a crop that is `side` pixels wide.
    pub(super) fn apply(self, pixels: &mut [f32], side: usize) {
        let ([left, top], [right, bottom]) = (self.from, self.to);
        for row in pixels.chunks_exact_mut(side).take(bottom).skip(top) {
            row[left..right].fill(GREY);
        }
    }
}

#[cfg(test)]
mod tests {
    use faceoff_landmarks::Scheme;
    use faceoff_random::Purpose;
    use faceoff_spec::Augmentation;
    use proptest::prelude::*;

    use super::super::geometry::Geometry;
    use super::*;

    const SIDE: usize = 16;

    fn drawn(share: f64, seed: u64) -> Geometry {
        let mut geometry = Geometry::plain([20, 30], [18, 27], [1, 2], SIDE);
        let augment = Augmentation {
            cutout: faceoff_spec::Cutout(share),
            ..Augmentation::default()
        };
        geometry.draw(&augment, |purpose| Stream::new(seed, purpose, &[3, 4]));
        geometry
    }

    #[test]
    fn by_hand() {
        let cutout = Cutout {
            from: [1, 0],
            to: [3, 2],
        };
        let mut pixels = [0.0; 12];
        cutout.apply(&mut pixels, 4);
        let covered = [0.0, GREY, GREY, 0.0];
        assert_eq!(pixels, [covered, covered, [0.0; 4]].as_flattened());
    }

    #[test]
    fn off_is_no_draw_and_no_change() {
        let stream = || -> Stream { panic!("nothing is left to chance") };
        let off = faceoff_spec::Cutout::default();
        assert_eq!(Cutout::draw(off, SIDE, stream), None);
        assert_eq!(
            drawn(0.0, 1),
            Geometry::plain([20, 30], [18, 27], [1, 2], SIDE)
        );
    }

    #[test]
    fn the_square_is_as_large_as_said_and_its_middle_is_anywhere() {
        let mut seen = [[false; SIDE]; 2];
        for seed in 0..500 {
            let cutout = drawn(0.25, seed).cutout.unwrap();
            let edges = cutout.from.into_iter().zip(cutout.to);
            for ((from, to), seen) in edges.zip(&mut seen) {
                // Smaller only where an edge cuts it off.
                assert!(to - from == 4 || (to - from < 4 && (from == 0 || to == SIDE)));
                seen[from..to].fill(true);
            }
        }
        assert_eq!(seen, [[true; SIDE]; 2]);
    }

    proptest! {
        #[test]
        fn pixels_of_the_square_are_grey_and_nothing_else_changes(
            share in 0.01f64..1.0, seed: u64,
        ) {
            let geometry = drawn(share, seed);
            let cutout = geometry.cutout.unwrap();
            let mut pixels: Vec<f32> = (0..SIDE * SIDE).map(|i| i as f32 / 1000.0).collect();
            let before = pixels.clone();
            geometry.change_pixels(&mut pixels);
            for (i, (after, before)) in pixels.iter().zip(before).enumerate() {
                let covered = [i % SIDE, i / SIDE]
                    .iter()
                    .zip(cutout.from.iter().zip(cutout.to))
                    .all(|(at, (from, to))| (*from..to).contains(at));
                prop_assert_eq!(*after, if covered { GREY } else { before });
            }
        }

        #[test]
        fn landmarks_do_not_move(share in 0.01f64..1.0, seed: u64) {
            let scheme = Scheme::face_68();
            let before: Vec<f32> = (0..scheme.outputs()).map(|i| i as f32).collect();
            let mut landmarks = before.clone();
            drawn(share, seed).move_landmarks(scheme, &mut landmarks);
            prop_assert_eq!(landmarks, before);
        }

        #[test]
        fn nothing_else_is_drawn_otherwise(seed: u64) {
            let mut augment = Augmentation {
                flip: faceoff_spec::Flip(0.5),
                rotate: faceoff_spec::Rotate(20.0),
                contrast: faceoff_spec::Contrast(0.3),
                ..Augmentation::default()
            };
            let geometry = |augment: &Augmentation| {
                let mut geometry = Geometry::plain([20, 30], [18, 27], [1, 2], SIDE);
                geometry.draw(augment, |purpose: Purpose| Stream::new(seed, purpose, &[]));
                geometry
            };
            let without = geometry(&augment);
            augment.cutout = faceoff_spec::Cutout(0.5);
            let with = geometry(&augment);
            prop_assert_eq!(Geometry { cutout: None, ..with }, without);
        }
    }
}
