//! Random changes to training images, in the order in which they are listed.

mod brightness;
mod change;
mod contrast;
mod crop;
mod cutout;
mod flip;
mod rotate;
mod shift;
mod zoom;

pub use brightness::Brightness;
pub use contrast::Contrast;
pub use crop::Crop;
pub use cutout::Cutout;
pub use flip::Flip;
pub use rotate::Rotate;
pub use shift::Shift;
pub use zoom::Zoom;

use crate::{Field, Reader, Value};
use change::Change;

macro_rules! augmentation {
    ($($field:ident: $type:ident,)*) => {
        /// Random changes to training images. The default is the study's: a random crop and
        /// nothing else.
        #[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Augmentation {
            $(
                #[doc = concat!("See [`", stringify!($type), "`].")]
                pub $field: $type,
            )*
        }

        impl Augmentation {
            /// What a file can say of it.
            pub const FIELDS: &'static [Field] = &[$(<$type as Change>::FIELD),*];

            /// Whether any of it moves landmarks, with the pixels that they lie on.
            pub fn moves_landmarks(&self) -> bool {
                [$(self.$field.moves_landmarks()),*].contains(&true)
            }
        }

        impl Value for Augmentation {
            fn read(reader: &dyn Reader, field: &'static Field) -> Option<Self> {
                let table = reader.table(field)?;
                let mut fields = Self::FIELDS.iter();
                $(let $field = <$type as Value>::read(&*table, fields.next()?);)*
                Some(Self { $($field: $field?),* })
            }
        }
    };
}

augmentation! {
    crop: Crop,
    flip: Flip,
    rotate: Rotate,
    zoom: Zoom,
    shift: Shift,
    brightness: Brightness,
    contrast: Contrast,
    cutout: Cutout,
}
