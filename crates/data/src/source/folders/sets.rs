//! What a folder of this layout holds.

/// The folders of a data set, and the CSV file of each.
pub const SETS: [(&str, &str); 2] = [
    ("training", "training_frames_keypoints.csv"),
    ("test", "test_frames_keypoints.csv"),
];

/// What a folder of this layout holds.
pub(super) const EXPECTED: &str = "the folders `training` and `test` and the files \
                        `training_frames_keypoints.csv` and `test_frames_keypoints.csv`";
