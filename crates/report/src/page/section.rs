//! One comparison on the page.

use maud::{Markup, PreEscaped, html};
use serde_json::json;

use super::configurations::configurations;
use super::number_table::number_table;
use super::{diagnosis, hover, parts, verdict};
use crate::charts::{ChartGroup, ChartKind, Place, View};
use crate::diagnosis::Found;
use crate::draw::Drawn;
use crate::section::Section;

/// A section with its drawings.
pub(crate) struct DrawnSection {
    pub(crate) section: Section,
    /// Its charts, in the section's order.
    pub(crate) charts: Vec<DrawnGroup>,
    /// Its sheets, in the section's order.
    pub(crate) sheets: Vec<Markup>,
}

/// Charts that stand together, with their drawings.
pub(crate) struct DrawnGroup {
    pub(crate) kind: ChartKind,
    pub(crate) group: ChartGroup,
    /// In the group's order.
    pub(crate) drawings: Vec<Drawn>,
}

pub(super) fn section(drawn: &DrawnSection) -> Markup {
    let section = &drawn.section;
    html! {
        section id=(section.name) {
            h2 { (section.title) }
            @if !section.question.is_empty() { p class="lead" { (section.question) } }
            @for experiment in &section.missing {
                p class="small" { "Not trained yet, or not readable: " code { (experiment) } }
            }
            (verdict::verdict(&address(section, VERDICT), &section.verdicts, &evidence(drawn)))
            div id=(address(section, DIAGNOSIS)) {
                (diagnosis::diagnosis(&section.diagnosis, |found| seen_in(drawn, found)))
                (charts(drawn, Place::Diagnosis))
            }
            (charts(drawn, Place::Middle))
            div id=(address(section, FACES)) {
                @for sheet in &drawn.sheets { (sheet) }
            }
            @if !section.rows.is_empty() {
                h3 id=(address(section, NUMBERS)) { "Numbers" }
                (number_table(&address(section, NUMBERS_TABLE), &section.rows, section.eyes.as_ref()))
            }
            div id=(address(section, PARTS)) {
                (parts::parts(&address(section, PARTS_TABLE), &section.regions, section.missed.as_ref()))
                (charts(drawn, Place::Parts))
            }
            @if !section.differences.is_empty() {
                h3 { "What differs" }
                (configurations(&address(section, SETTINGS), section))
            }
        }
    }
}

/// The charts that stand at `place`.
fn charts(drawn: &DrawnSection, place: Place) -> Markup {
    let groups = drawn.charts.iter();
    let groups = groups.filter(|group| group.kind.place == place);
    html! {
        @for DrawnGroup { group, drawings, .. } in groups {
            div id=(address(&drawn.section, &group.address)) {
                @if let Some(about) = &group.about { h4 { (about.title) } }
                div class=[group.beside.then_some("beside")] {
                    @for (shown, drawing) in group.figures.iter().zip(drawings) {
                        (figure(&shown.view, drawing))
                    }
                }
            }
        }
    }
}

fn figure(view: &View, drawing: &Drawn) -> Markup {
    let readout = match view {
        View::Lines(chart) => chart.readout.map(|readout| (chart, readout)),
        View::Faces(_) => None,
    };
    let data = readout.zip(drawing.plot).map(|((chart, readout), plot)| {
        json!({
            "lines": hover::lines(chart, readout),
            "hover": hover::words(readout),
            "x": [chart.x.low, chart.x.high],
            "area": plot.area,
            "width": plot.width,
        })
    });
    html! {
        figure class="chart" data-lines=[data] { (PreEscaped(&drawing.svg)) }
    }
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
const PARTS: &str = "parts";
// Of tables, which their rows' addresses begin with.
const VERDICT: &str = "verdict";
const NUMBERS_TABLE: &str = "numbers/table";
const PARTS_TABLE: &str = "parts/table";
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
    let mut parts = Vec::new();
    if section.diagnosis.entries > 0 {
        parts.push(("diagnosis", DIAGNOSIS));
    }
    parts.extend(charts(Place::Middle));
    if !section.sheets.is_empty() {
        parts.push(("faces", FACES));
    }
    if !section.rows.is_empty() {
        parts.push(("numbers", NUMBERS));
    }
    if section.regions.has_errors() {
        parts.push(("parts of the face", PARTS));
    }
    parts.extend(charts(Place::Parts));
    let parts = parts.into_iter();
    parts
        .map(|(name, part)| (name, address(section, part)))
        .collect()
}
