//! `faceoff data`: check, draw or download data sets.

use std::path::Path;

use faceoff_synth::Options;
use serde_json::json;

use crate::args::{Common, DataCommand};
use crate::error::Error;
use crate::output;
use crate::progress::Counting;

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
            let standard = Options::default();
            let options = Options {
                people: people.unwrap_or(standard.people),
                videos_per_person: videos.unwrap_or(standard.videos_per_person),
                frames_per_video: frames.unwrap_or(standard.frames_per_video),
                seed: seed.unwrap_or(standard.seed),
                ..standard
            };
            synth(common, folder, &options)
        }
        DataCommand::Fetch { folder, url } => fetch(
            common,
            folder,
            url.as_deref().unwrap_or(faceoff_data::PUBLISHED),
        ),
    }
}

fn check(common: &Common, folder: &Path) -> Result<(), Error> {
    let bar = Counting::pictures(common, &format!("checking {}", folder.display()));
    let report = faceoff_data::check(folder, &|at| bar.at(at.done as u64, at.of as u64))?;
    bar.end();
    output::result(common, &report.to_string(), &report)?;
    match report.usable() {
        true => Ok(()),
        false => Err(Error::Unusable(folder.to_path_buf())),
    }
}

fn synth(common: &Common, folder: &Path, options: &Options) -> Result<(), Error> {
    let bar = Counting::pictures(common, &format!("drawing {}", folder.display()));
    let drawn = faceoff_synth::write(folder, options, &|at| bar.at(at.done as u64, at.of as u64))?;
    bar.end();
    let (train, test) = (drawn.train_images, drawn.test_images);
    let text = format!(
        "{train} training and {test} test images in {}",
        folder.display()
    );
    output::result(
        common,
        &text,
        &json!({ "train_images": train, "test_images": test }),
    )
}

fn fetch(common: &Common, folder: &Path, url: &str) -> Result<(), Error> {
    let bar = Counting::bytes(common, &format!("downloading {url}"));
    let fetched = faceoff_data::fetch(url, folder, &|at| {
        bar.at(at.received, at.total.unwrap_or(0))
    })?;
    bar.end();
    let text = format!("{} files in {}", fetched.files, fetched.folder.display());
    let value = json!({ "folder": fetched.folder, "files": fetched.files, "bytes": fetched.bytes });
    output::result(common, &text, &value)
}
