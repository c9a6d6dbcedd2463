//! Surfaces, lit and drawn into an image with a depth for every pixel.

use super::light::Light;
use crate::geometry::{Flat, Solid, View, cross, minus};
use crate::grid::Grid;

/// A grey image, 0 black and 1 white, in which nearer surfaces hide others.
#[derive(Clone, Debug)]
pub(crate) struct Canvas {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) grey: Vec<f32>,
    depth: Vec<f32>,
}

/// How far a triangle reaches over its edges, as a share of itself, lest rounding leave gaps between
/// neighbours.
const EDGE: f32 = 1e-4;

/// A grid point as it is drawn.
#[derive(Clone, Copy)]
struct Corner {
    seen: Solid,
    place: [f32; 2],
    brightness: f32,
}

impl Canvas {
    /// Nothing but a background, given at shares of width and height: an image of `size` pixels,
    /// drawn `finer` times as large. The background itself needs no more than the image's pixels.
    pub(crate) fn new(size: [usize; 2], finer: usize, background: impl Fn(Flat) -> f32) -> Self {
        let [width, height] = size;
        let mut grey = Vec::with_capacity(width * height * finer * finer);
        for row in 0..height {
            let start = grey.len();
            for column in 0..width {
                let place = [column as f32 / width as f32, row as f32 / height as f32];
                grey.extend(std::iter::repeat_n(background(place), finer));
            }
            let end = grey.len();
            for _ in 1..finer {
                grey.extend_from_within(start..end);
            }
        }
        Self {
            width: width * finer,
            height: height * finer,
            depth: vec![f32::NEG_INFINITY; grey.len()],
            grey,
        }
    }

    /// Draws a surface, painted by a function of the place in its paint.
    pub(crate) fn draw(
        &mut self,
        grid: &Grid,
        view: &View,
        light: &Light,
        paint: impl Fn([f32; 2]) -> f32,
    ) {
        let seen: Vec<Solid> = grid.points.iter().map(|&point| view.see(point)).collect();
        // Depth in pixels, too, for directions to be right.
        let even: Vec<Solid> = seen
            .iter()
            .map(|&[x, y, z]| [x, y, z * view.scale])
            .collect();
        let corners: Vec<Corner> = (0..seen.len())
            .map(|i| Corner {
                seen: seen[i],
                place: grid.places[i],
                brightness: light.on(grid.normal(&even, i)),
            })
            .collect();
        for (above, below) in corners
            .chunks_exact(grid.columns)
            .zip(corners.chunks_exact(grid.columns).skip(1))
        {
            for (a, b) in above.windows(2).zip(below.windows(2)) {
                self.triangle([a[0], a[1], b[0]], &paint);
                self.triangle([a[1], b[1], b[0]], &paint);
            }
        }
    }

    fn triangle(&mut self, [a, b, c]: [Corner; 3], paint: &impl Fn([f32; 2]) -> f32) {
        let area = cross(minus(b.seen, a.seen), minus(c.seen, a.seen))[2];
        if area.abs() < 1e-6 {
            return;
        }
        let range = |axis: usize, size: usize| {
            let [a, b, c] = [a.seen[axis], b.seen[axis], c.seen[axis]];
            // A cast rounds towards 0, and is 0 below it. One pixel too many does no harm.
            let first = (a.min(b).min(c) - 0.5) as usize;
            let end = (a.max(b).max(c) + 0.5) as usize;
            first..end.min(size)
        };
        let columns = range(0, self.width);
        // A corner's share of a pixel grows evenly with the distance to the opposite side.
        let share = |from: Solid, to: Solid| {
            let [dx, dy, _] = minus(to, from);
            let start = dy * (from[0] - 0.5) - dx * (from[1] - 0.5);
            [start / area, -dy / area, dx / area]
        };
        let shares = [
            share(b.seen, c.seen),
            share(c.seen, a.seen),
            share(a.seen, b.seen),
        ];
        for row in range(1, self.height) {
            for column in columns.clone() {
                let [p, q, r] = shares
                    .map(|[start, right, down]| start + right * column as f32 + down * row as f32);
                if p.min(q).min(r) < -EDGE {
                    continue;
                }
                let between = |a: f32, b: f32, c: f32| p * a + q * b + r * c;
                let index = row * self.width + column;
                let depth = between(a.seen[2], b.seen[2], c.seen[2]);
                if depth <= self.depth[index] {
                    continue;
                }
                self.depth[index] = depth;
                let place = std::array::from_fn(|k| between(a.place[k], b.place[k], c.place[k]));
                self.grey[index] = paint(place) * between(a.brightness, b.brightness, c.brightness);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: View = View {
        yaw: 0.0,
        pitch: 0.0,
        roll: 0.0,
        distance: 1e6,
        scale: 10.0,
        center: [20.0, 20.0],
    };
    const EVEN: Light = Light {
        direction: [0.0, 0.0, 1.0],
        strength: 0.0,
        ambient: 1.0,
        sky: 0.0,
    };

    /// A square of side 2 around the middle of the view, facing the camera, leaning when the right
    /// side is further back.
    fn square(left: f32, right: f32) -> Grid {
        let mut grid = Grid::new(2);
        for y in [-0.4, 1.6] {
            grid.push([-1.0, y, left], [-1.0, y]);
            grid.push([1.0, y, right], [1.0, y]);
        }
        grid
    }

    #[test]
    fn what_is_nearer_hides_the_rest_whatever_the_order() {
        for order in [[0.2f32, 0.9], [0.9, 0.2]] {
            let mut canvas = Canvas::new([40, 40], 1, |_| 0.0);
            for shade in order {
                canvas.draw(&square(shade, shade), &VIEW, &EVEN, |_| shade);
            }
            assert!((canvas.grey[20 * 40 + 20] - 0.9).abs() < 1e-5, "{order:?}");
            assert_eq!(
                canvas.grey[20 * 40 + 35],
                0.0,
                "beside it is the background"
            );
        }
    }

    #[test]
    fn a_background_is_spread_over_finer_pixels() {
        let canvas = Canvas::new([2, 2], 2, |[x, y]| x + 10.0 * y);
        let row = [0.0, 0.0, 0.5, 0.5];
        assert_eq!(canvas.grey[4..8], row);
        assert_eq!(canvas.grey[8..12], row.map(|v| v + 5.0));
    }

    #[test]
    fn a_side_that_faces_the_light_is_brighter() {
        let light = Light {
            direction: [0.8, 0.0, 0.6],
            strength: 1.0,
            ambient: 0.1,
            sky: 0.0,
        };
        let brightness = |left, right| {
            let mut canvas = Canvas::new([40, 40], 1, |_| 0.0);
            canvas.draw(&square(left, right), &VIEW, &light, |_| 1.0);
            canvas.grey[20 * 40 + 20]
        };
        let (towards, straight, away) = (
            brightness(0.5, -0.5),
            brightness(0.0, 0.0),
            brightness(-0.5, 0.5),
        );
        assert!(
            towards > straight && straight > away,
            "{towards} {straight} {away}"
        );
    }
}
