//! Decoded images on disk, so that a second start reads one file.
//!
//! The cache of a data set is one file: a header line of JSON with a checksum of the rest, an
//! index of the faces in JSON, then the pixels. It holds images at their own size, so that one
//! cache serves every input size, and is made again when a table says something else, or an image is
//! new, gone, or differs in size or time of change.

use std::fs::{File, Metadata};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::UNIX_EPOCH;

use faceoff_files::{Error as FileError, write_atomically};
use faceoff_landmarks::Scheme;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::decode::decode;
use super::face::{Face, Pixels};
use super::left_out::{Count, LeftOut, whole};
use super::set::{FaceSet, Progress};
use super::unusable::Unusable;
use crate::Error;
use crate::source::{LabelledImage, source_of};

/// Version of the file; another is made anew.
pub(super) const FORMAT: u32 = 5;

#[derive(Serialize, Deserialize)]
struct Header {
    format: u32,
    /// State of tables and images.
    sources: String,
    fingerprint: String,
    /// Bytes of the index.
    index: usize,
    /// Bytes of index and pixels.
    length: usize,
    /// Hash of index and pixels.
    checksum: String,
    left_out: Vec<LeftOut>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    test: bool,
    file: String,
    person: Option<String>,
    video: Option<u32>,
    frame: Option<u32>,
    width: usize,
    height: usize,
    sixteen: bool,
    landmarks: Vec<f32>,
}

impl Entry {
    /// The face with its `pixels`.
    fn face(self, scheme: &'static Scheme, pixels: Pixels) -> Face {
        Face {
            file: self.file,
            person: self.person,
            video: self.video,
            frame: self.frame,
            width: self.width,
            height: self.height,
            scheme,
            landmarks: self.landmarks,
            pixels,
        }
    }
}

impl FaceSet {
    /// Reads the data set in `folder` through the cache in `cache_folder`, which is made when
    /// absent and made again when a source file changed. That it cannot be written is warned of.
    ///
    /// # Errors
    /// When the folder is no data set, a table or an image is broken, or a file cannot be read.
    pub fn open(
        folder: &Path,
        cache_folder: &Path,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Self, Error> {
        let place = CachePlace::find(folder, cache_folder, false)?;
        let (images, scheme) = (place.images.clone(), place.scheme);
        through(&place, || {
            let decoded = decode_all(images, scheme, progress);
            let faces = decoded.into_iter().map(|(test, face)| Ok((test, face?)));
            let faces = faces.collect::<Result<Vec<_>, Error>>()?;
            Ok(face_set(faces, place.as_named, scheme, Vec::new()))
        })
    }

    /// [`open`](Self::open), but what is broken is left out, and counted.
    ///
    /// # Errors
    /// When the folder is no data set, a table cannot be read at all, or nothing whole is left to train
    /// or to test on.
    pub fn open_skipping(
        folder: &Path,
        cache_folder: &Path,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Self, Error> {
        let mut place = CachePlace::find(folder, cache_folder, true)?;
        let mut count = std::mem::take(&mut place.left_out);
        let (images, scheme) = (place.images.clone(), place.scheme);
        let set = through(&place, || {
            let mut faces = Vec::new();
            for (test, face) in decode_all(images, scheme, progress) {
                match face {
                    Ok(face) => faces.push((test, face)),
                    Err(error) => count.image(if test { "test" } else { "training" }, &error),
                }
            }
            Ok(face_set(faces, place.as_named, scheme, count.list()))
        })?;
        for (set, faces) in [("training", &set.train), ("test", &set.test)] {
            if faces.is_empty() {
                let path = folder.to_path_buf();
                return Err(Error::NothingWhole { path, set });
            }
        }
        Ok(set)
    }
}

/// Where a data set is cached, and what it is made of.
pub(super) struct CachePlace {
    path: PathBuf,
    images: Vec<LabelledImage>,
    /// Whether people are those that file names were always taken for.
    as_named: bool,
    /// State of tables and images.
    state: String,
    scheme: &'static Scheme,
    /// What is left out as broken before images are decoded.
    left_out: Count,
}

impl CachePlace {
    /// Of the data set in `folder`, without what is broken if it is read `skipping` that.
    pub(super) fn find(folder: &Path, cache_folder: &Path, skipping: bool) -> Result<Self, Error> {
        let source = source_of(folder)?;
        let (images, left_out) = match skipping {
            false => (source.images(folder)?, Count::default()),
            true => whole(source.survey(folder)?.0),
        };
        let suffix = if skipping { "-whole" } else { "" };
        Ok(Self {
            path: cache_file(folder, cache_folder, suffix)?,
            as_named: source.as_named(&images),
            state: state(&source.tables(folder), &images)?,
            scheme: source.scheme(),
            images,
            left_out,
        })
    }

    /// The set as it is cached, its faces without pixels: `None` where the cache is to be made.
    pub(super) fn listed(&self) -> Option<FaceSet> {
        let mut file = BufReader::new(File::open(&self.path).ok()?);
        let mut line = Vec::new();
        file.read_until(b'\n', &mut line).ok()?;
        let header: Header = serde_json::from_slice(&line).ok()?;
        if header.format != FORMAT || header.sources != self.state {
            return None;
        }
        let mut index = Vec::new();
        file.take(header.index as u64)
            .read_to_end(&mut index)
            .ok()?;
        let index: Vec<Entry> = serde_json::from_slice(&index).ok()?;
        let faces = index.into_iter().map(|entry| {
            let none = Pixels::Eight([].into());
            (entry.test, entry.face(self.scheme, none))
        });
        let (fingerprint, left_out) = (header.fingerprint, header.left_out);
        Some(split(faces.collect(), self.scheme, fingerprint, left_out))
    }
}

/// The set in the cache file of `place` where it is of the sources' state; else what `make` makes,
/// kept there.
fn through(
    place: &CachePlace,
    make: impl FnOnce() -> Result<FaceSet, Error>,
) -> Result<FaceSet, Error> {
    let (path, state) = (&place.path, &place.state);
    match read(path, state, place.scheme) {
        Ok(Some(set)) => return Ok(set),
        Ok(None) => {}
        Err(reason) => tracing::warn!("{} is made again: {reason}", path.display()),
    }
    let set = make()?;
    if let Err(error) = write(path, state, &set) {
        tracing::warn!("{error}; the images will be decoded again next time");
    }
    Ok(set)
}

/// Where the set in `folder` is kept, as it is read in the way that `suffix` stands for.
fn cache_file(folder: &Path, cache_folder: &Path, suffix: &str) -> Result<PathBuf, Error> {
    let full = folder
        .canonicalize()
        .map_err(FileError::of("find", folder))?;
    let hash = blake3::hash(full.as_os_str().as_encoded_bytes()).to_hex();
    Ok(cache_folder.join(format!("decoded-{}{suffix}.faces", &hash[..16])))
}

/// A hash of what tables say, and of what images look like from outside: tables are small, and a copy
/// of a changed one can have the size and time of the one before.
fn state(tables: &[PathBuf], images: &[LabelledImage]) -> Result<String, Error> {
    let mut hasher = blake3::Hasher::new();
    for path in tables {
        let content = std::fs::read(path).map_err(FileError::of("read", path))?;
        hasher.update(blake3::hash(&content).as_bytes());
    }
    for LabelledImage { file, path, .. } in images {
        let metadata = path.metadata().map_err(FileError::of("look at", path))?;
        hasher.update(file.as_bytes());
        hasher.update(&[0]);
        hasher.update(&metadata.len().to_le_bytes());
        hasher.update(&changed(&metadata));
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// When a file was changed. Where the file system says so, also when anything about it was, which no
/// program sets: an archive or a copy can bring other content with the time of the earlier.
fn changed(metadata: &Metadata) -> [u8; 32] {
    // A clock before 1970 is as good a mark of change as any other.
    let modified = metadata.modified().ok();
    let modified = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = modified.map_or(0, |time| time.as_nanos());
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&modified.to_le_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        bytes[16..24].copy_from_slice(&metadata.ctime().to_le_bytes());
        bytes[24..].copy_from_slice(&metadata.ctime_nsec().to_le_bytes());
    }
    bytes
}

/// Whether each image is for testing, and its face.
fn decode_all(
    images: Vec<LabelledImage>,
    scheme: &'static Scheme,
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<(bool, Result<Face, Error>)> {
    let (done, of) = (AtomicUsize::new(0), images.len());
    let images = images.into_par_iter();
    images
        .map(|image| {
            let (test, face) = (image.test, decode_one(image, scheme));
            progress(Progress {
                done: done.fetch_add(1, Ordering::Relaxed) + 1,
                of,
            });
            (test, face)
        })
        .collect()
}

fn decode_one(image: LabelledImage, scheme: &'static Scheme) -> Result<Face, Error> {
    let grey = decode(&image.path)?;
    let size = [grey.width, grey.height];
    if let Some(unusable) = Unusable::of(&image.landmarks, size) {
        return Err(image.wrong(unusable.to_string()));
    }
    Ok(Face {
        file: image.file,
        person: image.person.name,
        video: image.person.video,
        frame: image.person.frame,
        width: grey.width,
        height: grey.height,
        scheme,
        landmarks: image.landmarks,
        pixels: grey.pixels,
    })
}

fn face_set(
    faces: Vec<(bool, Face)>,
    as_named: bool,
    scheme: &'static Scheme,
    left_out: Vec<LeftOut>,
) -> FaceSet {
    let fingerprint = fingerprint(&faces, as_named);
    split(faces, scheme, fingerprint, left_out)
}

fn split(
    faces: Vec<(bool, Face)>,
    scheme: &'static Scheme,
    fingerprint: String,
    left_out: Vec<LeftOut>,
) -> FaceSet {
    let (test, train): (Vec<_>, Vec<_>) = faces.into_iter().partition(|(test, _)| *test);
    let only = |faces: Vec<(bool, Face)>| faces.into_iter().map(|(_, face)| face).collect();
    FaceSet {
        train: only(train),
        test: only(test),
        validation: Vec::new(),
        scheme,
        fingerprint,
        left_out,
    }
}

/// People count where they are others than file names were taken for by the first versions, whose runs
/// are found again.
fn fingerprint(faces: &[(bool, Face)], as_named: bool) -> String {
    let hashes: Vec<blake3::Hash> = faces
        .par_iter()
        .map(|(_, face)| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(face.file.as_bytes());
            for side in [face.width, face.height] {
                hasher.update(&(side as u64).to_le_bytes());
            }
            for value in &face.landmarks {
                hasher.update(&value.to_le_bytes());
            }
            hasher.update(&bytes(&face.pixels));
            hasher.finalize()
        })
        .collect();
    let mut all = blake3::Hasher::new_derive_key("faceoff data set v1");
    for hash in hashes {
        all.update(hash.as_bytes());
    }
    if !as_named {
        for (_, face) in faces {
            let (person, file) = face.unit();
            for text in [person, file] {
                all.update(blake3::hash(text.as_bytes()).as_bytes());
            }
        }
    }
    all.finalize().to_hex()[..32].to_owned()
}

fn bytes(pixels: &Pixels) -> std::borrow::Cow<'_, [u8]> {
    match pixels {
        Pixels::Eight(values) => values.as_ref().into(),
        Pixels::Sixteen(values) => values.iter().flat_map(|v| v.to_le_bytes()).collect(),
    }
}

fn write(path: &Path, sources: &str, set: &FaceSet) -> Result<(), Error> {
    let faces = || {
        set.train
            .iter()
            .map(|face| (false, face))
            .chain(set.test.iter().map(|face| (true, face)))
    };
    let index: Vec<Entry> = faces()
        .map(|(test, face)| Entry {
            test,
            file: face.file.clone(),
            person: face.person.clone(),
            video: face.video,
            frame: face.frame,
            width: face.width,
            height: face.height,
            sixteen: matches!(face.pixels, Pixels::Sixteen(_)),
            landmarks: face.landmarks.clone(),
        })
        .collect();
    let as_io = |e: serde_json::Error| FileError::of("write", path)(e.into());
    let mut body = serde_json::to_vec(&index).map_err(as_io)?;
    let index = body.len();
    for (_, face) in faces() {
        body.extend_from_slice(&bytes(&face.pixels));
    }
    let header = Header {
        format: FORMAT,
        sources: sources.to_owned(),
        fingerprint: set.fingerprint.clone(),
        index,
        length: body.len(),
        checksum: blake3::hash(&body).to_hex().to_string(),
        left_out: set.left_out.clone(),
    };
    let mut line = serde_json::to_vec(&header).map_err(as_io)?;
    line.push(b'\n');
    Ok(write_atomically(path, &[&line, &body])?)
}

/// The set in the cache file; `None` where it has to be made for the first time or again because
/// a source changed, and a reason where the file is broken.
fn read(path: &Path, sources: &str, scheme: &'static Scheme) -> Result<Option<FaceSet>, String> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e.to_string()),
    };
    let mut all = Vec::new();
    file.read_to_end(&mut all).map_err(|e| e.to_string())?;
    let end = all
        .iter()
        .position(|&byte| byte == b'\n')
        .ok_or("it has no header")?;
    let header: Header = serde_json::from_slice(&all[..end]).map_err(|e| e.to_string())?;
    if header.format != FORMAT || header.sources != sources {
        return Ok(None);
    }
    let body = &all[end + 1..];
    if body.len() != header.length || header.index > body.len() {
        return Err(format!(
            "{} bytes where {} were written",
            body.len(),
            header.length
        ));
    }
    let mut hasher = blake3::Hasher::new();
    if hasher.update_rayon(body).finalize().to_hex().as_str() != header.checksum {
        return Err("its checksum is wrong".to_owned());
    }
    let (index, mut pixels) = body.split_at(header.index);
    let index: Vec<Entry> = serde_json::from_slice(index).map_err(|e| e.to_string())?;
    let mut faces = Vec::with_capacity(index.len());
    for entry in index {
        let length = entry.width * entry.height * if entry.sixteen { 2 } else { 1 };
        let own = pixels.split_off(..length).ok_or("an image is missing")?;
        if entry.landmarks.len() != scheme.outputs() {
            return Err("a landmark is missing".into());
        }
        let pixels = if entry.sixteen {
            let pairs = own
                .chunks_exact(2)
                .map(|b| u16::from_le_bytes([b[0], b[1]]));
            Pixels::Sixteen(pairs.collect())
        } else {
            Pixels::Eight(own.into())
        };
        faces.push((entry.test, entry.face(scheme, pixels)));
    }
    Ok(Some(split(
        faces,
        scheme,
        header.fingerprint,
        header.left_out,
    )))
}
