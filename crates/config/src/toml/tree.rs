//! A TOML file as a tree in which every value knows where it was written, and trees laid over
//! each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::{Mistake, Place, Source};

/// A value and where it was written.
#[derive(Clone, Debug)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

impl<T> Placed<T> {
    /// Another value at the same place.
    pub(crate) fn with<U>(&self, value: U) -> Placed<U> {
        Placed {
            value,
            place: self.place.clone(),
        }
    }
}

/// A value of a file.
pub(crate) type Node = Placed<Value>;

/// What a file can say.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    /// Beyond what any field takes it stops at the ends of `i128`.
    Whole(i128),
    Number(f64),
    Flag(bool),
    Date,
    List(Vec<Node>),
    Table(Table),
}

impl Value {
    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A field of a table.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Where its name is written.
    pub(crate) key: Place,
    pub(crate) value: Node,
}

/// Fields by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table(pub(crate) BTreeMap<String, Entry>);

/// The field that says which of several things a table describes.
pub(crate) const KIND: &str = "kind";

impl Table {
    /// Reads a file. With syntax errors the table holds what could be made of it.
    pub(crate) fn parse(source: &Arc<Source>) -> (Self, Vec<Mistake>) {
        let (document, errors) = DeTable::parse_recoverable(&source.text);
        let mistakes = errors.iter().map(|error| {
            let place = Place::new(source, error.span().unwrap_or(0..0));
            Mistake::new(&place, error.message().replace('\n', ", "))
                .label("not valid TOML from here")
        });
        (table(source, document.get_ref()), mistakes.collect())
    }

    /// The field `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        self.0.get(name).map(|entry| &entry.value)
    }

    /// These fields over those of `parent`: tables are merged field by field, everything else is
    /// replaced. A table that is of another `kind` than the parent's replaces it whole.
    pub(crate) fn over(&self, parent: &Table) -> Table {
        let mut merged = parent.clone();
        for (name, entry) in &self.0 {
            let mut entry = entry.clone();
            if let (Value::Table(mine), Some(theirs)) = (&entry.value.value, parent.get(name)) {
                entry.value.value = Value::Table(mine.over_value(theirs));
            }
            merged.0.insert(name.clone(), entry);
        }
        merged
    }

    fn over_value(&self, parent: &Node) -> Table {
        let kind = |table: &Table| {
            let kind = table.get(KIND).and_then(|kind| kind.value.text());
            kind.map(str::to_owned)
        };
        let parent = match &parent.value {
            Value::Table(parent) => parent.clone(),
            // `optimizer = "adam"` is short for `optimizer = { kind = "adam" }`.
            Value::Text(_) => Table::of_kind(parent),
            _ => return self.clone(),
        };
        match (kind(self), kind(&parent)) {
            (Some(mine), theirs) if theirs.as_ref() != Some(&mine) => self.clone(),
            _ => self.over(&parent),
        }
    }

    /// `{ kind = … }`
    pub(crate) fn of_kind(kind: &Node) -> Self {
        let entry = Entry {
            key: kind.place.clone(),
            value: kind.clone(),
        };
        Self(BTreeMap::from([(KIND.to_owned(), entry)]))
    }
}

fn table(source: &Arc<Source>, parsed: &DeTable<'_>) -> Table {
    let entries = parsed.iter().map(|(key, value)| {
        let entry = Entry {
            key: Place::new(source, key.span()),
            value: node(source, value),
        };
        (key.get_ref().to_string(), entry)
    });
    Table(entries.collect())
}

fn node(source: &Arc<Source>, parsed: &Spanned<DeValue<'_>>) -> Node {
    let value = match parsed.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(digits) => {
            let whole = i128::from_str_radix(digits.as_str(), digits.radix());
            let end = match digits.as_str().starts_with('-') {
                true => i128::MIN,
                false => i128::MAX,
            };
            Value::Whole(whole.unwrap_or(end))
        }
        DeValue::Float(digits) => Value::Number(digits.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(_) => Value::Date,
        DeValue::Array(items) => Value::List(items.iter().map(|item| node(source, item)).collect()),
        DeValue::Table(fields) => Value::Table(table(source, fields)),
    };
    Placed {
        value,
        place: Place::new(source, parsed.span()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Table {
        let source = Arc::new(Source {
            path: "a.toml".into(),
            text: text.to_owned(),
        });
        let (table, mistakes) = Table::parse(&source);
        assert!(mistakes.is_empty(), "{text}");
        table
    }

    fn show(table: &Table) -> String {
        let field = |(name, entry): (&String, &Entry)| match &entry.value.value {
            Value::Table(inner) => format!("{name}={{{}}}", show(inner)),
            _ => format!("{name}={}", entry.value.place.text()),
        };
        table.0.iter().map(field).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_an_experiment_says_lies_over_what_it_extends() {
        let cases = [
            (
                "plain values are replaced",
                "a = 1\nb = 2",
                "a = 3",
                "a=3 b=2",
            ),
            ("lists are replaced", "a = [1, 2]", "a = [3]", "a=[3]"),
            (
                "tables are merged",
                "t = { a = 1, b = 2 }",
                "t = { a = 3 }",
                "t={a=3 b=2}",
            ),
            (
                "headers too",
                "[t]\na = 1\n[t.u]\nb = 1",
                "[t.u]\nc = 1",
                "t={a=1 u={b=1 c=1}}",
            ),
            (
                "another kind starts afresh",
                "o = { kind = 'sgd', momentum = 0.9 }",
                "o = { kind = 'adam', beta1 = 0.5 }",
                "o={beta1=0.5 kind='adam'}",
            ),
            (
                "the same kind is merged",
                "o = { kind = 'sgd', momentum = 0.9 }",
                "o = { kind = 'sgd', nesterov = true }",
                "o={kind='sgd' momentum=0.9 nesterov=true}",
            ),
            (
                "so is no kind",
                "o = { kind = 'sgd', momentum = 0.9 }",
                "o = { nesterov = true }",
                "o={kind='sgd' momentum=0.9 nesterov=true}",
            ),
            (
                "a name alone starts afresh",
                "o = { kind = 'sgd', momentum = 0.9 }",
                "o = 'sgd'",
                "o='sgd'",
            ),
            (
                "a name alone can be added to",
                "o = 'sgd'",
                "o = { momentum = 0.9 }",
                "o={kind='sgd' momentum=0.9}",
            ),
            (
                "a name alone can be changed",
                "o = 'adam'",
                "o = { kind = 'sgd', momentum = 0.9 }",
                "o={kind='sgd' momentum=0.9}",
            ),
        ];
        for (what, parent, child, expected) in cases {
            assert_eq!(show(&parse(child).over(&parse(parent))), expected, "{what}");
        }
    }

    #[test]
    fn whole_numbers_beyond_any_field_stop_at_the_ends() {
        let table = parse("a = 99999999999999999999999999999999999999999999\nb = 0xff");
        assert!(matches!(
            table.get("a").unwrap().value,
            Value::Whole(i128::MAX)
        ));
        assert!(matches!(table.get("b").unwrap().value, Value::Whole(255)));
    }
}
