//! All files of an `experiments` folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use faceoff_files::Error as FileError;
use faceoff_spec::{Comparison, Experiment, Scale};

use crate::read::{self, Contents, Flaws};
use crate::toml::Source;
use crate::{Error, Mistakes};

/// Folder of comparisons, in the folder of experiments.
const COMPARISONS: &str = "comparisons";
/// Folder of scales, in the folder of experiments.
const SCALES: &str = "scales";

/// What a folder of experiments holds, checked.
///
/// ```
/// # fn main() -> Result<(), faceoff_config::Error> {
/// let base = ("experiments/base.toml".into(), "[train]\nepochs = 85".to_owned());
/// let slow = "extends = \"base\"\n[train]\nlearning_rate = 0.0001".to_owned();
/// let files = [base, ("experiments/slow.toml".into(), slow)];
/// let catalog = faceoff_config::Catalog::from_texts(files)?;
/// assert_eq!(catalog.experiment("slow")?.train.epochs, 85);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Catalog {
    /// By name.
    pub experiments: Vec<Experiment>,
    /// By their order, then by name.
    pub comparisons: Vec<Comparison>,
    /// By name.
    pub scales: Vec<Scale>,
}

/// Files that are left out of a [`Catalog`], so that the others can be used.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// What they are called: files with mistakes, and those that extend or compare what is in one.
    pub names: Vec<String>,
    /// The mistakes.
    pub mistakes: Mistakes,
    /// Whether they are comparisons alone, so that every experiment and every scale is there.
    pub only_comparisons: bool,
}

impl Catalog {
    /// What can be used of the folder, and what is left out of it: a file with mistakes stops only
    /// what needs it.
    ///
    /// # Errors
    /// [`Error::Mistakes`] where no experiment is left; a folder that cannot be read or has no
    /// experiments.
    pub fn load_sound(folder: &Path) -> Result<(Self, Option<LeftOut>), Error> {
        let mut files = Files::read(folder)?;
        let mut left_out: Option<LeftOut> = None;
        loop {
            let flaws = match files.contents() {
                Ok(catalog) => return Ok((catalog, left_out)),
                Err(flaws) => flaws,
            };
            // What follows from the first mistakes, as that something extends what is left out,
            // is none of its own.
            let left_out = left_out.get_or_insert(LeftOut {
                names: Vec::new(),
                mistakes: flaws.mistakes,
                only_comparisons: true,
            });
            let before = (files.experiments.len(), files.scales.len());
            left_out.names.extend(files.remove(&flaws.files));
            let after = (files.experiments.len(), files.scales.len());
            left_out.only_comparisons &= before == after;
            if files.experiments.is_empty() {
                return Err(Error::Mistakes(left_out.mistakes.clone()));
            }
        }
    }

    /// Reads `*.toml` of the folder as experiments, those of its folders `comparisons` and
    /// `scales` as what these are called.
    ///
    /// # Errors
    /// [`Error::Mistakes`] with every mistake of every file; a folder that cannot be read or has
    /// no experiments.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        Ok(Files::read(folder)?.contents()?)
    }

    /// As [`load`](Self::load), from paths and texts instead of a folder: a file whose folder is
    /// called `comparisons` or `scales` holds one of these, any other an experiment.
    ///
    /// # Errors
    /// [`Error::Mistakes`] with every mistake of every file.
    pub fn from_texts(files: impl IntoIterator<Item = (PathBuf, String)>) -> Result<Self, Error> {
        let mut sorted = Files::default();
        for (path, text) in files {
            let folder = path.parent().and_then(Path::file_name);
            let kind = match folder.and_then(|folder| folder.to_str()) {
                Some(COMPARISONS) => &mut sorted.comparisons,
                Some(SCALES) => &mut sorted.scales,
                _ => &mut sorted.experiments,
            };
            kind.push(Arc::new(Source { path, text }));
        }
        Ok(sorted.contents()?)
    }

    /// The experiment `name`.
    ///
    /// # Errors
    /// [`Error::Unknown`] with the names there are.
    pub fn experiment(&self, name: &str) -> Result<&Experiment, Error> {
        find("experiment", name, &self.experiments, |e| &e.name)
    }

    /// The scale `name`.
    ///
    /// # Errors
    /// [`Error::Unknown`] with the names there are.
    pub fn scale(&self, name: &str) -> Result<&Scale, Error> {
        find("scale", name, &self.scales, |s| &s.name)
    }
}

/// Files by what they hold.
#[derive(Default)]
struct Files {
    experiments: Vec<Arc<Source>>,
    comparisons: Vec<Arc<Source>>,
    scales: Vec<Arc<Source>>,
}

impl Files {
    fn read(folder: &Path) -> Result<Self, Error> {
        let experiments = read_folder(folder)?;
        if experiments.is_empty() {
            return Err(Error::Empty {
                path: folder.to_path_buf(),
            });
        }
        let below = |name| {
            let folder = folder.join(name);
            match folder.is_dir() {
                true => read_folder(&folder),
                false => Ok(Vec::new()),
            }
        };
        Ok(Self {
            experiments,
            comparisons: below(COMPARISONS)?,
            scales: below(SCALES)?,
        })
    }

    fn contents(&self) -> Result<Catalog, Flaws> {
        let Contents {
            experiments,
            comparisons,
            scales,
        } = read::contents(&self.experiments, &self.comparisons, &self.scales)?;
        Ok(Catalog {
            experiments,
            comparisons,
            scales,
        })
    }

    /// Takes away the files at `paths`, and returns what they are called.
    fn remove(&mut self, paths: &[PathBuf]) -> Vec<String> {
        let mut names = Vec::new();
        for files in [
            &mut self.experiments,
            &mut self.comparisons,
            &mut self.scales,
        ] {
            files.retain(|file| {
                let removed = paths.contains(&file.path);
                if removed {
                    names.push(read::name(file));
                }
                !removed
            });
        }
        names
    }
}

impl From<Flaws> for Error {
    fn from(flaws: Flaws) -> Self {
        Self::Mistakes(flaws.mistakes)
    }
}

fn find<'a, T>(
    what: &'static str,
    name: &str,
    all: &'a [T],
    name_of: impl Fn(&T) -> &String,
) -> Result<&'a T, Error> {
    let found = all.iter().find(|one| name_of(one) == name);
    found.ok_or_else(|| Error::Unknown {
        what,
        name: name.to_owned(),
        known: all.iter().map(|one| name_of(one).clone()).collect(),
    })
}

/// The `*.toml` files right in `folder`, sorted by name.
fn read_folder(folder: &Path) -> Result<Vec<Arc<Source>>, Error> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(FileError::of("read", folder))? {
        let path = entry.map_err(FileError::of("read", folder))?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
            && !hidden
        {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).map_err(FileError::of("read", &path))?;
        Ok(Arc::new(Source { path, text }))
    };
    paths.into_iter().map(read).collect()
}
