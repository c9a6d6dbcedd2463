//! The reference of all fields, made of their declarations.

use std::fmt::Write;

use crate::{Accepts, Comparison, DataSetFile, Experiment, Field, Kinds, Preset, Scale};

const INTRODUCTION: &str = "\
# Every field of every file

Experiments are files of `experiments/`, comparisons of `experiments/comparisons/`, scales of
`experiments/scales/`; a data set can have a `dataset.toml` beside its tables. A file says what differs from the defaults; an empty experiment is the study's
base experiment.

An experiment lies over the one it `extends`, that one over its own, and the last over the defaults.
Tables (`[train]`, `augment = { … }`) are merged field by field; anything else, lists included, is
replaced. A table with a `kind` that is of another kind than the one below replaces it whole. The
name of a kind is short for a table that says nothing else: `optimizer = \"sgd\"` is
`optimizer = { kind = \"sgd\" }`. Names, titles, descriptions and snapshots are not taken over.

Every file is read whole before a mistake is shown, and every mistake is shown with its line.

This page is made of the declarations in `crates/spec`; `just reference` writes it again.
";

/// The reference of all fields of all files, as Markdown.
pub fn reference() -> String {
    let mut text = INTRODUCTION.to_owned();
    let files = [
        (
            "An experiment",
            "experiments/*.toml",
            Experiment::DOC,
            Experiment::FIELDS,
        ),
        (
            "A comparison",
            "experiments/comparisons/*.toml",
            Comparison::DOC,
            Comparison::FIELDS,
        ),
        (
            "A scale",
            "experiments/scales/*.toml",
            Scale::DOC,
            Scale::FIELDS,
        ),
        (
            "A data set",
            "dataset.toml",
            DataSetFile::DOC,
            DataSetFile::FIELDS,
        ),
    ];
    for (title, file, doc, fields) in files {
        let doc = sentences(doc);
        heading(&mut text, &format!("## {title}: `{file}`"));
        let _ = write!(text, "\n{doc}\n");
        table(&mut text, "", &fields.iter().collect::<Vec<_>>());
    }
    text
}

fn heading(text: &mut String, heading: &str) {
    let _ = write!(text, "\n{heading}\n");
}

/// The fields of the table at `path`, then those of the tables in it.
fn table(text: &mut String, path: &str, fields: &[&Field]) {
    rows(text, fields);
    for field in fields {
        let path = match path {
            "" => field.name.to_owned(),
            path => format!("{path}.{}", field.name),
        };
        let doc = sentences(field.doc);
        match &field.accepts {
            Accepts::Table(groups) => {
                heading(text, &format!("### `[{path}]`"));
                let _ = write!(text, "\n{doc}\n");
                let fields: Vec<_> = groups.iter().copied().flatten().collect();
                table(text, &path, &fields);
            }
            Accepts::Tables(fields, like) => {
                heading(text, &format!("### `{path}`"));
                let _ = write!(text, "\n{doc} A list of tables{like}.\n");
                table(text, &path, &fields.iter().collect::<Vec<_>>());
            }
            Accepts::Kind(kinds) => {
                heading(text, &format!("### `{path}`"));
                let _ = write!(text, "\n{doc}\n");
                each_kind(text, kinds);
            }
            Accepts::Text
            | Accepts::Prose
            | Accepts::Texts(_)
            | Accepts::Word(_)
            | Accepts::Choice(_)
            | Accepts::Renamed(..)
            | Accepts::Flag
            | Accepts::Seed
            | Accepts::Whole(_)
            | Accepts::Signed(_)
            | Accepts::WholeOrAll(_)
            | Accepts::Wholes(..)
            | Accepts::Number(_) => {}
        }
    }
}

fn each_kind(text: &mut String, Kinds { kinds, shared }: &Kinds) {
    if !shared.is_empty() {
        let _ = write!(text, "\nWith every kind:\n");
        rows(text, &shared.iter().collect::<Vec<_>>());
    }
    for kind in *kinds {
        heading(text, &format!("#### `kind = \"{}\"`", kind.name));
        let _ = write!(text, "\n{}\n", sentences(kind.doc));
        if !kind.fields.is_empty() {
            rows(text, &kind.fields.iter().collect::<Vec<_>>());
        }
    }
}

fn rows(text: &mut String, fields: &[&Field]) {
    text.push_str("\n| Field | Default | Takes | Meaning |\n|---|---|---|---|\n");
    for field in fields {
        let takes = match &field.accepts {
            Accepts::Wholes(of, range) => {
                format!("a list of {of}, each from {} to {}", range.from, range.to)
            }
            accepts => accepts.words(),
        };
        let default = match field.preset {
            Preset::Value(value) => format!("`{value}`"),
            Preset::As(path) => format!("that of `{path}`"),
            Preset::Absent(words) => words.to_owned(),
            Preset::Required => "none: it has to be said".to_owned(),
        };
        let cells = [&default, &takes, &sentences(field.doc)].map(|cell| cell.replace('|', "\\|"));
        let [default, takes, meaning] = cells;
        let _ = writeln!(
            text,
            "| `{}` | {default} | {takes} | {meaning} |",
            field.name
        );
    }
}

/// The lines of a documentation comment as one.
fn sentences(doc: &str) -> String {
    let lines: Vec<_> = doc.lines().map(str::trim).collect();
    lines.join(" ").trim().to_owned()
}
