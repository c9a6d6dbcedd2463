//! Settings as they are recorded: tables of names and values, in the order in which they were
//! written, whatever they mean to the program that reads them.

use std::fmt;

use serde::de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A table of settings.
///
/// ```
/// use faceoff_record::{Setting, Settings};
///
/// let mut settings: Settings = serde_json::from_str(r#"{"loss": {"wing": {"w": 10.0}}}"#)?;
/// assert_eq!(settings.get(&["loss", "wing", "w"]), Some(&Setting::Number(10.0)));
/// settings.remove(&["loss", "wing", "w"]);
/// assert_eq!(serde_json::to_string(&settings)?, r#"{"loss":{"wing":{}}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings(Vec<(String, Setting)>);

/// One value of a table of settings.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// Nothing.
    Nothing,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number, 0 or more.
    Whole(u64),
    /// A whole number below 0.
    Negative(i64),
    /// A number that is written with a point or an exponent.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Setting>),
    /// A table.
    Table(Settings),
}

impl Settings {
    /// `value` as settings.
    ///
    /// # Errors
    /// A value that is no table.
    pub fn of(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        serde_json::from_str(&serde_json::to_string(value)?)
    }

    /// These settings as a `T`.
    ///
    /// # Errors
    /// Settings that a `T` lacks or does not know.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&serde_json::to_string(self)?)
    }

    /// The value at a path from table to table.
    pub fn get(&self, path: &[&str]) -> Option<&Setting> {
        let (name, below) = path.split_first()?;
        let (_, value) = self.0.iter().find(|(key, _)| key == name)?;
        match (below, value) {
            ([], value) => Some(value),
            (below, Setting::Table(table)) => table.get(below),
            _ => None,
        }
    }

    /// The names of the values, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// The tables among the values, each with its name.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &Settings)> {
        self.0.iter().filter_map(|(name, value)| match value {
            Setting::Table(table) => Some((name.as_str(), table)),
            _ => None,
        })
    }

    /// Takes away the value at a path from table to table, if there is one.
    pub fn remove(&mut self, path: &[&str]) {
        match path {
            [] => {}
            [name] => self.0.retain(|(key, _)| key != name),
            [name, below @ ..] => {
                if let Some(table) = self.table(name) {
                    table.remove(below);
                }
            }
        }
    }

    /// Puts a value behind the others of its table, where that table is there and has no such value.
    pub fn fill_in(&mut self, path: &[&str], value: Setting) {
        match path {
            [] => {}
            [name] => {
                if self.get(path).is_none() {
                    self.0.push(((*name).to_owned(), value));
                }
            }
            [name, below @ ..] => {
                if let Some(table) = self.table(name) {
                    table.fill_in(below, value);
                }
            }
        }
    }

    fn table(&mut self, name: &str) -> Option<&mut Settings> {
        let mut values = self.0.iter_mut();
        match values.find(|(key, _)| key == name) {
            Some((_, Setting::Table(table))) => Some(table),
            _ => None,
        }
    }
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for Setting {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => to.serialize_unit(),
            Self::Flag(flag) => to.serialize_bool(*flag),
            Self::Whole(whole) => to.serialize_u64(*whole),
            Self::Negative(whole) => to.serialize_i64(*whole),
            Self::Number(number) => to.serialize_f64(*number),
            Self::Text(text) => to.serialize_str(text),
            Self::List(items) => {
                let mut list = to.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Table(table) => table.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Setting::deserialize(from)? {
            Setting::Table(table) => Ok(table),
            other => Err(D::Error::custom(format!(
                "expected a table of settings, found {other:?}"
            ))),
        }
    }
}

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Setting;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a setting")
            }

            fn visit_unit<E>(self) -> Result<Setting, E> {
                Ok(Setting::Nothing)
            }

            fn visit_bool<E>(self, flag: bool) -> Result<Setting, E> {
                Ok(Setting::Flag(flag))
            }

            fn visit_u64<E>(self, whole: u64) -> Result<Setting, E> {
                Ok(Setting::Whole(whole))
            }

            fn visit_i64<E>(self, whole: i64) -> Result<Setting, E> {
                Ok(Setting::Negative(whole))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Setting, E> {
                Ok(Setting::Number(number))
            }

            fn visit_str<E>(self, text: &str) -> Result<Setting, E> {
                Ok(Setting::Text(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Setting, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Setting::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Setting, A::Error> {
                let mut table = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    table.push(entry);
                }
                Ok(Setting::Table(Settings(table)))
            }
        }

        from.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"b":{"z":1.0,"a":[1,-2,null]},"a":{"c":1e-8,"name":"x","on":true}}"#;

    fn settings() -> Settings {
        serde_json::from_str(TEXT).unwrap()
    }

    #[test]
    fn settings_are_written_as_they_were_read() {
        assert_eq!(serde_json::to_string(&settings()).unwrap(), TEXT);
        assert!(serde_json::from_str::<Settings>("[1]").is_err());
    }

    #[test]
    fn values_are_filled_in_where_their_table_is_and_they_are_not() {
        let mut filled = settings();
        filled.fill_in(&["b", "z"], Setting::Whole(7));
        filled.fill_in(&["c", "z"], Setting::Whole(7));
        assert_eq!(filled, settings());
        filled.fill_in(&["a", "new"], Setting::Whole(7));
        assert_eq!(filled.get(&["a", "new"]), Some(&Setting::Whole(7)));
        filled.remove(&["a", "new"]);
        assert_eq!(filled, settings());
    }
}
