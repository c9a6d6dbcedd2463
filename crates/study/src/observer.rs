//! Who is told what goes on.

use std::path::Path;

use faceoff_data::FaceSet;
use faceoff_train::{Observer as EventObserver, Outcome, Processor, Silent};

use crate::error::Error;

/// Is told what goes on while a command works. Several threads call it.
pub trait Observer: Sync {
    /// Something is worth a warning, and no reason to stop.
    fn warning(&self, text: &str);

    /// A step of many images or bytes begins. The function that is returned is told how many are
    /// done and how many there are, 0 where that is not known; the step ends when it is dropped.
    /// Nothing is shown of steps by default.
    fn step<'a>(&'a self, _step: Step<'_>) -> Box<dyn Fn(u64, u64) + Sync + 'a> {
        Box::new(|_, _| {})
    }

    /// The study that runs are trained for is open, its records and its page in their folders.
    fn study_opens(&self, _study: &OpenStudy<'_>) {}

    /// So many runs are to be trained.
    fn training_begins(&self, _runs: usize) {}

    /// The training of one of them begins.
    fn run_begins<'a>(&'a self, run: BeginningRun<'a>) -> Box<dyn RunObserver + 'a>;

    /// All of them have ended.
    fn training_ends(&self) {}
}

/// Is told what goes on in one run, on the thread that trains it.
pub trait RunObserver: EventObserver {
    /// The run has ended, as `outcome` says. Nothing more is told of it.
    fn ended(&mut self, outcome: &Result<Outcome, Error>);
}

impl RunObserver for Silent {
    fn ended(&mut self, _: &Result<Outcome, Error>) {}
}

/// A study whose runs are to be trained.
#[derive(Clone, Copy, Debug)]
pub struct OpenStudy<'a> {
    /// Its name.
    pub name: &'a str,
    /// The experiments that were asked for; all without any.
    pub asked: &'a [String],
    /// Its images.
    pub sets: &'a [FaceSet],
}

/// A step that takes a while.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// The images of a data set in this folder are read.
    ReadingImages(&'a Path),
    /// They are looked through for what is wrong with them.
    CheckingImages(&'a Path),
    /// Faces are drawn into this folder.
    DrawingFaces(&'a Path),
    /// Bytes are downloaded from this address.
    Downloading(&'a str),
    /// The records of the study of this name are read.
    ReadingRecords(&'a str),
    /// The comparisons of a study are judged and drawn into this folder.
    DrawingReport(&'a Path),
}

/// A run whose training begins.
#[derive(Clone, Copy, Debug)]
pub struct BeginningRun<'a> {
    /// Its number among the runs that are trained, from 1.
    pub number: usize,
    /// How many runs are trained.
    pub of: usize,
    /// Its experiments, with the seed where they have several.
    pub name: &'a str,
    /// What it is trained on.
    pub processor: &'a Processor,
    /// Its share of all that is left to compute for the runs that are trained, from 0 to 1.
    pub share: f64,
}
