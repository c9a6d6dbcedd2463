//! One kind of thing that is wrong.

use serde::Serialize;

/// Examples a finding shows.
pub(crate) const EXAMPLES: usize = 3;

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
    /// A name for programs: `missing_images`.
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
    pub(crate) fn new(
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
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
