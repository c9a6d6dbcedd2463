//! `faceoff data`: check, draw or download data sets.

use std::path::Path;

use faceoff_study::{DrawingOptions, PUBLISHED, check_data, draw_faces, fetch_data};
use serde_json::json;

use crate::args::{Common, DataCommand};
use crate::error::Error;
use crate::{output, progress};

pub(crate) fn run(common: &Common, command: &DataCommand) -> Result<(), Error> {
    match command {
        DataCommand::Check { folder } => check(common, folder),
        DataCommand::Synth {
            folder,
            people,
            videos,
            frames,
            seed,
        } => {
            let standard = DrawingOptions::default();
            let options = DrawingOptions {
                people: people.unwrap_or(standard.people),
                videos_per_person: videos.unwrap_or(standard.videos_per_person),
                frames_per_video: frames.unwrap_or(standard.frames_per_video),
                seed: seed.unwrap_or(standard.seed),
                ..standard
            };
            synth(common, folder, &options)
        }
        DataCommand::Fetch { folder, url } => {
            fetch(common, folder, url.as_deref().unwrap_or(PUBLISHED))
        }
    }
}

fn check(common: &Common, folder: &Path) -> Result<(), Error> {
    let report = check_data(folder, &*progress::observer(common))?;
    output::result(common, &report.to_string(), &report)?;
    match report.usable() {
        true => Ok(()),
        false => Err(Error::Unusable(folder.to_path_buf())),
    }
}

fn synth(common: &Common, folder: &Path, options: &DrawingOptions) -> Result<(), Error> {
    let drawn = draw_faces(folder, options, &*progress::observer(common))?;
    let (train, test) = (drawn.train_images, drawn.test_images);
    let text = format!(
        "{train} training and {test} test images in {}",
        folder.display()
    );
    let value = json!({ "train_images": train, "test_images": test });
    output::result(common, &text, &value)
}

fn fetch(common: &Common, folder: &Path, url: &str) -> Result<(), Error> {
    let fetched = fetch_data(url, folder, &*progress::observer(common))?;
    let text = format!("{} files in {}", fetched.files, fetched.folder.display());
    let value = json!({ "folder": fetched.folder, "files": fetched.files, "bytes": fetched.bytes });
    output::result(common, &text, &value)
}
