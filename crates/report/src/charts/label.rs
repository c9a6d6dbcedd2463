//! What a line is called.

use std::fmt;

/// What a legend says of a line: in one piece on images, in parts on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Label {
    /// Which of its name's curves it is: `train`, `test`; empty where there is one alone.
    pub(crate) what: &'static str,
    /// Whose it is.
    pub(crate) name: String,
    /// What else is to be known of it.
    pub(crate) details: Vec<String>,
}

impl Label {
    /// A line that is the only one of its name.
    pub(crate) fn of(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// The same with one more thing to be known.
    pub(crate) fn with(mut self, detail: impl Into<String>) -> Self {
        self.details.push(detail.into());
        self
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.what.is_empty() {
            write!(f, "{}: ", self.what)?;
        }
        f.write_str(&self.name)?;
        self.details
            .iter()
            .try_for_each(|detail| write!(f, " · {detail}"))
    }
}
