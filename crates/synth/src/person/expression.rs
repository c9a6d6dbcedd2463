//! What a face does at a moment.

use faceoff_random::Stream;

use crate::chance::{between, normal};

/// An expression; all zeros is a face at rest with open eyes. Lengths in head units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Expression {
    /// Gap between the lips.
    pub(crate) open: f32,
    /// Corners of the mouth drawn up and apart; below 0, down.
    pub(crate) smile: f32,
    /// How far the brows are raised; below 0, lowered.
    pub(crate) brows: f32,
    /// How far the eyes are closed: 0 open, 1 shut.
    pub(crate) closed: f32,
    /// Where the eyes look, from −1 to 1: to the image's right, and down.
    pub(crate) gaze: [f32; 2],
}

impl Expression {
    /// A moment of somebody who talks, smiles and blinks. `mood` is the smile of the whole video.
    pub(crate) fn draw(stream: &mut Stream, mood: f32) -> Self {
        let talking = stream.chance(0.5);
        let blinking = stream.chance(0.08);
        Self {
            open: if talking {
                between(stream, 0.02, 0.28)
            } else {
                0.0
            },
            smile: (mood + normal(stream, 0.0, 0.25)).clamp(-0.6, 1.2),
            brows: normal(stream, 0.0, 0.035),
            closed: if blinking {
                between(stream, 0.6, 1.0)
            } else {
                between(stream, 0.0, 0.25)
            },
            gaze: [normal(stream, 0.0, 0.35), normal(stream, 0.0, 0.2)],
        }
    }
}
