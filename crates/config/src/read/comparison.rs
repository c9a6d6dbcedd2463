//! Comparison files.

use super::Known;
use super::file::File;
use super::overlay::overlays;
use crate::defaults::defaults;
use crate::document::{Node, Placed, Value};
use crate::fields::Fields;
use crate::mistake::{Mistake, Place};
use crate::suggest::{closest, did_you_mean, list};
use crate::values::{COUNT, COUNT_OR_ZERO, Log, POSITIVE};
use crate::{Axis, Color, Comparison, ComparisonEntry, DifferenceChart, LossChart, Which};

const AXES: [(&str, Axis); 2] = [("mean", Axis::Mean), ("report", Axis::Report)];
const CURVES: [(&str, Which); 3] = [
    ("both", Which::Both),
    ("train", Which::Train),
    ("test", Which::Test),
];

/// Reads a comparison of experiments that are `known`.
pub(super) fn comparison(file: &File, known: &[Known<'_>]) -> (Option<Comparison>, Vec<Mistake>) {
    let log = Log::new(std::slice::from_ref(&file.source), false);
    let start = Place::start_of(&file.source);
    let fields = Fields::new(&log, "", file.table.clone(), &start);
    let comparison = top(&fields, &file.name.value, known);
    fields.finish(&[]);
    let mistakes = log.into_mistakes();
    (comparison.filter(|_| mistakes.is_empty()), mistakes)
}

fn top(fields: &Fields<'_>, name: &str, known: &[Known<'_>]) -> Option<Comparison> {
    fields.optional_text("name");
    let title = fields.optional_text("title");
    let question = fields.optional_text("question");
    let order = order(fields);
    let smallest_difference = fields.optional_number("smallest_difference", &POSITIVE);
    let entries = entries(fields, known);
    let charts = |name| fields.optional_table(name, defaults(&["comparison", name]));
    let loss_chart = charts("loss_chart").and_then(|f| loss_chart(f, entries.as_deref()));
    let difference_chart =
        charts("difference_chart").and_then(|f| difference_chart(f, entries.as_deref()));
    let flag = |name| fields.optional_flag(name).map(|flag| flag.value);
    let error_chart = flag("error_chart");
    let point_chart = flag("point_chart");
    let health_charts = flag("health_charts");
    let title = title.map_or_else(|| name.to_owned(), |title| title.value);
    let overlays = overlays(fields, entries.as_deref(), &title);
    Some(Comparison {
        name: name.to_owned(),
        title,
        question: question.map(|question| question.value).unwrap_or_default(),
        order: order?,
        smallest_difference: smallest_difference.map(|pixels| pixels.value),
        entries: entries?.into_iter().map(|entry| entry.value).collect(),
        loss_chart,
        difference_chart,
        error_chart,
        point_chart,
        health_charts,
        overlays,
    })
}

fn order(fields: &Fields<'_>) -> Option<i64> {
    let given = fields.optional("order");
    let node = given.or_else(|| defaults(&["comparison"]).get("order"))?;
    const FAR: i64 = 1_000_000;
    match node.value {
        Value::Whole(whole) if (-FAR as i128..=FAR as i128).contains(&whole) => Some(whole as i64),
        _ => {
            let allowed = format!("a whole number from -{FAR} to {FAR}");
            fields.log.wrong(node, "order", &allowed)
        }
    }
}

/// An entry as far as it could be read on its own.
struct Draft {
    experiment: Placed<String>,
    epoch: Placed<usize>,
    label: Option<String>,
    color: Option<Placed<Color>>,
    in_charts: Option<bool>,
    place: Place,
}

/// Nothing when any of them has a mistake: what refers to them cannot be checked then.
fn entries(fields: &Fields<'_>, known: &[Known<'_>]) -> Option<Vec<Placed<ComparisonEntry>>> {
    let given = fields.required("entries")?;
    if matches!(&given.value, Value::List(items) if items.is_empty()) {
        let message = "`entries` must hold at least one `[[entries]]` table";
        fields
            .log
            .add(Mistake::new(&given.place, message).label("nothing to compare"));
    }
    let tables = fields.tables("entries", defaults(&["comparison", "entries"]));
    if tables.is_empty() {
        return None;
    }
    // Every one before giving up, so that every mistake is found.
    let drafts: Vec<_> = tables
        .into_iter()
        .map(|table| draft(table?, known))
        .collect();
    let drafts: Vec<Draft> = drafts.into_iter().collect::<Option<_>>()?;
    doubles(fields.log, &drafts)?;
    Some(complete(drafts))
}

fn draft(fields: Fields<'_>, known: &[Known<'_>]) -> Option<Draft> {
    let experiment = fields.text("experiment");
    let found = experiment
        .as_ref()
        .and_then(|name| named(fields.log, name, known));
    let end = found.and_then(|known| Some(known.experiment.as_ref()?.train.epochs));
    let epoch = fields.optional_whole("epoch", &COUNT);
    if let (Some(epoch), Some(end), Some(known)) = (&epoch, end, found)
        && epoch.value > end
    {
        let name = &known.file.name;
        let message = format!(
            "`{}` is never trained for {} epochs",
            name.value, epoch.value
        );
        let mistake = Mistake::new(&epoch.place, message)
            .label(format!("must be a whole number from 1 to {end}"))
            .help(format!(
                "its `train.epochs` are {end}: raise them in {}, and its run goes on from there",
                known.file.source.path.display()
            ));
        fields.log.add(mistake);
    }
    let label = fields.optional_text("label").map(|label| label.value);
    let color = fields.optional("color");
    let color = color.and_then(|node| color_of(fields.log, node, &fields.path("color")));
    let in_charts = fields.optional_flag("in_charts").map(|flag| flag.value);
    // What is said but could not be read has no default to fall back on.
    let unread = |name, read: bool| !read && fields.said(name).is_some();
    let broken = unread("epoch", epoch.is_some()) || unread("color", color.is_some());
    let place = fields.place.clone();
    fields.finish(&[]);
    if broken {
        return None;
    }
    let experiment = experiment?;
    let epoch = epoch.or_else(|| Some(experiment.with(end?)))?;
    Some(Draft {
        experiment,
        epoch,
        label,
        color,
        in_charts,
        place,
    })
}

fn named<'k, 'f>(
    log: &Log<'_>,
    name: &Placed<String>,
    known: &'k [Known<'f>],
) -> Option<&'k Known<'f>> {
    let names = || known.iter().map(|known| known.file.name.value.as_str());
    let found = known
        .iter()
        .find(|known| known.file.name.value == name.value);
    if found.is_none() {
        let message = format!(
            "`entries.experiment` names no experiment: there is no `{}`",
            name.value
        );
        let suggestion = did_you_mean(closest(&name.value, names()));
        let mistake = Mistake::new(&name.place, message).label(format!("not known{suggestion}"));
        log.add(mistake.help(format!("there are {}", list(names()))));
    }
    found
}

/// A colour's name or `#rrggbb`.
pub(super) fn color_of(log: &Log<'_>, node: &Node, path: &str) -> Option<Placed<Color>> {
    let text = node.value.text().unwrap_or_default();
    if let Ok(color) = Color::try_from(text.to_owned()) {
        return Some(node.with(color));
    }
    let names = || Color::NAMES.iter().map(|(name, _)| *name);
    let message = format!(
        "`{path}` must be a colour: one of {}, or `#rrggbb`",
        list(names())
    );
    let label = format!("not a colour{}", did_you_mean(closest(text, names())));
    log.add(Mistake::new(&node.place, message).label(label));
    None
}

fn doubles(log: &Log<'_>, drafts: &[Draft]) -> Option<()> {
    let mut single = Some(());
    for (i, draft) in drafts.iter().enumerate() {
        let (name, epoch) = (&draft.experiment.value, draft.epoch.value);
        let same = |other: &&Draft| other.experiment.value == *name && other.epoch.value == epoch;
        if let Some(first) = drafts[..i].iter().find(same) {
            let message = format!("`{name}` at epoch {epoch} is compared with itself");
            let mistake = Mistake::new(&draft.experiment.place, message).label("the second");
            log.add(mistake.related(&first.experiment.place, "the first"));
            single = None;
        }
    }
    single
}

/// Fills in keys, colours and which curves are drawn.
fn complete(drafts: Vec<Draft>) -> Vec<Placed<ComparisonEntry>> {
    let said: Vec<_> = drafts
        .iter()
        .filter_map(|draft| Some(draft.color.as_ref()?.value))
        .collect();
    let mut free = Color::PALETTE
        .iter()
        .filter(|color| !said.contains(color))
        .cycle();
    let at: Vec<_> = drafts
        .iter()
        .map(|d| (d.experiment.value.clone(), d.epoch.value))
        .collect();
    let complete = |draft: Draft| {
        let (name, epoch) = (draft.experiment.value, draft.epoch.value);
        let mut same = at.iter().filter(|(other, _)| *other == name);
        let key = match same.clone().count() {
            1 => name.clone(),
            _ => format!("{name}@{epoch}"),
        };
        let color = match &draft.color {
            Some(color) => color.value,
            None => free.next().copied().unwrap_or(Color::PALETTE[0]),
        };
        // The longest curve of an experiment holds the others.
        let longest = same.all(|(_, other)| *other <= epoch);
        Placed {
            value: ComparisonEntry {
                key,
                experiment: name,
                epoch,
                label: draft.label,
                color,
                in_charts: draft.in_charts.unwrap_or(longest),
            },
            place: draft.color.map_or(draft.place, |color| color.place),
        }
    };
    drafts.into_iter().map(complete).collect()
}

fn loss_chart(
    fields: Fields<'_>,
    entries: Option<&[Placed<ComparisonEntry>]>,
) -> Option<LossChart> {
    let title = fields.text("title");
    let axis = fields.choice("axis", &AXES);
    let curves = fields.choice("curves", &CURVES);
    let first_train_epoch = first_epoch(&fields, "first_train_epoch", entries);
    let first_test_epoch = first_epoch(&fields, "first_test_epoch", entries);
    let lines = fields.flag("lines");
    fields.finish(&[]);
    Some(LossChart {
        title: title?.value,
        axis: axis?.value,
        curves: curves?.value,
        first_train_epoch: first_train_epoch?,
        first_test_epoch: first_test_epoch?,
        lines: lines?.value,
    })
}

fn difference_chart(
    fields: Fields<'_>,
    entries: Option<&[Placed<ComparisonEntry>]>,
) -> Option<DifferenceChart> {
    let title = fields.text("title");
    let axis = fields.choice("axis", &AXES);
    let first_epoch = first_epoch(&fields, "first_epoch", entries);
    let lines = fields.flag("lines");
    fields.finish(&[]);
    Some(DifferenceChart {
        title: title?.value,
        axis: axis?.value,
        first_epoch: first_epoch?,
        lines: lines?.value,
    })
}

/// A first epoch that leaves something to draw.
fn first_epoch(
    fields: &Fields<'_>,
    name: &'static str,
    entries: Option<&[Placed<ComparisonEntry>]>,
) -> Option<usize> {
    let first = fields.whole(name, &COUNT_OR_ZERO)?;
    let drawn = entries?
        .iter()
        .map(|entry| &entry.value)
        .filter(|entry| entry.in_charts);
    let end = drawn.map(|entry| entry.epoch).max();
    if let Some(end) = end.filter(|end| first.value >= *end) {
        let message = format!("`{}` leaves nothing to draw", fields.path(name));
        let label = format!(
            "the longest curve ends with epoch {}, counted from 0",
            end - 1
        );
        fields
            .log
            .add(Mistake::new(&first.place, message).label(label));
    }
    Some(first.value)
}
