//! One comparison on the page.

use maud::{Markup, PreEscaped, html};

use super::chart_data::chart_data;
use super::configurations::configurations;
use super::fold::{anchor, fold};
use super::number_table::number_table;
use super::once::Once;
use super::{diagnosis, numbered, parts, verdict};
use crate::charts::{ChartGroup, ChartKind, Place, View};
use crate::diagnosis::Found;
use crate::draw::draw_faces;
use crate::section::Section;

/// A section with its drawings.
#[derive(Clone)]
pub(crate) struct DrawnSection {
    pub(crate) section: Section,
    /// Its charts, in the section's order.
    pub(crate) charts: Vec<DrawnGroup>,
    /// Its sheets, in the section's order.
    pub(crate) sheets: Vec<Markup>,
}

/// Charts that stand together, with their drawings.
#[derive(Clone)]
pub(crate) struct DrawnGroup {
    pub(crate) kind: ChartKind,
    pub(crate) group: ChartGroup,
    /// SVG, in the group's order.
    pub(crate) drawings: Vec<String>,
}

pub(super) fn section(drawn: &DrawnSection, once: &Once<'_>) -> Markup {
    let section = &drawn.section;
    html! {
        section class="comparison" id=(section.name) {
            h2 { (section.title) " " (anchor(&section.name, &section.title)) }
            @if !section.question.is_empty() { p class="lead" { (section.question) } }
            @for experiment in &section.missing {
                p class="small" { "Not trained yet, or not readable: " code { (experiment) } }
            }
            (verdict::verdict(&address(section, VERDICT), &section.verdicts, &once.own(&section.verdicts.notes), &evidence(drawn)))
            (charts(drawn, Place::Verdict, once))
            div id=(address(section, FACES)) {
                @for (sheet, shown) in section.sheets.iter().zip(&drawn.sheets) {
                    (shown)
                    (note(&once.own(&sheet.notes)))
                }
            }
            (folded(drawn, once))
        }
    }
}

/// What is there for those who want to know more.
fn folded(drawn: &DrawnSection, once: &Once<'_>) -> Markup {
    let section = &drawn.section;
    let said_in = |found: &Found| {
        let said = once.said_in(found, section)?;
        Some((said.title.as_str(), address(said, DIAGNOSIS)))
    };
    let is_at = |place: Place| drawn.charts.iter().any(|group| group.kind.place == place);
    html! {
        @if !section.rows.is_empty() {
            @let table = number_table(&address(section, NUMBERS_TABLE), &section.rows, section.eyes.as_ref());
            (fold(&address(section, NUMBERS), "Numbers", "losses, NME, failures, errors", table))
        }
        @if section.regions.has_errors() || section.missed.is_some() || is_at(Place::Errors) {
            (fold(&address(section, PARTS), "Where the errors are", "by image, landmark and part", html! {
                (parts::parts(&address(section, PARTS_TABLE), &section.regions, section.missed.as_ref()))
                (charts(drawn, Place::Errors, once))
            }))
        }
        @if section.diagnosis.entries > 0 {
            (fold(&address(section, DIAGNOSIS), "Diagnosis", &diagnosis::brief(&section.diagnosis), html! {
                (diagnosis::diagnosis(&section.diagnosis, |found| seen_in(drawn, found), said_in))
            }))
        }
        @if is_at(Place::Diagnosis) {
            (fold(&address(section, HEALTH), "Health by epoch", &networks(drawn), html! {
                (charts(drawn, Place::Diagnosis, once))
            }))
        }
        @if !section.differences.is_empty() {
            @let fields = section.differences.iter().map(|difference| difference.field.as_str());
            @let fields: Vec<&str> = fields.collect();
            (fold(&address(section, SETTINGS), "What differs", &fields.join(", "), configurations(&address(section, SETTINGS_TABLE), section)))
        }
    }
}

/// Whose health there are charts of.
fn networks(drawn: &DrawnSection) -> String {
    let groups = drawn.charts.iter();
    let about = groups.filter_map(|group| group.group.about.as_ref());
    let names: Vec<&str> = about.map(|about| about.entry.as_str()).collect();
    names.join(" · ")
}

/// The charts that stand at `place`: those about one network under its name.
fn charts(drawn: &DrawnSection, place: Place, once: &Once<'_>) -> Markup {
    let groups = drawn.charts.iter();
    let (alone, together): (Vec<_>, Vec<_>) = groups
        .filter(|group| group.kind.place == place)
        .partition(|group| group.group.about.is_some());
    let figures = |group: &DrawnGroup| {
        let figures = group.group.figures.iter().zip(&group.drawings).enumerate();
        let figures = figures.map(|(i, (shown, drawing))| {
            let place = address(&drawn.section, &group.group.address);
            let address = match i {
                // Elsewhere it is the address of the heading.
                0 if group.group.about.is_none() => place,
                _ => format!("{place}/{}", i + 1),
            };
            figure(&address, &shown.view, drawing, once)
        });
        figures.collect::<Vec<Markup>>()
    };
    html! {
        @if !together.is_empty() {
            div class="charts" {
                @for group in &together { @for figure in figures(group) { (figure) } }
            }
        }
        @for group in &alone {
            @if let Some(about) = &group.group.about {
                h4 id=(address(&drawn.section, &group.group.address)) { (about.title) }
            }
            div class="charts" { @for figure in figures(group) { (figure) } }
        }
    }
}

fn figure(address: &str, view: &View, drawing: &str, once: &Once<'_>) -> Markup {
    match view {
        View::Lines(chart) => {
            let title = &chart.title;
            html! {
                figure class="chart" id=(address) {
                    figcaption { (title) " " (anchor(address, title)) }
                    // With scripts the browser leaves the image unread until it is printed.
                    noscript { (PreEscaped(drawing)) }
                    div class="still" {}
                    div class="plot" {}
                    script type="application/json" { (PreEscaped(json_in_html(&chart_data(chart)))) }
                    (note(&once.small_print(chart)))
                }
            }
        }
        View::Faces(map) => html! {
            figure class="chart wide" id=(address) {
                figcaption { (map.title) " " (anchor(address, &map.title)) }
                (PreEscaped(draw_faces(map)))
                (note(&once.own(&map.notes)))
                p class="note" { a href={ "#" (numbered::ADDRESS) } { "Landmarks by their numbers" } }
            }
        },
    }
}

/// Small print below something.
fn note(notes: &[&str]) -> Markup {
    html! { @if !notes.is_empty() { p class="note" { (notes.join(" · ")) } } }
}

/// JSON as the text of a script: nothing in it can end the script.
fn json_in_html(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// The charts that a finding can be seen in, with their addresses.
fn seen_in(drawn: &DrawnSection, found: &Found) -> Vec<(String, String)> {
    let groups = drawn.charts.iter();
    let groups = groups.filter(|drawn| {
        let about = drawn.group.about.as_ref();
        drawn.kind.shows.contains(&found.finding.kind)
            && about.is_none_or(|about| found.is_about(&about.entry))
    });
    let links = groups.map(|DrawnGroup { kind, group, .. }| {
        let name = match &group.about {
            Some(about) if found.entries.len() > 1 => {
                format!("{} of {}", kind.heading, about.entry)
            }
            _ => kind.heading.to_owned(),
        };
        (name, address(&drawn.section, &group.address))
    });
    links.collect()
}

const DIAGNOSIS: &str = "diagnosis";
const FACES: &str = "faces";
const NUMBERS: &str = "numbers";
const HEALTH: &str = "health";
const PARTS: &str = "parts";
// Of tables, which their rows' addresses begin with.
const VERDICT: &str = "verdict";
const NUMBERS_TABLE: &str = "numbers/table";
const PARTS_TABLE: &str = "parts/table";
const SETTINGS_TABLE: &str = "settings/table";
const SETTINGS: &str = "settings";

/// Where a part of a section is on the page. No name has a slash, so none can be another's part.
fn address(section: &Section, part: &str) -> String {
    format!("{}/{part}", section.name)
}

/// The parts of a section that a verdict can be seen by, with their addresses.
fn evidence(drawn: &DrawnSection) -> Vec<(&'static str, String)> {
    let section = &drawn.section;
    let charts = |place: Place| {
        let groups = drawn.charts.iter();
        let groups = groups.filter(move |group| group.kind.place == place);
        groups.map(|drawn| (drawn.kind.heading, drawn.group.address.as_str()))
    };
    let mut parts: Vec<(&str, &str)> = charts(Place::Verdict).collect();
    if !section.sheets.is_empty() {
        parts.push(("faces", FACES));
    }
    if !section.rows.is_empty() {
        parts.push(("numbers", NUMBERS));
    }
    if section.regions.has_errors() {
        parts.push(("parts of the face", PARTS));
    }
    parts.extend(charts(Place::Errors));
    if section.diagnosis.entries > 0 {
        parts.push(("diagnosis", DIAGNOSIS));
    }
    let parts = parts.into_iter();
    parts
        .map(|(name, part)| (name, address(section, part)))
        .collect()
}
