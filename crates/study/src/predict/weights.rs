//! Which weights predict.

use faceoff_plan::{RunRecord, Study, read_run};
use faceoff_record::{DataKind, Store};

use crate::compare::{choose, named, unknown};
use crate::error::Error;
use crate::folders::Folders;
use crate::observer::Observer;

/// A network that a run kept, with its weights.
pub(super) struct Network {
    /// `name@EPOCH`.
    pub(super) label: String,
    pub(super) record: RunRecord,
    pub(super) epochs: usize,
    /// The longest shorter side of an image that it was tested on, in pixels.
    pub(super) largest_tested: u32,
}

/// The networks called `names`, each of the first seed whose weights are at hand.
pub(super) fn find(
    folders: &Folders,
    names: &[String],
    study: Option<&str>,
    observer: &dyn Observer,
) -> Result<Vec<Network>, Error> {
    let store = folders.store();
    let (study, _) = choose(folders, study, names, &mut Vec::new(), observer)?;
    let networks = names.iter().map(|name| network(&store, &study, name));
    networks.collect()
}

fn network(store: &Store, study: &Study, asked: &str) -> Result<Network, Error> {
    let (name, epochs) = parse(asked)?;
    let experiment = named(study, name).ok_or_else(|| unknown(study, name))?;
    let mut kept = Vec::new();
    for id in &experiment.runs {
        let Some(record) = read_run(store, id)? else {
            continue;
        };
        let asked = record.snapshots.iter().map(|snapshot| snapshot.epochs);
        let asked = asked.filter(|at| epochs.is_none_or(|epochs| epochs == *at));
        let mut asked: Vec<usize> = asked.collect();
        asked.sort_unstable();
        // The last first.
        for at in asked.into_iter().rev() {
            if store.snapshot_path(id, at).is_file() {
                return Ok(Network {
                    label: format!("{name}@{at}"),
                    largest_tested: largest_tested(store, id)?,
                    record,
                    epochs: at,
                });
            }
        }
        kept.extend(record.snapshots.iter().map(|snapshot| snapshot.epochs));
    }
    kept.sort_unstable();
    kept.dedup();
    Err(match epochs {
        _ if kept.is_empty() => Error::NotTrained {
            experiment: name.to_owned(),
            study: study.name.clone(),
        },
        Some(epochs) if !kept.contains(&epochs) => Error::NotKept {
            experiment: name.to_owned(),
            epochs,
            kept,
        },
        _ => Error::NoWeights {
            network: asked.to_owned(),
            command: command(study, name),
        },
    })
}

/// `name` or `name@EPOCH`.
fn parse(asked: &str) -> Result<(&str, Option<usize>), Error> {
    let Some((name, digits)) = asked.split_once('@') else {
        return Ok((asked, None));
    };
    let epochs = digits.parse().ok().filter(|epochs| *epochs > 0);
    let epochs = epochs.ok_or_else(|| Error::NoEpochs {
        name: asked.to_owned(),
    })?;
    Ok((name, Some(epochs)))
}

/// What trains the experiment called `name` of `study` into another folder: in this one its record
/// is complete.
fn command(study: &Study, name: &str) -> String {
    let data = match study.data.kind {
        DataKind::Drawn => String::new(),
        DataKind::Folder => format!(" --data {}", study.data.name),
    };
    let scale = &study.scale.name;
    format!("faceoff run {name}{data} --scale {scale} --results trained-here")
}

fn largest_tested(store: &Store, id: &str) -> Result<u32, Error> {
    let samples = store.samples(id)?.test.samples;
    let sides = samples.iter().map(|sample| sample.original);
    let shorter = sides.map(|[width, height]| width.min(height));
    Ok(u32::try_from(shorter.max().unwrap_or(1)).unwrap_or(u32::MAX))
}
