//! Where training crops are taken.

use super::change::Change;
use crate::macros::choice;
use crate::{Accepts, Field, Preset};

choice! {
    /// Where a crop is taken from the rescaled image.
    pub enum Crop {
        /// Anywhere, uniformly, anew every epoch: the study's.
        Random = "random" default,
        /// The middle.
        Center = "center",
    }
}

impl Change for Crop {
    const FIELD: Field = Field {
        name: "crop",
        doc: " Where training crops are taken: anywhere, anew every epoch, or in the middle.\n",
        preset: Preset::Value("\"random\""),
        accepts: Accepts::Choice(Self::NAMES),
    };

    /// A crop shows a part of the image as it is.
    fn moves_landmarks(&self) -> bool {
        false
    }
}
