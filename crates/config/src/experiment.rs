//! What an experiment says, complete and checked.

use serde::{Deserialize, Serialize};

/// One experiment: a network, how it is trained, on what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// Unique name, also what comparisons call it. Letters, digits, `-`, `_`, `.`.
    pub name: String,
    /// For people: legends and headings. Defaults to the name.
    pub title: String,
    /// One or two sentences on what the experiment asks. May be empty.
    pub description: String,
    /// The experiment this one was written as a difference to.
    pub extends: Option<String>,
    /// What it is trained and tested on.
    pub data: DataSpec,
    /// The network.
    pub model: ModelSpec,
    /// How the network is trained.
    pub train: TrainSpec,
    /// How many times it is trained: with `train.seed`, with the next number, and so on. From 1
    /// to [`MOST_SEEDS`](crate::MOST_SEEDS).
    pub seeds: usize,
}

impl Experiment {
    /// How each of its trainings is done, one a seed.
    pub fn trainings(&self) -> impl Iterator<Item = TrainSpec> + '_ {
        (0..self.seeds as u64).map(|replicate| TrainSpec {
            seed: self.train.seed + replicate,
            ..self.train.clone()
        })
    }
}

/// What an experiment is trained and tested on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataSpec {
    /// Folder of the data set; `None` takes what the command line says (drawn faces by default).
    pub set: Option<String>,
    /// Which images are for training and which for testing.
    pub split: Split,
    /// Side of the square crop the network sees, in pixels. The study's is 224; the shorter side
    /// of the picture is first scaled to `round(250 · input_size / 224)`.
    pub input_size: usize,
    /// Use only this many training images (a seeded subset); `None` uses all.
    pub train_images: Option<usize>,
    /// Use only this many test images (a seeded subset); `None` uses all.
    pub test_images: Option<usize>,
    /// Random changes to training images.
    pub augment: Augmentation,
}

/// Which images are for training and which for testing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Split {
    /// As the data set comes.
    Distributed,
    /// All images pooled; a seeded draw of people goes to the test set whole.
    Person {
        /// Share of the people that is tested on, in (0, 1).
        test_fraction: f64,
        /// Seed of the draw.
        seed: u64,
    },
}

/// Random changes to training images.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Augmentation {
    /// Where training crops are taken.
    pub crop: Crop,
    /// Probability of mirroring a training image, its landmarks renumbered. In [0, 1].
    pub flip: f64,
    /// Training crops are turned around their middle by up to so many degrees either way.
    // Not written when 0, as in the other augmentation that came later: what was trained before
    // there was such a field is still the same run.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rotate: f64,
    /// Training crops are enlarged or shrunk around their middle by a factor of up to `1 + zoom`
    /// either way.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub zoom: f64,
    /// Training crops are then moved by up to this share of their side, left or right and up or
    /// down.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub shift: f64,
    /// What is seen, from 0, black, to 1, is multiplied by a factor of up to `1 + brightness` either
    /// way and cut to that range.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub brightness: f64,
    /// Before that, its difference from middle grey, 0.5, is multiplied by a factor of up to
    /// `1 + contrast` either way.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub contrast: f64,
}

fn is_zero(value: &f64) -> bool {
    *value == 0.0
}

impl Default for Augmentation {
    /// The study's: a random crop and nothing else.
    fn default() -> Self {
        Self {
            crop: Crop::Random,
            flip: 0.0,
            rotate: 0.0,
            zoom: 0.0,
            shift: 0.0,
            brightness: 0.0,
            contrast: 0.0,
        }
    }
}

/// Where a crop is taken from the rescaled picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Crop {
    /// Anywhere, uniformly, anew every epoch: the study's.
    Random,
    /// The middle.
    Center,
}

/// The network: convolution blocks (3×3 convolution, ReLU, 2×2 max-pool), then linear layers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelSpec {
    /// What is done to a picture before the first layer.
    // Not written where it is nothing, so that what was trained before there was such a field is
    // still the same run.
    #[serde(default, skip_serializing_if = "Input::is_grey")]
    pub input: Input,
    /// Output channels of each convolution block.
    pub conv: Vec<usize>,
    /// Widths of the hidden linear layers, each followed by a ReLU; the last layer to
    /// [`OUTPUTS`](crate::OUTPUTS) numbers is always added and not listed.
    pub linear: Vec<usize>,
    /// What follows the last linear layer.
    pub last_activation: Activation,
    /// Dropout layers, in the order of their sites; at most one per site.
    pub dropout: Vec<Dropout>,
}

/// What the first layer of a network gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Input {
    /// Grey values from 0 to 1: the study's.
    #[default]
    Grey,
    /// Grey values less their mean over the picture, divided by their standard deviation.
    Standardized,
}

impl Input {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands in a reference"
    )]
    fn is_grey(&self) -> bool {
        *self == Self::Grey
    }
}

/// What follows the last linear layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    /// Nothing: the outputs can be negative.
    None,
    /// A ReLU: the study's first mistake.
    Relu,
}

/// One dropout layer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dropout {
    /// Which layer's output it is applied to.
    pub after: DropoutSite,
    /// Probability of dropping a number, in [0, 1).
    pub p: f64,
}

/// Where a dropout layer sits. Written `conv1`, `conv2`, …, `linear1`, … (hidden layers).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DropoutSite {
    /// After the pool of the block with this index, counted from 0.
    Conv(usize),
    /// After the ReLU of the hidden linear layer with this index, counted from 0.
    Linear(usize),
}

impl std::fmt::Display for DropoutSite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Conv(i) => write!(f, "conv{}", i + 1),
            Self::Linear(i) => write!(f, "linear{}", i + 1),
        }
    }
}

impl From<DropoutSite> for String {
    fn from(site: DropoutSite) -> Self {
        site.to_string()
    }
}

impl TryFrom<String> for DropoutSite {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let number = |digits: &str| match digits.parse::<usize>() {
            Ok(n) if n > 0 && !digits.starts_with('+') => Some(n - 1),
            _ => None,
        };
        text.strip_prefix("conv")
            .and_then(number)
            .map(Self::Conv)
            .or_else(|| {
                text.strip_prefix("linear")
                    .and_then(number)
                    .map(Self::Linear)
            })
            .ok_or_else(|| format!("expected `conv1`, `conv2`, … or `linear1`, …, found `{text}`"))
    }
}

/// How the network is trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainSpec {
    /// Passes over the training set; at least 1. Not part of a run's identity.
    pub epochs: usize,
    /// Epochs after which the network and its predictions are kept, besides the last. Sorted.
    /// Not part of a run's identity, and not taken over from what an experiment extends.
    pub snapshots: Vec<usize>,
    /// Images per step; the last batch of an epoch may be smaller.
    pub batch_size: usize,
    /// Test loss is measured after epochs 0, n, 2n, … (epochs counted from 0).
    pub evaluate_every: usize,
    /// Seed of everything random in the run; of an experiment with several seeds, the first.
    pub seed: u64,
    /// Learning rate before the schedule; positive.
    pub learning_rate: f64,
    /// How the learning rate changes over epochs.
    pub schedule: Schedule,
    /// The update rule.
    pub optimizer: Optimizer,
    /// What is minimised, averaged over a batch's images and outputs.
    pub loss: Loss,
    /// Factor on the loss before gradients are taken; positive. Recorded losses are without it.
    pub loss_scale: f64,
}

/// How the learning rate changes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Epochs over which the rate first rises linearly from 0; 0 for none. Applied by step.
    pub warmup: f64,
    /// What happens after the warm-up.
    pub shape: ScheduleShape,
}

/// The learning rate after the warm-up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ScheduleShape {
    /// Always the same.
    Constant,
    /// Multiplied by `factor` after every `every` epochs.
    Step {
        /// Epochs between two drops.
        every: usize,
        /// What the rate is multiplied by, in (0, 1].
        factor: f64,
    },
    /// Half a cosine from the full rate to `minimum` over `over` epochs, then `minimum`
    /// (Loshchilov & Hutter 2017, without restarts).
    Cosine {
        /// Epochs the fall takes, counted from the run's start; the experiment's epochs unless
        /// the file says otherwise.
        over: usize,
        /// The rate at the end.
        minimum: f64,
    },
}

/// The update rule, with PyTorch's names and meanings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Optimizer {
    /// Stochastic gradient descent.
    Sgd {
        /// In [0, 1); 0 for none.
        momentum: f64,
        /// Nesterov's momentum; needs momentum.
        nesterov: bool,
        /// L2 penalty added to the gradient.
        weight_decay: f64,
    },
    /// Adam (Kingma & Ba 2015).
    Adam {
        /// Decay of the first moment.
        beta1: f64,
        /// Decay of the second moment.
        beta2: f64,
        /// Added to the root of the second moment.
        epsilon: f64,
        /// L2 penalty added to the gradient.
        weight_decay: f64,
    },
    /// Adam with decoupled weight decay (Loshchilov & Hutter 2019).
    Adamw {
        /// Decay of the first moment.
        beta1: f64,
        /// Decay of the second moment.
        beta2: f64,
        /// Added to the root of the second moment.
        epsilon: f64,
        /// Weights shrink by `learning rate · weight_decay` a step.
        weight_decay: f64,
    },
    /// RMSprop, not centred, without momentum.
    Rmsprop {
        /// Decay of the squared gradient's mean.
        alpha: f64,
        /// Added to its root.
        epsilon: f64,
        /// L2 penalty added to the gradient.
        weight_decay: f64,
    },
}

/// What is minimised.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Loss {
    /// Mean squared error.
    Mse,
    /// Mean absolute error.
    L1,
    /// `0.5·d²/beta` for `|d| < beta`, `|d| − 0.5·beta` beyond.
    SmoothL1 {
        /// Where the two pieces meet; positive.
        beta: f64,
    },
    /// `0.5·d²` for `|d| < delta`, `delta·(|d| − 0.5·delta)` beyond.
    Huber {
        /// Where the two pieces meet; positive.
        delta: f64,
    },
    /// Wing loss (Feng et al. 2018): `w·ln(1 + |d|/epsilon)` for `|d| < w`, `|d| − C` beyond.
    Wing {
        /// Where the two pieces meet; positive.
        w: f64,
        /// Curvature of the inner piece; positive.
        epsilon: f64,
    },
}
