//! One declaration for a type, its fields and their reading.

/// A text of a file as the default of a field.
macro_rules! preset {
    (required) => {
        $crate::Preset::Required
    };
    ((absent $words:literal)) => {
        $crate::Preset::Absent($words)
    };
    ((as $path:literal)) => {
        $crate::Preset::As($path)
    };
    ($value:tt) => {
        $crate::Preset::Value(stringify!($value))
    };
}

/// A struct whose fields a file can say.
///
/// After each field's type come its default (TOML, `required`, `(absent "what is done then")` or
/// `(as "path.of.another.field")`) and what it accepts. `check f(a, b)` calls `f(reader, &a, &b)`
/// once the fields `a` and `b` are right, whatever the others are; `then f` gives the finished value
/// a last touch. With `as "name"` it is a [`Kind`](crate::Kind); with `default` its defaults are also
/// its [`Default`].
macro_rules! spec {
    (
        $(#[doc = $about:literal])*
        $(#[derive($($derive:ident),*)])?
        pub struct $type:ident $(as $kind:literal)? $(, $default:ident)? {
            $(
                $(#[doc = $doc:literal])*
                pub $field:ident: $value:ty = $preset:tt, $accepts:expr;
            )*
        }
        $(check $check:ident($($needs:ident),*);)*
        $(then $then:path;)?
    ) => {
        $(#[doc = $about])*
        $(#[derive($($derive),*)])?
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $type {
            $(
                $(#[doc = $doc])*
                pub $field: $value,
            )*
        }

        impl $type {
            /// What it is, one line of text after the other.
            pub const DOC: &'static str = concat!($($about, "\n"),*);

            /// What a file can say of it.
            pub const FIELDS: &'static [$crate::Field] = &[$(
                $crate::Field {
                    name: stringify!($field),
                    doc: concat!($($doc, "\n"),*),
                    preset: $crate::macros::preset!($preset),
                    accepts: $accepts,
                },
            )*];

            /// Reads the fields; `None` where one has a mistake.
            pub fn read(reader: &dyn $crate::Reader) -> Option<Self> {
                // Every one before giving up, so that every mistake is found.
                let mut fields = Self::FIELDS.iter();
                $(let $field = <$value as $crate::Value>::read(reader, fields.next()?);)*
                $(
                    #[allow(irrefutable_let_patterns)]
                    if let ($(Some($needs),)*) = ($(&$needs,)*) {
                        $check(reader, $($needs),*);
                    }
                )*
                let read = Self { $($field: $field?),* };
                $(let read = $then(read);)?
                Some(read)
            }
        }

        $(
            impl $crate::Kind for $type {
                const NAME: &'static str = $kind;
                const DOC: &'static str = Self::DOC;
                const FIELDS: &'static [$crate::Field] = Self::FIELDS;

                fn read(reader: &dyn $crate::Reader) -> Option<Self> {
                    Self::read(reader)
                }
            }
        )?

        $crate::macros::nested!($($kind)?; $type);
        $crate::macros::defaults!($($default)?; $type; $($field = $preset),*);
    };
}

/// What is no kind is read from a table of its own.
macro_rules! nested {
    ($kind:literal; $type:ident) => {};
    (; $type:ident) => {
        impl $crate::Value for $type {
            fn read(reader: &dyn $crate::Reader, field: &'static $crate::Field) -> Option<Self> {
                Self::read(&*reader.table(field)?)
            }
        }

        impl $crate::Value for Option<$type> {
            fn read(reader: &dyn $crate::Reader, field: &'static $crate::Field) -> Option<Self> {
                match reader.says(field.name) {
                    true => <$type as $crate::Value>::read(reader, field).map(Some),
                    false => Some(None),
                }
            }
        }
    };
}

/// The defaults of a struct.
macro_rules! defaults {
    (; $type:ident; $($field:ident = $preset:tt),*) => {};
    (default; $type:ident; $($field:ident = $preset:tt),*) => {
        impl Default for $type {
            fn default() -> Self {
                Self { $($field: $crate::macros::default_value!($preset)),* }
            }
        }
    };
}

/// The value that a default stands for.
macro_rules! default_value {
    ((absent $words:literal)) => {
        None
    };
    ($value:tt) => {
        $crate::reader::FromDefault::from_default($value)
    };
}

/// A kind without fields.
macro_rules! bare {
    (
        $(#[doc = $about:literal])*
        pub struct $type:ident as $kind:literal;
    ) => {
        $(#[doc = $about])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub struct $type;

        impl $crate::Kind for $type {
            const NAME: &'static str = $kind;
            const DOC: &'static str = concat!($($about, "\n"),*);
            const FIELDS: &'static [$crate::Field] = &[];

            fn read(_: &dyn $crate::Reader) -> Option<Self> {
                Some(Self)
            }
        }
    };
}

/// The list of all kinds of a thing, each a type of its own with the same name, and a macro that
/// does the same with whichever it is:
///
/// ```ignore
/// on_optimizer!(optimizer, it => it.moments())
/// ```
///
/// With `default`, a field of this list in a struct with defaults can be declared by a kind's name.
macro_rules! kinds {
    (
        $d:tt
        $(#[doc = $about:literal])*
        $(#[derive($($derive:ident),*)])?
        pub enum $list:ident, $on:ident $(, $default:ident)? {
            $($kind:ident($type:ident)),* $(,)?
        }
    ) => {
        $(#[doc = $about])*
        $(#[derive($($derive),*)])?
        #[derive(Clone, Debug, PartialEq)]
        pub enum $list {
            $(
                #[doc = concat!("See [`", stringify!($type), "`].")]
                $kind($type),
            )*
        }

        impl $list {
            /// The kinds there are.
            pub const KINDS: &'static [$crate::KindOf] = &[$($crate::KindOf::new::<$type>()),*];

            /// What files call the kind it is of.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) => <$type as $crate::Kind>::NAME,)*
                }
            }

            /// Reads the kind called `name`; `None` where a field has a mistake.
            pub(crate) fn read_kind(name: &str, reader: &dyn $crate::Reader) -> Option<Self> {
                $(
                    if name == <$type as $crate::Kind>::NAME {
                        return <$type as $crate::Kind>::read(reader).map(Self::$kind);
                    }
                )*
                None
            }
        }

        $(
            impl From<$type> for $list {
                fn from(kind: $type) -> Self {
                    Self::$kind(kind)
                }
            }
        )*

        impl $crate::Value for $list {
            fn read(reader: &dyn $crate::Reader, field: &'static $crate::Field) -> Option<Self> {
                let (name, table) = reader.kind(field)?;
                Self::read_kind(name, &*table)
            }
        }

        impl serde::Serialize for $list {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let name = self.name();
                let index = Self::KINDS.iter().position(|kind| kind.name == name);
                let index = index.unwrap_or_default() as u32;
                match self {
                    $(Self::$kind(kind) => {
                        $crate::kind::serialize(stringify!($list), index, kind, to)
                    })*
                }
            }
        }

        impl $crate::kind::Listed for $list {
            const NAME: &'static str = stringify!($list);
            const NAMES: &'static [&'static str] = &[$(<$type as $crate::Kind>::NAME),*];

            fn of_name<'de, A: serde::de::VariantAccess<'de>>(
                name: &str,
                content: A,
            ) -> Option<Result<Self, A::Error>> {
                $(
                    if name == <$type as $crate::Kind>::NAME {
                        return Some($crate::kind::content(content).map(Self::$kind));
                    }
                )*
                None
            }
        }

        impl<'de> serde::Deserialize<'de> for $list {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::kind::deserialize(from)
            }
        }

        $crate::macros::default_kind!($($default)?; $list; $($kind($type)),*);

        #[doc = concat!("Does the same with whichever kind a `", stringify!($list), "` is.")]
        #[macro_export]
        macro_rules! $on {
            ($d value:expr, $d it:ident => $d body:expr) => {
                match $d value {
                    $($crate::$list::$kind($d it) => $d body,)*
                }
            };
        }
    };
}

/// A kind by its name, with its own defaults.
macro_rules! default_kind {
    (; $list:ident; $($kind:ident($type:ident)),*) => {};
    (default; $list:ident; $($kind:ident($type:ident)),*) => {
        impl $crate::reader::FromDefault<&'static str> for $list {
            fn from_default(name: &'static str) -> Self {
                $(
                    if name == <$type as $crate::Kind>::NAME {
                        return Self::$kind($type::default());
                    }
                )*
                unreachable!("no kind is called {name}")
            }
        }
    };
}

/// Several names of which a field takes one; behind a bar what records call one of them,
/// as its name was once.
macro_rules! choice {
    (@recorded $name:literal) => {
        $name
    };
    (@recorded $name:literal $former:literal) => {
        $former
    };
    (
        $(#[doc = $about:literal])*
        pub enum $type:ident {
            $(
                $(#[doc = $doc:literal])*
                $variant:ident = $name:literal $(| $former:literal)? $($default:ident)?,
            )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum $type {
            $(
                $(#[doc = $doc])*
                $(#[$default])?
                $variant,
            )*
        }

        impl $type {
            /// Each of them, with the name files call it by.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The same with the name records call it by.
            const RECORDED: &'static [&'static str] = &[$(choice!(@recorded $name $($former)?)),*];
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(Self::RECORDED[*self as usize])
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name: std::borrow::Cow<'de, str> = serde::Deserialize::deserialize(deserializer)?;
                let mut names = Self::RECORDED.iter().zip(Self::NAMES);
                let index = names.position(|(recorded, now)| *recorded == name || *now == name);
                let found = index.and_then(|index| [$(Self::$variant),*].get(index).copied());
                found.ok_or_else(|| serde::de::Error::unknown_variant(&name, Self::NAMES))
            }
        }

        impl $crate::reader::FromDefault<&'static str> for $type {
            fn from_default(name: &'static str) -> Self {
                let index = Self::NAMES.iter().position(|choice| *choice == name);
                index.map_or_else(Default::default, |index| [$(Self::$variant),*][index])
            }
        }

        impl $crate::Value for $type {
            fn read(reader: &dyn $crate::Reader, field: &'static $crate::Field) -> Option<Self> {
                let index = $crate::reader::choice(reader, field)?;
                [$(Self::$variant),*].get(index).copied()
            }
        }
    };
}

pub(crate) use {bare, choice, default_kind, default_value, defaults, kinds, nested, preset, spec};
