//! What stays the same in one video: light, background, clothes, camera.

use faceoff_random::{Purpose, Stream};

use super::background::Background;
use crate::chance::{VIDEO, between, normal};
use crate::geometry::Flat;
use crate::person::Clothes;
use crate::render::Light;

/// No side of an image is shorter or longer, in pixels.
const SIDES: [f32; 2] = [64.0, 512.0];

/// One video of a person.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    /// Width and height of the images, in pixels.
    pub(crate) size: [usize; 2],
    /// Where the face's middle is, as a share of width and height.
    pub(crate) middle: Flat,
    /// Distance between the eyes, as a share of the shorter side.
    pub(crate) scale: f32,
    /// How the head is mostly held: yaw, pitch, roll, in radians.
    pub(crate) pose: [f32; 3],
    /// Smile of the whole video.
    pub(crate) mood: f32,
    /// From the head to the camera, in head units.
    pub(crate) distance: f32,
    pub(crate) light: Light,
    pub(crate) background: Background,
    pub(crate) clothes: Clothes,
    /// How far the camera blurs, in pixels.
    pub(crate) blur: f32,
    /// Standard deviation of a pixel's error, white being 1.
    pub(crate) noise: f32,
    /// Lowest and highest grey of the images, white being 1.
    pub(crate) range: [f32; 2],
}

impl Scene {
    /// Video number `video` of a person.
    pub(crate) fn draw(seed: u64, person: usize, video: usize) -> Self {
        let position = [VIDEO, person as u64, video as u64];
        let stream = &mut Stream::new(seed, Purpose::DrawnFace, &position);
        let shorter = 170.0 * normal(stream, 0.0, 0.28).exp();
        let aspect = 0.92 * normal(stream, 0.0, 0.17).exp();
        let size = if aspect < 1.0 {
            [shorter, shorter / aspect]
        } else {
            [shorter * aspect, shorter]
        };
        let yaw = normal(stream, 0.0, 0.22);
        Self {
            size: size.map(|side| side.round().clamp(SIDES[0], SIDES[1]) as usize),
            middle: [
                // There is more room where somebody looks to.
                normal(stream, 0.505 - 0.03 * yaw, 0.046),
                normal(stream, 0.535, 0.034),
            ],
            scale: 0.187 * normal(stream, 0.0, 0.12).exp(),
            pose: [yaw, normal(stream, 0.03, 0.09), normal(stream, 0.0, 0.08)],
            mood: between(stream, -0.2, 0.8),
            distance: between(stream, 9.0, 20.0),
            light: light(stream),
            background: Background::draw(stream),
            clothes: Clothes::draw(stream),
            blur: between(stream, 0.3, 1.1),
            noise: between(stream, 0.004, 0.018),
            range: [between(stream, 0.0, 0.08), between(stream, 0.85, 1.05)],
        }
    }
}

fn light(stream: &mut Stream) -> Light {
    let [across, up]: [f32; 2] = [normal(stream, 0.0, 0.7), between(stream, 0.05, 0.8)];
    let (sin, cos) = across.sin_cos();
    let strength = between(stream, 0.35, 0.85);
    Light {
        direction: [sin * up.cos(), -up.sin(), cos * up.cos()],
        strength,
        // Together about 1, darker or lighter from one video to another.
        ambient: between(stream, 1.05, 1.35) - strength,
        sky: between(stream, 0.0, 0.15),
    }
}
