//! Comparison files.

use super::Known;
use super::entries::entries;
use super::file::File;
use super::overlay::overlays;
use crate::defaults::defaults;
use crate::document::{Node, Placed, Value};
use crate::fields::Fields;
use crate::mistake::{Mistake, Place};
use crate::suggest::{closest, did_you_mean, list};
use crate::values::{COUNT_OR_ZERO, Log, POSITIVE};
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

pub(super) fn loss_chart(
    fields: Fields<'_>,
    entries: Option<&[Placed<ComparisonEntry>]>,
) -> Option<LossChart> {
    let title = fields.text("title");
    let axis = fields.choice("axis", &AXES);
    let curves = fields.choice("curves", &CURVES);
    let first_train_epoch = first_epoch(&fields, "first_train_epoch", entries);
    let first_test_epoch = first_epoch(&fields, "first_test_epoch", entries);
    let lines = fields.flag("lines");
    let together = fields.flag("together");
    fields.finish(&[]);
    Some(LossChart {
        title: title?.value,
        axis: axis?.value,
        curves: curves?.value,
        first_train_epoch: first_train_epoch?,
        first_test_epoch: first_test_epoch?,
        lines: lines?.value,
        together: together?.value,
    })
}

pub(super) fn difference_chart(
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
