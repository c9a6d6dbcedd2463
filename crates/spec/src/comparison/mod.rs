//! What a comparison says: which experiments, at which epoch, drawn how.

mod charts;
mod color;
mod entry;
mod overlay;

pub use charts::{Axis, DifferenceChart, DifferenceScale, LossChart, LossScale, Which};
pub use color::Color;
pub use entry::ComparisonEntry;
pub use overlay::{ImageSet, Overlay};

use serde::{Deserialize, Serialize};

use crate::field::{Accepts, POSITIVE};
use crate::macros::spec;
use crate::{Conflict, Field, Reader};
use entry::EntryDraft;
use overlay::OverlayDraft;

/// One comparison: a section of the report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// Unique name, also of the files its charts are written to.
    pub name: String,
    /// Heading.
    pub title: String,
    /// What the comparison asks, in a sentence. May be empty.
    pub question: String,
    /// Place on the page: sections are sorted by this, then by name.
    pub order: i64,
    /// Difference in mean error below which entries count as equal, in pixels of the 224×224 crop;
    /// by default a share of the first entry's.
    pub smallest_difference: Option<f64>,
    /// What is compared, in the order of legends and tables; the others are judged against the
    /// first.
    pub entries: Vec<ComparisonEntry>,
    /// Loss over epochs, if it is to be drawn.
    pub loss_chart: Option<LossChart>,
    /// Test minus train loss over epochs, if it is to be drawn.
    pub difference_chart: Option<DifferenceChart>,
    /// Whether the errors of images are drawn, cumulative and against the first entry's; by default
    /// where losses are.
    pub error_chart: Option<bool>,
    /// Whether the error of each landmark is drawn over a mean face; by default it is.
    #[serde(alias = "point_chart")]
    pub landmark_chart: Option<bool>,
    /// Whether dead units, activations, gradients and steps by epoch are drawn; by default those
    /// of runs whose diagnosis rests on them.
    pub health_charts: Option<bool>,
    /// Contact sheets of landmarks over faces.
    pub overlays: Vec<Overlay>,
}

/// Comparisons stand at most so far from the first place on the page.
const FAR: i64 = 1_000_000;

/// Where on the page comparisons stand that no file describes.
const AT_THE_END: i64 = 1000;

spec! {
    /// One comparison: a section of the report.
    pub struct ComparisonDraft {
        /// Unique name, also of the files its charts are written to. Letters, digits, `-`, `_`,
        /// `.`.
        pub name: String = (absent "the file's name without `.toml`"), Accepts::Text;
        /// Heading.
        pub title: String = (as "name"), Accepts::Text;
        /// What the comparison asks, in a sentence.
        pub question: String = "", Accepts::Prose;
        /// Place on the page: sections are sorted by this, then by name.
        pub order: i64 = 100, Accepts::Signed(FAR);
        /// Difference in mean error below which entries count as equal, in pixels of the 224×224
        /// crop.
        pub smallest_difference: Option<f64> = (absent "2 % of the first entry's error"),
            Accepts::Number(POSITIVE);
        /// What is compared, in the order of legends and tables; the others are judged against the
        /// first.
        pub entries: Vec<EntryDraft> = required,
            Accepts::Tables(EntryDraft::FIELDS, ", each headed `[[entries]]`");
        /// Loss over epochs.
        pub loss_chart: Option<LossChart> = (absent "it is not drawn"),
            Accepts::Table(&[LossChart::FIELDS]);
        /// Test minus train loss over epochs.
        pub difference_chart: Option<DifferenceChart> = (absent "it is not drawn"),
            Accepts::Table(&[DifferenceChart::FIELDS]);
        /// Whether the errors of images are drawn, cumulative and against the first entry's.
        pub error_chart: Option<bool> = (absent "where losses are"), Accepts::Flag;
        /// Whether the error of each landmark is drawn over a mean face.
        pub landmark_chart: Option<bool> = (absent "it is"), Accepts::Flag;
        /// Whether dead units, activations, gradients and steps by epoch are drawn.
        pub health_charts: Option<bool> = (absent "those of runs whose diagnosis rests on them"),
            Accepts::Flag;
        /// Contact sheets of landmarks over faces.
        pub overlays: Vec<OverlayDraft> = [],
            Accepts::Tables(OverlayDraft::FIELDS, ", each headed `[[overlays]]`");
    }
    check entries_go_together(entries);
}

fn entries_go_together(reader: &dyn Reader, entries: &[EntryDraft]) {
    entry::entries_differ(reader, entries);
    if let Some(entries) = entry::complete_as(reader, entries) {
        curves_are_drawn(reader, &entries);
        overlay::sheets_draw_entries(reader, &entries);
    }
}

/// The first epochs of charts leave something to draw.
fn curves_are_drawn(reader: &dyn Reader, entries: &[ComparisonEntry]) {
    let drawn = entries.iter().filter(|entry| entry.in_charts);
    let Some(end) = drawn.map(|entry| entry.epoch).max() else {
        return;
    };
    for path in charts::FIRST_EPOCHS {
        if reader
            .number_at(path)
            .is_some_and(|first| first >= end as f64)
        {
            let last = end - 1;
            let label = format!("the longest curve ends with epoch {last}, counted from 0");
            let message = format!("`{path}` leaves nothing to draw");
            reader.conflict(Conflict::new(message).at(path, label));
        }
    }
}

impl Comparison {
    /// What it is.
    pub(crate) const DOC: &'static str = ComparisonDraft::DOC;

    /// What a comparison file can say.
    pub const FIELDS: &'static [Field] = ComparisonDraft::FIELDS;

    /// Reads a file; `None` where it has a mistake.
    pub fn read(reader: &dyn Reader) -> Option<Self> {
        let draft = ComparisonDraft::read(reader)?;
        let entries = entry::complete_as(reader, &draft.entries)?;
        let sheets = draft.overlays.into_iter();
        let overlays = sheets.map(|sheet| sheet.complete(&draft.title, &entries));
        Some(Self {
            overlays: overlays.collect(),
            name: draft.name,
            title: draft.title,
            question: draft.question,
            order: draft.order,
            smallest_difference: draft.smallest_difference,
            entries,
            loss_chart: draft.loss_chart,
            difference_chart: draft.difference_chart,
            error_chart: draft.error_chart,
            landmark_chart: draft.landmark_chart,
            health_charts: draft.health_charts,
        })
    }

    /// What a file gives that says only this title, these entries (experiments, each after so many
    /// epochs), and that both charts and a contact sheet are drawn. More entries than there are
    /// colours have several sheets.
    pub fn ad_hoc(title: &str, entries: &[(&str, usize)]) -> Self {
        let draft = |&(experiment, epoch): &(&str, usize)| {
            let draft = EntryDraft {
                experiment: experiment.to_owned(),
                epoch: Some(epoch),
                label: None,
                color: None,
                in_charts: None,
            };
            (draft, epoch)
        };
        let entries = entry::complete(entries.iter().map(draft).collect());
        let names: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        let sheets = entries.chunks(Color::PALETTE.len());
        Self {
            name: names.join("-and-"),
            title: title.to_owned(),
            question: String::new(),
            order: AT_THE_END,
            smallest_difference: None,
            loss_chart: Some(LossChart::default()),
            difference_chart: Some(DifferenceChart::default()),
            error_chart: None,
            landmark_chart: None,
            health_charts: None,
            overlays: sheets
                .map(|entries| OverlayDraft::default().complete(title, entries))
                .collect(),
            entries,
        }
    }
}
