//! What is different in every frame of a video.

use faceoff_random::Stream;

use super::scene::Scene;
use crate::chance::normal;
use crate::geometry::{Flat, View};
use crate::person::{Expression, Face};

/// No head is turned, bowed or tilted further, in radians.
const FURTHEST: [f32; 3] = [0.75, 0.4, 0.4];

/// Least room between a landmark and the image's edge, in pixels.
const MARGIN: f32 = 1.0;

/// What is different in every frame.
pub(super) struct Moment {
    pub(super) expression: Expression,
    /// Yaw, pitch and roll, in radians.
    pose: [f32; 3],
    /// Where the face's middle is, as a share of width and height.
    middle: Flat,
    /// Distance between the eyes, as a share of the shorter side.
    scale: f32,
    /// How far the camera has moved, as a share of width and height.
    pub(super) shift: Flat,
}

impl Moment {
    pub(super) fn draw(stream: &mut Stream, scene: &Scene) -> Self {
        let mut near = |value: f32, deviation: f32| normal(stream, value, deviation);
        let spread = [0.15, 0.08, 0.09];
        let pose = std::array::from_fn(|i| {
            near(scene.pose[i], spread[i]).clamp(-FURTHEST[i], FURTHEST[i])
        });
        Self {
            pose,
            middle: scene.middle.map(|m| near(m, 0.024)),
            scale: scene.scale * near(0.0, 0.04).exp(),
            shift: [near(0.0, 0.03), near(0.0, 0.02)],
            expression: Expression::draw(stream, scene.mood),
        }
    }

    /// The view that puts the face in its place of the image.
    pub(super) fn view(&self, face: &Face, scene: &Scene) -> View {
        let [width, height] = scene.size.map(|side| side as f32);
        let [yaw, pitch, roll] = self.pose;
        let mut view = View {
            yaw,
            pitch,
            roll,
            distance: scene.distance,
            scale: self.scale * width.min(height),
            center: [0.0, 0.0],
        };
        let points = face.landmarks(&view);
        for (axis, side) in [width, height].into_iter().enumerate() {
            let places = points.iter().map(|point| point[axis]);
            let mean = places.clone().sum::<f32>() / points.len() as f32;
            let lowest = places.clone().fold(f32::INFINITY, f32::min);
            let highest = places.fold(f32::NEG_INFINITY, f32::max);
            // Whoever films keeps the face in the image.
            view.center[axis] = (self.middle[axis] * side - mean)
                .min(side - MARGIN - highest)
                .max(MARGIN - lowest);
        }
        view
    }
}
