//! From what is recorded and saved of a run to the state that its training goes on from.

use std::path::Path;
use std::time::Instant;

use candle_core::Tensor;
use faceoff_kernels::Optimizer;
use faceoff_model::Network;
use faceoff_plan::{RunRecord, read_run, write_run};
use faceoff_record::{FORMAT, Status, Store};

use super::checkpoint::{self, Position, Slot};
use super::constant_face::constant_face;
use super::evaluation::{EvaluationImages, choose};
use super::health;
use super::next_part::{NextPart, RunState};
use super::pending_losses::PendingLosses;
use super::recorded::RecordedEpochs;
use super::training::Training;
use crate::error::Error;
use crate::feed::Feed;
use crate::job::{Job, sizes};
use crate::observe::{Event, Observer};

/// The training that `job` still asks for, ready to go on; `None` where nothing is left to train.
///
/// Nothing is written before all that the training needs is there.
pub(super) fn open<'a>(
    job: &'a Job<'a>,
    store: &'a Store,
    observer: &mut dyn Observer,
) -> Result<Option<Training<'a>>, Error> {
    let (train, test) = (job.faces.train.len(), job.faces.test.len());
    if train == 0 || test == 0 {
        return Err(Error::NoImages {
            run: job.id.to_owned(),
            train,
            test,
        });
    }
    let recorded = RecordedEpochs::read(store, job.id)?;
    let folder = store.checkpoint_folder(job.id);
    let found = RunState {
        record: read_run(store, job.id)?,
        epochs: recorded.count(),
        state: checkpoint::position(&folder, Slot::Main)?,
        repeated: checkpoint::position(&folder, Slot::Repetition)?,
    };
    let Some(part) = NextPart::of(&job.config.train, &found) else {
        return Ok(None);
    };
    if let Some(reason) = part.restart_reason {
        observer.event(Event::StartsOver { reason });
    }
    let (network, optimizer, position) = state(job, &folder, &part)?;
    let failed = |e| job.tensor_error(e);
    let sizes = sizes(job.config, job.faces.scheme());
    let evaluation = choose(job.faces, sizes.image);
    let feed = |faces| Feed::new(faces, sizes, job.device);
    let train_faces = feed(&job.faces.train).map_err(failed)?;
    let test_faces = feed(&job.faces.test).map_err(failed)?;
    let validation_faces = feed(&job.faces.validation).map_err(failed)?;
    let probe = train_faces.images(health::probe(&evaluation.train, train));
    let probe: Tensor = probe.map_err(failed)?;
    let record = record(job, &network, &evaluation, found.record);
    store.write_samples(job.id, &evaluation.samples)?;
    write_run(store, &record)?;
    Ok(Some(Training {
        job,
        store,
        network,
        optimizer,
        train: train_faces,
        test: test_faces,
        validation: validation_faces,
        evaluation,
        probe,
        end: part.end,
        slot: part.slot,
        position,
        pending: PendingLosses::default(),
        // In main memory a loss is there already. On a GPU it would be waited for, and the GPU
        // then for the next step: losses are looked at where the epoch ends or is saved. A run
        // that diverges is found out there, in the same epoch, and ends as if it had been
        // found out at once: what was trained after that is not kept.
        watches_losses: job.device.is_cpu(),
        recorded,
        record,
        batches: train.div_ceil(job.config.train.batch_size),
        saved: Instant::now(),
    }))
}

/// The network and its optimizer as `part` begins: from the state in `folder`, or fresh.
fn state(
    job: &Job<'_>,
    folder: &Path,
    part: &NextPart,
) -> Result<(Network, Optimizer, Position), Error> {
    let spec = &job.config.train;
    let network = Network::new(
        &job.config.model,
        sizes(job.config, job.faces.scheme()),
        spec.seed,
        job.device,
    )?;
    let optimizer = Optimizer::new(spec.optimizer, network.parameters().to_vec());
    let mut optimizer = optimizer.map_err(|e| job.tensor_error(e))?;
    let position = match part.resumes {
        true => checkpoint::load(folder, part.slot, &network, &mut optimizer, job.device)?,
        false => None,
    };
    Ok((network, optimizer, position.unwrap_or_default()))
}

/// The record that `run.json` holds from now on.
fn record(
    job: &Job<'_>,
    network: &Network,
    evaluation: &EvaluationImages,
    before: Option<RunRecord>,
) -> RunRecord {
    let mut config = job.config.clone();
    if let Some(before) = &before {
        config.train.epochs = config.train.epochs.max(before.config.train.epochs);
    }
    let parameters = network.parameters().iter();
    let status = match before.as_ref().map(|before| before.status) {
        Some(diverged @ Status::Diverged { .. }) => diverged,
        _ => Status::Partial,
    };
    RunRecord {
        format: FORMAT,
        id: job.id.to_owned(),
        config,
        data: job.data.clone(),
        parameters: parameters.map(|(_, p)| p.elem_count()).sum(),
        environment: job.environment.clone(),
        constant_face: constant_face(job, evaluation),
        status,
        snapshots: before.map(|record| record.snapshots).unwrap_or_default(),
    }
}
