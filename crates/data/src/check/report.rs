//! What a check found, as data. How it reads as text is in [`super::text`].

use std::path::PathBuf;

use serde::Serialize;

/// Examples a finding shows.
const EXAMPLES: usize = 3;

/// What is in a data set, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckReport {
    /// The data set's folder.
    pub folder: PathBuf,
    /// The training set in numbers.
    pub training: SetReport,
    /// The test set in numbers.
    pub test: SetReport,
    /// People with labelled pictures in both sets.
    pub shared_people: usize,
    /// What a network has to beat; `None` where a set has no usable picture.
    pub baseline: Option<Baseline>,
    /// What is wrong, the worst first.
    pub findings: Vec<Finding>,
}

impl CheckReport {
    /// Whether nothing keeps the set from being trained on.
    pub fn usable(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.severity != Severity::Error)
    }
}

/// One set in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetReport {
    /// Files in the folder, hidden ones aside.
    pub files: usize,
    /// Rows in the table, right or wrong.
    pub rows: usize,
    /// Files with a row.
    pub labelled: usize,
    /// Files without one.
    pub unlabelled: usize,
    /// People in the rows.
    pub people: usize,
    /// Videos in the rows.
    pub videos: usize,
    /// Width of the pictures, in pixels; `None` where none can be read.
    pub width: Option<Range>,
    /// Height of the pictures, in pixels.
    pub height: Option<Range>,
    /// Kinds of files, the most frequent first.
    pub kinds: Vec<KindCount>,
    /// Points of usable pictures, and how many of them lie outside.
    pub points: Outside,
}

/// The smallest and the largest of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Range {
    /// The smallest.
    pub smallest: usize,
    /// The largest.
    pub largest: usize,
}

impl Range {
    pub(super) fn of(values: impl Iterator<Item = usize> + Clone) -> Option<Self> {
        Some(Self {
            smallest: values.clone().min()?,
            largest: values.max()?,
        })
    }
}

/// How many files are of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindCount {
    /// What the name says: the extension in lower case, with its dot.
    pub named: String,
    /// What the content is: `PNG`, `JPEG`.
    pub format: String,
    /// Colours and bits: `Rgba8`, `L8`.
    pub color: String,
    /// Files of this kind.
    pub count: usize,
}

/// Points outside of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outside {
    /// Points looked at.
    pub points: usize,
    /// Those outside their picture.
    pub outside_picture: usize,
    /// Those outside the 224-pixel crop that the picture is evaluated on.
    pub outside_crop: usize,
}

/// The network that sees nothing: it always answers the mean training face.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Baseline {
    /// Its mean squared error on the training set, targets (p − 100) / 50.
    pub training_mse: f64,
    /// Its mean squared error on the test set.
    pub test_mse: f64,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The set cannot be trained on.
    Error,
    /// It can, and what comes out may mean something else than expected.
    Warning,
    /// Good to know.
    Note,
}

/// One kind of thing that is wrong, with how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// A name for programs: `missing_pictures`.
    pub kind: &'static str,
    /// `training`, `test`, or `both`.
    pub set: &'static str,
    /// How many there are.
    pub count: usize,
    /// What it is, in one sentence with the count.
    pub text: String,
    /// The first few, or the worst.
    pub examples: Vec<String>,
}

impl Finding {
    /// The finding with this `text`, `None` where there are no `examples`; the count is theirs.
    pub(super) fn new(
        severity: Severity,
        kind: &'static str,
        set: &'static str,
        mut examples: Vec<String>,
        text: impl FnOnce(usize) -> String,
    ) -> Option<Self> {
        let count = examples.len();
        examples.truncate(EXAMPLES);
        (count > 0).then(|| Self {
            severity,
            kind,
            set,
            count,
            text: text(count),
            examples,
        })
    }
}

/// `1 row` or `5 rows`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
