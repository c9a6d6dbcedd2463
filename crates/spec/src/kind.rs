//! Kinds: the things of which a field holds one.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, EnumAccess, Error, VariantAccess, Visitor};
use serde::{Deserializer, Serialize, Serializer};

use crate::field::KindOf;
use crate::{Field, Reader};

/// One kind of an optimizer, a loss, a schedule and so on.
pub trait Kind: Serialize + DeserializeOwned {
    /// What files call it.
    const NAME: &'static str;
    /// What it is, one line of text after the other.
    const DOC: &'static str;
    /// The fields it has.
    const FIELDS: &'static [Field];

    /// Reads its fields; `None` where one has a mistake.
    fn read(reader: &dyn Reader) -> Option<Self>;
}

impl KindOf {
    pub(crate) const fn new<K: Kind>() -> Self {
        Self {
            name: K::NAME,
            doc: K::DOC,
            fields: K::FIELDS,
        }
    }
}

/// Writes a kind by its name: `"mse"` without fields, `{"sgd": {…}}` with fields.
pub(crate) fn serialize<K: Kind, S: Serializer>(
    of: &'static str,
    index: u32,
    kind: &K,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match K::FIELDS {
        [] => serializer.serialize_unit_variant(of, index, K::NAME),
        _ => serializer.serialize_newtype_variant(of, index, K::NAME, kind),
    }
}

/// A list of kinds that can be read back from what [`serialize`] writes.
pub(crate) trait Listed: Sized {
    /// What the list is called.
    const NAME: &'static str;
    /// The kinds' names.
    const NAMES: &'static [&'static str];

    /// The kind called `name`; `None` if there is none.
    fn of_name<'de, A: VariantAccess<'de>>(
        name: &str,
        content: A,
    ) -> Option<Result<Self, A::Error>>;
}

/// Reads the content of the kind `K`.
pub(crate) fn content<'de, K: Kind, A: VariantAccess<'de>>(content: A) -> Result<K, A::Error> {
    match K::FIELDS {
        [] => {
            content.unit_variant()?;
            K::deserialize(serde::de::value::UnitDeserializer::new())
        }
        _ => content.newtype_variant(),
    }
}

/// Reads one of the listed kinds.
pub(crate) fn deserialize<'de, L: Listed, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<L, D::Error> {
    deserializer.deserialize_enum(L::NAME, L::NAMES, OneOf(PhantomData))
}

struct OneOf<L>(PhantomData<L>);

impl<'de, L: Listed> Visitor<'de> for OneOf<L> {
    type Value = L;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {}", L::NAMES.join(", "))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<L, A::Error> {
        let (name, content) = data.variant::<String>()?;
        L::of_name(&name, content)
            .unwrap_or_else(|| Err(A::Error::unknown_variant(&name, L::NAMES)))
    }
}
