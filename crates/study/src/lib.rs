//! What the commands do: from a folder of experiment files to records and reports.
//!
//! [`reproduce`] trains what is missing of a study and writes its report, [`survey`] says what that
//! would train, [`redraw`] writes reports again from the records alone, and [`compare`] puts any
//! experiments beside each other that have records; [`inventory`], [`show`], [`diff`], [`remove`] and
//! [`collect`] look at what is there, and [`tag`] and [`note`] write beside it. They work in [`Folders`]. What training and its
//! survey begin with is in `workspace.rs`: experiments at a scale, data sets, and the plan of runs
//! that these come to.
//!
//! Nothing here prints. Results are values, mistakes are an [`Error`], and whoever wants to show
//! what goes on meanwhile is an [`Observer`].

mod annotate;
mod at_epoch;
mod compare;
mod current;
mod data_folder;
mod data_set;
mod diff;
mod environment;
mod error;
mod estimate;
mod find;
mod folders;
mod images;
mod inventory;
mod jobs;
mod layers;
mod library;
mod listed_set;
mod live;
mod observer;
mod planned_set;
mod predict;
mod processors;
mod remove;
mod report;
mod reproduce;
mod scaled;
mod selection;
mod show;
mod study_file;
mod study_outcome;
mod survey;
mod training;
mod warnings;
mod workspace;

pub use annotate::{Annotated, note, tag};
pub use compare::{Compared, FailIf, compare};
pub use data_folder::{check_data, draw_faces, fetch_data};
pub use diff::{Diff, Outcomes, Setting, Side, diff};
pub use environment::Build;
pub use error::{Error, FailedRun};
pub use estimate::PaceSource;
pub use faceoff_data::{CheckReport, Fetched, Frame, PUBLISHED, Photo};
pub use faceoff_model::LayerTable;
pub use faceoff_plan::State;
pub use faceoff_record::{Annotations, DataDescription, EpochMetrics, Note};
pub use faceoff_synth::{Options as DrawingOptions, Summary as Drawn};
pub use faceoff_train::{DeviceChoice, Event, Observer as EventObserver, Outcome, Processor};
pub use folders::Folders;
pub use inventory::{ExperimentEntry, Inventory, Membership, RunEntry, RunState, inventory};
pub use jobs::Jobs;
pub use layers::layers;
pub use live::{LiveStudy, Tagged};
pub use observer::{BeginningRun, Observer, OpenStudy, RunObserver, Step};
pub use predict::{Frames, Predicted, Predictors, keep, landmark_count, photos};
pub use processors::{DeviceOptions, use_threads};
pub use remove::{Kept, Removal, Removed, collect, remove};
pub use report::{redraw, studies};
pub use reproduce::{Reproduced, TrainingOptions, reproduce};
pub use show::{KeptNetwork, Lowest, Minima, Shown, ShownRun, UsedIn, show};
pub use study_outcome::StudyOutcome;
pub use survey::{RunSurvey, StudySurvey, SurveyOptions, survey};
pub use workspace::StudyOptions;
