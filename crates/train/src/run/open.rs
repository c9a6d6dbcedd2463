//! From what is there of a run to the state its training goes on from.

use candle_core::Tensor;

use super::*;
use crate::checkpoint::Slot;
use crate::job::sizes;
use crate::resume::{Course, Standing};

impl<'a> Run<'a> {
    /// The run where its record and its state stand; `None` where nothing is left to train.
    ///
    /// Nothing is written before all that the training needs is there.
    pub(super) fn open(
        job: &'a Job<'a>,
        store: &'a Store,
        observer: &mut dyn Observer,
    ) -> Result<Option<Self>, Error> {
        let (train, test) = (job.faces.train.len(), job.faces.test.len());
        if train == 0 || test == 0 {
            return Err(Error::NoImages {
                run: job.id.to_owned(),
                train,
                test,
            });
        }
        let epochs = Epochs::read(store, job.id)?;
        let folder = store.checkpoint_folder(job.id);
        let standing = Standing {
            record: store.run(job.id)?,
            epochs: epochs.count(),
            state: checkpoint::progress(&folder, Slot::Main)?,
            repeated: checkpoint::progress(&folder, Slot::Again)?,
        };
        let Some(course) = Course::of(&job.config.train, &standing) else {
            return Ok(None);
        };
        if let Some(reason) = course.starts_over {
            observer.event(Event::StartsOver { reason });
        }
        let (network, optimizer, progress) = state(job, &folder, &course)?;
        let failed = |e| job.tensor_error(e);
        let size = job.config.data.input_size;
        let chosen = choose(job.faces, size);
        let gallery = |faces| Gallery::new(faces, size, job.device);
        let train_faces = gallery(&job.faces.train).map_err(failed)?;
        let test_faces = gallery(&job.faces.test).map_err(failed)?;
        let probe = train_faces.images(health::probe(&chosen.fixed, train));
        let probe: Tensor = probe.map_err(failed)?;
        let record = record(job, &network, &chosen, standing.record);
        store.write_samples(job.id, &chosen.samples)?;
        store.write_run(&record)?;
        Ok(Some(Self {
            job,
            store,
            network,
            optimizer,
            train: train_faces,
            test: test_faces,
            chosen,
            probe,
            end: course.end,
            slot: course.slot,
            progress,
            losses: Losses::default(),
            // In main memory a loss is there already. On a GPU it would be waited for, and the GPU
            // then for the next step: losses are looked at where the epoch ends or is saved. A run
            // that diverges is found out there, in the same epoch, and ends as if it had been
            // found out at once: what was trained after that is not kept.
            watched: job.device.is_cpu(),
            epochs,
            record,
            batches: train.div_ceil(job.config.train.batch_size),
            saved: Instant::now(),
        }))
    }
}

/// The network and its optimizer as `course` begins: from the state in `folder`, or fresh.
fn state(
    job: &Job<'_>,
    folder: &Path,
    course: &Course,
) -> Result<(Network, Optimizer, Progress), Error> {
    let spec = &job.config.train;
    let network = Network::new(&job.config.model, sizes(job.config), spec.seed, job.device)?;
    let rule = optimize::rule(&spec.optimizer);
    let optimizer = Optimizer::new(rule, network.parameters().to_vec());
    let mut optimizer = optimizer.map_err(|e| job.tensor_error(e))?;
    let progress = match course.goes_on {
        true => checkpoint::load(folder, course.slot, &network, &mut optimizer, job.device)?,
        false => None,
    };
    Ok((network, optimizer, progress.unwrap_or_default()))
}

/// What `run.json` says from now on.
fn record(
    job: &Job<'_>,
    network: &Network,
    chosen: &Chosen,
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
        constant_face: constant_face(job, chosen),
        status,
        snapshots: before.map(|record| record.snapshots).unwrap_or_default(),
    }
}
