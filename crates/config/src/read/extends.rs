//! Which experiment extends which, and what comes down to each.

use std::collections::HashMap;
use std::sync::Arc;

use faceoff_spec::{Accepts, Experiment};

use super::file::File;
use crate::toml::{
    Mistake, Placed, Source, Table, Value, closest, did_you_mean, list, over_defaults,
};

/// An experiment's fields laid over those of all it extends.
pub(super) struct Family {
    pub(super) table: Table,
    /// The file, what it extends, what that extends, …
    pub(super) line: Vec<Arc<Source>>,
}

/// The family of every file; `None` where something it extends cannot be read.
pub(super) fn families(files: &[File]) -> (Vec<Option<Family>>, Vec<Mistake>) {
    let mut index = HashMap::new();
    for (i, file) in files.iter().enumerate() {
        index.entry(file.name.value.as_str()).or_insert(i);
    }
    let parents: Vec<_> = files.iter().map(parent).collect();
    let mut mistakes = Vec::new();
    let mut families = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let parent = parents[i].as_ref();
        if let Some(parent) = parent.filter(|parent| !index.contains_key(parent.value.as_str())) {
            mistakes.push(unknown(file, parent, files));
        }
        let line = line(i, &parents, &index);
        if let Line::Circle(members) = &line
            && members.iter().min() == Some(&i)
        {
            mistakes.push(circle(members, files, &parents));
        }
        families.push(match line {
            Line::Whole(elders) if elders.iter().all(|&elder| files[elder].readable) => {
                let merge =
                    |family: Table, &elder: &usize| inheritance(&files[elder]).over(&family);
                let defaults = over_defaults(&Table::default(), Experiment::FIELDS);
                let inherited = elders.iter().rev().fold(defaults, merge);
                let elders = elders.iter().map(|&elder| &files[elder]);
                Some(Family {
                    table: file.table.over(&inherited),
                    line: std::iter::once(file)
                        .chain(elders)
                        .map(|f| Arc::clone(&f.source))
                        .collect(),
                })
            }
            _ => None,
        });
    }
    (families, mistakes)
}

fn parent(file: &File) -> Option<Placed<String>> {
    let node = file.table.get("extends")?;
    Some(node.with(node.value.text()?.to_owned()))
}

/// What an experiment extends, nearest first.
enum Line {
    Whole(Vec<usize>),
    /// It comes back to the experiment itself, over these.
    Circle(Vec<usize>),
    /// Something in it is unknown or in a circle.
    Broken,
}

fn line(start: usize, parents: &[Option<Placed<String>>], index: &HashMap<&str, usize>) -> Line {
    let mut elders = Vec::new();
    let mut at = start;
    while let Some(parent) = &parents[at] {
        let Some(&next) = index.get(parent.value.as_str()) else {
            return Line::Broken;
        };
        if next == start {
            elders.insert(0, start);
            return Line::Circle(elders);
        }
        if elders.contains(&next) {
            return Line::Broken;
        }
        elders.push(next);
        at = next;
    }
    Line::Whole(elders)
}

fn unknown(file: &File, parent: &Placed<String>, files: &[File]) -> Mistake {
    let names = || {
        let names = files.iter().map(|file| file.name.value.as_str());
        names.filter(|name| *name != file.name.value)
    };
    let message = format!(
        "`extends` names no experiment: there is no `{}`",
        parent.value
    );
    let suggestion = did_you_mean(closest(&parent.value, names()));
    Mistake::new(&parent.place, message)
        .label(format!("not known{suggestion}"))
        .help(match names().next() {
            Some(_) => format!("there are {}", list(names())),
            None => "there is no other experiment".to_owned(),
        })
}

fn circle(members: &[usize], files: &[File], parents: &[Option<Placed<String>>]) -> Mistake {
    let name = |&member: &usize| files[member].name.value.as_str();
    let mut names: Vec<_> = members.iter().map(name).collect();
    names.push(names[0]);
    let message = format!("`extends` goes in a circle: `{}`", names.join("` → `"));
    let mut places = members
        .iter()
        .filter_map(|&member| parents[member].as_ref());
    let first = places.next().map(|parent| &parent.place);
    let mistake = Mistake::new(first.unwrap_or(&files[members[0]].name.place), message)
        .label("an experiment cannot extend what extends it");
    let mistake = places.fold(mistake, |mistake, parent| {
        mistake.related(&parent.place, "over this one")
    });
    mistake.help("one of them has to extend nothing, or something outside the circle")
}

/// What a file hands down: its tables. The rest of a file is about that file.
fn inheritance(file: &File) -> Table {
    let mut table = file.table.clone();
    table.0.retain(|name, _| {
        let mut fields = Experiment::FIELDS.iter();
        fields.any(|field| field.name == name && matches!(field.accepts, Accepts::Table(_)))
    });
    for (name, own) in Experiment::OWN {
        if let Some(entry) = table.0.get_mut(*name)
            && let Value::Table(fields) = &mut entry.value.value
        {
            fields.0.remove(*own);
        }
    }
    table
}
