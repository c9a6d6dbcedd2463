//! What differs between the configurations of a comparison, on the page.

use maud::{Markup, html};

use super::table::{Cell, Column, Row, Table};
use crate::scores::Difference;
use crate::section::Section;

/// The fields in which the experiments of `section` differ, as a table at `address`.
pub(super) fn configurations(address: &str, section: &Section) -> Markup {
    let row = |difference: &Difference| Row {
        name: difference.field.clone(),
        head: html! { code { (difference.field) } },
        class: None,
        cells: difference
            .values
            .iter()
            .map(|value| Cell::words(value.as_str()))
            .collect(),
    };
    let table = Table {
        address: address.to_owned(),
        caption: "Settings that differ".to_owned(),
        names: "Setting".to_owned(),
        columns: section
            .columns
            .iter()
            .map(|column| Column::words(column.as_str()))
            .collect(),
        rows: section.differences.iter().map(row).collect(),
    };
    table.markup()
}
