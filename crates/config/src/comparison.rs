//! What a comparison says: which experiments, at which epoch, drawn how.

use serde::{Deserialize, Serialize};

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
    /// Difference in mean point error below which entries count as equal, in pixels of the
    /// 224×224 crop; by default a share of the first entry's.
    pub smallest_difference: Option<f64>,
    /// What is compared, in the order of legends and tables; the others are judged against the
    /// first.
    pub entries: Vec<ComparisonEntry>,
    /// Loss over epochs, if it is to be drawn.
    pub loss_chart: Option<LossChart>,
    /// Test minus train loss over epochs, if it is to be drawn.
    pub difference_chart: Option<DifferenceChart>,
    /// Whether cumulative error curves are drawn; by default where losses are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_chart: Option<bool>,
    /// Whether the error of each landmark is drawn over a mean face; by default it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point_chart: Option<bool>,
    /// Whether dead units, activations, gradients and steps by epoch are drawn; by default those
    /// of runs whose diagnosis rests on them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health_charts: Option<bool>,
    /// Contact sheets of landmarks over faces.
    pub overlays: Vec<Overlay>,
}

/// One experiment at one epoch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparisonEntry {
    /// What overlays call the entry: `experiment` or `experiment@epoch`.
    pub key: String,
    /// The experiment's name.
    pub experiment: String,
    /// Epochs of training after which it is compared; its snapshot. At most the experiment's.
    pub epoch: usize,
    /// Legend text; by default made of what differs between the entries.
    pub label: Option<String>,
    /// Colour of its landmarks in overlays.
    pub color: Color,
    /// Whether its curves are drawn in the charts (several epochs of one run need one curve).
    pub in_charts: bool,
}

/// A colour by its name in the study or as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl Color {
    /// The names a file may use, with what they mean.
    pub const NAMES: [(&'static str, Color); 10] = [
        ("red", Color::rgb(255, 0, 0)),
        ("green", Color::rgb(0, 200, 0)),
        ("blue", Color::rgb(0, 90, 255)),
        ("magenta", Color::rgb(255, 0, 255)),
        ("yellow", Color::rgb(255, 235, 0)),
        ("white", Color::rgb(255, 255, 255)),
        ("cyan", Color::rgb(0, 230, 255)),
        ("orange", Color::rgb(255, 140, 0)),
        ("black", Color::rgb(0, 0, 0)),
        ("grey", Color::rgb(128, 128, 128)),
    ];

    /// Colours for entries that name none, in this order. The truth's green is not among them.
    pub const PALETTE: [Color; 7] = [
        Color::rgb(255, 255, 255),
        Color::rgb(255, 0, 255),
        Color::rgb(255, 235, 0),
        Color::rgb(255, 0, 0),
        Color::rgb(0, 90, 255),
        Color::rgb(0, 230, 255),
        Color::rgb(255, 140, 0),
    ];

    /// A colour from its parts.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match Self::NAMES.iter().find(|(_, color)| color == self) {
            Some((name, _)) => f.write_str(name),
            None => write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue),
        }
    }
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        color.to_string()
    }
}

impl TryFrom<String> for Color {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if let Some((_, color)) = Self::NAMES.iter().find(|(name, _)| *name == text) {
            return Ok(*color);
        }
        let digits = text
            .strip_prefix('#')
            .filter(|d| d.len() == 6 && d.is_ascii());
        let part = |digits: &str, i: usize| u8::from_str_radix(&digits[i..i + 2], 16).ok();
        digits
            .and_then(|d| Some(Self::rgb(part(d, 0)?, part(d, 2)?, part(d, 4)?)))
            .ok_or_else(|| {
                let names: Vec<_> = Self::NAMES.iter().map(|(name, _)| *name).collect();
                format!(
                    "expected one of {} or `#rrggbb`, found `{text}`",
                    names.join(", ")
                )
            })
    }
}

/// The loss axis of a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// The mean loss.
    #[default]
    Mean,
    /// The study's: the batches' mean losses summed, divided by the number of images; the mean
    /// loss over the batch size.
    Report,
}

/// Which curves of an experiment are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// Train and test loss.
    #[default]
    Both,
    /// Train loss only.
    Train,
    /// Test loss only.
    Test,
}

/// Loss over epochs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LossChart {
    /// Heading of the chart.
    pub title: String,
    /// The loss axis.
    pub axis: Axis,
    /// Which curves.
    pub curves: Which,
    /// First epoch of train curves (counted from 0).
    pub first_train_epoch: usize,
    /// First epoch of test curves (counted from 0).
    pub first_test_epoch: usize,
    /// Whether each seed has a line of its own instead of all of them a band.
    pub lines: bool,
    /// Whether losses of different kinds share a chart, though their heights do not compare.
    #[serde(default)]
    pub together: bool,
}

/// Test minus train loss over epochs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DifferenceChart {
    /// Heading of the chart.
    pub title: String,
    /// The loss axis.
    pub axis: Axis,
    /// First epoch shown (counted from 0).
    pub first_epoch: usize,
    /// Whether each seed has a line of its own instead of all of them a band.
    pub lines: bool,
}

/// The images overlays are drawn over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImageSet {
    /// Training images.
    Train,
    /// Test images.
    #[default]
    Test,
}

/// A contact sheet: the same faces with the landmarks of several entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// Heading of the sheet.
    pub title: String,
    /// Keys of the entries drawn, in drawing order; the truth is drawn first.
    pub entries: Vec<String>,
    /// Which set the faces are from.
    pub set: ImageSet,
    /// How many faces.
    pub images: usize,
    /// How many faces of the set's fixed order to pass over first.
    pub skip: usize,
    /// These files instead of `images` and `skip`; empty for none.
    pub files: Vec<String>,
    /// Colour of the truth.
    pub truth: Color,
}
