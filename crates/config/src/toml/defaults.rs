//! What holds where files say nothing.

use std::sync::Arc;

use faceoff_spec::{Accepts, Field, Preset};

use super::mistake::Source;
use super::tree::{Entry, Table, Value};

/// The fields of `table` over the defaults of `fields`, in the tables that it holds too.
pub(crate) fn over_defaults<'f>(
    table: &Table,
    fields: impl IntoIterator<Item = &'f Field> + Clone,
) -> Table {
    let defaults = fields.clone().into_iter().filter_map(default);
    let mut table = table.over(&Table(defaults.collect()));
    for field in fields {
        let Some(Entry { value, .. }) = table.0.get_mut(field.name) else {
            continue;
        };
        if let (Accepts::Table(groups), Value::Table(inner)) = (&field.accepts, &mut value.value) {
            *inner = over_defaults(inner, groups.iter().copied().flatten());
        }
        if let (Accepts::Tables(fields, _), Value::List(items)) = (&field.accepts, &mut value.value)
        {
            for item in items {
                if let Value::Table(inner) = &mut item.value {
                    *inner = over_defaults(inner, *fields);
                }
            }
        }
    }
    table
}

/// A field with its default.
fn default(field: &Field) -> Option<(String, Entry)> {
    let Preset::Value(value) = field.preset else {
        return None;
    };
    let source = Arc::new(Source {
        path: "(built-in defaults)".into(),
        text: format!("{} = {value}\n", field.name),
    });
    // A test holds that all of them can be read.
    Table::parse(&source).0.0.pop_first()
}

#[cfg(test)]
mod tests {
    use faceoff_spec::{Comparison, Experiment, Scale};

    use super::*;
    use crate::toml::given::given;

    fn check(fields: &[Field], path: &str) {
        for field in fields {
            let path = format!("{path}.{}", field.name);
            if let Preset::Value(value) = field.preset {
                let (name, entry) = default(field).unwrap_or_else(|| panic!("{path} = {value}"));
                assert_eq!(name, field.name);
                let mistakes = given(&field.accepts, &entry.value, &path).err();
                assert!(mistakes.is_none(), "{path} = {value}: {mistakes:?}");
            }
            match field.accepts {
                Accepts::Table(groups) => groups.iter().for_each(|fields| check(fields, &path)),
                Accepts::Tables(fields, _) => check(fields, &path),
                Accepts::Kind(kinds) => {
                    check(kinds.shared, &path);
                    kinds
                        .kinds
                        .iter()
                        .for_each(|kind| check(kind.fields, &path));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn every_default_is_what_its_field_accepts() {
        check(Experiment::FIELDS, "experiment");
        check(Comparison::FIELDS, "comparison");
        check(Scale::FIELDS, "scale");
    }
}
