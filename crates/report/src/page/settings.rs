//! Settings against measures on the page: what the page's script draws, and the same as a table.

use maud::{Markup, html};
use serde_json::json;

use super::table::{Cell, Column, Row, Table};
use crate::charts::{AxisValue, SettingsAxis, SettingsChart};
use crate::color::{by_night, hex};
use crate::format::{significant, thousands};

/// Any setting against any measure, at `address`.
pub(super) fn settings(address: &str, chart: &SettingsChart) -> Markup {
    let experiments = chart.experiments.iter().map(|each| {
        let color = each.color;
        let [day, night] = [color, by_night(color)].map(hex);
        json!({ "name": each.name, "color": format!("light-dark({day}, {night})") })
    });
    let data = json!({
        "experiments": experiments.collect::<Vec<_>>(),
        "axes": chart.axes,
    });
    html! {
        section id=(address) {
            h2 { "Settings and measures" }
            p class="lead" { "What the experiments set, and what they came to." }
            @if chart.images_differ {
                p class="small" {
                    "Not all experiments were tested on the same images: errors compare among those \
                     that were (see the rankings)."
                }
            }
            div class="settings" data-settings=(data) {
                p class="small unscripted" {
                    "The charts of any setting against any measure are drawn by a script. The table \
                     has their values."
                }
            }
            details {
                summary { "Settings and measures as a table" }
                (table(&format!("{address}/table"), chart).markup())
            }
        }
    }
}

fn table(address: &str, chart: &SettingsChart) -> Table {
    let column = |axis: &SettingsAxis| {
        let mut values = axis.values.iter();
        let column = match values.any(|value| matches!(value, AxisValue::Words(_))) {
            true => Column::words(axis.name.as_str()),
            false => Column::numbers(axis.name.as_str()),
        };
        column.rare(!axis.first)
    };
    let row = |(i, name): (usize, &String)| Row {
        name: name.clone(),
        head: html! { (name) },
        class: None,
        cells: chart
            .axes
            .iter()
            .map(|axis| cell(&axis.values[i]))
            .collect(),
    };
    let names = chart.experiments.iter().map(|each| &each.name);
    Table {
        address: address.to_owned(),
        caption: "Settings and measures".to_owned(),
        names: "Experiment".to_owned(),
        columns: chart.axes.iter().map(column).collect(),
        rows: names.enumerate().map(row).collect(),
    }
}

fn cell(value: &AxisValue) -> Cell {
    match value {
        AxisValue::Number(number) => Cell::number(*number, html! { (written(*number)) }),
        AxisValue::Words(words) => Cell::words(words.as_str()),
        AxisValue::None => Cell::none(),
    }
}

/// Whole numbers wholly, others to four digits.
fn written(number: f64) -> String {
    match number.fract() == 0.0 && (0.0..1e15).contains(&number) {
        true => thousands(number as usize),
        false => significant(number, 4),
    }
}
