//! Who somebody is: bones, skin, hair.

use faceoff_random::{Purpose, Stream};

use super::hair::Hair;
use super::proportions::Proportions;
use crate::chance::{Noise, PERSON, between, normal};

/// Everything that stays the same in all videos of a person. Shades are grey, 0 black to 1 white.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) bones: Proportions,
    pub(crate) skin: f32,
    pub(crate) hair: Hair,
    pub(crate) brows: Brows,
    pub(crate) iris: f32,
    /// Of the lips, as a factor of the skin's.
    pub(crate) lips: f32,
    /// How much the eyes are made up, 0 to 1.
    pub(crate) lashes: f32,
    /// How deep the folds are, 0 to 1.
    pub(crate) age: f32,
    pub(crate) beard: Option<Beard>,
    pub(crate) glasses: Option<Glasses>,
    /// Unevenness of the skin.
    pub(crate) spots: Noise,
}

/// The brows' hair.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brows {
    pub(crate) shade: f32,
    /// In head units.
    pub(crate) thickness: f32,
    /// How well they cover the skin, 0 to 1.
    pub(crate) density: f32,
}

/// Hair on cheeks, chin and upper lip.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beard {
    pub(crate) shade: f32,
    /// How well it covers the skin, 0 to 1: stubble below 0.4.
    pub(crate) density: f32,
    /// Whether it grows on cheeks and chin, not on the lip only.
    pub(crate) full: bool,
}

/// Glasses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glasses {
    pub(crate) shade: f32,
    /// Thickness of the frame, in head units.
    pub(crate) frame: f32,
    /// Half width and half height of a glass, in head units.
    pub(crate) size: [f32; 2],
}

impl Identity {
    /// Person number `person` of the people of a seed.
    pub(crate) fn draw(seed: u64, person: usize) -> Self {
        let stream = &mut Stream::new(seed, Purpose::DrawnFace, &[PERSON, person as u64]);
        let bones = Proportions::draw(stream);
        let skin = normal(stream, 0.62, 0.13).clamp(0.3, 0.86);
        let bearded = stream.chance(0.25);
        let hair = Hair::draw(stream, skin);
        let dark = hair.shade.min(skin - 0.1);
        Self {
            bones,
            skin,
            brows: Brows {
                shade: (dark - 0.03).clamp(0.05, 0.5),
                thickness: normal(stream, 0.085, 0.022).max(0.04),
                density: between(stream, 0.55, 0.95),
            },
            iris: between(stream, 0.06, 0.35),
            lips: normal(stream, 0.72, 0.08),
            lashes: if bearded {
                0.25
            } else {
                between(stream, 0.2, 1.0)
            },
            age: between(stream, 0.0, 1.0),
            beard: bearded.then(|| Beard {
                shade: (dark + between(stream, -0.05, 0.1)).clamp(0.04, 0.7),
                density: between(stream, 0.2, 0.95),
                full: stream.chance(0.7),
            }),
            glasses: stream.chance(0.15).then(|| Glasses {
                shade: between(stream, 0.03, 0.4),
                frame: between(stream, 0.025, 0.06),
                size: [between(stream, 0.33, 0.41), between(stream, 0.2, 0.31)],
            }),
            hair,
            spots: Noise::new(stream),
        }
    }
}
