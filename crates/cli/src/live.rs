//! A study in a browser while it is trained.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use faceoff_serve::{Document, Server, Source};
use faceoff_study::{BeginningRun, LiveStudy, Observer, OpenStudy, RunObserver, Step, Tagged};
use serde_json::json;

use crate::args::{Common, LiveArguments};
use crate::error::Error;
use crate::output;

/// How long an open page is given to load what training came to.
const LAST_LOOK: Duration = Duration::from_secs(5);
/// A page that has not asked for so long is closed, or another is looked at.
const GONE: Duration = Duration::from_secs(5);

/// Serves `study`, and prints where.
///
/// # Errors
/// A port that cannot be had.
pub(crate) fn start(
    common: &Common,
    port: Option<u16>,
    study: &Arc<LiveStudy>,
) -> Result<Live, Error> {
    let source = Arc::new(Served {
        study: study.clone(),
        asked: Mutex::new(None),
    });
    let server = Server::start(port, source.clone())?;
    let url = server.url();
    let text = format!("{} is shown on {url}", study.name());
    output::result(common, &text, &json!({ "event": "live", "url": url }))?;
    Ok(Live {
        source,
        _server: server,
    })
}

/// A study that is served until this is dropped.
pub(crate) struct Live {
    source: Arc<Served>,
    _server: Server,
}

impl Live {
    /// Shows open pages the report that was written, and waits until they have seen it, a few seconds
    /// at most.
    pub(crate) fn last_look(&self) {
        self.source.study.take_report();
        let end = Instant::now() + LAST_LOOK;
        let ago = || {
            let asked = *self
                .source
                .asked
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            asked.is_some_and(|asked| asked.elapsed() < GONE)
        };
        while ago() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

struct Served {
    study: Arc<LiveStudy>,
    /// When a page asked last.
    asked: Mutex<Option<Instant>>,
}

impl Source for Served {
    fn page(&self) -> Document {
        document(self.study.page())
    }

    fn status(&self) -> Document {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        document(self.study.status())
    }
}

fn document(tagged: Tagged) -> Document {
    Document {
        text: tagged.text,
        tag: tagged.tag,
    }
}

/// Serves the study that a command trains as soon as it is open, and tells another observer the rest.
pub(crate) struct Shown<'a> {
    inner: &'a dyn Observer,
    common: &'a Common,
    options: LiveArguments,
    live: Mutex<Option<Live>>,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(inner: &'a dyn Observer, common: &'a Common, options: LiveArguments) -> Self {
        Self {
            inner,
            common,
            options,
            live: Mutex::new(None),
        }
    }

    /// What is served, if anything is.
    pub(crate) fn into_live(self) -> Option<Live> {
        self.live
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Shown<'_> {
    fn warning(&self, text: &str) {
        self.inner.warning(text);
    }

    fn step<'a>(&'a self, step: Step<'_>) -> Box<dyn Fn(u64, u64) + Sync + 'a> {
        self.inner.step(step)
    }

    fn study_opens(&self, study: &OpenStudy<'_>) {
        self.inner.study_opens(study);
        if !self.options.live {
            return;
        }
        let live = Arc::new(LiveStudy::of(&self.common.folders(), study));
        match start(self.common, self.options.port, &live) {
            Ok(live) => {
                *self.live.lock().unwrap_or_else(PoisonError::into_inner) = Some(live);
            }
            // Training is worth more than who looks on.
            Err(error) => self.inner.warning(&error.to_string()),
        }
    }

    fn training_begins(&self, runs: usize) {
        self.inner.training_begins(runs);
    }

    fn run_begins<'a>(&'a self, run: BeginningRun<'a>) -> Box<dyn RunObserver + 'a> {
        self.inner.run_begins(run)
    }

    fn training_ends(&self) {
        self.inner.training_ends();
    }
}
