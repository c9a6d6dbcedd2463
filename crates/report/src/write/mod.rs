//! The report's files.

mod before;
mod csv;
mod json;
mod markdown;
mod text;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use faceoff_files::write_atomically;
use faceoff_spec::Comparison;
use rayon::prelude::*;

use crate::Error;
use crate::charts::settings_chart;
use crate::draw::{draw, is_drawn, png, sheet, tile};
use crate::faces::{Crops, Further};
use crate::not_trained::not_trained;
use crate::page::{DrawnGroup, DrawnSection, Overview, contact_sheets, page};
use crate::scores::{eyes_together, rows};
use crate::section::{Section, section};
use crate::study::{StudyData, overview};
use crate::verdict::rankings;

pub use before::DrawnBefore;
use before::drawn_from;
use csv::csv_table;
use json::Numbers;
pub use json::summary_json;
pub use markdown::markdown;
pub use text::{answers_text, text_table};

/// Pixels of a PNG for one of the drawing, so that it is sharp on dense screens and in print.
const CHART_ZOOM: f32 = 2.0;
const SHEET_ZOOM: f32 = 1.5;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The page.
    pub page: PathBuf,
    /// Charts and contact sheets, in no particular order.
    pub files: Vec<PathBuf>,
}

/// Is told how many comparisons are drawn, and of how many.
pub type Progress<'a> = dyn Fn(usize, usize) + Sync + 'a;

/// Writes the report of a whole study into `folder`: `report.html`, `charts/`, `sheets/`,
/// `results.csv` and `results.json`. Comparisons of the experiments called `asked` come first on the
/// page; those of which too little is trained are named in one line. Charts and contact sheets of an earlier report that are not part
/// of this one are removed. `progress` is called from several threads.
///
/// # Errors
/// When a file cannot be written.
pub fn write_showing(
    data: &StudyData,
    asked: &[String],
    crops: &Crops<'_>,
    folder: &Path,
    progress: &Progress<'_>,
) -> Result<Written, Error> {
    let mut comparisons = in_order(data, asked);
    let overview = overview(data);
    let draw_one = draw_and_keep(data, crops, folder);
    let drawn = draw_page(
        data,
        Some(&overview),
        &comparisons,
        crops,
        &draw_one,
        progress,
    )?;
    let written = keep_page(&drawn.page, drawn.files, folder)?;
    comparisons.sort_by_key(|comparison| (comparison.order, comparison.name.clone()));

    // What the page shows of a comparison is not worked out again.
    let sections = drawn.sections.iter().map(|drawn| &drawn.section);
    let shown: HashMap<&str, &Section> = sections.map(|each| (each.name.as_str(), each)).collect();
    let known = |comparison: &Comparison| match shown.get(comparison.name.as_str()) {
        Some(section) => Numbers::of(section),
        None => Numbers::new(data, comparison),
    };
    let numbers: Vec<Numbers> = comparisons.par_iter().map(|each| known(each)).collect();
    let of_all = rows(data, &overview);
    let path = folder.join("results.csv");
    let names = comparisons.iter().map(|each| each.name.as_str());
    let tables = names.zip(numbers.iter().map(|numbers| numbers.rows.as_slice()));
    let tables = std::iter::once((overview.name.as_str(), of_all.as_slice())).chain(tables);
    let csv = csv_table(tables).map_err(|e| drawing(&path, e))?;
    write_atomically(&path, &[&csv])?;
    let summaries = comparisons.iter().zip(&numbers);
    let summaries: Vec<_> = summaries
        .map(|(comparison, numbers)| numbers.json(data, comparison))
        .collect();
    let path = folder.join("results.json");
    let text = serde_json::to_string_pretty(&summaries).map_err(|e| drawing(&path, e))?;
    write_atomically(&path, &[(text + "\n").as_bytes()])?;
    Ok(written)
}

/// [`write_showing`] without telling anybody.
///
/// # Errors
/// When a file cannot be written.
pub fn write(
    data: &StudyData,
    asked: &[String],
    crops: &Crops<'_>,
    folder: &Path,
) -> Result<Written, Error> {
    write_showing(data, asked, crops, folder, &|_, _| {})
}

/// The page that [`write()`] writes, and no file. Sections that were drawn `before` are not drawn again
/// where the runs that they show are in the same `version`, by their ids.
///
/// # Errors
/// When a chart cannot be drawn.
pub fn page_text(
    data: &StudyData,
    asked: &[String],
    crops: &Crops<'_>,
    before: &DrawnBefore,
    version: &(dyn Fn(&str) -> u64 + Sync),
) -> Result<String, Error> {
    let overview = overview(data);
    let comparisons = in_order(data, asked);
    let draw_one = |comparison: &Comparison| {
        let from = drawn_from(data, comparison, version);
        let draw = || draw_section(section(data, comparison, crops));
        let section = before.section(comparison, from, draw)?;
        Ok((section, Vec::new()))
    };
    let progress = |_, _| {};
    let drawn = draw_page(
        data,
        Some(&overview),
        &comparisons,
        crops,
        &draw_one,
        &progress,
    )?;
    Ok(drawn.page)
}

/// Writes the page of a single comparison, with its charts and contact sheets, into `folder`.
///
/// # Errors
/// When a file cannot be written.
pub fn write_one(
    data: &StudyData,
    comparison: &Comparison,
    crops: &Crops<'_>,
    folder: &Path,
) -> Result<Written, Error> {
    let draw_one = draw_and_keep(data, crops, folder);
    let drawn = draw_page(data, None, &[comparison], crops, &draw_one, &|_, _| {})?;
    keep_page(&drawn.page, drawn.files, folder)
}

/// The study's comparisons, those of the experiments called `asked` first.
fn in_order<'a>(data: &'a StudyData, asked: &[String]) -> Vec<&'a Comparison> {
    let mut comparisons: Vec<&Comparison> = data.study.comparisons.iter().collect();
    comparisons.sort_by_key(|comparison| {
        let mut entries = comparison.entries.iter();
        let is_asked = entries.any(|entry| asked.contains(&entry.experiment));
        (!is_asked, comparison.order, comparison.name.clone())
    });
    comparisons
}

/// Draws the section of a comparison, and says which files that made.
type DrawOne<'a> = dyn Fn(&Comparison) -> Result<(DrawnSection, Vec<PathBuf>), Error> + Sync + 'a;

/// Draws sections and writes their files into `folder`.
fn draw_and_keep<'a>(
    data: &'a StudyData,
    crops: &'a Crops<'_>,
    folder: &'a Path,
) -> impl Fn(&Comparison) -> Result<(DrawnSection, Vec<PathBuf>), Error> + Sync + 'a {
    move |comparison| {
        let section = draw_section(section(data, comparison, crops))?;
        let files = keep_files(&section, folder)?;
        Ok((section, files))
    }
}

/// A page with what it was made of.
struct DrawnPage {
    page: String,
    sections: Vec<DrawnSection>,
    /// Those that drawing the sections made.
    files: Vec<PathBuf>,
}

/// The page, its sections drawn by `draw_one`.
fn draw_page(
    data: &StudyData,
    overview: Option<&Comparison>,
    comparisons: &[&Comparison],
    crops: &Crops<'_>,
    draw_one: &DrawOne<'_>,
    progress: &Progress<'_>,
) -> Result<DrawnPage, Error> {
    let mut shown: Vec<&Comparison> = Vec::new();
    let mut waiting = Vec::new();
    for comparison in comparisons {
        // The page of one comparison shows it as it is.
        match overview.and_then(|_| not_trained(data, comparison)) {
            Some(not_trained) => waiting.push(not_trained),
            None => shown.push(comparison),
        }
    }
    let (done, of) = (AtomicUsize::new(0), shown.len());
    progress(0, of);
    let draw_all = || -> Result<Vec<_>, Error> {
        let drawn = shown.par_iter().map(|comparison| {
            let drawn = draw_one(comparison)?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, of);
            Ok(drawn)
        });
        drawn.collect()
    };
    let look_over = || {
        overview.map(|overview| Overview {
            rows: rows(data, overview),
            eyes: eyes_together(data, overview),
            rankings: rankings(data),
            settings: settings_chart(data, overview),
        })
    };
    let (drawn, overview) = rayon::join(draw_all, look_over);
    let (mut sections, files): (Vec<_>, Vec<_>) = drawn?.into_iter().unzip();
    let all = sections.iter();
    let all: Vec<_> = all.flat_map(|drawn| &drawn.section.sheets).collect();
    let further = Further::of(data, &all, crops);
    for drawn in &mut sections {
        let sheets = contact_sheets(&drawn.section, &further);
        drawn.sheets = sheets.map_err(|e| drawing(Path::new(&drawn.section.name), e))?;
    }
    let page = page(data, overview.as_ref(), &sections, &further, &waiting);
    Ok(DrawnPage {
        page,
        sections,
        files: files.concat(),
    })
}

fn keep_page(page: &str, files: Vec<PathBuf>, folder: &Path) -> Result<Written, Error> {
    let path = folder.join("report.html");
    write_atomically(&path, &[page.as_bytes()])?;
    remove_others(folder, &files)?;
    Ok(Written { page: path, files })
}

fn draw_section(section: Section) -> Result<DrawnSection, Error> {
    let mut charts = Vec::new();
    for (kind, group) in &section.charts {
        let mut drawings = Vec::new();
        for figure in &group.figures {
            let drawn = draw(&figure.view);
            drawings.push(drawn.map_err(|e| drawing(Path::new(&figure.file), e))?);
        }
        charts.push(DrawnGroup {
            kind: *kind,
            group: group.clone(),
            drawings,
        });
    }
    Ok(DrawnSection {
        section,
        charts,
        sheets: Vec::new(),
    })
}

/// Writes those of the charts and contact sheets of `drawn` into `folder` that are not there as they
/// should be, and says which files these are in all.
fn keep_files(drawn: &DrawnSection, folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let mut bitmap = |path: PathBuf, svg: &str, zoom: f32| -> Result<(), Error> {
        if !is_drawn(&path, svg, zoom) {
            let bytes = png(svg, zoom).map_err(|e| drawing(&path, e))?;
            write_atomically(&path, &[&bytes])?;
        }
        files.push(path);
        Ok(())
    };
    let mut vectors = Vec::new();
    for DrawnGroup {
        group, drawings, ..
    } in &drawn.charts
    {
        for (figure, drawn) in group.figures.iter().zip(drawings) {
            let path = folder.join("charts").join(format!("{}.svg", figure.file));
            bitmap(path.with_extension("png"), drawn, CHART_ZOOM)?;
            write_if_new(&path, drawn.as_bytes())?;
            vectors.push(path);
        }
    }
    for (i, shown) in drawn.section.sheets.iter().enumerate() {
        let name = format!("{}-{}", drawn.section.name, i + 1);
        let path = folder.join("sheets").join(format!("{name}.png"));
        let svg = sheet::sheet(shown).map_err(|e| drawing(&path, e))?;
        bitmap(path, &svg, SHEET_ZOOM)?;
        for (k, face) in shown.tiles.iter().enumerate() {
            let path = folder
                .join("sheets")
                .join(&name)
                .join(format!("{:02}.png", k + 1));
            let svg = tile::single(face, &shown.layers).map_err(|e| drawing(&path, e))?;
            bitmap(path, &svg, CHART_ZOOM)?;
        }
    }
    files.extend(vectors);
    Ok(files)
}

/// Writes `bytes` to `path` unless they are there.
fn write_if_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if std::fs::read(path).is_ok_and(|known| known == bytes) {
        return Ok(());
    }
    Ok(write_atomically(path, &[bytes])?)
}

fn drawing(path: &Path, reason: impl std::fmt::Display) -> Error {
    Error::Drawing {
        path: path.to_path_buf(),
        reason: reason.to_string(),
    }
}

/// Where earlier versions wrote contact sheets.
const EARLIER_SHEETS: &str = "pictures";

/// Removes charts and contact sheets of an earlier report: what is in the folders is in the page.
fn remove_others(folder: &Path, files: &[PathBuf]) -> Result<(), Error> {
    let kept: BTreeSet<&Path> = files.iter().map(PathBuf::as_path).collect();
    for folder in ["charts", "sheets", EARLIER_SHEETS].map(|name| folder.join(name)) {
        remove_in(&folder, &kept).map_err(|e| drawing(&folder, e))?;
    }
    // Left where it holds anything else.
    let _ = std::fs::remove_dir(folder.join(EARLIER_SHEETS));
    Ok(())
}

fn remove_in(folder: &Path, kept: &BTreeSet<&Path>) -> std::io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_in(&path, kept)?;
            if std::fs::read_dir(&path)?.next().is_none() {
                std::fs::remove_dir(&path)?;
            }
        } else if !kept.contains(path.as_path()) && is_drawing(&path) {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn is_drawing(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "svg" || extension == "png")
}
