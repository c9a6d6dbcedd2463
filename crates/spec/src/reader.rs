//! How a file is read: what a reader of some format offers, and how types are made of it.

use crate::{Accepts, Field};

/// A value of a field that a reader found right: it is one that the field accepts.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Nothing was said, and nothing has to be; also `"all"` for a number.
    Nothing,
    /// A text.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// `true` or `false`.
    Flag(bool),
    /// A whole number or a seed.
    Whole(u64),
    /// A whole number that may be negative.
    Signed(i64),
    /// A list of whole numbers.
    Wholes(Vec<usize>),
    /// A number.
    Number(f64),
}

/// Reads the fields of one table of a file.
///
/// Whoever implements it checks each value against what its field accepts and collects mistakes, so
/// that all of them are found at once. Where a value is wrong it gives `None`.
///
/// A path is a field of the same table, or of a list or table in it (`conv.2`, `dropout.0.after`),
/// or, if it begins with the name of a table of the file (`train.epochs`), counted from the top.
pub trait Reader {
    /// The value of a field that is neither a table, nor a list of tables, nor a kind.
    fn value(&self, field: &'static Field) -> Option<Given>;

    /// The table that the field holds.
    fn table(&self, field: &'static Field) -> Option<Box<dyn Reader + '_>>;

    /// The tables of the list that the field holds, `None` for what is no table; nothing at all
    /// where the field holds no list.
    fn tables(&self, field: &'static Field) -> Option<Vec<Option<Box<dyn Reader + '_>>>>;

    /// The name of the kind that the field is of, and its table.
    fn kind(&self, field: &'static Field) -> Option<(&'static str, Box<dyn Reader + '_>)>;

    /// The single value at a path, if there is one; what is wrong with it is noted elsewhere.
    fn at(&self, path: &str) -> Option<Given>;

    /// Whether a file says what is at a path, so that it is no default.
    fn says(&self, path: &str) -> bool;

    /// The number at a path, if there is one.
    fn number_at(&self, path: &str) -> Option<f64> {
        match self.at(path)? {
            Given::Number(number) => Some(number),
            Given::Whole(whole) => Some(whole as f64),
            _ => None,
        }
    }

    /// How many numbers the list at a path has, if there is one.
    fn length_at(&self, path: &str) -> Option<usize> {
        match self.at(path)? {
            Given::Wholes(wholes) => Some(wholes.len()),
            _ => None,
        }
    }

    /// The experiments that the file can name.
    fn experiments(&self) -> &[KnownExperiment<'_>];

    /// Notes that values which are right by themselves do not go together.
    fn conflict(&self, conflict: Conflict);
}

/// An experiment that other files can name.
#[derive(Clone, Debug)]
pub struct KnownExperiment<'a> {
    /// Its name.
    pub name: &'a str,
    /// The file that describes it.
    pub file: String,
    /// Its epochs; nothing where it has mistakes.
    pub epochs: Option<usize>,
    /// How many convolution blocks it has; nothing where it has mistakes.
    pub blocks: Option<usize>,
}

/// Values that do not go together.
#[derive(Clone, Debug, Default)]
pub struct Conflict {
    /// What must hold.
    pub message: String,
    /// Where it can be put right, by path, with what is said there. The one in the nearest file is
    /// pointed at, of several the first.
    pub at: Vec<(String, String)>,
    /// What else to look at, by path, with what is said there.
    pub also: Vec<(String, String)>,
    /// A name that stands for nothing, and those that do: one that is like it is suggested, and all
    /// are listed.
    pub unknown: Option<(String, Vec<String>)>,
    /// What can be done about it.
    pub help: Option<String>,
}

impl Conflict {
    /// A conflict that is described by `message`.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            ..Self::default()
        }
    }

    /// A place where it can be put right.
    pub fn at(mut self, path: impl Into<String>, label: impl Into<String>) -> Self {
        self.at.push((path.into(), label.into()));
        self
    }

    /// A place that has to do with it.
    pub fn also(mut self, path: impl Into<String>, label: impl Into<String>) -> Self {
        self.also.push((path.into(), label.into()));
        self
    }

    /// A name that stands for nothing, and those that do.
    pub fn unknown(mut self, name: &str, known: Vec<String>) -> Self {
        self.unknown = Some((name.to_owned(), known));
        self
    }

    /// What can be done about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// What a field of a type is read as.
pub trait Value: Sized {
    /// The field's value; `None` where it has a mistake.
    fn read(reader: &dyn Reader, field: &'static Field) -> Option<Self>;
}

macro_rules! plain {
    ($($type:ty: $given:pat => $value:expr;)*) => {$(
        impl Value for $type {
            fn read(reader: &dyn Reader, field: &'static Field) -> Option<Self> {
                match reader.value(field)? {
                    $given => Some($value),
                    other => mismatch(field, &other),
                }
            }
        }
    )*};
}

plain! {
    String: Given::Text(text) => text;
    Vec<String>: Given::Texts(texts) => texts;
    bool: Given::Flag(flag) => flag;
    u64: Given::Whole(whole) => whole;
    usize: Given::Whole(whole) => whole as usize;
    i64: Given::Signed(whole) => whole;
    Vec<usize>: Given::Wholes(wholes) => wholes;
    f64: Given::Number(number) => number;
}

/// The declaration of a field has another type than what it accepts.
fn mismatch<T>(field: &Field, given: &Given) -> Option<T> {
    panic!(
        "`{}` accepts {:?}, which gives {given:?}",
        field.name, field.accepts
    )
}

macro_rules! optional {
    ($($type:ty: $given:pat => $value:expr;)*) => {$(
        impl Value for Option<$type> {
            fn read(reader: &dyn Reader, field: &'static Field) -> Option<Self> {
                match reader.value(field)? {
                    Given::Nothing => Some(None),
                    $given => Some(Some($value)),
                    other => mismatch(field, &other),
                }
            }
        }
    )*};
}

optional! {
    String: Given::Text(text) => text;
    Vec<String>: Given::Texts(texts) => texts;
    bool: Given::Flag(flag) => flag;
    usize: Given::Whole(whole) => whole as usize;
    f64: Given::Number(number) => number;
}

/// What is read of each table of the list that a field holds; `None` where that has a mistake.
pub(crate) fn tables<T>(
    reader: &dyn Reader,
    field: &'static Field,
    read: fn(&dyn Reader) -> Option<T>,
) -> Option<Vec<Option<T>>> {
    let tables = reader.tables(field)?;
    let read = |table: &Option<Box<dyn Reader + '_>>| read(&**table.as_ref()?);
    Some(tables.iter().map(read).collect())
}

/// One of the names that a field accepts.
pub(crate) fn choice(reader: &dyn Reader, field: &'static Field) -> Option<usize> {
    let (Accepts::Choice(names) | Accepts::Renamed(names, _)) = field.accepts else {
        return mismatch(field, &Given::Nothing);
    };
    let name = String::read(reader, field)?;
    names.iter().position(|choice| *choice == name)
}

/// What a default is, made of how it is declared.
pub(crate) trait FromDefault<D> {
    fn from_default(declared: D) -> Self;
}

macro_rules! from_default {
    ($($declared:ty => $type:ty: $make:expr;)*) => {$(
        impl FromDefault<$declared> for $type {
            fn from_default(declared: $declared) -> Self {
                let make: fn($declared) -> Self = $make;
                make(declared)
            }
        }
    )*};
}

impl<const N: usize> FromDefault<[usize; N]> for Vec<usize> {
    fn from_default(declared: [usize; N]) -> Self {
        declared.to_vec()
    }
}

from_default! {
    f64 => f64: |number| number;
    usize => usize: |whole| whole;
    bool => bool: |flag| flag;
    &'static str => String: str::to_owned;
    [&'static str; 0] => Vec<String>: |_| Vec::new();
}
