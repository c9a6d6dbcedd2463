//! From a head in space to points of the image.
//!
//! Head coordinates: x to the image's right, y down, z towards the viewer; the origin between the
//! eyes, the unit the distance between them.

use std::f32::consts::FRAC_PI_2;

/// A point or direction in head coordinates, or as the camera sees it.
pub(crate) type Solid = [f32; 3];
/// A point in pixels of the image, the top left corner being (0, 0).
pub(crate) type Flat = [f32; 2];

/// The vertical axis that heads turn about, as a depth.
const AXIS: f32 = -0.75;
/// The height that heads nod about.
const NECK: f32 = 0.6;

/// A horizontal cut through a head: half an ellipse in front, half an ellipse behind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Level {
    pub(crate) y: f32,
    /// Half the width.
    pub(crate) half_width: f32,
    /// Depth of the widest place.
    pub(crate) side: f32,
    /// From the widest place to the front.
    pub(crate) front: f32,
    /// From the widest place to the back.
    pub(crate) back: f32,
}

impl Level {
    /// The surface at `angle`: 0 in front, ±π/2 at the sides (+ on the image's right), π behind.
    pub(crate) fn at(&self, angle: f32) -> Solid {
        let depth = if angle.cos() > 0.0 {
            self.front
        } else {
            self.back
        };
        [
            self.half_width * angle.sin(),
            self.y,
            self.side + depth * angle.cos(),
        ]
    }

    /// The surface's depth at `x`, in front.
    pub(crate) fn depth(&self, x: f32) -> f32 {
        let across = (x / self.half_width.max(1e-3)).clamp(-1.0, 1.0);
        self.side + self.front * (1.0 - across * across).sqrt()
    }
}

/// How a head is held and seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct View {
    /// Turned towards the image's right, in radians.
    pub(crate) yaw: f32,
    /// Bowed, in radians.
    pub(crate) pitch: f32,
    /// Tilted clockwise, in radians.
    pub(crate) roll: f32,
    /// From the head's axis to the camera, in head units.
    pub(crate) distance: f32,
    /// Pixels of a head unit at the axis.
    pub(crate) scale: f32,
    /// Where the middle of the axis is seen.
    pub(crate) center: Flat,
}

impl View {
    /// Where a point of the head is seen, and how near it is, in head units.
    pub(crate) fn see(&self, [x, y, z]: Solid) -> Solid {
        let (x, z) = rotate(x, z - AXIS, -self.yaw);
        let (y, z) = rotate(y - NECK, z, -self.pitch);
        let nearness = self.scale * self.distance / (self.distance - z);
        let (x, y) = rotate(x * nearness, y * nearness, self.roll);
        [x + self.center[0], y + self.center[1], z]
    }

    /// Where a point of the head is seen.
    pub(crate) fn project(&self, point: Solid) -> Flat {
        let [x, y, _] = self.see(point);
        [x, y]
    }

    /// Where shoulders and neck are seen: like the head, but only a part of its turns.
    pub(crate) fn body(&self) -> Self {
        Self {
            yaw: self.yaw * 0.3,
            pitch: self.pitch * 0.15,
            roll: self.roll * 0.3,
            ..*self
        }
    }

    /// The same view in an image `factor` times as large.
    pub(crate) fn enlarged(&self, factor: f32) -> Self {
        Self {
            scale: self.scale * factor,
            center: self.center.map(|c| c * factor),
            ..*self
        }
    }

    /// The face's outline at `level` on one side (+1 the image's right). It is the surface's
    /// widest place while that can be seen; on the side turned away, the place further to the
    /// front that hides it.
    pub(crate) fn outline(&self, level: &Level, side: f32) -> Solid {
        let away = (side * self.yaw).max(0.0);
        let hidden = (level.front * away.sin()).atan2(level.half_width.max(1e-3) * away.cos());
        level.at(side * (FRAC_PI_2 - hidden))
    }
}

fn rotate(a: f32, b: f32, angle: f32) -> (f32, f32) {
    let (sin, cos) = angle.sin_cos();
    (a * cos - b * sin, a * sin + b * cos)
}

/// Between two points.
pub(crate) fn mix<const N: usize>(a: [f32; N], b: [f32; N], share: f32) -> [f32; N] {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * share)
}

/// 0 below `from`, 1 above `to`, smooth between. `from` may be the larger one.
pub(crate) fn smoothstep(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// Between the middle two of four numbers, on a smooth curve through all of them.
pub(crate) fn catmull_rom([a, b, c, d]: [f32; 4], t: f32) -> f32 {
    let linear = c - a;
    let square = 2.0 * a - 5.0 * b + 4.0 * c - d;
    let cube = 3.0 * (b - c) + d - a;
    b + 0.5 * t * (linear + t * (square + t * cube))
}

/// A bell that is 1 in the middle and e⁻¹ at the given radii.
pub(crate) fn bell(dx: f32, dy: f32, radii: [f32; 2]) -> f32 {
    let (x, y) = (dx / radii[0], dy / radii[1]);
    (-x * x - y * y).exp()
}

/// How far two directions agree.
pub(crate) fn dot(a: Solid, b: Solid) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// From `b` to `a`.
pub(crate) fn minus(a: Solid, b: Solid) -> Solid {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

/// At right angles to both, as long as the area between them.
pub(crate) fn cross(a: Solid, b: Solid) -> Solid {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(yaw: f32, pitch: f32, roll: f32) -> View {
        View {
            yaw,
            pitch,
            roll,
            distance: 8.0,
            scale: 10.0,
            center: [0.0, 0.0],
        }
    }

    #[test]
    fn turns_go_the_way_they_are_named() {
        let nose = [0.0, NECK, 0.5];
        assert!(view(0.3, 0.0, 0.0).project(nose)[0] > 0.0, "to the right");
        assert!(view(0.0, 0.3, 0.0).project(nose)[1] > 0.0, "down");
        let right = [1.0, NECK, AXIS];
        assert!(view(0.0, 0.0, 0.3).project(right)[1] > 0.0, "clockwise");
    }

    #[test]
    fn near_things_are_larger() {
        let straight = view(0.0, 0.0, 0.0);
        let x = |z| straight.project([1.0, 0.0, z])[0];
        assert!(x(0.5) > x(AXIS));
        assert_eq!(x(AXIS), 10.0);
    }

    #[test]
    fn an_enlarged_view_shows_the_same_larger() {
        let small = View {
            center: [30.0, 40.0],
            ..view(0.3, 0.1, 0.2)
        };
        let point = [0.4, 0.9, 0.1];
        let [x, y] = small.project(point);
        let [twice_x, twice_y] = small.enlarged(2.0).project(point);
        assert!((twice_x - 2.0 * x).abs() < 1e-3 && (twice_y - 2.0 * y).abs() < 1e-3);
    }

    /// No visible point of the face may lie outside its outline.
    #[test]
    fn the_outline_is_the_outermost_place_of_the_side_turned_away() {
        let level = Level {
            y: 0.3,
            half_width: 1.1,
            side: -0.85,
            front: 0.9,
            back: 1.0,
        };
        // Seen from far, where perspective does not move the tangent point.
        for yaw in [0.1f32, 0.4, 0.7] {
            let far = View {
                distance: 1e5,
                ..view(yaw, 0.0, 0.0)
            };
            let outline = far.project(far.outline(&level, 1.0))[0];
            for step in 0..=50 {
                let angle = step as f32 / 50.0 * FRAC_PI_2;
                assert!(far.project(level.at(angle))[0] <= outline + 1e-3, "{yaw}");
            }
        }
    }
}
