//! Decoded pictures on disk, so that a second start reads one file.
//!
//! The cache of a data set is one file: a header line of JSON with a checksum of the rest, an
//! index of the faces in JSON, then the pixels. It holds pictures at their own size, so that one
//! cache serves every input size, and is made again when any source file is new, gone, or differs
//! in size or time of change.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::UNIX_EPOCH;

use faceoff_landmarks::Scheme;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::decode::decode;
use crate::face::Pixels;
use crate::file::{folder_of, write_atomically};
use crate::layout::{Row, SETS, parse_name, required, rows};
use crate::{Error, Face, FaceSet, Progress};

/// Version of the file; another is made anew.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Header {
    format: u32,
    /// State of the source files.
    sources: String,
    fingerprint: String,
    /// Bytes of the index.
    index: usize,
    /// Bytes of index and pixels.
    length: usize,
    /// Hash of index and pixels.
    checksum: String,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    test: bool,
    file: String,
    width: usize,
    height: usize,
    sixteen: bool,
    landmarks: Vec<f32>,
}

struct Source {
    test: bool,
    file: String,
    path: PathBuf,
    row: Row,
}

pub(crate) fn open(
    folder: &Path,
    cache_folder: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<FaceSet, Error> {
    let sources = sources(folder)?;
    let state = state(folder, &sources)?;
    let path = cache_file(folder, cache_folder)?;
    match read(&path, &state) {
        Ok(Some(set)) => return Ok(set),
        Ok(None) => {}
        Err(reason) => tracing::warn!("{} is made again: {reason}", path.display()),
    }
    let set = decode_all(sources, progress)?;
    if let Err(error) = write(&path, &state, &set) {
        tracing::warn!("{error}; the pictures will be decoded again next time");
    }
    Ok(set)
}

fn cache_file(folder: &Path, cache_folder: &Path) -> Result<PathBuf, Error> {
    let full = folder.canonicalize().map_err(Error::io("find", folder))?;
    let hash = blake3::hash(full.as_os_str().as_encoded_bytes()).to_hex();
    Ok(cache_folder.join(format!("decoded-{}.faces", &hash[..16])))
}

/// All labelled pictures, sorted by set and file.
fn sources(folder: &Path) -> Result<Vec<Source>, Error> {
    let mut sources = Vec::new();
    for (set, csv) in SETS {
        let pictures = required(folder, set)?;
        let table = required(folder, csv)?;
        for row in rows(&table)? {
            let path = pictures.join(&row.name);
            if !path.is_file() {
                let reason = format!("no file `{}` in {}", row.name, pictures.display());
                return Err(Error::Row {
                    path: table,
                    line: row.line,
                    reason,
                });
            }
            sources.push(Source {
                test: set == "test",
                file: format!("{set}/{}", row.name),
                path,
                row,
            });
        }
    }
    sources.sort_by(|a, b| (a.test, &a.file).cmp(&(b.test, &b.file)));
    Ok(sources)
}

/// A hash of what the source files look like from outside.
fn state(folder: &Path, sources: &[Source]) -> Result<String, Error> {
    let mut hasher = blake3::Hasher::new();
    let tables = SETS.iter().map(|(_, csv)| folder.join(csv));
    for path in tables.chain(sources.iter().map(|source| source.path.clone())) {
        let metadata = path.metadata().map_err(Error::io("look at", &path))?;
        // A clock before 1970 is as good a mark of change as any other.
        let changed = metadata
            .modified()
            .ok()
            .and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        hasher.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        hasher.update(&[0]);
        hasher.update(&metadata.len().to_le_bytes());
        hasher.update(&changed.map_or(0, |t| t.as_nanos()).to_le_bytes());
    }
    Ok(hasher.finalize().to_hex().to_string())
}

fn decode_all(
    sources: Vec<Source>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<FaceSet, Error> {
    let (done, of) = (AtomicUsize::new(0), sources.len());
    let decoded: Vec<(bool, Face)> = sources
        .into_par_iter()
        .map(|source| {
            let grey = decode(&source.path)?;
            progress(Progress {
                done: done.fetch_add(1, Ordering::Relaxed) + 1,
                of,
            });
            let face = face(
                source.file,
                grey.width,
                grey.height,
                source.row.landmarks.clone(),
                grey.pixels,
            );
            Ok((source.test, face))
        })
        .collect::<Result<_, Error>>()?;
    Ok(face_set(decoded))
}

fn face(file: String, width: usize, height: usize, landmarks: Vec<f32>, pixels: Pixels) -> Face {
    let name = file
        .rsplit_once('/')
        .map_or(file.as_str(), |(_, name)| name);
    let (person, video, frame) = parse_name(name);
    Face {
        person,
        video,
        frame,
        width,
        height,
        landmarks,
        pixels,
        file,
    }
}

fn face_set(faces: Vec<(bool, Face)>) -> FaceSet {
    let fingerprint = fingerprint(&faces);
    let (test, train): (Vec<_>, Vec<_>) = faces.into_iter().partition(|(test, _)| *test);
    let only = |faces: Vec<(bool, Face)>| faces.into_iter().map(|(_, face)| face).collect();
    FaceSet {
        train: only(train),
        test: only(test),
        fingerprint,
    }
}

fn fingerprint(faces: &[(bool, Face)]) -> String {
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
            width: face.width,
            height: face.height,
            sixteen: matches!(face.pixels, Pixels::Sixteen(_)),
            landmarks: face.landmarks.clone(),
        })
        .collect();
    let as_io = |e: serde_json::Error| Error::io("write", path)(e.into());
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
    };
    let mut line = serde_json::to_vec(&header).map_err(as_io)?;
    line.push(b'\n');
    let folder = folder_of(path);
    std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    write_atomically(path, &[&line, &body])
}

/// The set in the cache file; `None` where it has to be made for the first time or again because
/// a source changed, and a reason where the file is broken.
fn read(path: &Path, sources: &str) -> Result<Option<FaceSet>, String> {
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
    let (mut train, mut test) = (Vec::new(), Vec::new());
    for entry in index {
        let length = entry.width * entry.height * if entry.sixteen { 2 } else { 1 };
        let own = pixels.split_off(..length).ok_or("a picture is missing")?;
        if entry.landmarks.len() != Scheme::face_68().outputs() {
            return Err("a point is missing".into());
        }
        let values = if entry.sixteen {
            let pairs = own
                .chunks_exact(2)
                .map(|b| u16::from_le_bytes([b[0], b[1]]));
            Pixels::Sixteen(pairs.collect())
        } else {
            Pixels::Eight(own.into())
        };
        let set = if entry.test { &mut test } else { &mut train };
        set.push(face(
            entry.file,
            entry.width,
            entry.height,
            entry.landmarks,
            values,
        ));
    }
    Ok(Some(FaceSet {
        train,
        test,
        fingerprint: header.fingerprint,
    }))
}
