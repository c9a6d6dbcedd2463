//! A GPU trains what the CPU trains. For machines that have one: `just cuda-agreement`.

mod common;

use candle_core::Device;
use common::{Case, ID, Stopper, config, train_on, train_on_cpu};
use faceoff_plan::read_run;
use faceoff_record::{Status, Store};
use faceoff_spec::RunSpec;
use faceoff_spec::{Activation, Contrast, Dropout, DropoutSite, Identity, Rotate, Shift, Zoom};
use faceoff_train::{DeviceChoice, Outcome, Processor};

/// Steps that are compared.
const STEPS: usize = 50;
/// Relative difference of two losses that counts as agreement in float32: both add in their own
/// orders, and each step builds on the one before.
const AGREES: f64 = 1e-3;

/// The first GPU; none, with a message, where there is none. With `FACEOFF_NEEDS_GPU` set that
/// fails.
fn gpu() -> Option<Device> {
    match Processor::find(DeviceChoice::Gpus) {
        Ok(found) => {
            let gpu = &found.processors[0];
            eprintln!("on {gpu}");
            Some(gpu.open().unwrap())
        }
        Err(reason) => {
            let needed = std::env::var_os("FACEOFF_NEEDS_GPU").is_some();
            assert!(!needed, "{reason}");
            eprintln!("SKIPPED: {reason}; nothing was compared");
            None
        }
    }
}

/// A step an epoch, so that the record has the loss of each.
fn steps(case: &Case, mut config: RunSpec) -> RunSpec {
    config.train.epochs = STEPS;
    config.train.evaluate_every = STEPS;
    config.train.snapshots = vec![];
    config.train.batch_size = case.faces.train.len();
    config
}

/// The study's base network.
fn base() -> RunSpec {
    let mut base = config(STEPS);
    base.data.input_size = 224;
    base.model.conv = vec![32, 64, 64, 128];
    base.model.linear = vec![1088];
    base.model.dropout.clear();
    base
}

fn losses(store: &Store) -> Vec<f64> {
    let metrics = store.metrics(ID).unwrap();
    metrics.iter().map(|line| line.train_loss).collect()
}

#[test]
#[ignore = "needs an NVIDIA GPU"]
fn losses_of_the_first_steps_agree() {
    let Some(gpu) = gpu() else { return };
    let case = Case::new();
    let mut varied = config(STEPS);
    varied.data.augment.rotate = Rotate(20.0);
    varied.data.augment.zoom = Zoom(0.2);
    varied.data.augment.shift = Shift(0.1);
    varied.data.augment.contrast = Contrast(0.5);
    varied.model.last_activation = Activation::None(Identity);
    varied.model.dropout = vec![Dropout {
        after: DropoutSite::Linear(0),
        p: 0.3,
    }];
    for (name, config) in [("base", base()), ("varied", varied)] {
        let config = steps(&case, config);
        let on = |device: &Device, place: &str| {
            let store = case.store(&format!("{name}-{place}"));
            let mut all = Stopper::default();
            let ended = train_on(device, &case.faces, &store, &config, &mut all).unwrap();
            assert_eq!(ended, Outcome::Finished);
            losses(&store)
        };
        let (there, here) = (on(&gpu, "gpu"), on(&Device::Cpu, "cpu"));
        assert_eq!((there.len(), here.len()), (STEPS, STEPS));
        let difference = |(a, b): (&f64, &f64)| ((a - b) / b).abs();
        let worst = there.iter().zip(&here).map(difference).fold(0.0, f64::max);
        eprintln!("{name}: losses of {STEPS} steps differ by {worst:.1e} at most");
        assert!(
            worst < AGREES,
            "{name}: {worst:e}\nGPU {there:?}\nCPU {here:?}"
        );
    }
}

#[test]
#[ignore = "needs an NVIDIA GPU"]
fn a_checkpoint_of_one_device_goes_on_on_the_other() {
    let Some(gpu) = gpu() else { return };
    let case = Case::new();
    let straight = case.store("straight");
    train_on_cpu(&case.faces, &straight, &config(4), &mut Stopper::default()).unwrap();
    for (name, first, second) in [
        ("to-cpu", &gpu, &Device::Cpu),
        ("to-gpu", &Device::Cpu, &gpu),
    ] {
        let store = case.store(name);
        let mut stopper = Stopper {
            after: Some(case.faces.train.len().div_ceil(5) + 2),
            ..Stopper::default()
        };
        let ended = train_on(first, &case.faces, &store, &config(4), &mut stopper).unwrap();
        assert_eq!(ended, Outcome::Stopped);
        let mut rest = Stopper::default();
        let ended = train_on(second, &case.faces, &store, &config(4), &mut rest).unwrap();
        assert_eq!((ended, rest.started_over), (Outcome::Finished, false));
        assert_eq!(
            read_run(&store, ID).unwrap().unwrap().status,
            Status::Finished
        );
        for (found, expected) in losses(&store).iter().zip(losses(&straight)) {
            let difference = (found / expected - 1.0).abs();
            assert!(difference < AGREES, "{name}: {found}, {expected}");
        }
    }
}

#[test]
#[ignore = "needs an NVIDIA GPU"]
fn a_run_that_diverges_ends_in_the_same_epoch() {
    let Some(gpu) = gpu() else { return };
    let case = Case::new();
    let mut wild = config(4);
    wild.train.learning_rate = 1e30;
    wild.train.schedule.warmup = 0.0;
    let on = |device: &Device, name: &str| {
        let store = case.store(name);
        train_on(device, &case.faces, &store, &wild, &mut Stopper::default()).unwrap()
    };
    let there = on(&gpu, "gpu");
    assert!(matches!(there, Outcome::Diverged { .. }), "{there:?}");
    assert_eq!(there, on(&Device::Cpu, "cpu"));
}
