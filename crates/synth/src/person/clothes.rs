//! What somebody wears.

use faceoff_random::Stream;

use crate::chance::between;
use crate::geometry::{Flat, smoothstep};

/// What somebody wears. Shades are grey, 0 black to 1 white.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clothes {
    shade: f32,
    /// Under a jacket; nothing when there is no jacket.
    shirt: Option<f32>,
    tie: f32,
    /// Where the neckline is in the middle, in head units below the eyes.
    neckline: f32,
    /// Brightness of stripes.
    stripes: f32,
}

impl Clothes {
    /// For one video.
    pub(crate) fn draw(stream: &mut Stream) -> Self {
        let jacket = stream.chance(0.5);
        Self {
            shade: if jacket {
                between(stream, 0.04, 0.4)
            } else {
                between(stream, 0.05, 0.9)
            },
            shirt: jacket.then(|| between(stream, 0.5, 0.95)),
            tie: between(stream, 0.05, 0.6),
            neckline: between(stream, 2.35, 3.1),
            stripes: if stream.chance(0.3) {
                between(stream, 0.05, 0.2)
            } else {
                0.0
            },
        }
    }

    /// The shade at a place of the body, seen from the front; `skin` is the neck's.
    pub(crate) fn paint(&self, [x, y]: Flat, skin: f32) -> f32 {
        let across = x.abs();
        // The chin's shadow lies on the neck.
        let neck = skin * (0.5 + 0.45 * smoothstep(1.7, 2.5, y));
        let stripes = 1.0 + self.stripes * (y * 12.0).sin();
        let Some(shirt) = self.shirt else {
            let edge = self.neckline - (self.neckline - 2.2) * (across / 0.85).powi(2);
            return neck + (self.shade * stripes - neck) * smoothstep(-0.03, 0.03, y - edge);
        };
        let collar = 2.12 + 0.35 * (1.0 - across / 0.7).max(0.0);
        let lapel = (3.9 - y) * 0.42;
        let tie = 0.1 + 0.03 * (y - 2.4);
        if y < collar {
            neck
        } else if across > lapel.max(0.0) {
            let fold = smoothstep(0.0, 0.05, (across - lapel - 0.3).abs());
            self.shade * stripes * (0.7 + 0.3 * fold)
        } else if across < tie {
            self.tie * (1.0 + 0.3 * ((x + y) * 9.0).sin())
        } else {
            shirt
        }
    }
}
