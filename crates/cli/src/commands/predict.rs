//! `faceoff predict`: landmarks on one's own photographs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

use clap::Args;
use faceoff_study::{Frame, Frames, Photo, Predicted, Predictors, keep, photos};
use serde_json::json;

use crate::args::{Common, DeviceArguments};
use crate::error::Error;
use crate::{output, progress};

/// What stands for a stream of images on standard input.
const STREAM: &str = "-";

/// Predict the landmarks of faces on your own photographs
#[derive(Debug, Args)]
pub(crate) struct Predict {
    /// Name of an experiment that was trained here; NAME@EPOCH is its network after that many epochs
    #[arg(value_name = "EXPERIMENT")]
    name: String,
    /// Images, folders of images, or `-`: JPEG images on standard input one after the other, as
    /// `ffmpeg -i /dev/video0 -f mjpeg -` sends those of a camera
    #[arg(required = true, value_name = "IMAGE")]
    images: Vec<PathBuf>,
    /// Another experiment, whose landmarks are drawn beside; can be given several times
    #[arg(long, value_name = "EXPERIMENT")]
    compare: Vec<String>,
    /// Where the face is on each image, in pixels, framed as the training images frame theirs; the
    /// whole image without it
    #[arg(
        long = "box",
        value_name = "X,Y,WIDTH,HEIGHT",
        allow_hyphen_values = true
    )]
    frame: Option<FaceBox>,
    /// Folder for the images with landmarks drawn on them
    #[arg(long, value_name = "DIR", default_value = "predictions")]
    out: PathBuf,
    /// Draw nothing, which is faster
    #[arg(long)]
    no_overlays: bool,
    /// Name of the study whose networks predict; by default the one with the most evidence on all
    /// these experiments
    #[arg(long, value_name = "STUDY")]
    study: Option<String>,
    /// Where
    #[command(flatten)]
    device: DeviceArguments,
}

/// Where a face is.
#[derive(Clone, Copy, Debug)]
struct FaceBox(Frame);

impl FromStr for FaceBox {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split(',').map(|number| number.trim().parse::<i64>());
        let numbers: Result<Vec<i64>, _> = numbers.collect();
        let wrong = "expected four whole numbers, x,y,width,height, of which the last two are at \
                     least 1 and at most 100000";
        let Ok(&[x, y, width, height]) = numbers.as_deref() else {
            return Err(wrong.to_owned());
        };
        const MOST: i64 = 100_000;
        let fits = [width, height].iter().all(|side| (1..=MOST).contains(side))
            && [x, y].iter().all(|place| (-MOST..=MOST).contains(place));
        match (fits, u32::try_from(width), u32::try_from(height)) {
            (true, Ok(width), Ok(height)) => Ok(Self(Frame {
                corner: [x, y],
                size: [width, height],
            })),
            _ => Err(wrong.to_owned()),
        }
    }
}

/// The work under way.
struct Work<'a> {
    command: &'a Predict,
    common: &'a Common,
    predictors: Predictors,
    /// Names of overlays that are taken.
    names: BTreeSet<String>,
    images: usize,
    failed: usize,
    /// Time that the networks took.
    predicting: Duration,
}

impl Predict {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let observer = progress::observer(common);
        let names: Vec<String> = [&self.name]
            .into_iter()
            .chain(&self.compare)
            .cloned()
            .collect();
        let files: Vec<PathBuf> = self
            .images
            .iter()
            .filter(|path| !is_stream(path))
            .cloned()
            .collect();
        // Before anything is loaded: what is not there is a mistake.
        let files = photos(&files)?;
        let (study, device) = (self.study.as_deref(), self.device.options());
        let mut work = Work {
            command: self,
            common,
            predictors: Predictors::open(&common.folders(), &names, study, &device, &*observer)?,
            names: BTreeSet::new(),
            images: 0,
            failed: 0,
            predicting: Duration::ZERO,
        };
        let clock = Instant::now();
        if !common.json {
            output::print(&header())?;
        }
        for file in files {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            work.image(&file, Photo::read(&file), &stem)?;
        }
        if self.images.iter().any(|path| is_stream(path)) {
            for (number, frame) in Frames::new(std::io::stdin().lock()).enumerate() {
                let name = format!("frame-{:06}", number + 1);
                let path = Path::new(&name);
                match frame {
                    Ok(bytes) => work.image(path, Photo::decode(path, &bytes), &name)?,
                    Err(error) => return Err(Error::Input(error)),
                }
            }
        }
        work.end(clock.elapsed())
    }
}

impl Work<'_> {
    /// Predicts one image and prints that; one that cannot be read is warned of.
    fn image(
        &mut self,
        path: &Path,
        photo: Result<Photo, impl std::fmt::Display>,
        stem: &str,
    ) -> Result<(), Error> {
        let photo = match photo {
            Ok(photo) => photo,
            Err(error) => {
                tracing::warn!("{error}");
                self.failed += 1;
                return Ok(());
            }
        };
        let frame = self.command.frame.map_or(photo.whole(), |frame| frame.0);
        let clock = Instant::now();
        let predicted = self.predictors.predict(&photo, frame)?;
        self.predicting += clock.elapsed();
        self.images += 1;
        let overlay = match self.command.no_overlays {
            true => None,
            false => {
                let path = self.command.out.join(self.name(stem));
                keep(&path, &self.predictors.overlay(&photo, &predicted)?)?;
                Some(path)
            }
        };
        let image = path.display().to_string();
        for each in &predicted {
            let Predicted { label, landmarks } = each;
            let text = match self.common.json {
                true => {
                    let points: Vec<_> = landmarks.chunks_exact(2).collect();
                    json!({
                        "event": "prediction", "image": image, "experiment": label,
                        "landmarks": points, "overlay": overlay,
                    })
                    .to_string()
                }
                false => row(&image, label, landmarks),
            };
            output::print(&text)?;
        }
        Ok(())
    }

    /// A name for an overlay that none has yet.
    fn name(&mut self, stem: &str) -> String {
        let mut name = format!("{stem}.png");
        let mut number = 1;
        while !self.names.insert(name.clone()) {
            number += 1;
            name = format!("{stem}-{number}.png");
        }
        name
    }

    fn end(self, all: Duration) -> Result<(), Error> {
        let a_second = |time: Duration| self.images as f64 / time.as_secs_f64().max(1e-9);
        if !self.common.quiet {
            let overlays = match self.command.no_overlays {
                true => String::new(),
                false => format!(", overlays in {}", self.command.out.display()),
            };
            output::say(&format!(
                "{} images, {:.1} a second ({:.1} without reading and drawing){overlays}",
                self.images,
                a_second(all),
                a_second(self.predicting)
            ));
        }
        match self.failed {
            0 => Ok(()),
            failed => Err(Error::Unreadable {
                failed,
                images: failed + self.images,
            }),
        }
    }
}

fn is_stream(path: &Path) -> bool {
    path == Path::new(STREAM)
}

/// The columns: those of a table of landmarks, with the experiment.
fn header() -> String {
    let landmarks = faceoff_study::landmark_count();
    let columns = (0..landmarks).map(|i| format!(",x{i},y{i}"));
    format!("image,experiment{}", columns.collect::<String>())
}

fn row(image: &str, label: &str, landmarks: &[f32]) -> String {
    let mut row = format!("{},{}", field(image), field(label));
    for value in landmarks {
        row.push_str(&format!(",{value:.2}"));
    }
    row
}

/// `text` as a field of a CSV table.
fn field(text: &str) -> String {
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_four_whole_numbers() {
        let frame = "10, -2,30,40".parse::<FaceBox>().unwrap().0;
        assert_eq!((frame.corner, frame.size), ([10, -2], [30, 40]));
        for text in [
            "",
            "1,2,3",
            "1,2,3,4,5",
            "1,2,0,4",
            "a,2,3,4",
            "1,2,3,-4",
            "1,2,3,9999999",
        ] {
            assert!(text.parse::<FaceBox>().is_err(), "{text}");
        }
    }

    #[test]
    fn names_with_commas_stay_one_field() {
        assert_eq!(
            row("a,b.jpg", "base@9", &[1.0, 2.346]),
            "\"a,b.jpg\",base@9,1.00,2.35"
        );
    }
}
