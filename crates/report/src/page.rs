//! The report as one page that opens from disk and needs nothing else.

use faceoff_measure::Scope;
use faceoff_plan::Study;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::json;

use crate::answers;
use crate::breakdown;
use crate::chart::Chart;
use crate::color::hex;
use crate::diagnosis::{self, FindingKind, Found};
use crate::draw::Drawn;
use crate::fonts::fonts;
use crate::health::NetworkHealth;
use crate::hover;
use crate::number_table::number_table;
use crate::numbers::thousands;
use crate::page_notes::{banner, data_note, unreadable_notes};
use crate::section::Section;
use crate::sheet::Sheet;
use crate::strip::Strip;
use crate::study_data::StudyData;
use crate::table::Row;
use crate::verdict::{self, Ranking};

/// A section with its drawings.
pub(crate) struct DrawnSection {
    pub(crate) section: Section,
    /// The charts there are, of each kind one or several beside each other.
    pub(crate) charts: Vec<(ChartKind, Vec<(Chart, Drawn)>)>,
    /// The charts of each network whose health is shown, in the section's order.
    pub(crate) health: Vec<Vec<Drawn>>,
    /// SVG of the errors of landmarks, if there are any.
    pub(crate) points: Option<String>,
    /// SVG of each sheet's faces.
    pub(crate) sheets: Vec<String>,
}

/// What a chart of a section shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChartKind {
    /// Loss over epochs.
    Loss,
    /// Test minus train loss over epochs.
    Difference,
    /// Cumulative errors.
    Errors,
}

impl ChartKind {
    /// What its files and its address on the page end with.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Difference => "difference",
            Self::Errors => "errors",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Loss => "losses",
            Self::Difference => "test minus train loss",
            Self::Errors => "share of images up to an error",
        }
    }
}

/// All experiments of a study.
pub(crate) struct Overview {
    /// Their numbers.
    pub(crate) rows: Vec<Row>,
    /// Their order, among those that were tested on the same images.
    pub(crate) rankings: Vec<Ranking>,
}

/// The whole page.
pub(crate) fn page(
    data: &StudyData,
    overview: Option<&Overview>,
    sections: &[DrawnSection],
) -> String {
    let study = &data.study;
    let overview = overview.filter(|overview| !overview.rows.is_empty());
    let title = format!("Faceoff: {}", study.name);
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(fonts())) (PreEscaped(include_str!("page.css"))) }
            }
            body {
                div class="layout" {
                    nav {
                        strong { "Faceoff" }
                        @if overview.is_some() {
                            a href={ "#" (ANSWERS) } { "Answers" }
                            a href={ "#" (OVERVIEW) } { "All experiments" }
                        }
                        @for drawn in sections {
                            a href={ "#" (drawn.section.name) } { (drawn.section.title) }
                        }
                    }
                    main {
                        h1 { (study.name) }
                        p class="lead" { (study.scale.description) }
                        p class="small" { (data_note(study)) (people(study)) }
                        @if let Some(text) = banner(study) { p class="banner" { (text) } }
                        @for text in unreadable_notes(data) { p class="banner" { (text) } }
                        @if let Some(overview) = overview {
                            @if !sections.is_empty() { section id=(ANSWERS) {
                                h2 { "Answers" }
                                p class="small" { (answers_note(sections)) }
                                (answers::markup(data, sections.iter().map(|drawn| &drawn.section)))
                            } }
                            section id=(OVERVIEW) {
                                h2 { "All experiments" }
                                p class="lead" {
                                    "After as many epochs as the shortest trains for; longer ones also at their end."
                                }
                                @let strip = Strip::of(&overview.rankings);
                                @for ranking in &overview.rankings {
                                    (verdict::ranking_markup(ranking, &strip))
                                }
                                @if !overview.rankings.is_empty() {
                                    p class="small" { (verdict::RANKING_NOTE) }
                                }
                                @if !overview.rankings.is_empty() { h3 { "Numbers" } }
                                (number_table(&overview.rows))
                            }
                        }
                        @for drawn in sections { (section(drawn)) }
                        footer class="small" { (footer(study)) }
                    }
                }
                script { (PreEscaped(include_str!("page.js"))) }
            }
        }
    };
    markup.into_string()
}

// No comparison's name begins with a slash, so none can be mistaken for these.
const ANSWERS: &str = "/answers";
const OVERVIEW: &str = "/overview";

/// What the answers rest on.
fn answers_note(sections: &[DrawnSection]) -> String {
    let mut note =
        "px: mean distance of the 68 landmarks from the truth, in pixels of the 224×224 \
                    crop, after the epochs that each comparison names; in brackets 95 % intervals."
            .to_owned();
    let judged = sections
        .iter()
        .flat_map(|drawn| &drawn.section.verdicts.judged);
    if judged
        .into_iter()
        .any(|judged| judged.scope == Scope::TheseNetworks)
    {
        note.push_str(
            " Where both sides have one seed, an answer is about these trained networks; training \
             again may turn out otherwise.",
        );
    }
    note
}

fn people(study: &Study) -> String {
    let data = &study.data;
    let people = match data.shared_people {
        0 => format!(
            " · {} people in training, {} others in test",
            data.train_people, data.test_people
        ),
        shared => format!(
            " · {shared} of the {} people of the test images are in the training images too",
            data.test_people
        ),
    };
    match data.near_duplicates.unwrap_or(0) {
        0 => people,
        near => format!(
            "{people} · {} of the test images look nearly like a training image",
            thousands(near)
        ),
    }
}

fn section(drawn: &DrawnSection) -> Markup {
    let section = &drawn.section;
    html! {
        section id=(section.name) {
            h2 { (section.title) }
            @if !section.question.is_empty() { p class="lead" { (section.question) } }
            @for experiment in &section.missing {
                p class="small" { "Not trained yet, or not readable: " code { (experiment) } }
            }
            (verdict::markup(&section.verdicts, &evidence(drawn)))
            div id=(address(section, DIAGNOSIS)) {
                (diagnosis::markup(&section.diagnosis, |found| seen_in(drawn, found)))
                @for (network, drawings) in section.health.iter().zip(&drawn.health) {
                    (health(section, network, drawings))
                }
            }
            @for (kind, charts) in &drawn.charts {
                div id=(address(section, kind.name())) class=[(charts.len() > 1).then_some("beside")] {
                    @for (chart, drawing) in charts { (figure(chart, drawing)) }
                }
            }
            div id=(address(section, FACES)) {
                @for (sheet, svg) in section.sheets.iter().zip(&drawn.sheets) { (contact_sheet(sheet, svg)) }
            }
            @if !section.rows.is_empty() {
                h3 id=(address(section, NUMBERS)) { "Numbers" }
                (number_table(&section.rows))
            }
            div id=(address(section, PARTS)) {
                (breakdown::markup(&section.breakdown, drawn.points.as_deref()))
            }
            @if !section.differences.is_empty() {
                h3 { "What differs" }
                (configurations(section))
            }
        }
    }
}

/// The charts of a network's health, two beside each other.
fn health(section: &Section, network: &NetworkHealth, drawings: &[Drawn]) -> Markup {
    html! {
        h4 id=(address(section, &health_part(network))) {
            "Health by epoch: " (network.entry)
            @if let Some(seed) = network.seed { ", seed " (seed) }
        }
        div class="beside" {
            @for ((_, chart), drawing) in network.charts.iter().zip(drawings) {
                (figure(chart, drawing))
            }
        }
    }
}

fn health_part(network: &NetworkHealth) -> String {
    format!("health-{}", network.experiment)
}

/// The charts that a finding can be seen in, with their addresses.
fn seen_in(drawn: &DrawnSection, found: &Found) -> Vec<(String, String)> {
    let section = &drawn.section;
    let kind = found.finding.kind;
    let kinds: &[ChartKind] = match kind {
        FindingKind::Unstable | FindingKind::Undertrained => &[ChartKind::Loss],
        FindingKind::Overfitting => &[ChartKind::Loss, ChartKind::Difference],
        FindingKind::Constant | FindingKind::Leak => &[],
    };
    let charts = drawn.charts.iter().map(|(kind, _)| kind);
    let charts = charts.filter(|kind| kinds.contains(kind));
    let charts = charts.map(|kind| (kind.title().to_owned(), address(section, kind.name())));
    let networks = section.health.iter();
    let networks = networks
        .filter(|network| kind.shows_in_health() && found.is_about(&network.entry))
        .map(|network| {
            let name = match found.entries.len() {
                1 => "health by epoch".to_owned(),
                _ => format!("health by epoch of {}", network.entry),
            };
            (name, address(section, &health_part(network)))
        });
    charts.chain(networks).collect()
}

const DIAGNOSIS: &str = "diagnosis";
const FACES: &str = "faces";
const NUMBERS: &str = "numbers";
const PARTS: &str = "parts";

/// Where a part of a section is on the page. No name has a slash, so none can be another's part.
fn address(section: &Section, part: &str) -> String {
    format!("{}/{part}", section.name)
}

/// The parts of a section that a verdict can be seen by, with their addresses.
fn evidence(drawn: &DrawnSection) -> Vec<(&'static str, String)> {
    let section = &drawn.section;
    let mut parts = Vec::new();
    if section.diagnosis.entries > 0 {
        parts.push(("diagnosis", DIAGNOSIS));
    }
    let charts = drawn.charts.iter();
    parts.extend(charts.map(|(kind, ..)| (kind.title(), kind.name())));
    if !section.sheets.is_empty() {
        parts.push(("faces", FACES));
    }
    if !section.rows.is_empty() {
        parts.push(("numbers", NUMBERS));
    }
    if section
        .breakdown
        .regions
        .iter()
        .any(|row| row.errors.is_some())
    {
        parts.push(("parts of the face", PARTS));
    }
    let parts = parts.into_iter();
    parts
        .map(|(name, part)| (name, address(section, part)))
        .collect()
}

fn figure(chart: &Chart, drawing: &Drawn) -> Markup {
    let data = json!({
        "lines": hover::lines(chart),
        "hover": hover::words(chart),
        "x": [chart.x.low, chart.x.high],
        "area": drawing.area,
        "width": drawing.width,
    });
    html! {
        figure class="chart" data-lines=(data) { (PreEscaped(&drawing.svg)) }
    }
}

fn contact_sheet(sheet: &Sheet, svg: &str) -> Markup {
    html! {
        figure class="sheet" {
            div class="layers" {
                strong { (sheet.title) }
                @for (i, layer) in sheet.layers.iter().enumerate() {
                    label {
                        input type="checkbox" checked value={ "layer-" (i) };
                        span class="plate" { span class="swatch" style={ "background:" (hex(layer.color)) } {} }
                        (layer.label)
                    }
                }
            }
            (PreEscaped(svg))
            figcaption class="small" { (sheet.notes.join(" · ")) }
        }
    }
}

fn configurations(section: &Section) -> Markup {
    html! {
        div class="tables" {
            table {
                thead { tr { th {} @for column in &section.columns { th style="text-align:left" { (column) } } } }
                tbody {
                    @for difference in &section.differences {
                        tr {
                            td { code { (difference.field) } }
                            @for value in &difference.values { td class="text" { (value) } }
                        }
                    }
                }
            }
        }
    }
}

fn footer(study: &Study) -> String {
    format!(
        "Train loss: mean over an epoch's images, each as the network stood when it was trained on. \
         Test loss, MSE and errors: after the epoch, without dropout, on one fixed crop an image, \
         the same for every experiment. Error: mean distance of the 68 landmarks from the truth, \
         in pixels of the 224×224 crop and, in brackets, of the original picture. \
         NME: that error over the distance of the outer eye corners, averaged over images. \
         AUC: area under the cumulative curve of the images' NME from 0 to 8 %, divided by 8 %; \
         1 is perfect. Failures: share of the images whose NME is above 10 %. An answer that is not \
         finite is a failure. More measures (NME by the distance of the eyes' centres and by the \
         box around the landmarks, AUC and failures at both 8 % and 10 %) are in results.csv and \
         results.json. \
         Study “{}”, drawn from its records.",
        study.name
    )
}
