//! `faceoff data synth`: faces drawn into a folder.

use std::path::PathBuf;

use clap::Args;
use faceoff_study::{DrawingOptions, draw_faces};
use serde_json::json;

use crate::args::Common;
use crate::error::Error;
use crate::{output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff data synth faces                                         the set that `reproduce` draws
  faceoff data synth few --people 8 --videos 1 --frames 8 --seed 1";

/// Draw faces with landmarks into a folder, laid out like the published data set
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Synth {
    /// Folder to write; it must be absent or empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// How many people
    #[arg(long, value_name = "N")]
    people: Option<usize>,
    /// How many videos of each person
    #[arg(long, value_name = "N")]
    videos: Option<usize>,
    /// How many frames of each video
    #[arg(long, value_name = "N")]
    frames: Option<usize>,
    /// Seed of everything that is drawn
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

impl Synth {
    pub(super) fn run(&self, common: &Common) -> Result<(), Error> {
        let drawn = draw_faces(&self.folder, &self.options(), &*progress::observer(common))?;
        let (train, test) = (drawn.train_images, drawn.test_images);
        let text = format!(
            "{train} training and {test} test images in {}",
            self.folder.display()
        );
        let value = json!({ "train_images": train, "test_images": test });
        output::result(common, &text, &value)
    }

    fn options(&self) -> DrawingOptions {
        let standard = DrawingOptions::default();
        DrawingOptions {
            people: self.people.unwrap_or(standard.people),
            videos_per_person: self.videos.unwrap_or(standard.videos_per_person),
            frames_per_video: self.frames.unwrap_or(standard.frames_per_video),
            seed: self.seed.unwrap_or(standard.seed),
            ..standard
        }
    }
}
