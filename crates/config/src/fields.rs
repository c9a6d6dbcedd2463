//! Reading the fields of a table one by one, noting every mistake instead of stopping at the first.

use std::cell::RefCell;

use crate::document::{Entry, KIND, Node, Placed, Table, Value};
use crate::mistake::{Mistake, Place};
use crate::suggest::{closest, list, question};
use crate::values::{COUNT, Log, Numbers, Wholes, one_of};

/// The fields of one table. Every field that is asked for is known; what is left in the end is
/// a mistake.
pub(crate) struct Fields<'a> {
    pub(crate) log: &'a Log<'a>,
    /// The table itself.
    pub(crate) place: Place,
    path: String,
    table: Table,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(log: &'a Log<'a>, path: &str, table: Table, place: &Place) -> Self {
        Self {
            log,
            place: place.clone(),
            path: path.to_owned(),
            table,
            known: RefCell::default(),
        }
    }

    /// `train.epochs`
    pub(crate) fn path(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }

    /// The field `name` if it is there.
    pub(crate) fn optional(&self, name: &'static str) -> Option<&Node> {
        self.known.borrow_mut().push(name);
        self.table.get(name)
    }

    /// The field `name` if the file itself says it, not its defaults.
    pub(crate) fn said(&self, name: &str) -> Option<&Node> {
        self.table
            .get(name)
            .filter(|node| self.log.holds(&node.place))
    }

    /// The field `name`; that it is not there is a mistake.
    pub(crate) fn required(&self, name: &'static str) -> Option<&Node> {
        let node = self.optional(name);
        if node.is_none() && !self.log.partial {
            let message = format!("`{}` is missing", self.path(name));
            let mistake = Mistake::new(&self.place, message).label("it has to be said here");
            // A kind alone is short for a table, and only a table has room for the field.
            let kind = self.place.text();
            self.log.add(match kind.starts_with(['"', '\'']) {
                true => mistake.help(format!("write `{{ kind = {kind}, {name} = … }}`")),
                false => mistake,
            });
        }
        node
    }

    pub(crate) fn text(&self, name: &'static str) -> Option<Placed<String>> {
        self.log.text(self.required(name)?, &self.path(name))
    }

    pub(crate) fn optional_text(&self, name: &'static str) -> Option<Placed<String>> {
        self.log.text(self.optional(name)?, &self.path(name))
    }

    pub(crate) fn whole(&self, name: &'static str, range: &Wholes) -> Option<Placed<usize>> {
        let node = self.required(name)?;
        self.log.whole(node, &self.path(name), range)
    }

    pub(crate) fn optional_whole(
        &self,
        name: &'static str,
        range: &Wholes,
    ) -> Option<Placed<usize>> {
        let node = self.optional(name)?;
        self.log.whole(node, &self.path(name), range)
    }

    pub(crate) fn seed(&self, name: &'static str) -> Option<u64> {
        self.log.seed(self.required(name)?, &self.path(name))
    }

    pub(crate) fn number(&self, name: &'static str, range: &Numbers) -> Option<Placed<f64>> {
        let node = self.required(name)?;
        self.log.number(node, &self.path(name), range)
    }

    pub(crate) fn optional_number(
        &self,
        name: &'static str,
        range: &Numbers,
    ) -> Option<Placed<f64>> {
        let node = self.optional(name)?;
        self.log.number(node, &self.path(name), range)
    }

    pub(crate) fn flag(&self, name: &'static str) -> Option<Placed<bool>> {
        self.log.flag(self.required(name)?, &self.path(name))
    }

    pub(crate) fn optional_flag(&self, name: &'static str) -> Option<Placed<bool>> {
        self.log.flag(self.optional(name)?, &self.path(name))
    }

    pub(crate) fn choice<T: Copy>(
        &self,
        name: &'static str,
        choices: &[(&'static str, T)],
    ) -> Option<Placed<T>> {
        let node = self.required(name)?;
        self.log.choice(node, &self.path(name), choices)
    }

    /// A number of images, or `"all"` for `None`.
    pub(crate) fn images(&self, name: &'static str) -> Option<Option<usize>> {
        let node = self.required(name)?;
        match &node.value {
            Value::Text(text) if text == "all" => Some(None),
            Value::Whole(_) => {
                let count = self.log.whole(node, &self.path(name), &COUNT)?;
                Some(Some(count.value))
            }
            _ => {
                let allowed = format!("`\"all\"` or a whole number from 1 to {}", COUNT.to);
                self.log.wrong(node, &self.path(name), &allowed)
            }
        }
    }

    /// The items of the list `name`.
    pub(crate) fn list(&self, name: &'static str, of: &str) -> Option<Placed<Vec<Node>>> {
        self.log.list(self.required(name)?, &self.path(name), of)
    }

    /// The fields of the table `name`.
    pub(crate) fn table(&self, name: &'static str) -> Option<Fields<'a>> {
        self.log.table(self.required(name)?, &self.path(name))
    }

    /// The fields of the table `name` laid over `defaults`, if it is there.
    pub(crate) fn optional_table(
        &self,
        name: &'static str,
        defaults: &Table,
    ) -> Option<Fields<'a>> {
        let fields = self.log.table(self.optional(name)?, &self.path(name))?;
        Some(fields.over(defaults))
    }

    /// The fields of every table of the list `name`, each laid over `defaults`.
    pub(crate) fn tables(&self, name: &'static str, defaults: &Table) -> Vec<Option<Fields<'a>>> {
        let path = self.path(name);
        let Some(node) = self.optional(name) else {
            return Vec::new();
        };
        let of = format!("tables, each headed `[[{path}]]`");
        let items = self.log.list(node, &path, &of);
        let fields = |item| Some(self.log.table(item, &path)?.over(defaults));
        items
            .iter()
            .flat_map(|items| &items.value)
            .map(fields)
            .collect()
    }

    fn over(mut self, defaults: &Table) -> Self {
        self.table = self.table.over(defaults);
        self
    }

    /// The table `name` that says with `kind` what it describes and has other fields for each
    /// kind; a text is short for a table with nothing but the kind. `defaults` holds a table for
    /// each kind.
    pub(crate) fn kind(
        &self,
        name: &'static str,
        kinds: &'static [Kind],
        defaults: &Table,
    ) -> Option<(&'static str, Fields<'a>)> {
        let node = self.required(name)?;
        let path = self.path(name);
        let names = || kinds.iter().map(|kind| (kind.name, kind));
        let mut table = match &node.value {
            Value::Table(table) => table.clone(),
            Value::Text(_) => Table::of_kind(node),
            _ => {
                let names = one_of(names().map(|(name, _)| name));
                let allowed = format!("{names}, or a table with a `kind`");
                return self.log.wrong(node, &path, &allowed);
            }
        };
        if table.get(KIND).is_none() {
            // Only where what the file extends cannot be read: then any kind's fields are known.
            let fields = Fields::new(self.log, &path, table, &node.place);
            fields.required(KIND);
            let all = kinds.iter().flat_map(|kind| kind.fields);
            fields.known.borrow_mut().extend(all);
            fields.finish(&[]);
            return None;
        }
        let kind = match &node.value {
            Value::Text(_) => path.clone(),
            _ => format!("{path}.{KIND}"),
        };
        let kind = self
            .log
            .choice(table.get(KIND)?, &kind, &names().collect::<Vec<_>>())?;
        self.fields_of_other_kinds(&mut table, kind.value, kinds, &path);
        if let Some(Value::Table(defaults)) = defaults.get(kind.value.name).map(|node| &node.value)
        {
            table = table.over(defaults);
        }
        let fields = Fields::new(self.log, &path, table, &node.place);
        fields.optional(KIND);
        Some((kind.value.name, fields))
    }

    fn fields_of_other_kinds(&self, table: &mut Table, kind: &Kind, kinds: &[Kind], path: &str) {
        table.0.retain(|name, Entry { key, .. }| {
            let takes = |kind: &&Kind| kind.fields.contains(&name.as_str());
            let others: Vec<_> = kinds.iter().filter(takes).map(|kind| kind.name).collect();
            if others.is_empty() || others.contains(&kind.name) {
                return true;
            }
            let message = format!("`{name}` does not go with `{path}` of kind `{}`", kind.name);
            let label = format!("a field of {}", list(others));
            let help = match kind.fields {
                [] => format!("`{}` takes no fields", kind.name),
                fields => format!("`{}` takes {}", kind.name, list(fields.iter().copied())),
            };
            self.log
                .add(Mistake::new(key, message).label(label).help(help));
            false
        });
    }

    /// Notes the fields that were never asked for. `homes` says in which table a field belongs.
    pub(crate) fn finish(self, homes: &[(&str, &str)]) {
        let mut known = self.known.into_inner();
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
            let home = homes.iter().find(|(field, _)| field == name);
            let label = match (home, closest(name, known.iter().copied())) {
                (Some((_, home)), _) => format!("it belongs in `[{home}]`"),
                (None, Some(suggestion)) => question(suggestion),
                (None, None) => "not known".to_owned(),
            };
            let mistake = Mistake::new(&entry.key, format!("unknown field `{name}` {place}"));
            let help = format!("known here: {}", list(known.iter().copied()));
            self.log.add(mistake.label(label).help(help));
        }
    }
}

/// One of the things a table can describe.
pub(crate) struct Kind {
    /// What `kind` says.
    pub(crate) name: &'static str,
    /// The fields that go with it.
    pub(crate) fields: &'static [&'static str],
}
