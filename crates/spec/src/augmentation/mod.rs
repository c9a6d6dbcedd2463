//! Random changes to training images, in the order in which they are listed.

mod brightness;
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

/// One random change to training images.
pub(crate) trait Change {
    /// The field that says how far it goes.
    const FIELD: Field;
}

/// A change whose extent is one number.
macro_rules! change {
    (
        $(#[doc = $about:literal])*
        pub struct $type:ident as $name:literal = $accepts:expr;
    ) => {
        $(#[doc = $about])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $type(
            /// How far it goes; 0 for not at all.
            pub f64,
        );

        impl $type {
            /// Whether it changes nothing.
            pub fn is_off(&self) -> bool {
                self.0 == 0.0
            }
        }

        impl $crate::augmentation::Change for $type {
            const FIELD: $crate::Field = $crate::Field {
                name: $name,
                doc: concat!($($about, "\n"),*),
                preset: $crate::Preset::Value("0.0"),
                accepts: $crate::Accepts::Number($accepts),
            };
        }

        impl $crate::Value for $type {
            fn read(reader: &dyn $crate::Reader, field: &'static $crate::Field) -> Option<Self> {
                f64::read(reader, field).map(Self)
            }
        }
    };
}
use change;

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
