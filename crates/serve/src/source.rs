//! What is served.

/// What pages are made of. It is asked on threads of its own, several at a time.
pub trait Source: Send + Sync {
    /// The page, as HTML.
    fn page(&self) -> Document;

    /// How things stand, as JSON: an object whose `page` is the tag of the newest page. Quick to be
    /// had, as it is asked for all the time.
    fn status(&self) -> Document;
}

/// Something that is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it says.
    pub text: std::sync::Arc<str>,
    /// Another one where the text is another; of letters, digits and hyphens.
    pub tag: String,
}
