//! Reading the fields of a table one by one, noting every mistake instead of stopping at the first.

use std::sync::Arc;

use faceoff_spec::{
    Accepts, Conflict, Field, Given, KindOf, Kinds, KnownExperiment, Preset, Reader,
};

use super::defaults::over_defaults;
use super::given::{choose, given, wrong};
use super::log::Log;
use super::mistake::{Mistake, Place, Source};
use super::suggest::{closest, did_you_mean, list, question};
use super::tree::{Entry, KIND, Node, Table, Value};

/// A file whose fields are read.
pub(crate) struct Document<'a> {
    log: Log<'a>,
    /// All it says, over the defaults.
    table: Table,
    fields: &'static [Field],
    experiments: &'a [KnownExperiment<'a>],
    /// Whether what the file builds on cannot be read: then a missing field is no mistake.
    partial: bool,
}

impl<'a> Document<'a> {
    /// A file that says `table`; `line` is the file, then those it builds on, and `experiments` are
    /// those that it can name.
    pub(crate) fn new(
        table: &Table,
        line: &'a [Arc<Source>],
        fields: &'static [Field],
        experiments: &'a [KnownExperiment<'a>],
    ) -> Self {
        Self {
            log: Log::new(line),
            table: over_defaults(table, fields),
            fields,
            experiments,
            partial: false,
        }
    }

    /// A file of which only what it says itself is looked at, as what it builds on cannot be read.
    pub(crate) fn partial(
        table: &Table,
        line: &'a [Arc<Source>],
        fields: &'static [Field],
    ) -> Self {
        Self {
            log: Log::new(line),
            table: table.clone(),
            fields,
            experiments: &[],
            partial: true,
        }
    }

    /// What the file says, unless there are mistakes in it.
    pub(crate) fn read<T>(self, read: fn(&dyn Reader) -> Option<T>) -> (Option<T>, Vec<Mistake>) {
        let fields = Fields {
            document: &self,
            place: self.log.start(),
            path: String::new(),
            table: self.table.clone(),
            fields: self.fields.iter().collect(),
        };
        fields.note_unknown(&[]);
        let read = read(&fields);
        let mistakes = self.log.into_mistakes();
        (read.filter(|_| mistakes.is_empty()), mistakes)
    }
}

/// The fields of one table.
struct Fields<'d> {
    document: &'d Document<'d>,
    /// The table itself.
    place: Place,
    path: String,
    table: Table,
    /// What it can say.
    fields: Vec<&'static Field>,
}

impl<'d> Fields<'d> {
    /// `train.epochs`
    fn path(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }

    fn note(&self, mistake: Mistake) {
        self.document.log.add(mistake);
    }

    /// The fields of a table in this one.
    fn inner(
        &self,
        path: &str,
        table: Table,
        place: &Place,
        fields: impl IntoIterator<Item = &'static Field>,
    ) -> Self {
        Self {
            document: self.document,
            place: place.clone(),
            path: path.to_owned(),
            table,
            fields: fields.into_iter().collect(),
        }
    }

    /// Notes that the field `name` is not there.
    fn note_missing(&self, name: &str) {
        if self.document.partial {
            return;
        }
        let message = format!("`{}` is missing", self.path(name));
        let mistake = Mistake::new(&self.place, message).label("it has to be said here");
        // A kind alone is short for a table, and only a table has room for the field.
        let kind = self.place.text();
        self.note(match kind.starts_with(['"', '\'']) {
            true => mistake.help(format!("write `{{ kind = {kind}, {name} = … }}`")),
            false => mistake,
        });
    }

    /// Notes the fields that are neither the table's nor `besides`.
    fn note_unknown(&self, besides: &[&'static str]) {
        let names = self.fields.iter().map(|field| field.name);
        let mut known: Vec<_> = names.chain(besides.iter().copied()).collect();
        known.sort_unstable();
        known.dedup();
        for (name, entry) in &self.table.0 {
            if known.contains(&name.as_str()) {
                continue;
            }
            let place = match self.path.as_str() {
                "" => "at the top of the file".to_owned(),
                path => format!("in `{path}`"),
            };
            let label = match (self.home(name), closest(name, known.iter().copied())) {
                (Some(home), Some(near)) => format!("it belongs {home}, or {}", question(near)),
                (Some(home), None) => format!("it belongs {home}"),
                (None, Some(near)) => question(near),
                (None, None) => "not known".to_owned(),
            };
            let mistake = Mistake::new(&entry.key, format!("unknown field `{name}` {place}"));
            let help = format!("known here: {}", list(known.iter().copied()));
            self.note(mistake.label(label).help(help));
        }
    }

    /// Where in the file a field belongs that is not of this table, if only one place is right.
    fn home(&self, name: &str) -> Option<String> {
        let mut homes = Vec::new();
        find_homes(self.document.fields, name, "", &mut homes);
        match homes.as_slice() {
            [home] if home.is_empty() => Some("at the top of the file".to_owned()),
            [home] => Some(format!("in `[{home}]`")),
            _ => None,
        }
    }

    /// Takes fields of other kinds out of a table, and notes them.
    fn note_fields_of_other_kinds(
        &self,
        table: &mut Table,
        kind: &KindOf,
        Kinds { kinds, shared }: &Kinds,
        path: &str,
    ) {
        let is_shared = |name: &str| shared.iter().any(|field| field.name == name);
        let takes = |kind: &KindOf, name: &str| kind.fields.iter().any(|field| field.name == name);
        table.0.retain(|name, Entry { key, .. }| {
            let others = kinds.iter().filter(|kind| takes(kind, name));
            let others: Vec<_> = others.map(|kind| kind.name).collect();
            if is_shared(name) || takes(kind, name) || others.is_empty() {
                return true;
            }
            let message = format!("`{name}` does not go with `{path}` of kind `{}`", kind.name);
            let label = format!("a field of {}", list(others));
            let fields = shared.iter().chain(kind.fields).map(|field| field.name);
            let help = match fields.clone().next() {
                None => format!("`{}` takes no fields", kind.name),
                Some(_) => format!("`{}` takes {}", kind.name, list(fields)),
            };
            self.note(Mistake::new(key, message).label(label).help(help));
            false
        });
    }

    /// What is at a path, as [`Reader`] counts paths, and what the field of that name accepts.
    fn find(&self, path: &str) -> Option<(&Node, Option<&'static Accepts>)> {
        let (first, rest) = split(path);
        let top = || {
            let fields: Vec<_> = self.document.fields.iter().collect();
            walk(&self.document.table, &fields, path)
        };
        let Some(field) = self.fields.iter().find(|field| field.name == first) else {
            return top();
        };
        match (walk(&self.table, &self.fields, path), rest, field.preset) {
            (None, None, Preset::As(other)) => self.find(other),
            (found, _, _) => found,
        }
    }
}

/// The paths of the tables that have a field `name`.
fn find_homes(fields: &[Field], name: &str, path: &str, homes: &mut Vec<String>) {
    if fields.iter().any(|field| field.name == name) {
        homes.push(path.to_owned());
    }
    for field in fields {
        if let Accepts::Table(groups) = field.accepts {
            let path = match path {
                "" => field.name.to_owned(),
                path => format!("{path}.{}", field.name),
            };
            for fields in groups {
                find_homes(fields, name, &path, homes);
            }
        }
    }
}

fn split(path: &str) -> (&str, Option<&str>) {
    path.split_once('.')
        .map_or((path, None), |(first, rest)| (first, Some(rest)))
}

/// What is at a path from `table`, and what the field of that name accepts.
fn walk<'t>(
    table: &'t Table,
    fields: &[&'static Field],
    path: &str,
) -> Option<(&'t Node, Option<&'static Accepts>)> {
    let (name, rest) = split(path);
    let node = table.get(name)?;
    let field: &'static Field = fields.iter().find(|field| field.name == name)?;
    let Some(rest) = rest else {
        return Some((node, Some(&field.accepts)));
    };
    match (&node.value, &field.accepts) {
        (Value::Table(inner), Accepts::Table(groups)) => {
            let fields: Vec<_> = groups.iter().copied().flatten().collect();
            walk(inner, &fields, rest)
        }
        (Value::List(items), accepts) => {
            let (index, rest) = split(rest);
            let item = items.get(index.parse::<usize>().ok()?)?;
            match (rest, &item.value, accepts) {
                (None, _, _) => Some((item, None)),
                (Some(rest), Value::Table(inner), Accepts::Tables(fields, _)) => {
                    let fields: Vec<_> = fields.iter().collect();
                    walk(inner, &fields, rest)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

impl Reader for Fields<'_> {
    fn value(&self, field: &'static Field) -> Option<Given> {
        if let Some(node) = self.table.get(field.name) {
            return match given(&field.accepts, node, &self.path(field.name)) {
                Ok(given) => Some(given),
                Err(mistakes) => {
                    mistakes.into_iter().for_each(|mistake| self.note(mistake));
                    None
                }
            };
        }
        match field.preset {
            Preset::Absent(_) => Some(Given::Nothing),
            Preset::As(other) => self.at(other),
            Preset::Required => {
                self.note_missing(field.name);
                None
            }
            // It lies under the table unless what the file builds on cannot be read.
            Preset::Value(_) => None,
        }
    }

    fn table(&self, field: &'static Field) -> Option<Box<dyn Reader + '_>> {
        let node = self.table.get(field.name)?;
        let path = self.path(field.name);
        let (Value::Table(table), Accepts::Table(groups)) = (&node.value, field.accepts) else {
            self.note(wrong(node, &path, &field.accepts.words()));
            return None;
        };
        let fields = groups.iter().copied().flatten();
        let fields = self.inner(&path, table.clone(), &node.place, fields);
        fields.note_unknown(&[]);
        Some(Box::new(fields))
    }

    fn tables(&self, field: &'static Field) -> Option<Vec<Option<Box<dyn Reader + '_>>>> {
        let Some(node) = self.table.get(field.name) else {
            if let Preset::Required = field.preset {
                self.note_missing(field.name);
            }
            return None;
        };
        let path = self.path(field.name);
        let (Value::List(items), Accepts::Tables(fields, _)) = (&node.value, field.accepts) else {
            self.note(wrong(node, &path, &field.accepts.words()));
            return None;
        };
        let table = |item: &Node| -> Option<Box<dyn Reader + '_>> {
            let Value::Table(table) = &item.value else {
                self.note(wrong(item, &path, &Accepts::Table(&[]).words()));
                return None;
            };
            let fields = self.inner(&path, table.clone(), &item.place, fields);
            fields.note_unknown(&[]);
            Some(Box::new(fields))
        };
        Some(items.iter().map(table).collect())
    }

    fn kind(&self, field: &'static Field) -> Option<(&'static str, Box<dyn Reader + '_>)> {
        let Some(node) = self.table.get(field.name) else {
            if let Preset::Required = field.preset {
                self.note_missing(field.name);
            }
            return None;
        };
        let path = self.path(field.name);
        let Accepts::Kind(kinds) = field.accepts else {
            self.note(wrong(node, &path, &field.accepts.words()));
            return None;
        };
        let mut table = match &node.value {
            Value::Table(table) => table.clone(),
            Value::Text(_) => Table::of_kind(node),
            Value::Whole(_) | Value::Number(_) | Value::Flag(_) | Value::Date | Value::List(_) => {
                self.note(wrong(node, &path, &field.accepts.words()));
                return None;
            }
        };
        let Some(kind) = table.get(KIND) else {
            // Only where what the file extends cannot be read: then any kind's fields are known.
            let own = kinds.kinds.iter().flat_map(|kind| kind.fields);
            let fields = kinds.shared.iter().chain(own);
            let fields = self.inner(&path, table, &node.place, fields);
            fields.note_missing(KIND);
            fields.note_unknown(&[KIND]);
            return None;
        };
        let kind_path = match &node.value {
            Value::Text(_) => path.clone(),
            _ => format!("{path}.{KIND}"),
        };
        let names: Vec<_> = kinds.kinds.iter().map(|kind| kind.name).collect();
        let kind = match choose(&names, kind, &kind_path) {
            Ok(index) => &kinds.kinds[index],
            Err(mistake) => {
                self.note(mistake);
                return None;
            }
        };
        self.note_fields_of_other_kinds(&mut table, kind, &kinds, &path);
        let fields = || kinds.shared.iter().chain(kind.fields);
        if !self.document.partial {
            table = over_defaults(&table, fields().collect::<Vec<_>>());
        }
        let fields = self.inner(&path, table, &node.place, fields());
        fields.note_unknown(&[KIND]);
        Some((kind.name, Box::new(fields)))
    }

    fn at(&self, path: &str) -> Option<Given> {
        let (node, accepts) = self.find(path)?;
        given(accepts?, node, path).ok()
    }

    fn says(&self, path: &str) -> bool {
        let found = self.find(path);
        found.is_some_and(|(node, _)| self.document.log.holds(&node.place))
    }

    fn experiments(&self) -> &[KnownExperiment<'_>] {
        self.document.experiments
    }

    fn conflict(&self, conflict: Conflict) {
        let log = &self.document.log;
        let place = |(path, label): &(String, String)| {
            let (node, _) = self.find(path)?;
            Some((&node.place, label.clone()))
        };
        let nearest = conflict.at.iter().filter_map(place);
        let nearest = nearest.min_by_key(|(place, _)| log.distance(place));
        let (at, label) = nearest.unwrap_or((&self.place, String::new()));
        let mut mistake = Mistake::new(at, conflict.message);
        if let Some((name, known)) = &conflict.unknown {
            let known = || known.iter().map(String::as_str);
            mistake = mistake
                .label(label + &did_you_mean(closest(name, known())))
                .help(format!("there are {}", list(known())));
        } else {
            mistake = mistake.label(label);
        }
        for (place, label) in conflict.also.iter().filter_map(place) {
            if !std::ptr::eq(place, at) {
                mistake = mistake.related(place, label);
            }
        }
        log.add(match conflict.help {
            Some(help) => mistake.help(help),
            None => mistake,
        });
    }
}
