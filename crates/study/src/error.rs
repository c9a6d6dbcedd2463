//! What ends a command.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// A command that cannot do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Mistakes in experiment files, or a name that stands for nothing.
    #[error(transparent)]
    Config(#[from] faceoff_config::Error),
    /// A data set that cannot be used.
    #[error(transparent)]
    Data(#[from] faceoff_data::Error),
    /// Faces that cannot be drawn.
    #[error(transparent)]
    Synth(#[from] faceoff_synth::Error),
    /// A network that cannot be built.
    #[error(transparent)]
    Model(#[from] faceoff_model::Error),
    /// Records that cannot be read or kept.
    #[error(transparent)]
    Record(#[from] faceoff_record::Error),
    /// A run that failed.
    #[error(transparent)]
    Train(#[from] faceoff_train::Error),
    /// A report that cannot be written.
    #[error(transparent)]
    Report(#[from] faceoff_report::Error),
    /// No folder of experiment files.
    #[error("there is no folder {}; --experiments names the folder of experiment files", folder.display())]
    NoExperiments {
        /// The folder that was named.
        folder: PathBuf,
    },
    /// A data set that no run of a study was trained on.
    #[error(
        "{} is not the data set of the study {study}: none of its runs was trained on these images",
        folder.display()
    )]
    OtherDataSet {
        /// The data set's folder.
        folder: PathBuf,
        /// The study's name.
        study: String,
    },
    /// A device that is not there.
    #[error(transparent)]
    NoDevice(Box<faceoff_train::Error>),
    /// Threads that cannot be had.
    #[error("cannot start {threads} threads: {reason}")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// Why it failed.
        reason: String,
    },
    /// No results yet.
    #[error("no studies in {}; `faceoff reproduce` makes the first", results.display())]
    NoStudies {
        /// The results folder.
        results: PathBuf,
    },
    /// No results folder.
    #[error(
        "there is no folder {}; --results names the folder of records, and `faceoff reproduce` makes \
         the first",
        results.display()
    )]
    NoResults {
        /// The folder that was named.
        results: PathBuf,
    },
    /// The beginning of several runs' ids.
    #[error("`{name}` is the beginning of several runs: {}; say more digits", ids.join(", "))]
    SeveralRuns {
        /// What was typed.
        name: String,
        /// The runs' ids.
        ids: Vec<String>,
    },
    /// An experiment none of whose runs has begun.
    #[error("`{experiment}` has no runs; `faceoff run {experiment}` trains them")]
    NoRuns {
        /// The experiment's name.
        experiment: String,
    },
    /// A tag that cannot be one.
    #[error("`{tag}` cannot be a tag: {reason}. A tag is one word, without `,`, `#` or `@`")]
    UnfitTag {
        /// What was typed.
        tag: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A tag that is to be taken away and is not there.
    #[error("`{name}` has no tag `{tag}`{}", tags(known))]
    NoSuchTag {
        /// The experiment or run.
        name: String,
        /// What was typed.
        tag: String,
        /// The tags that it has.
        known: BTreeSet<String>,
    },
    /// A note that cannot be one.
    #[error("this cannot be a note: {reason}. A note is one line of text")]
    UnfitNote {
        /// What is wrong with it.
        reason: String,
    },
    /// A note that is to be taken away and is not there.
    #[error("no note of `{name}` begins with “{text}”; `faceoff show {name}` lists them")]
    NoSuchNote {
        /// The experiment or run.
        name: String,
        /// What was typed.
        text: String,
    },
    /// One experiment alone, where a verdict is to decide.
    #[error(
        "--fail-if needs a verdict, and `{name}` alone has none: name what it is compared with first"
    )]
    NothingToJudge {
        /// What was typed.
        name: String,
    },
    /// No study of a name that was typed.
    #[error(transparent)]
    NoSuchStudy(faceoff_record::Error),
    /// No study that has records of all that is to be compared.
    #[error(
        "no study has records of all of {}; there are {}, and --study says which one is meant",
        experiments.join(", "),
        studies.join(", ")
    )]
    NotInOneStudy {
        /// What was to be compared.
        experiments: Vec<String>,
        /// The studies there are.
        studies: Vec<String>,
    },
    /// Something other than epochs behind an experiment's name.
    #[error("`{name}`: expected a number of epochs after the `@`")]
    NoEpochs {
        /// What was typed.
        name: String,
    },
    /// One network that is to be compared with itself.
    #[error(
        "only one network is named, `{experiment}` after {epochs} epochs: name another epoch, as in \
         `{experiment}@EPOCH`, or another experiment"
    )]
    OneNetwork {
        /// The experiment's name.
        experiment: String,
        /// After how many epochs.
        epochs: usize,
    },
    /// An experiment without records.
    #[error(
        "`{experiment}` is not trained yet in the study {study}: `faceoff run {experiment}` does that"
    )]
    NotTrained {
        /// The experiment's name.
        experiment: String,
        /// The study's name.
        study: String,
    },
    /// Epochs after which no network was kept.
    #[error(
        "no network of `{experiment}` was kept after {}{}; `snapshots = [{epochs}]` under `[train]` in its \
         file keeps one",
        counted(*epochs),
        but_after(kept)
    )]
    NotKept {
        /// The experiment's name.
        experiment: String,
        /// The epochs that were asked for.
        epochs: usize,
        /// The epochs after which a network was kept.
        kept: Vec<usize>,
    },
    /// Epochs that no run of an experiment is trained for.
    #[error("`{experiment}` is trained for {}: there is no network of it after {epochs}", counted(*end))]
    BeyondEnd {
        /// The experiment's name.
        experiment: String,
        /// The epochs that were asked for.
        epochs: usize,
        /// The epochs that it is trained for.
        end: usize,
    },
    /// A network whose weights are not at hand.
    #[error(
        "the weights of `{network}` are not at hand: its record came without them, or they were \
         removed; `{command}` trains it, and `--results trained-here` finds it then"
    )]
    NoWeights {
        /// What was asked for.
        network: String,
        /// What trains it.
        command: String,
    },
    /// A path that names no photograph.
    #[error(
        "{} is no image and no folder with images", path.display()
    )]
    NoPhotos {
        /// The path.
        path: PathBuf,
    },
    /// A folder of photographs that cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Photos {
        /// The folder.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A file or folder that cannot be removed.
    #[error("cannot remove {}: {source}", path.display())]
    Cache {
        /// The file or folder.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A run that ended with a mistake of this program.
    #[error("a mistake in this program ({0}); what was recorded of the run is kept")]
    Panicked(String),
    /// Stopped on request, with the runs that had failed by then. Everything is saved.
    #[error("stopped{}", failed_before(.0))]
    Interrupted(Vec<FailedRun>),
}

/// A run that failed while others went on.
#[derive(Debug)]
pub struct FailedRun {
    /// Its experiments, with the seed where they have several.
    pub name: String,
    /// Why it failed.
    pub reason: Error,
}

impl FailedRun {
    /// One line for each of `failed`, each with a line end before it.
    pub fn list(failed: &[Self]) -> String {
        let line = |run: &Self| format!("\n  {}: {}", run.name, run.reason);
        failed.iter().map(line).collect()
    }
}

/// `1 epoch`, `2 epochs`.
fn counted(epochs: usize) -> String {
    let plural = if epochs == 1 { "" } else { "s" };
    format!("{epochs} epoch{plural}")
}

/// `, but after 15, 85`, or nothing where none was kept.
fn but_after(kept: &[usize]) -> String {
    let kept: Vec<String> = kept.iter().map(usize::to_string).collect();
    match kept.is_empty() {
        true => String::new(),
        false => format!(", but after {}", kept.join(", ")),
    }
}

/// `; it has `a`, `b``, or nothing where there are none.
fn tags(known: &BTreeSet<String>) -> String {
    let known: Vec<String> = known.iter().map(|tag| format!("`{tag}`")).collect();
    match known.is_empty() {
        true => String::new(),
        false => format!("; it has {}", known.join(", ")),
    }
}

fn failed_before(failed: &[FailedRun]) -> String {
    match failed.len() {
        0 => String::new(),
        1 => format!("; before that, a run failed{}", FailedRun::list(failed)),
        runs => format!(
            "; before that, {runs} runs failed{}",
            FailedRun::list(failed)
        ),
    }
}
