//! What an experiment says, complete and checked.

use serde::{Deserialize, Serialize};

use crate::field::{Accepts, SEEDS};
use crate::macros::spec;
use crate::{DataSpec, Field, ModelSpec, Preset, Reader, TrainSpec, Value};

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

spec! {
    /// One experiment: a network, how it is trained, on what.
    pub struct ExperimentDraft {
        /// Unique name, also what comparisons call it. Letters, digits, `-`, `_`, `.`.
        pub name: String = (absent "the file's name without `.toml`"), Accepts::Text;
        /// What legends and headings say.
        pub title: String = (as "name"), Accepts::Text;
        /// One or two sentences on what the experiment asks.
        pub description: String = "", Accepts::Prose;
        /// The experiment from which this one differs in what it says.
        pub extends: Option<String> = (absent "the defaults"), Accepts::Text;
        /// What it is trained and tested on.
        pub data: DataSpec = {}, Accepts::Table(&[DataSpec::FIELDS]);
        /// The network.
        pub model: ModelSpec = {}, Accepts::Table(&[ModelSpec::FIELDS]);
        /// How the network is trained.
        pub train: Trainings = {}, Accepts::Table(&[TrainSpec::FIELDS, &[TRAININGS]]);
    }
}

/// How a network is trained, and how many times: files say both in one table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trainings {
    spec: TrainSpec,
    seeds: usize,
}

const TRAININGS: Field = Field {
    name: "seeds",
    doc: "How many times it is trained: with `seed`, with the next number, and so on. Several tell \
          luck from effect.\n",
    preset: Preset::Value("1"),
    accepts: Accepts::Whole(SEEDS),
};

impl Value for Trainings {
    fn read(reader: &dyn Reader, field: &'static Field) -> Option<Self> {
        let table = reader.table(field)?;
        // Both before giving up, so that every mistake is found.
        let spec = TrainSpec::read(&*table);
        let seeds = usize::read(&*table, &TRAININGS);
        Some(Self {
            spec: spec?,
            seeds: seeds?,
        })
    }
}

impl Experiment {
    /// What it is.
    pub(crate) const DOC: &'static str = ExperimentDraft::DOC;

    /// What an experiment file can say.
    pub const FIELDS: &'static [Field] = ExperimentDraft::FIELDS;

    /// The fields that an experiment does not take over from the one it extends, besides those at
    /// the top of a file: snapshots go with the length of a run, which is seldom that of another.
    pub const OWN: &'static [(&'static str, &'static str)] = &[("train", "snapshots")];

    /// Reads a file; `None` where it has a mistake.
    pub fn read(reader: &dyn Reader) -> Option<Self> {
        let draft = ExperimentDraft::read(reader)?;
        Some(Self {
            name: draft.name,
            title: draft.title,
            description: draft.description,
            extends: draft.extends,
            data: draft.data,
            model: draft.model,
            train: draft.train.spec,
            seeds: draft.train.seeds,
        })
    }

    /// Its title, with its name where one of `others` has the same title.
    pub fn title_among<'a>(&self, others: impl IntoIterator<Item = &'a Experiment>) -> String {
        let words = |title: &str| title.split_whitespace().collect::<Vec<_>>().join(" ");
        let same = |other: &Experiment| {
            other.name != self.name && words(&other.title) == words(&self.title)
        };
        match others.into_iter().any(same) {
            true => format!("{} (`{}`)", self.title, self.name),
            false => self.title.clone(),
        }
    }

    /// How each of its trainings is done: one for each seed.
    pub fn trainings(&self) -> impl Iterator<Item = TrainSpec> + '_ {
        (0..self.seeds as u64).map(|replicate| TrainSpec {
            seed: self.train.seed + replicate,
            ..self.train.clone()
        })
    }
}
