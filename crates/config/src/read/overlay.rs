//! The contact sheets of a comparison file.

use super::comparison::color_of;
use crate::defaults::defaults;
use crate::document::Placed;
use crate::fields::Fields;
use crate::mistake::{Mistake, Place};
use crate::suggest::{closest, did_you_mean, list};
use crate::values::{COUNT, COUNT_OR_ZERO, Log};
use crate::{Color, ComparisonEntry, ImageSet, Overlay};

const SETS: [(&str, ImageSet); 2] = [("test", ImageSet::Test), ("train", ImageSet::Train)];

type Entries<'a> = Option<&'a [Placed<ComparisonEntry>]>;

/// The sheets; `title` is the comparison's and heads those without their own.
pub(super) fn overlays(fields: &Fields<'_>, entries: Entries<'_>, title: &str) -> Vec<Overlay> {
    let tables = fields.tables("overlays", defaults(&["comparison", "overlays"]));
    let read = |table: Option<_>| overlay(table?, entries, title);
    tables.into_iter().filter_map(read).collect()
}

pub(super) fn overlay(fields: Fields<'_>, entries: Entries<'_>, title: &str) -> Option<Overlay> {
    let own_title = fields.optional_text("title");
    let keys = keys(&fields, entries);
    let set = fields.choice("set", &SETS);
    let images = fields.whole("images", &COUNT);
    let skip = fields.whole("skip", &COUNT_OR_ZERO);
    let files = files(&fields);
    let truth = fields.required("truth").cloned();
    let truth = truth.and_then(|node| color_of(fields.log, &node, &fields.path("truth")));
    if let (Some(keys), Some(truth), Some(entries)) = (&keys, &truth, entries) {
        same_colors(fields.log, &fields.place, keys, truth, entries);
    }
    fields.finish(&[]);
    let (files, mut images, mut skip) = (files?, images?.value, skip?.value);
    if !files.is_empty() {
        (images, skip) = (files.len(), 0);
    }
    Some(Overlay {
        title: own_title.map_or_else(|| title.to_owned(), |title| title.value),
        entries: keys?,
        set: set?.value,
        images,
        skip,
        files,
        truth: truth?.value,
    })
}

/// The keys of the entries drawn: all unless the file says which.
fn keys(fields: &Fields<'_>, entries: Entries<'_>) -> Option<Vec<String>> {
    let said = fields.optional("entries");
    let names = || {
        entries
            .unwrap_or_default()
            .iter()
            .map(|entry| entry.value.key.as_str())
    };
    let Some(node) = said else {
        return entries.map(|_| names().map(str::to_owned).collect());
    };
    let path = fields.path("entries");
    let items = fields
        .log
        .list(node, &path, "keys like `\"base\"` or `\"base@85\"`")?;
    let mut keys: Vec<String> = Vec::new();
    for item in &items.value {
        let Some(key) = fields.log.text(item, &path) else {
            continue;
        };
        if keys.contains(&key.value) {
            let message = format!("`{path}` names `{}` twice", key.value);
            fields
                .log
                .add(Mistake::new(&key.place, message).label("the second"));
            continue;
        }
        if entries.is_some() && !names().any(|name| name == key.value) {
            let message = format!("`{path}` names no entry: there is no `{}`", key.value);
            let suggestion = did_you_mean(closest(&key.value, names()));
            let mistake = Mistake::new(&key.place, message)
                .label(format!("not known{suggestion}"))
                .help(format!("there are {}", list(names())));
            fields
                .log
                .add(mistake.help("an experiment at several epochs is called `name@epoch`"));
        }
        keys.push(key.value);
    }
    Some(keys)
}

/// Files named one by one, which leaves nothing for `images` and `skip` to say.
fn files(fields: &Fields<'_>) -> Option<Vec<String>> {
    let Some(node) = fields.optional("files") else {
        return Some(Vec::new());
    };
    let path = fields.path("files");
    let items = fields
        .log
        .list(node, &path, "files like `\"test/Name_12.jpg\"`")?;
    for name in ["images", "skip"] {
        if let Some(other) = fields.said(name) {
            let message = format!("`{path}` says which pictures are drawn, and so does `{name}`");
            let mistake = Mistake::new(&other.place, message).label("leave this out");
            fields.log.add(mistake.related(&node.place, "or this"));
        }
    }
    let read = items
        .value
        .iter()
        .map(|item| Some(fields.log.text(item, &path)?.value));
    let read: Vec<_> = read.collect();
    read.into_iter().collect()
}

/// Landmarks of one colour on one sheet cannot be told from each other.
fn same_colors(
    log: &Log<'_>,
    sheet: &Place,
    keys: &[String],
    truth: &Placed<Color>,
    entries: &[Placed<ComparisonEntry>],
) {
    let drawn = |key: &String| entries.iter().find(|entry| entry.value.key == *key);
    let drawn: Vec<_> = keys.iter().filter_map(drawn).collect();
    for (i, entry) in drawn.iter().enumerate() {
        let ComparisonEntry { key, color, .. } = &entry.value;
        let other = match drawn[..i].iter().find(|other| other.value.color == *color) {
            Some(other) => other.value.key.as_str(),
            None if truth.value == *color => "the truth",
            None => continue,
        };
        let message = format!("`{key}` has the colour of {other} on one sheet");
        let label = format!("{color}, like {other}");
        log.add(
            Mistake::new(&entry.place, message)
                .label(label)
                .related(sheet, "this sheet"),
        );
    }
}
