//! The report as one page that opens from disk and needs nothing else.

mod answers;
mod assets;
mod chart_data;
mod configurations;
mod diagnosis;
mod fold;
mod fonts;
mod number_table;
mod numbered;
mod once;
mod parts;
mod section;
mod settings;
mod sheet;
mod strip;
mod table;
mod verdict;

use faceoff_plan::Study;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::charts::SettingsChart;
use crate::faces::Further;
use crate::format::{count, thousands};
use crate::not_trained::NotTrained;
use crate::scores::{EyesTogether, Row};
use crate::study::StudyData;
use crate::study::notes::{banner, data_note, left_out_notes, record_notes, study_images};
use crate::verdict::{NOT_KNOWN, Ranking, in_brief};

use answers::answers;
use fold::{anchor, fold};
use fonts::fonts;
use number_table::number_table;
use once::Once;
use strip::Strip;

pub(crate) use section::{DrawnGroup, DrawnSection};
pub(crate) use sheet::contact_sheets;

/// All experiments of a study.
pub(crate) struct Overview {
    /// Their numbers.
    pub(crate) rows: Vec<Row>,
    /// Test images that make their mean NME.
    pub(crate) eyes: Option<EyesTogether>,
    /// Their order, among those that were tested on the same images.
    pub(crate) rankings: Vec<Ranking>,
    /// What they set and what they came to, where they are more than a few.
    pub(crate) settings: Option<SettingsChart>,
}

/// The whole page.
pub(crate) fn page(
    data: &StudyData,
    overview: Option<&Overview>,
    sections: &[DrawnSection],
    further: &Further,
    not_trained: &[NotTrained],
) -> String {
    let study = &data.study;
    let overview = overview.filter(|overview| !overview.rows.is_empty());
    let title = format!("Faceoff: {}", study.name);
    let once = Once::over(
        study_images(study),
        sections.iter().map(|drawn| &drawn.section),
    );
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(fonts())) (PreEscaped(assets::style())) }
            }
            body {
                a class="skip" href="#main" { "To the content" }
                div class="layout" {
                    (contents(overview, sections))
                    main id="main" {
                        (head(data))
                        @if let Some(overview) = overview {
                            @if !sections.is_empty() || !not_trained.is_empty() { section id=(ANSWERS) {
                                h2 { "Answers " (anchor(ANSWERS, "Answers")) }
                                p class="small" { (answers_note(data, sections)) }
                                (answers(sections.iter().map(|drawn| &drawn.section), not_trained))
                            } }
                            (all_experiments(overview))
                            @if let Some(chart) = &overview.settings { (settings::settings(SETTINGS, chart)) }
                        }
                        @for drawn in sections { (section::section(drawn, &once)) }
                        (numbered::numbered(data))
                        (reading(data, &once))
                    }
                }
                (sheet::store(further))
                script { (PreEscaped(assets::script())) }
            }
        }
    };
    markup.into_string()
}

/// Links to everything on the page. On narrow screens it can be folded.
fn contents(overview: Option<&Overview>, sections: &[DrawnSection]) -> Markup {
    html! {
        nav aria-label="Contents" {
            strong { "Faceoff" }
            details class="contents" open {
                summary { "Contents" }
                @if let Some(overview) = overview {
                    a href={ "#" (ANSWERS) } { "Answers" }
                    a href={ "#" (OVERVIEW) } { "All experiments" }
                    @if overview.settings.is_some() { a href={ "#" (SETTINGS) } { "Settings and measures" } }
                }
                @for drawn in sections {
                    a href={ "#" (drawn.section.name) } { (drawn.section.title) }
                }
                a href={ "#" (READING) } { "How to read this page" }
            }
            label hidden {
                "Colours "
                select class="theme" {
                    option value="" { "as the system" } option value="light" { "light" } option value="dark" { "dark" }
                }
            }
        }
    }
}

/// What the study is, and what is to be known of its data.
fn head(data: &StudyData) -> Markup {
    let study = &data.study;
    html! {
        h1 { (study.name) }
        p class="lead" { (study.scale.description) }
        p class="small" { (data_note(study)) (people(study)) }
        @for text in left_out_notes(data) { p class="small" { (text) } }
        @if let Some(text) = banner(study) { p class="banner" { (text) } }
        @for text in record_notes(data) { p class="banner" { (text) } }
    }
}

/// The order of all experiments and their numbers.
fn all_experiments(overview: &Overview) -> Markup {
    html! {
        section id=(OVERVIEW) {
            h2 { "All experiments " (anchor(OVERVIEW, "all experiments")) }
            p class="lead" {
                "After as many epochs as the shortest trains for; longer ones also at their end."
            }
            @let strip = Strip::of(&overview.rankings);
            @for (i, ranking) in overview.rankings.iter().enumerate() {
                (verdict::ranking(&format!("{OVERVIEW}/ranking-{}", i + 1), ranking, &strip))
            }
            @if !overview.rankings.is_empty() {
                p class="small" { (verdict::RANKING_NOTE) }
            }
            @let numbers = format!("{OVERVIEW}/numbers");
            @let table = number_table(&format!("{numbers}/table"), &overview.rows, overview.eyes.as_ref());
            (fold(&numbers, "Numbers", "losses, NME, failures, errors", table))
        }
    }
}

/// What holds for all of the page: small print that several sections share, and what numbers mean.
fn reading(data: &StudyData, once: &Once<'_>) -> Markup {
    let shared = once.shared();
    html! {
        section class="reading" {
            (fold(READING, "How to read this page", "what holds for all of it, and what numbers mean", html! {
                @if !shared.is_empty() {
                    ul { @for note in shared { li { (note) } } }
                }
                p { (footer(data)) }
            }))
        }
    }
}

// No comparison's name begins with a slash, so none can be mistaken for these.
const ANSWERS: &str = "/answers";
const OVERVIEW: &str = "/overview";
const SETTINGS: &str = "/settings";
const READING: &str = "/reading";

/// What the answers rest on.
fn answers_note(data: &StudyData, sections: &[DrawnSection]) -> String {
    let mut note = format!(
        "px: mean distance of the {} landmarks from the ground truth, in pixels of the 224×224 \
         crop, after the epochs that each comparison names; in brackets 95 % confidence intervals.",
        data.scheme().count()
    );
    let mut verdicts = sections.iter().map(|drawn| &drawn.section.verdicts);
    if verdicts.any(|verdicts| verdicts.other_seeds.as_deref().and_then(in_brief).is_some()) {
        note.push_str(&format!(" One seed: {NOT_KNOWN}"));
    }
    note
}

/// The people of the data set, and images that are there nearly twice. Both are counted over all of
/// it, of which a scale may use less.
fn people(study: &Study) -> String {
    let data = &study.data;
    let scale = &study.scale;
    let uses_less = scale
        .train_images
        .is_some_and(|most| most < data.train_images)
        || scale
            .test_images
            .is_some_and(|most| most < data.test_images);
    let whole = match uses_less {
        true => format!(
            " · the whole data set, of {} training and {} test images, has",
            thousands(data.train_images),
            thousands(data.test_images)
        ),
        false => " ·".to_owned(),
    };
    let people = match data.shared_people {
        0 if data.test_people == 0 => " · each image stands for itself".to_owned(),
        0 => format!(
            "{whole} {} people in training, {} others in test",
            data.train_people, data.test_people
        ),
        shared if uses_less => format!(
            "{whole} {} of the {} people of its test images in training too",
            thousands(shared),
            thousands(data.test_people)
        ),
        shared => format!(
            "{whole} {shared} of the {} people of the test images are in the training images too",
            data.test_people
        ),
    };
    let which = match uses_less {
        true => "all its",
        false => "the",
    };
    match data.near_duplicates.unwrap_or(0) {
        0 => people,
        near => format!(
            "{people} · {} of {which} {} look nearly like a training image",
            thousands(near),
            count(data.test_images, "test image")
        ),
    }
}

fn footer(data: &StudyData) -> String {
    format!(
        "Below each face: NME of each entry’s landmarks. Errors by part of the face: mean distance from the ground truth over the test images, in pixels \
         of the 224×224 crop. The smallest error of each column is bold where all entries were tested on \
         the same images. Of several seeds, a diagnosis has the numbers of the first that has the \
         finding. Epochs are counted from 0. Train loss: mean over the images of an epoch, each measured as the network stood when it \
         was trained on that image. Test loss, MSE and errors: measured after the epoch, without \
         dropout, on one fixed crop of each image, the same for every experiment. Error: mean \
         distance of the {} landmarks from the ground truth, in pixels of the 224×224 crop and, in \
         brackets, of the original image. NME: that error over the distance of the outer eye \
         corners, averaged over images; its median is over images too. AUC@8 %: area under the cumulative curve of the images' NME \
         from 0 to 8 %, divided by 8 %; 1 is perfect. FR@10 %: failure rate, the share of the images \
         whose NME is above 10 %. A prediction that is not finite is a failure. More measures (NME \
         by the distance of the eyes' centres and by the box around the landmarks, AUC and failure \
         rate at both 8 % and 10 %) are in results.csv and results.json. Study “{}”, drawn from its \
         records.",
        data.scheme().count(),
        data.study.name
    )
}
