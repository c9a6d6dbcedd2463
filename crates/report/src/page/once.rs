//! What stands in several sections, so that the page can say it once.

use std::collections::{HashMap, HashSet};

use crate::charts::{Chart, View};
use crate::diagnosis::Found;
use crate::section::Section;

/// A finding, whomever it is about.
type Finding<'a> = (&'a str, &'a str);

/// Sentences and findings by where they stand first.
pub(super) struct Once<'a> {
    /// Small print, and in how many sections it is.
    notes: HashMap<String, usize>,
    /// The same in the page's order.
    order: Vec<String>,
    /// How many images most runs have: what the head of the page says.
    images: String,
    /// Findings, and the first section that has each.
    findings: HashMap<Finding<'a>, &'a Section>,
}

impl<'a> Once<'a> {
    /// Over all `sections`, in the page's order, whose study has `images` for each run.
    pub(super) fn over(images: String, sections: impl Iterator<Item = &'a Section>) -> Self {
        let mut once = Self {
            notes: HashMap::new(),
            order: Vec::new(),
            images,
            findings: HashMap::new(),
        };
        for section in sections {
            let mut own: HashSet<String> = HashSet::new();
            for note in notes(section) {
                if !once.notes.contains_key(&note) {
                    once.order.push(note.clone());
                }
                if own.insert(note.clone()) {
                    *once.notes.entry(note).or_default() += 1;
                }
            }
            for found in &section.diagnosis.found {
                once.findings.entry(finding(found)).or_insert(section);
            }
        }
        once
    }

    /// Those of `notes` that stand in one section alone.
    pub(super) fn own<'n>(&self, notes: &'n [String]) -> Vec<&'n str> {
        let notes = notes.iter().map(String::as_str);
        notes.filter(|note| !self.is_shared(note)).collect()
    }

    /// The small print of `chart` that the page does not say elsewhere.
    pub(super) fn small_print<'n>(&self, chart: &'n Chart) -> Vec<&'n str> {
        let images = chart.images.iter().map(|images| images.count.as_str());
        let other = images.filter(|count| *count != self.images);
        other.chain(self.own(&chart.notes)).collect()
    }

    /// What stands in several, in the order of the page.
    pub(super) fn shared(&self) -> Vec<&str> {
        let notes = self.order.iter().map(String::as_str);
        notes.filter(|note| self.is_shared(note)).collect()
    }

    fn is_shared(&self, note: &str) -> bool {
        self.notes.get(note).is_some_and(|sections| *sections > 1)
    }

    /// The section before `section` that says the same as `found`, of whomever; `None` where it is
    /// `section` that says it first.
    pub(super) fn said_in(&self, found: &Found, section: &Section) -> Option<&'a Section> {
        let first = self.findings.get(&finding(found)).copied();
        first.filter(|first| first.name != section.name)
    }
}

fn finding(found: &Found) -> Finding<'_> {
    (&found.finding.headline, &found.finding.sentence)
}

/// The small print of a section: of its verdict, its charts and its contact sheets.
fn notes(section: &Section) -> impl Iterator<Item = String> {
    let charts = section.charts.iter().flat_map(|(_, group)| &group.figures);
    let charts = charts.flat_map(|figure| match &figure.view {
        View::Lines(chart) => chart.notes.clone(),
        View::Faces(map) => map.notes.clone(),
    });
    let sheets = section.sheets.iter().flat_map(|sheet| &sheet.notes);
    let all = section.verdicts.notes.iter().chain(sheets);
    all.cloned().chain(charts)
}
