//! What an experiment says, complete and checked.

use serde::{Deserialize, Serialize};

use crate::field::{Accepts, SEEDS};
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

const NAME: Field = Field {
    name: "name",
    doc: " Unique name, also what comparisons call it. Letters, digits, `-`, `_`, `.`.\n",
    preset: Preset::Absent("the file's name without `.toml`"),
    accepts: Accepts::Text,
};
const TITLE: Field = Field {
    name: "title",
    doc: " What legends and headings say.\n",
    preset: Preset::As("name"),
    accepts: Accepts::Text,
};
const DESCRIPTION: Field = Field {
    name: "description",
    doc: " One or two sentences on what the experiment asks.\n",
    preset: Preset::Value("\"\""),
    accepts: Accepts::Prose,
};
const EXTENDS: Field = Field {
    name: "extends",
    doc: " The experiment to which this one says the differences.\n",
    preset: Preset::Absent("the defaults"),
    accepts: Accepts::Text,
};
const DATA: Field = Field {
    name: "data",
    doc: " What it is trained and tested on.\n",
    preset: Preset::Value("{}"),
    accepts: Accepts::Table(&[DataSpec::FIELDS]),
};
const MODEL: Field = Field {
    name: "model",
    doc: " The network.\n",
    preset: Preset::Value("{}"),
    accepts: Accepts::Table(&[ModelSpec::FIELDS]),
};
/// How many times the experiment is trained; files say it where they say how.
const TRAININGS: Field = Field {
    name: "seeds",
    doc: " How many times it is trained: with `seed`, with the next number, and so on. Several tell \
          luck from effect.\n",
    preset: Preset::Value("1"),
    accepts: Accepts::Whole(SEEDS),
};
const TRAIN: Field = Field {
    name: "train",
    doc: " How the network is trained.\n",
    preset: Preset::Value("{}"),
    accepts: Accepts::Table(&[TrainSpec::FIELDS, &[TRAININGS]]),
};

impl Experiment {
    /// What it is.
    pub(crate) const DOC: &'static str = "One experiment: a network, how it is trained, on what.";

    /// What an experiment file can say.
    pub const FIELDS: &'static [Field] = &[NAME, TITLE, DESCRIPTION, EXTENDS, DATA, MODEL, TRAIN];

    /// The fields that an experiment does not take over from the one it extends, besides those at
    /// the top of a file: snapshots go with the length of a run, which is seldom that of another.
    pub const OWN: &'static [(&'static str, &'static str)] = &[("train", "snapshots")];

    /// Reads a file; `None` where it has a mistake.
    pub fn read(reader: &dyn Reader) -> Option<Self> {
        // Every field before giving up, so that every mistake is found.
        let name = String::read(reader, &NAME);
        let title = String::read(reader, &TITLE);
        let description = String::read(reader, &DESCRIPTION);
        let extends = Option::<String>::read(reader, &EXTENDS);
        let data = <DataSpec as Value>::read(reader, &DATA);
        let model = <ModelSpec as Value>::read(reader, &MODEL);
        let train = reader.table(&TRAIN).map(|train| {
            let spec = TrainSpec::read(&*train);
            (spec, usize::read(&*train, &TRAININGS))
        });
        let (train, seeds) = train?;
        Some(Self {
            name: name?,
            title: title?,
            description: description?,
            extends: extends?,
            data: data?,
            model: model?,
            train: train?,
            seeds: seeds?,
        })
    }

    /// How each of its trainings is done: one for each seed.
    pub fn trainings(&self) -> impl Iterator<Item = TrainSpec> + '_ {
        (0..self.seeds as u64).map(|replicate| TrainSpec {
            seed: self.train.seed + replicate,
            ..self.train.clone()
        })
    }
}
