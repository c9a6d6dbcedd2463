//! A study while its runs are trained: its page, drawn again as records grow, and how its runs are.
//!
//! The records on disk are all that is known: whoever trains writes them each epoch, in this process or
//! in another. They are looked at only while somebody asks, files that have not changed are not read
//! again, and drawing takes so small a part of the time that training hardly notices.

mod runs;
mod status;

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use faceoff_data::FaceSet;
use faceoff_report::{DrawnBefore, StudyData};
use faceoff_train::Silent;

use crate::error::Error;
use crate::folders::Folders;
use crate::images::Images;
use crate::observer::{BeginningRun, Observer, OpenStudy, RunObserver};
use crate::report::{data_of, named_study, no_studies, with_current_files};

use runs::Runs;

/// How long what is known of the runs is new enough.
const FRESH: Duration = Duration::from_secs(1);
/// How many times as long as drawing a page took nothing is drawn after it while runs are trained, so
/// that one thread of all is busy for a hundredth of the time.
const REST: u32 = 100;
/// Time between two pages at least, and while nothing is trained.
const SHORTEST_REST: Duration = Duration::from_secs(3);

/// A study that may be trained at this moment.
pub struct LiveStudy {
    folders: Folders,
    name: String,
    /// Experiments whose comparisons come first.
    asked: Vec<String>,
    /// The images that landmarks are drawn over, where they are at hand.
    sets: Vec<FaceSet>,
    known: Mutex<Known>,
    page: Mutex<Option<Page>>,
    /// Sections of earlier pages.
    before: DrawnBefore,
    drawing: AtomicBool,
}

/// What is known of the runs.
struct Known {
    runs: Runs,
    looked: Option<Instant>,
}

/// A page, and what it was drawn of.
#[derive(Clone)]
struct Page {
    text: Arc<str>,
    /// Hash of the records.
    records: u64,
    /// When it was done.
    drawn: Instant,
    /// How long that took.
    took: Duration,
}

/// Something that changes, with a tag that changes with it.
#[derive(Clone, Debug)]
pub struct Tagged {
    /// What it says.
    pub text: Arc<str>,
    /// Letters and digits.
    pub tag: String,
}

impl LiveStudy {
    /// The study called `name`, or without a name the one that was written last. `data` is the data
    /// set's folder, for images under the landmarks.
    ///
    /// # Errors
    /// A study that is not there, a data set that is not the study's.
    pub fn open(
        folders: &Folders,
        name: Option<&str>,
        data: Option<&Path>,
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let store = folders.store();
        let name = match name {
            Some(name) => name.to_owned(),
            None => newest(folders)?,
        };
        let study = named_study(&store, &name)?;
        let set = data_of(folders, &study, data, observer)?;
        let sets = set.into_iter().map(|set| set.faces).collect();
        Ok(Self::new(folders, name, Vec::new(), sets))
    }

    /// The study in `folders` that is trained; comparisons of the experiments that were asked for come
    /// first on its page.
    pub fn of(folders: &Folders, study: &OpenStudy<'_>) -> Self {
        let (name, asked) = (study.name.to_owned(), study.asked.to_vec());
        Self::new(folders, name, asked, study.sets.to_vec())
    }

    fn new(folders: &Folders, name: String, asked: Vec<String>, sets: Vec<FaceSet>) -> Self {
        Self {
            folders: folders.clone(),
            name,
            asked,
            sets,
            known: Mutex::new(Known {
                runs: Runs::default(),
                looked: None,
            }),
            page: Mutex::new(None),
            before: DrawnBefore::default(),
            drawing: AtomicBool::new(false),
        }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where its report is written.
    pub fn report(&self) -> PathBuf {
        let folder = self.folders.store().study_folder(&self.name);
        folder.join("report.html")
    }

    /// The page as it was drawn last; drawn now where it never was.
    pub fn page(&self) -> Tagged {
        let page = lock(&self.page).clone();
        let page = page.unwrap_or_else(|| self.draw());
        Tagged {
            tag: tag(page.records),
            text: page.text,
        }
    }

    /// Takes the report that was written for the newest page.
    pub fn take_report(&self) {
        lock(&self.known).looked = None;
        if let Ok(text) = std::fs::read_to_string(self.report()) {
            let page = Page {
                text: text.into(),
                records: self.look().runs.records(),
                drawn: Instant::now(),
                took: Duration::ZERO,
            };
            *lock(&self.page) = Some(page);
        }
    }

    /// How the runs are, as JSON; `page` in it is the tag of the newest page. Where the records have
    /// changed and it is time, a page is drawn meanwhile.
    pub fn status(self: &Arc<Self>) -> Tagged {
        let known = self.look();
        let page = lock(&self.page).clone();
        let records = known.runs.records();
        let due = page.as_ref().is_some_and(|page| {
            let rest = match known.runs.any_is_trained() {
                true => SHORTEST_REST.max(page.took * REST),
                false => SHORTEST_REST,
            };
            page.records != records && page.drawn.elapsed() > rest
        });
        if due && !self.drawing.swap(true, Ordering::AcqRel) {
            let study = self.clone();
            std::thread::spawn(move || {
                study.draw();
                study.drawing.store(false, Ordering::Release);
            });
        }
        let page = page.map(|page| tag(page.records));
        let text: Arc<str> = status::json(&known.runs, page.as_deref())
            .to_string()
            .into();
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Tagged {
            tag: tag(hasher.finish()),
            text,
        }
    }

    /// What is known of the runs, looked at again where that is a while ago.
    fn look(&self) -> MutexGuard<'_, Known> {
        let mut known = lock(&self.known);
        if known.looked.is_none_or(|looked| looked.elapsed() > FRESH) {
            let store = self.folders.store();
            // Between two files of a record, say: it is looked at again a second later.
            if let Ok(study) = named_study(&store, &self.name) {
                known.runs.look(&store, &study);
            }
            known.looked = Some(Instant::now());
        }
        known
    }

    /// Draws the page anew, on one thread of its own.
    fn draw(&self) -> Page {
        let clock = Instant::now();
        // Before anything is read: what is written meanwhile is another version.
        let (records, versions) = {
            let known = self.look();
            (known.runs.records(), known.runs.versions())
        };
        let drawn = match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
            Ok(pool) => pool.install(|| self.text(&versions)),
            Err(_) => self.text(&versions),
        };
        let text = drawn.unwrap_or_else(|error| in_words(&self.name, &error));
        let page = Page {
            text: text.into(),
            records,
            drawn: Instant::now(),
            took: clock.elapsed(),
        };
        *lock(&self.page) = Some(page.clone());
        page
    }

    fn text(&self, versions: &BTreeMap<String, u64>) -> Result<String, Error> {
        let store = self.folders.store();
        let study = named_study(&store, &self.name)?;
        let (study, changed) = with_current_files(&self.folders, study, &Quiet)?;
        let mut data = StudyData::read(&store, study)?;
        data.changed = changed;
        let images = Images::of(&self.sets);
        let crop = |run: &_, sample: &_| images.crop(run, sample);
        let version = |id: &str| versions.get(id).copied().unwrap_or_default();
        let (asked, before) = (&self.asked, &self.before);
        let text = faceoff_report::page_text(&data, asked, &crop, before, &version)?;
        Ok(text)
    }
}

/// The name of the study whose file was written last.
fn newest(folders: &Folders) -> Result<String, Error> {
    let store = folders.store();
    let written = |name: &String| {
        let file = store.study_folder(name).join("study.json");
        file.metadata().and_then(|file| file.modified()).ok()
    };
    let newest = store.studies()?.into_iter().max_by_key(written);
    newest.ok_or_else(|| no_studies(&store))
}

/// A page that says why there is none.
fn in_words(name: &str, error: &Error) -> String {
    let escaped = |text: &str| {
        let text = text.replace('&', "&amp;");
        text.replace('<', "&lt;").replace('>', "&gt;")
    };
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Faceoff: {name}</title>\
         </head><body><main><h1>{name}</h1><p>There is nothing to be drawn yet: {error}.</p></main>\
         </body></html>",
        name = escaped(name),
        error = escaped(&error.to_string())
    )
}

fn tag(hash: u64) -> String {
    format!("{hash:016x}")
}

/// Locks are held for moments that cannot panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tells nobody: a page says itself what there is to be warned of.
struct Quiet;

impl Observer for Quiet {
    fn warning(&self, _: &str) {}

    fn run_begins<'a>(&'a self, _: BeginningRun<'a>) -> Box<dyn RunObserver + 'a> {
        Box::new(Silent)
    }
}
