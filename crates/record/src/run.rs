//! One run: what was trained, on what, how far it got.

use serde::{Deserialize, Serialize};

use crate::Settings;

/// `run.json`. `Config` is what the run trains: [`Settings`] as they are recorded, or a type of the
/// program that understands them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord<Config = Settings> {
    /// [`FORMAT`](crate::FORMAT) at the time of writing.
    pub format: u32,
    /// Hash of what determines the outcome; the folder's name.
    pub id: String,
    /// What was trained, with the largest number of epochs asked for so far.
    pub config: Config,
    /// The data set in words and numbers.
    pub data: DataDescription,
    /// Trainable numbers of the network.
    pub parameters: usize,
    /// Where it was trained (of the last start).
    pub environment: Environment,
    /// What predicting the mean training face for every image scores.
    pub constant_face: ConstantFace,
    /// How far it got.
    pub status: Status,
    /// Kept networks and predictions, by epochs.
    pub snapshots: Vec<Snapshot>,
}

impl<Config> RunRecord<Config> {
    /// The same record with another configuration, which `convert` makes of this one's.
    ///
    /// # Errors
    /// The error of `convert`.
    pub fn with_config<Other, Error>(
        &self,
        convert: impl FnOnce(&Config) -> Result<Other, Error>,
    ) -> Result<RunRecord<Other>, Error> {
        Ok(RunRecord {
            format: self.format,
            id: self.id.clone(),
            config: convert(&self.config)?,
            data: self.data.clone(),
            parameters: self.parameters,
            environment: self.environment.clone(),
            constant_face: self.constant_face.clone(),
            status: self.status,
            snapshots: self.snapshots.clone(),
        })
    }
}

/// How far a run got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Stopped or still training: fewer epochs done than asked for.
    Partial,
    /// All epochs asked for are done.
    Finished,
    /// The loss became NaN or infinite in the epoch after the last recorded one.
    Diverged {
        /// The epoch it happened in, counted from 0.
        epoch: usize,
    },
}

/// A data set in words and numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataDescription {
    /// Drawn by the tool or read from a folder.
    pub kind: DataKind,
    /// For people: the folder's name, or `drawn faces`.
    pub name: String,
    /// Name of the landmark scheme; not said where it is the first one there was.
    #[serde(default = "first_scheme", skip_serializing_if = "is_first_scheme")]
    pub scheme: String,
    /// Training images used.
    pub train_images: usize,
    /// Test images used.
    pub test_images: usize,
    /// People in the training images; 0 where the data set names nobody, and each image stands for
    /// itself.
    pub train_people: usize,
    /// People in the test images.
    pub test_people: usize,
    /// People in both.
    pub shared_people: usize,
    /// Test images that nearly are a training image, as the next frame of a video is (their
    /// difference hashes of 256 bits differ in 48 at most). Older records do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near_duplicates: Option<usize>,
    /// Validation images: those that choices are made by, of people in neither other set.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub validation_images: usize,
    /// People in the validation images.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub validation_people: usize,
    /// What was left out of the data set as broken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
}

/// Images or rows of a data set that were left out as broken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LeftOut {
    /// `training` or `test`, as the data set comes.
    pub set: String,
    /// Why, in words: `the image cannot be read`.
    pub reason: String,
    /// How many.
    pub count: usize,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands a reference
fn is_zero(count: &usize) -> bool {
    *count == 0
}

fn first_scheme() -> String {
    "face-68".to_owned()
}

fn is_first_scheme(scheme: &str) -> bool {
    scheme == first_scheme()
}

/// Where a data set comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DataKind {
    /// Drawn by the tool.
    Drawn,
    /// Read from a folder.
    Folder,
}

/// Where a run was trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Environment {
    /// Version of this program.
    pub version: String,
    /// Commit it was built from, if known.
    pub commit: Option<String>,
    /// `cpu` or `cuda:N` with the card's name.
    pub device: String,
    /// Whether products on a GPU rounded what they multiplied to TF32 (10 bits instead of the 23
    /// of float32). Older records do not say: they are of CPUs, which never do.
    #[serde(default)]
    pub tf32: bool,
    /// Threads used.
    pub threads: usize,
    /// Operating system and processor family.
    pub platform: String,
    /// The processor's name, which tells machines of one speed from others. Older records do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processor: Option<String>,
    /// How many runs were trained at the same time, this one included. Older records do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs_at_once: Option<usize>,
}

/// What predicting the mean training face for every image scores, under the run's loss.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConstantFace {
    /// Loss on the training images (their evaluation crops).
    pub train_loss: f64,
    /// Loss on the test images (their evaluation crops).
    pub test_loss: f64,
    /// The mean training target: x0, y0, x1, y1, … normalised.
    pub face: Vec<f32>,
}

/// One kept network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Epochs of training behind it.
    pub epochs: usize,
    /// Mean loss on the test images.
    pub test_loss: f64,
    /// Mean loss on the validation images, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validation_loss: Option<f64>,
}

impl EpochMetrics {
    /// Seconds that the epoch took, evaluation included where that was recorded.
    pub fn all_seconds(&self) -> f64 {
        self.seconds + self.evaluation_seconds.unwrap_or_default()
    }
}

/// One line of `metrics.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpochMetrics {
    /// Counted from 0.
    pub epoch: usize,
    /// Mean loss over the epoch's images, each as the network stood when it was trained on.
    pub train_loss: f64,
    /// Mean loss over a fixed choice of training images after the epoch, measured as the test
    /// loss is (evaluation crops, no dropout) and where it is; older records have none.
    #[serde(default)]
    pub train_loss_remeasured: Option<f64>,
    /// Mean loss over the test images after the epoch, where it was measured.
    pub test_loss: Option<f64>,
    /// Mean loss over the validation images, measured with the test loss, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validation_loss: Option<f64>,
    /// Learning rate of the epoch's last step.
    pub learning_rate: f64,
    /// Seconds the epoch's training took, evaluation not counted.
    pub seconds: f64,
    /// Of these, seconds spent waiting for batches; older records have none.
    #[serde(default)]
    pub waiting_seconds: Option<f64>,
    /// Seconds that evaluation and the network's health took after that; older records have none.
    #[serde(default)]
    pub evaluation_seconds: Option<f64>,
    /// Training images a second.
    pub images_per_second: f64,
}
