//! A file before its fields are read: its tree and its name.

use std::sync::Arc;

use crate::toml::{Entry, Mistake, Place, Placed, Source, Table, Value};

/// A file as a tree.
pub(super) struct File {
    pub(super) source: Arc<Source>,
    pub(super) table: Table,
    /// Whether it is valid TOML.
    pub(super) readable: bool,
    /// What it calls itself, or else its file name without `.toml`; also in the table.
    pub(super) name: Placed<String>,
}

impl File {
    pub(super) fn open(source: Arc<Source>, what: &str) -> (Self, Vec<Mistake>) {
        let (mut table, mut mistakes) = Table::parse(&source);
        let readable = mistakes.is_empty();
        let named = table
            .get("name")
            .and_then(|node| Some(node.with(node.value.text()?.to_owned())));
        let name = named.unwrap_or_else(|| Placed {
            value: stem(&source),
            place: Place::start_of(&source),
        });
        // That it is empty is found when its fields are read.
        if !name.value.trim().is_empty() && !is_name(&name.value) {
            let message = format!("`{}` cannot be the name of {}", name.value, article(what));
            let mistake = Mistake::new(&name.place, message)
                .label("letters a to z, digits, `-`, `_` and `.` make a name, beginning with a letter or digit");
            let from_file = "without a `name`, the file's name is taken: say `name = \"…\"` here, or rename the file";
            mistakes.push(match table.get("name") {
                Some(_) => mistake,
                None => mistake.help(from_file),
            });
        }
        table.0.entry("name".to_owned()).or_insert_with(|| Entry {
            key: name.place.clone(),
            value: name.with(Value::Text(name.value.clone())),
        });
        let file = Self {
            source,
            table,
            readable,
            name,
        };
        (file, mistakes)
    }
}

fn stem(source: &Source) -> String {
    let stem = source.path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// Names become file names and anchors of the report page.
fn is_name(name: &str) -> bool {
    let first = |c: char| c.is_ascii_alphanumeric();
    let later = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    name.starts_with(first) && name.chars().all(later) && name.len() <= 100
}

fn article(what: &str) -> String {
    match what.starts_with(['a', 'e', 'i', 'o', 'u']) {
        true => format!("an {what}"),
        false => format!("a {what}"),
    }
}

/// Two of one name.
pub(super) fn doubles(files: &[File], what: &str) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let name = &file.name.value;
        if let Some(first) = files[..i].iter().find(|other| other.name.value == *name) {
            let mistake =
                Mistake::new(&file.name.place, format!("two {what}s are called `{name}`"))
                    .label("this one")
                    .related(&first.name.place, "and this one")
                    .help("without a `name` of its own, a file is called as it is named");
            mistakes.push(mistake);
        }
    }
    mistakes
}
