//! How many faces, of whom, in how many videos.

use serde::{Deserialize, Serialize};

use crate::Error;

/// Most images of a set, training and test together.
pub const MOST_IMAGES: usize = 100_000;

/// What is drawn, at most [`MOST_IMAGES`] images in all. Every person has the same number of videos, every video the same number of
/// frames; the frames of a video are shared out between training and test set, as in the real set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// People, all of them in both sets; at least 1.
    pub people: usize,
    /// Videos of each person, 1 to 10: a file name has one digit for the video.
    pub videos_per_person: usize,
    /// Training frames of each video; at least 1.
    pub frames_per_video: usize,
    /// Test frames of each video, at other moments than its training frames; at least 1.
    pub test_frames_per_video: usize,
    /// Which faces; every seed draws other people.
    pub seed: u64,
}

impl Default for Options {
    /// 70 people in 3 videos each: 840 training and 210 test images.
    fn default() -> Self {
        Self {
            people: 70,
            videos_per_person: 3,
            frames_per_video: 4,
            test_frames_per_video: 1,
            seed: 0,
        }
    }
}

impl Options {
    /// # Errors
    /// When a number is out of range, or there would be too many images.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let at_least_one = [
            ("people", self.people),
            ("videos per person", self.videos_per_person),
            ("frames per video", self.frames_per_video),
            ("test frames per video", self.test_frames_per_video),
        ];
        for (option, found) in at_least_one {
            if found == 0 {
                let expected = "at least 1";
                return Err(Error::Option {
                    option,
                    found,
                    expected,
                });
            }
        }
        if self.videos_per_person > 10 {
            return Err(Error::Option {
                option: "videos per person",
                found: self.videos_per_person,
                expected: "1 to 10, since file names have one digit for the video",
            });
        }
        // What would overflow is too many as well.
        let frames = self
            .frames_per_video
            .saturating_add(self.test_frames_per_video);
        let videos = self.people.saturating_mul(self.videos_per_person);
        if videos.saturating_mul(frames) > MOST_IMAGES {
            return Err(Error::TooMany {
                people: self.people,
                videos: self.videos_per_person,
                frames,
                most: MOST_IMAGES,
            });
        }
        Ok(())
    }

    /// Training images in all.
    pub(crate) fn train_images(&self) -> usize {
        self.people * self.videos_per_person * self.frames_per_video
    }

    /// Test images in all.
    pub(crate) fn test_images(&self) -> usize {
        self.people * self.videos_per_person * self.test_frames_per_video
    }
}
