//! What holds where files say nothing, from `defaults.toml`.

use std::sync::{Arc, LazyLock};

use crate::document::{Table, Value};
use crate::mistake::Source;

static DEFAULTS: LazyLock<Table> = LazyLock::new(|| {
    let source = Arc::new(Source {
        path: "(built-in defaults)".into(),
        text: include_str!("defaults.toml").to_owned(),
    });
    // A test holds that they can be read, and a table that is missing is an empty one.
    Table::parse(&source).0
});

static NOTHING: LazyLock<Table> = LazyLock::new(Table::default);

/// The default fields below `path`; none if there are none.
pub(crate) fn defaults(path: &[&str]) -> &'static Table {
    let mut table: &'static Table = &DEFAULTS;
    for name in path {
        match table.get(name).map(|node| &node.value) {
            Some(Value::Table(inner)) => table = inner,
            _ => return &NOTHING,
        }
    }
    table
}
