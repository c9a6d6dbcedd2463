//! What stays the same in one video: light, background, clothes, camera.

use faceoff_random::{Purpose, Stream};

use crate::body::Clothes;
use crate::chance::{Noise, between, normal};
use crate::frame::VIDEO;
use crate::geometry::Flat;
use crate::mesh::Light;

/// No side of a picture is shorter or longer, in pixels.
const SIDES: [f32; 2] = [64.0, 512.0];

/// One video of a person.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    /// Width and height of the pictures, in pixels.
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
    /// Lowest and highest grey of the pictures, white being 1.
    pub(crate) range: [f32; 2],
}

/// What is behind the head.
#[derive(Clone, Debug)]
pub(crate) struct Background {
    shade: f32,
    /// Change from the left to the right edge and from the upper to the lower.
    slope: [f32; 2],
    /// How uneven it is.
    contrast: f32,
    /// Hills across a picture.
    detail: f32,
    noise: Noise,
    boxes: Vec<Panel>,
}

/// A window, a picture, a piece of furniture. Places are shares of width and height.
#[derive(Clone, Copy, Debug)]
struct Panel {
    middle: Flat,
    half: [f32; 2],
    shade: f32,
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

impl Background {
    fn draw(stream: &mut Stream) -> Self {
        let shade = between(stream, 0.03, 0.85);
        let boxes = (0..stream.below(7)).map(|_| Panel {
            middle: [between(stream, 0.0, 1.0), between(stream, 0.0, 0.9)],
            half: [between(stream, 0.03, 0.3), between(stream, 0.03, 0.4)],
            shade: between(stream, 0.0, 1.0),
        });
        let boxes = boxes.collect();
        Self {
            shade,
            slope: [normal(stream, 0.0, 0.1), normal(stream, 0.0, 0.1)],
            contrast: between(stream, 0.0, 0.3),
            detail: between(stream, 2.0, 12.0),
            noise: Noise::new(stream),
            boxes,
        }
    }

    /// The shade at a place, given as shares of width and height. `shift` is how far the camera
    /// has moved.
    pub(crate) fn at(&self, [x, y]: Flat, shift: Flat) -> f32 {
        let (x, y) = (x + shift[0], y + shift[1]);
        let mut shade = self.shade + self.slope[0] * (x - 0.5) + self.slope[1] * (y - 0.5);
        for panel in &self.boxes {
            let inside = (x - panel.middle[0]).abs() < panel.half[0]
                && (y - panel.middle[1]).abs() < panel.half[1];
            if inside {
                shade += 0.6 * (panel.shade - shade);
            }
        }
        let coarse = self.noise.at(x * self.detail, y * self.detail);
        let fine = self
            .noise
            .at(x * self.detail * 3.1 + 50.0, y * self.detail * 3.1);
        shade * (1.0 + self.contrast * (coarse + 0.5 * fine)) + 0.1 * self.contrast * coarse
    }
}
