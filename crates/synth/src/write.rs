//! A data set folder of drawn faces.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use faceoff_data::{Listed, Progress, SETS, must_be_free};
use faceoff_files::{Error as FileError, folder_of};
use faceoff_landmarks::Scheme;
use faceoff_random::{Purpose, Stream};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use rayon::prelude::*;

use crate::chance::TEST_FRAMES;
use crate::video::{Image, Place};
use crate::{Error, Marker, Options};

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Training images.
    pub train_images: usize,
    /// Test images.
    pub test_images: usize,
}

/// One image to be drawn.
struct Job {
    place: Place,
    /// Index into [`SETS`].
    set: usize,
    name: String,
}

/// Draws a data set into the folder `dir`, which must be absent or empty. It is written beside and
/// renamed when it is whole. `progress` is called after every image, from several threads.
///
/// The folder has the distributed layout: images in `training/` and `test/`, 8-bit grey PNG
/// files named `Drawn_Person_001_VF.jpg` (V the video's digit, F the frame), and for each folder a
/// CSV file of file names and x0, y0, x1, y1, … of the landmarks, in pixels of the image, whole
/// numbers being pixel centres.
///
/// # Errors
/// When an option is out of range, the folder holds something, or a file cannot be written.
pub fn write(
    dir: &Path,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Summary, Error> {
    options.check()?;
    must_be_free(dir)?;
    let parent = folder_of(dir);
    fs::create_dir_all(parent).map_err(FileError::of("create", parent))?;
    // Removes itself when anything below fails. The set is a folder within, as temporary folders
    // are closed to other users.
    let temporary = tempfile::Builder::new()
        .prefix(".drawing-")
        .tempdir_in(parent)
        .map_err(FileError::of("create a folder in", parent))?;
    let whole = temporary.path().join("set");
    fs::create_dir(&whole).map_err(FileError::of("create", &whole))?;
    draw_all(&whole, options, progress)?;
    Marker::new(options).write(&whole)?;

    if dir.exists() {
        // Fails if somebody filled the folder meanwhile.
        fs::remove_dir(dir).map_err(FileError::of("replace", dir))?;
    }
    fs::rename(&whole, dir).map_err(FileError::of("move the drawn faces to", dir))?;
    Ok(Summary {
        train_images: options.train_images(),
        test_images: options.test_images(),
    })
}

fn draw_all(
    folder: &Path,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<(), Error> {
    let images = SETS.map(|(set, _)| folder.join(set));
    for path in &images {
        fs::create_dir(path).map_err(FileError::of("create", path))?;
    }
    let jobs = jobs(options);
    let (done, of) = (AtomicUsize::new(0), jobs.len());
    let rows: Vec<String> = jobs
        .par_iter()
        .map(|job| {
            let image = Image::draw(options.seed, job.place);
            encode(&images[job.set].join(&job.name), &image)?;
            progress(Progress {
                done: done.fetch_add(1, Ordering::Relaxed) + 1,
                of,
            });
            Ok(row(&job.name, &image.landmarks))
        })
        .collect::<Result<_, Error>>()?;
    for (set, (_, csv)) in SETS.iter().enumerate() {
        let mut table = header();
        for (row, _) in rows.iter().zip(&jobs).filter(|(_, job)| job.set == set) {
            table.push_str(row);
        }
        let path: PathBuf = folder.join(csv);
        fs::write(&path, table).map_err(FileError::of("write", &path))?;
    }
    Ok(())
}

/// The images of a set that [`write()`] draws, which need not be drawn.
///
/// # Errors
/// When an option is out of range.
pub fn listed(options: &Options) -> Result<Vec<Listed>, Error> {
    options.check()?;
    let image = |job: Job| {
        let (set, _) = SETS[job.set];
        Listed {
            test: job.set == 1,
            person: Some(person_name(job.place.person, options)),
            file: format!("{set}/{}", job.name),
        }
    };
    Ok(jobs(options).into_iter().map(image).collect())
}

fn person_name(person: usize, options: &Options) -> String {
    let (number, digits) = (person + 1, options.people.to_string().len().max(3));
    format!("Drawn_Person_{number:0digits$}")
}

fn jobs(options: &Options) -> Vec<Job> {
    let frames = options.frames_per_video + options.test_frames_per_video;
    let mut jobs = Vec::with_capacity(options.train_images() + options.test_images());
    for person in 0..options.people {
        for video in 0..options.videos_per_person {
            let position = [TEST_FRAMES, person as u64, video as u64, frames as u64];
            let mut stream = Stream::new(options.seed, Purpose::DrawnFace, &position);
            let order = stream.permutation(frames);
            let tests = &order[..options.test_frames_per_video];
            for frame in 0..frames {
                let name = person_name(person, options);
                jobs.push(Job {
                    place: Place {
                        person,
                        video,
                        frame,
                    },
                    set: usize::from(tests.contains(&frame)),
                    name: format!("{name}_{video}{frame}.jpg"),
                });
            }
        }
    }
    jobs
}

fn encode(path: &Path, image: &Image) -> Result<(), Error> {
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive)
        .write_image(
            &image.pixels,
            image.width,
            image.height,
            ExtendedColorType::L8,
        )
        .map_err(|e| Error::Encode {
            path: path.to_path_buf(),
            reason: e.to_string(),
        })?;
    Ok(fs::write(path, bytes).map_err(FileError::of("write", path))?)
}

fn header() -> String {
    let mut line = String::new();
    for column in 0..Scheme::face_68().outputs() {
        line.push_str(&format!(",{column}"));
    }
    line.push('\n');
    line
}

fn row(name: &str, landmarks: &[[f32; 2]]) -> String {
    let mut line = name.to_owned();
    for coordinate in landmarks.as_flattened() {
        line.push_str(&format!(",{coordinate:.2}"));
    }
    line.push('\n');
    line
}
