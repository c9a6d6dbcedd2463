//! The breakdown on the page.

use faceoff_measure::Region;
use maud::{Markup, PreEscaped, html};

use super::regions::best;
use super::{Breakdown, MissedFaces};
use crate::numbers::{count, percent, short, thousands};

/// The table of regions and the picture of landmarks; nothing without answers.
pub(crate) fn markup(breakdown: &Breakdown, points: Option<&str>) -> Markup {
    html! {
        @if breakdown.regions.iter().any(|row| row.errors.is_some()) {
            h3 { "Error by part of the face" }
            p class="small" {
                "Mean distance from the truth over the test images, in pixels of the 224×224 crop. "
                @if breakdown.images_differ {
                    "Not all were tested on the same images, so their errors do not compare."
                } @else if breakdown.regions.iter().filter(|row| !row.constant).count() > 1 {
                    "The smallest of each column is bold."
                }
            }
            (regions(breakdown))
        }
        @if let Some(missed) = &breakdown.missed { p { (missed_text(missed)) } }
        @if let Some(svg) = points {
            figure class="points" { (PreEscaped(svg)) }
        }
    }
}

/// Files named at most; the rest are counted.
const NAMED: usize = 3;

/// `The crop of 1 of 848 test images misses the face …`
pub(crate) fn missed_text(missed: &MissedFaces) -> String {
    let files = &missed.files;
    let mut named = files[..files.len().min(NAMED)].join(", ");
    if files.len() > NAMED {
        named += &format!(" and {} more", files.len() - NAMED);
    }
    let (miss, counts, them) = match files.len() {
        1 => ("misses the face", "it counts", "it"),
        _ => ("miss the face", "they count", "them"),
    };
    let entries = missed.entries.iter().map(|entry| {
        let [all, without] = [entry.nme, entry.nme_without].map(percent);
        let interval = entry.interval_without.map_or_else(String::new, |interval| {
            let [low, high] = [interval.low, interval.high].map(percent);
            format!(" (95 % interval {low} to {high})")
        });
        format!("{} {without}{interval} instead of {all}", entry.name)
    });
    let entries: Vec<String> = entries.collect();
    format!(
        "The crop of {} of {} {miss}: more than half of the landmarks lie beside it ({named}). \
         No network can see them, but {counts} in every number. NME without {them}: {}.",
        thousands(files.len()),
        count(missed.of, "test image"),
        entries.join("; ")
    )
}

fn regions(breakdown: &Breakdown) -> Markup {
    let rows = &breakdown.regions;
    let columns = Region::ALL.len() + 1;
    let entries = rows.iter().filter(|row| !row.constant).count();
    let compare = entries > 1 && !breakdown.images_differ;
    let best = |column| best(rows, column).filter(|_| compare);
    let best: Vec<_> = (0..columns).map(best).collect();
    html! {
        div class="tables" {
            table {
                thead { tr {
                    th {}
                    @for region in Region::ALL {
                        th { (title(region)) small { (points(region)) } }
                    }
                    th { "All" small { "68 points" } }
                } }
                tbody {
                    @for row in rows {
                        tr class=[row.constant.then_some("constant")] {
                            td { (row.name) }
                            @match &row.errors {
                                Some(errors) => {
                                    @for (error, best) in errors.iter().zip(&best) {
                                        td class=[(Some(*error) == *best).then_some("best")] { (short(*error)) }
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

fn title(region: Region) -> String {
    let name = region.name();
    let (first, rest) = name.split_at(1);
    first.to_uppercase() + rest
}

/// The region's points, counted from 1.
fn points(region: Region) -> String {
    let points = region.points();
    format!("points {}–{}", points.start + 1, points.end)
}
