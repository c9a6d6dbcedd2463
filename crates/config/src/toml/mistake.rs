//! Mistakes in files, shown where they were made.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use faceoff_spec::text;

/// A file as it was read.
#[derive(Debug)]
pub(crate) struct Source {
    /// For people; also where the kind of file is told from.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) text: String,
}

/// A piece of a file.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    source: Arc<Source>,
    span: Range<usize>,
}

impl Place {
    /// The bytes `span` of `source`; only what is on the first line of them is pointed at.
    pub(crate) fn new(source: &Arc<Source>, span: Range<usize>) -> Self {
        let text = &source.text;
        let within = |at: usize| (0..=at).rev().find(|&at| text.is_char_boundary(at));
        let start = within(span.start.min(text.len())).unwrap_or(0);
        let end = within(span.end.min(text.len())).map_or(start, |end| end.max(start));
        let line = text[start..end].lines().next().unwrap_or_default();
        Self {
            source: Arc::clone(source),
            span: start..start + line.len(),
        }
    }

    /// The beginning of `source`.
    pub(crate) fn start_of(source: &Arc<Source>) -> Self {
        Self::new(source, 0..0)
    }

    /// Whether the piece is of `source`.
    pub(crate) fn is_in(&self, source: &Arc<Source>) -> bool {
        Arc::ptr_eq(&self.source, source)
    }

    /// What is written there.
    pub(crate) fn text(&self) -> &str {
        &self.source.text[self.span.clone()]
    }

    fn key(&self) -> (&Path, usize, usize) {
        (&self.source.path, self.span.start, self.span.end)
    }
}

/// Words that may quote what a file holds, fit for a terminal.
fn shown(words: String) -> String {
    text::fit(&words).into_owned()
}

/// One mistake in a file.
#[derive(Clone, Debug)]
pub struct Mistake {
    place: Place,
    message: String,
    label: String,
    related: Vec<(Place, String)>,
    help: Vec<String>,
}

impl Mistake {
    pub(crate) fn new(place: &Place, message: impl Into<String>) -> Self {
        Self {
            place: place.clone(),
            message: shown(message.into()),
            label: String::new(),
            related: Vec::new(),
            help: Vec::new(),
        }
    }

    /// What is said under the caret.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = shown(label.into());
        self
    }

    /// Another piece that has to do with it.
    pub(crate) fn related(mut self, place: &Place, label: impl Into<String>) -> Self {
        self.related.push((place.clone(), shown(label.into())));
        self
    }

    /// What to do about it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(shown(help.into()));
        self
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.place.source.path
    }

    /// All files that it has to do with.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let related = self.related.iter().map(|(place, _)| place);
        let places = std::iter::once(&self.place).chain(related);
        places.map(|place| place.source.path.clone()).collect()
    }

    /// Line of the offending piece, counted from 1.
    pub fn line(&self) -> usize {
        self.before().matches('\n').count() + 1
    }

    /// Column of the offending piece, in characters counted from 1.
    pub fn column(&self) -> usize {
        let before = self.before();
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        before[line..].chars().count() + 1
    }

    /// What is wrong, in one line that names the field and what is allowed.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What was found there. May be empty.
    pub fn found(&self) -> &str {
        &self.label
    }

    fn before(&self) -> &str {
        &self.place.source.text[..self.place.span.start]
    }

    fn render(&self, renderer: &Renderer) -> String {
        let snippet = |place: &Place| {
            Snippet::source(place.source.text.clone())
                .path(place.source.path.to_string_lossy().replace('\\', "/"))
        };
        let mut main = snippet(&self.place).annotation(
            AnnotationKind::Primary
                .span(self.place.span.clone())
                .label((!self.label.is_empty()).then_some(self.label.as_str())),
        );
        let mut others = Vec::new();
        for (place, label) in &self.related {
            let annotation = AnnotationKind::Context
                .span(place.span.clone())
                .label(label.as_str());
            if place.is_in(&self.place.source) {
                main = main.annotation(annotation);
            } else {
                others.push(snippet(place).annotation(annotation));
            }
        }
        let group = Level::ERROR
            .primary_title(self.message.as_str())
            .element(main)
            .elements(others)
            .elements(self.help.iter().map(|help| Level::HELP.message(help)));
        renderer.render(&[group])
    }
}

/// All mistakes of all files, in the order of files and lines; never none.
///
/// [`Display`](fmt::Display) shows each with its line and a caret, and counts them at the end.
#[derive(Clone, Debug)]
pub struct Mistakes(Vec<Mistake>);

impl Mistakes {
    /// Sorts; what was found twice is kept once. `None` when there are none.
    pub(crate) fn new(mut mistakes: Vec<Mistake>) -> Option<Self> {
        let key = |m: &Mistake| {
            let (path, start, end) = m.place.key();
            (path.to_path_buf(), start, end)
        };
        mistakes.sort_by_key(key);
        // Mistakes in what several experiments extend are found once for each of them.
        let mut kept: Vec<Mistake> = Vec::new();
        for mistake in mistakes {
            let same =
                |k: &Mistake| k.place.key() == mistake.place.key() && k.message == mistake.message;
            if !kept
                .iter()
                .rev()
                .take_while(|k| key(k) == key(&mistake))
                .any(same)
            {
                kept.push(mistake);
            }
        }
        (!kept.is_empty()).then_some(Self(kept))
    }

    /// One by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Mistake> {
        self.0.iter()
    }

    /// As [`Display`](fmt::Display) shows them, with colours for a terminal if `color`.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut text = String::new();
        for mistake in &self.0 {
            text.push_str(&mistake.render(&renderer));
            text.push_str("\n\n");
        }
        text.push_str(&self.count());
        text
    }

    fn count(&self) -> String {
        let mut files: Vec<&Path> = self.0.iter().map(Mistake::path).collect();
        files.dedup();
        let many = |count: usize, what: &str| match count {
            1 => format!("1 {what}"),
            _ => format!("{count} {what}s"),
        };
        let (mistakes, files) = (many(self.0.len(), "mistake"), many(files.len(), "file"));
        format!("{mistakes} in {files}")
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Mistakes {}
