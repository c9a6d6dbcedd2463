//! One random change to training images.

use crate::Field;

/// One random change to training images.
pub(crate) trait Change {
    /// The field that says how far it goes.
    const FIELD: Field;

    /// Whether it moves landmarks of an image, with the pixels that they lie on.
    fn moves_landmarks(&self) -> bool;
}

/// A change whose extent is one number, and whether it `moves` landmarks or `keeps` them in their
/// places.
macro_rules! change {
    (
        $(#[doc = $about:literal])*
        pub struct $type:ident as $name:literal = $accepts:expr, $places:ident landmarks;
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

        impl $crate::augmentation::change::Change for $type {
            const FIELD: $crate::Field = $crate::Field {
                name: $name,
                doc: concat!($($about, "\n"),*),
                preset: $crate::Preset::Value("0.0"),
                accepts: $crate::Accepts::Number($accepts),
            };

            fn moves_landmarks(&self) -> bool {
                $crate::augmentation::change::$places() && !self.is_off()
            }
        }

        impl $crate::Value for $type {
            fn read(reader: &dyn $crate::Reader, field: &'static $crate::Field) -> Option<Self> {
                f64::read(reader, field).map(Self)
            }
        }
    };
}
pub(super) use change;

/// Of a change that moves pixels, and landmarks with them.
pub(super) const fn moves() -> bool {
    true
}

/// Of a change that leaves everything in its place.
pub(super) const fn keeps() -> bool {
    false
}
