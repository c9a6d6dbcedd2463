//! Random changes to training images, in the order in which they are listed.

mod brightness;
mod change;
mod contrast;
mod crop;
mod flip;
mod rotate;
mod shift;
mod zoom;

pub use brightness::Brightness;
pub use contrast::Contrast;
pub use crop::Crop;
pub use flip::Flip;
pub use rotate::Rotate;
pub use shift::Shift;
pub use zoom::Zoom;

use crate::{Field, Reader, Value};
use change::Change;

macro_rules! augmentation {
    ($($(#[serde($($serde:tt)*)])? $field:ident: $type:ident,)*) => {
        /// Random changes to training images. The default is the study's: a random crop and
        /// nothing else.
        #[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Augmentation {
            $(
                #[doc = concat!("See [`", stringify!($type), "`].")]
                $(#[serde($($serde)*)])?
                pub $field: $type,
            )*
        }

        impl Augmentation {
            /// What a file can say of it.
            pub const FIELDS: &'static [Field] = &[$(<$type as Change>::FIELD),*];
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
    #[serde(default, skip_serializing_if = "Rotate::is_off")]
    rotate: Rotate,
    #[serde(default, skip_serializing_if = "Zoom::is_off")]
    zoom: Zoom,
    #[serde(default, skip_serializing_if = "Shift::is_off")]
    shift: Shift,
    #[serde(default, skip_serializing_if = "Brightness::is_off")]
    brightness: Brightness,
    #[serde(default, skip_serializing_if = "Contrast::is_off")]
    contrast: Contrast,
}
