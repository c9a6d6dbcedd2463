//! Turning, enlarging and moving a crop, all at once.

use faceoff_random::Stream;
use faceoff_spec::Augmentation;

use super::{rotate, shift, zoom};

/// A turn and an enlargement of a crop around its middle, then a shift.
///
/// What was at p comes to c + R(p − c) + s, c the middle pixel's place, R the turn times the factor
/// and s the shift. Nothing is lost where the result reaches beyond the crop: the image goes on
/// there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Warp {
    /// First row of R: cosine and minus sine of the turn, times the factor.
    matrix: [f32; 2],
    middle: f32,
    /// To the right and down, in pixels.
    shift: [f32; 2],
}

impl Warp {
    /// A turn by `angle` radians, clockwise in the image, an enlargement by `factor` and a shift
    /// by `shift` pixels, to the right and down, of crops `side` pixels wide and high.
    pub fn new(angle: f32, factor: f32, shift: [f32; 2], side: usize) -> Self {
        Self {
            matrix: [factor * angle.cos(), -factor * angle.sin()],
            middle: (side as f32 - 1.0) / 2.0,
            shift,
        }
    }

    /// What `augment` allows, uniformly in the angle, the logarithm of the factor and the shift
    /// along each axis; none where it allows nothing.
    pub fn random(augment: &Augmentation, side: usize, stream: &mut Stream) -> Option<Self> {
        if augment.rotate.is_off() && augment.zoom.is_off() && augment.shift.is_off() {
            return None;
        }
        let angle = rotate::draw(augment.rotate, stream);
        let factor = zoom::draw(augment.zoom, stream);
        let shift = shift::draw(augment.shift, side, stream);
        Some(Self::new(angle as f32, factor as f32, shift, side))
    }

    /// The way back, as [a, b, middle, right, down]: the pixel p of the result was at
    /// (a·x + b·y + middle, a·y − b·x + middle) before, with (x, y) = p − (right, down) − middle.
    pub fn inverse(&self) -> [f32; 5] {
        let [a, b] = self.matrix;
        let square = a * a + b * b;
        let [right, down] = self.shift;
        [a / square, -b / square, self.middle, right, down]
    }

    /// Where the pixel that is at `place` afterwards was before.
    pub(super) fn source(&self, place: [f32; 2]) -> [f32; 2] {
        let [a, b, _, right, down] = self.inverse();
        self.around([a, b], [place[0] - right, place[1] - down])
    }

    /// Brings the landmarks of a crop, x0, y0, x1, y1, …, to their new places.
    pub(super) fn move_landmarks(&self, landmarks: &mut [f32]) {
        for landmark in landmarks.as_chunks_mut::<2>().0 {
            let [x, y] = self.around(self.matrix, *landmark);
            *landmark = [x + self.shift[0], y + self.shift[1]];
        }
    }

    fn around(&self, [a, b]: [f32; 2], place: [f32; 2]) -> [f32; 2] {
        let [x, y] = place.map(|v| v - self.middle);
        [a * x + b * y + self.middle, a * y - b * x + self.middle]
    }
}

#[cfg(test)]
mod tests {
    use faceoff_spec::{Rotate, Shift, Zoom};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_quarter_turn_by_hand() {
        let warp = Warp::new(std::f32::consts::FRAC_PI_2, 2.0, [0.0, 0.0], 5);
        let mut points = [2.0; 6];
        points[0] = 3.0;
        warp.move_landmarks(&mut points);
        // From right of the middle to below it, twice as far away.
        assert!((points[0] - 2.0).abs() < 1e-5 && (points[1] - 4.0).abs() < 1e-5);
        assert_eq!(points[2..], [2.0; 4]);
    }

    #[test]
    fn a_shift_by_hand() {
        // Turned by half and moved one to the right and two up.
        let warp = Warp::new(std::f32::consts::PI, 1.0, [1.0, -2.0], 5);
        let mut points = [2.0; 6];
        points[0] = 3.0;
        warp.move_landmarks(&mut points);
        assert!((points[0] - 2.0).abs() < 1e-5 && points[1].abs() < 1e-5);
        assert!((points[2] - 3.0).abs() < 1e-5 && points[3].abs() < 1e-5);
    }

    proptest! {
        #[test]
        fn a_point_is_found_where_it_came_from(
            angle in -3.2f32..3.2,
            factor in 0.5f32..2.0,
            right in -64f32..64.0,
            down in -64f32..64.0,
            x in 0f32..64.0,
            y in 0f32..64.0,
        ) {
            let warp = Warp::new(angle, factor, [right, down], 64);
            let mut points = [0.0; 2];
            points[..2].copy_from_slice(&[x, y]);
            warp.move_landmarks(&mut points);
            let [back_x, back_y] = warp.source([points[0], points[1]]);
            prop_assert!((back_x - x).abs() < 1e-3 && (back_y - y).abs() < 1e-3);
        }

        #[test]
        fn no_more_than_allowed(
            seed: u64,
            rotate in 0.0f64..90.0,
            zoom in 0.0f64..1.0,
            shift in 0.0f64..1.0,
        ) {
            let augment = Augmentation { rotate: Rotate(rotate), zoom: Zoom(zoom), shift: Shift(shift), ..Augmentation::default() };
            let stream = &mut Stream::new(seed, faceoff_random::Purpose::Warp, &[]);
            let Some(warp) = Warp::random(&augment, 64, stream) else {
                prop_assert!(rotate == 0.0 && zoom == 0.0 && shift == 0.0);
                return Ok(());
            };
            let [a, b] = warp.matrix.map(f64::from);
            let factor = a.hypot(b);
            prop_assert!((-b).atan2(a).abs() <= rotate.to_radians() + 1e-5);
            prop_assert!(factor <= (1.0 + zoom) * 1.00001 && factor >= 0.99999 / (1.0 + zoom));
            let most = shift * 64.0 * 1.00001;
            prop_assert!(warp.shift.iter().all(|s| f64::from(s.abs()) <= most));
        }
    }
}
