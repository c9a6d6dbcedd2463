//! Errors by part of the face on the page.

use faceoff_landmarks::Region;
use maud::{Markup, html};

use super::numbered;
use super::table::{Cell, Column, Row, Table};
use crate::format::short;
use crate::scores::{MissedFaces, RegionRow, RegionTable};

/// The table of regions at `address`, and what is to be known of faces that their crops miss; nothing without
/// predictions.
pub(super) fn parts(address: &str, regions: &RegionTable, missed: Option<&MissedFaces>) -> Markup {
    html! {
        @if regions.has_errors() {
            h3 { "Error by part of the face" }
            p class="small" {
                a href={ "#" (numbered::ADDRESS) } { "Landmarks by number" }
                @if regions.images_differ {
                    ". Not all entries were tested on the same images, so their errors do not compare."
                }
            }
            (table(address, regions))
        }
        @if let Some(missed) = missed { p { (missed.words()) } }
    }
}

fn table(address: &str, regions: &RegionTable) -> Markup {
    let parts = regions.scheme.regions();
    let smallest: Vec<_> = (0..=parts.len())
        .map(|column| regions.smallest(column))
        .collect();
    let column = |region: &Region| {
        let head = html! { (title(region)) small { (landmarks(region)) } };
        Column::numbers(title(region)).headed(head)
    };
    let all = html! { "All" small { (regions.scheme.count()) " landmarks" } };
    let all = Column::numbers("All").headed(all);
    let cell = |(error, smallest): (&f64, &Option<f64>)| {
        let is_smallest = Some(*error) == *smallest;
        Cell::number(*error, html! { (short(*error)) })
            .with_class(is_smallest.then_some("smallest"))
    };
    let row = |row: &RegionRow| Row {
        name: row.name.clone(),
        head: html! { (row.name) },
        class: row.constant.then_some("constant"),
        cells: match &row.errors {
            Some(errors) => errors.iter().zip(&smallest).map(cell).collect(),
            None => smallest.iter().map(|_| Cell::none()).collect(),
        },
    };
    let table = Table {
        address: address.to_owned(),
        caption: "Mean error by part of the face, in pixels of the crop".to_owned(),
        names: "Experiment".to_owned(),
        columns: parts.iter().map(column).chain([all]).collect(),
        rows: regions.rows.iter().map(row).collect(),
    };
    table.markup()
}

fn title(region: &Region) -> String {
    let mut letters = region.name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.clone()).collect()
}

/// The region's landmarks, counted from 1.
fn landmarks(region: &Region) -> String {
    let landmarks = region.landmarks();
    format!("landmarks {}–{}", landmarks.start + 1, landmarks.end)
}
