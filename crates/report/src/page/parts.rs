//! Errors by part of the face on the page.

use faceoff_landmarks::Region;
use maud::{Markup, html};

use crate::format::short;
use crate::scores::{MissedFaces, RegionTable};

/// The table of regions, and what is to be known of faces that their crops miss; nothing without
/// predictions.
pub(super) fn parts(regions: &RegionTable, missed: Option<&MissedFaces>) -> Markup {
    html! {
        @if regions.has_errors() {
            h3 { "Error by part of the face" }
            p class="small" {
                "Mean distance from the ground truth over the test images, in pixels of the 224×224 crop. "
                @if regions.images_differ {
                    "Not all entries were tested on the same images, so their errors do not compare."
                } @else if regions.compares() {
                    "The smallest error of each column is bold."
                }
            }
            (table(regions))
        }
        @if let Some(missed) = missed { p { (missed.words()) } }
    }
}

fn table(regions: &RegionTable) -> Markup {
    let parts = regions.scheme.regions();
    let columns = parts.len() + 1;
    let smallest: Vec<_> = (0..columns)
        .map(|column| regions.smallest(column))
        .collect();
    let all = regions.scheme.count();
    html! {
        div class="tables" {
            table {
                thead { tr {
                    th {}
                    @for region in parts {
                        th { (title(region)) small { (landmarks(region)) } }
                    }
                    th { "All" small { (all) " landmarks" } }
                } }
                tbody {
                    @for row in &regions.rows {
                        tr class=[row.constant.then_some("constant")] {
                            td { (row.name) }
                            @match &row.errors {
                                Some(errors) => {
                                    @for (error, smallest) in errors.iter().zip(&smallest) {
                                        td class=[(Some(*error) == *smallest).then_some("smallest")] { (short(*error)) }
                                    }
                                }
                                None => { @for _ in 0..columns { td { "–" } } }
                            }
                        }
                    }
                }
            }
        }
    }
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
