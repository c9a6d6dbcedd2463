//! The data sets that runs are trained on.

use std::path::Path;

use faceoff_data::{FaceSet, Summary};
use faceoff_record::{DataDescription, DataKind, LeftOut};
use faceoff_spec::{DataSpec, Skip};

use crate::error::Error;
use crate::folders::Folders;
use crate::observer::{Observer, Step};
use crate::planned_set::PlannedSet;

/// What sets of drawn faces are called.
pub(crate) const DRAWN: &str = "drawn faces";

/// A data set in memory, and where it came from.
#[derive(Debug)]
pub(crate) struct DataSet {
    pub(crate) faces: FaceSet,
    pub(crate) kind: DataKind,
    pub(crate) name: String,
}

impl DataSet {
    /// The data set in `folder`, without what `skip` leaves out. Without one, the tool's own drawn faces; they are drawn now where
    /// they are not there yet.
    pub(crate) fn open(
        folders: &Folders,
        folder: Option<&Path>,
        skip: Skip,
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        match folder {
            Some(folder) => Self::read(folders, folder, skip, observer),
            None => {
                let drawn = folders.drawn_faces();
                draw_if_absent(&drawn, observer)?;
                Self::read(folders, &drawn, skip, observer)
            }
        }
    }

    /// The tool's own drawn faces where they are there; `None` where they are not.
    pub(crate) fn drawn_before(
        folders: &Folders,
        observer: &dyn Observer,
    ) -> Result<Option<Self>, Error> {
        let folder = folders.drawn_faces();
        let there = folder.is_dir();
        there
            .then(|| Self::read(folders, &folder, Skip::Nothing, observer))
            .transpose()
    }

    fn read(
        folders: &Folders,
        folder: &Path,
        skip: Skip,
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let step = observer.step(Step::ReadingImages(folder));
        let open = match skip {
            Skip::Nothing => FaceSet::open,
            Skip::Broken => FaceSet::open_skipping,
        };
        let faces = open(folder, &folders.cache, &|at| {
            step(at.done as u64, at.of as u64)
        })?;
        let (kind, name) = if faceoff_synth::marker(folder)?.is_some() {
            (DataKind::Drawn, DRAWN.to_owned())
        } else {
            (DataKind::Folder, name_of(folder))
        };
        Ok(Self { faces, kind, name })
    }

    /// The set in words and numbers, as `faces` of it are used.
    pub(crate) fn describe(&self, faces: &FaceSet) -> DataDescription {
        let summary = faces.summary();
        DataDescription {
            kind: self.kind,
            name: self.name.clone(),
            scheme: faces.scheme().name().to_owned(),
            train_images: summary.train_images,
            test_images: summary.test_images,
            train_people: summary.train_people,
            test_people: summary.test_people,
            shared_people: summary.shared_people,
            near_duplicates: Some(faces.near_duplicates()),
            validation_images: summary.validation_images,
            validation_people: summary.validation_people,
            left_out: faces.left_out().iter().map(left_out).collect(),
        }
    }
}

impl PlannedSet for DataSet {
    fn fingerprint(&self) -> &str {
        self.faces.fingerprint()
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn names_people(&self) -> bool {
        self.faces.names_people()
    }

    fn summary(&self, spec: &DataSpec) -> Result<Summary, Error> {
        Ok(self.faces.select(spec)?.summary())
    }
}

fn left_out(found: &faceoff_data::LeftOut) -> LeftOut {
    LeftOut {
        set: found.set.clone(),
        reason: found.reason.clone(),
        count: found.count,
    }
}

/// Whether the standard faces are in `folder`, as this version draws them.
pub(crate) fn are_drawn(folder: &Path) -> bool {
    let marker = faceoff_synth::marker(folder).ok().flatten();
    marker.is_some_and(|marker| marker.options == faceoff_synth::Options::default())
}

/// Draws the standard faces into `folder` unless they are there. The folder is the cache's: what
/// another version drew there is drawn anew.
fn draw_if_absent(folder: &Path, observer: &dyn Observer) -> Result<(), Error> {
    let options = faceoff_synth::Options::default();
    if are_drawn(folder) {
        return Ok(());
    }
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|source| Error::Cache {
            path: folder.to_path_buf(),
            source,
        })?;
    }
    let step = observer.step(Step::DrawingFaces(folder));
    faceoff_synth::write(folder, &options, &|at| step(at.done as u64, at.of as u64))?;
    Ok(())
}

/// What the data set in `folder` is called.
pub(crate) fn name_of(folder: &Path) -> String {
    let full = folder.canonicalize();
    let full = full.as_deref().unwrap_or(folder);
    full.file_name().map_or_else(
        || "data".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}
