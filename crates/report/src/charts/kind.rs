//! What there is to know of a kind of chart.

use faceoff_spec::Comparison;

use super::chart::Chart;
use super::landmark_map::LandmarkMap;
use crate::diagnosis::FindingKind;
use crate::study::StudyData;

/// A kind of chart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChartKind {
    /// What its files and its address on the page end with.
    pub(crate) name: &'static str,
    /// What links call it.
    pub(crate) heading: &'static str,
    /// Where it stands in a section.
    pub(crate) place: Place,
    /// The findings that can be seen in it.
    pub(crate) shows: &'static [FindingKind],
    /// Its charts in a comparison; none where the comparison does not want them, or has nothing to
    /// show in them.
    pub(crate) make: fn(&StudyData, &Comparison) -> Vec<ChartGroup>,
}

/// Where a chart stands in a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Below the verdict, where all can see it.
    Verdict,
    /// Among the errors by image and by landmark.
    Errors,
    /// Below the diagnosis, whose evidence it is.
    Diagnosis,
}

/// Charts of one kind that stand together.
#[derive(Clone, Debug)]
pub(crate) struct ChartGroup {
    /// What its address on the page ends with.
    pub(crate) address: String,
    /// The entry whose network it is about, where it is about one alone.
    pub(crate) about: Option<About>,
    /// The charts; at least one.
    pub(crate) figures: Vec<Figure>,
}

/// The network that a group of charts is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct About {
    /// What its entry is called.
    pub(crate) entry: String,
    /// Heading of the group.
    pub(crate) title: String,
}

/// A chart and what its files are called.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// Its files' path below the folder of charts, without an extension.
    pub(crate) file: String,
    /// What it shows.
    pub(crate) view: View,
}

/// What a chart shows, by how it is drawn.
#[derive(Clone, Debug)]
pub(crate) enum View {
    /// Lines between two axes.
    Lines(Chart),
    /// Errors of landmarks over faces.
    Faces(LandmarkMap),
}

impl ChartGroup {
    /// The charts of a comparison that are called after `kind`: `rates-loss`, `rates-loss-2`;
    /// no group without charts.
    pub(super) fn of(comparison: &Comparison, kind: &ChartKind, views: Vec<View>) -> Vec<Self> {
        let figures = views.into_iter().enumerate().map(|(i, view)| {
            let number = match i {
                0 => String::new(),
                _ => format!("-{}", i + 1),
            };
            let file = format!("{}-{}{number}", comparison.name, kind.name);
            Figure { file, view }
        });
        let figures: Vec<Figure> = figures.collect();
        let group = (!figures.is_empty()).then(|| Self {
            address: kind.name.to_owned(),
            about: None,
            figures,
        });
        group.into_iter().collect()
    }
}
