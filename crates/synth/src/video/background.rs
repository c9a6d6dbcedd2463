//! What is behind the head.

use faceoff_random::Stream;

use crate::chance::{Noise, between, normal};
use crate::geometry::Flat;

/// What is behind the head.
#[derive(Clone, Debug)]
pub(crate) struct Background {
    shade: f32,
    /// Change from the left to the right edge and from the upper to the lower.
    slope: [f32; 2],
    /// How uneven it is.
    contrast: f32,
    /// Hills across an image.
    detail: f32,
    noise: Noise,
    boxes: Vec<Panel>,
}

/// A window, an image, a piece of furniture. Places are shares of width and height.
#[derive(Clone, Copy, Debug)]
struct Panel {
    middle: Flat,
    half: [f32; 2],
    shade: f32,
}

impl Background {
    pub(super) fn draw(stream: &mut Stream) -> Self {
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
