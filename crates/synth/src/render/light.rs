//! Light on surfaces.

use crate::geometry::{Solid, dot};

/// Where light comes from. Brightness 1 shows a surface as it is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Light {
    /// Towards the light, of length 1: to the image's right, down, towards the camera.
    pub(crate) direction: Solid,
    pub(crate) strength: f32,
    /// Brightness from everywhere.
    pub(crate) ambient: f32,
    /// More brightness from above than from below.
    pub(crate) sky: f32,
}

impl Light {
    /// Brightness of a surface that faces `normal`.
    pub(super) fn on(&self, normal: Solid) -> f32 {
        // Skin and cloth are lit a little beyond the edge of the shadow.
        const WRAP: f32 = 0.2;
        let facing = (dot(normal, self.direction) + WRAP) / (1.0 + WRAP);
        self.ambient + self.strength * facing.max(0.0) - self.sky * normal[1]
    }
}
