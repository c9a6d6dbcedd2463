//! The table of a comparison on the page.

mod bars;
mod columns;

use faceoff_record::Annotations;
use maud::{Markup, html};

use self::bars::Bars;
use self::columns::columns;
use super::table::{Row as TableRow, Table};
use crate::format::count;
use crate::scores::{EyesTogether, Row};

/// The numbers of `rows` at `address`, the smallest error marked, and what is to be known of their
/// NME.
pub(super) fn number_table(address: &str, rows: &[Row], eyes: Option<&EyesTogether>) -> Markup {
    let columns = columns(rows);
    let bars = Bars::of(rows);
    let row = |row: &Row| {
        let cells = columns.iter().map(|(of, _)| of.cell(row, bars));
        TableRow {
            name: row.name.clone(),
            head: name(row),
            class: row.experiment.is_none().then_some("constant"),
            cells: cells.collect(),
        }
    };
    let rows = rows.iter().map(row).collect();
    let table = Table {
        address: address.to_owned(),
        caption: "Losses and errors".to_owned(),
        names: "Experiment".to_owned(),
        columns: columns.into_iter().map(|(_, column)| column).collect(),
        rows,
    };
    html! {
        div class="numbers" { (table.markup()) }
        @if let Some(eyes) = eyes { p class="small" { (eyes.note()) } }
    }
}

/// What an entry is called and what is to be known of its training.
fn name(row: &Row) -> Markup {
    html! {
        (row.name)
        @if let Some(words) = row.divergence() { span class="note" { (words) } }
        @if let Some(words) = row.left_out() { span class="note" { (words) } }
        @if let Some(asked) = row.asked { span class="note" { "asked for " (count(asked, "epoch")) } }
        (annotations(&row.annotations))
    }
}

/// What people say of the runs: tags in a line, notes below.
fn annotations(said: &Annotations) -> Markup {
    let tags: Vec<String> = said.tags.iter().map(|tag| format!("#{tag}")).collect();
    html! {
        @if !tags.is_empty() { span class="seeds" { (tags.join(" ")) } }
        @for note in &said.notes { span class="seeds" { "“" (note.text) "”" } }
    }
}
