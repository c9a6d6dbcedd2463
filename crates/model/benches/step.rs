//! One training step of the study's base network, batch 10, 224×224: with the kernels and with
//! stock candle.
//!
//! `cargo bench --bench step`

use candle_core::{Device, Tensor};
use divan::Bencher;
use faceoff_kernels::{Optimizer, backward, keep_freed_memory, mean_loss};
use faceoff_landmarks::Scheme;
use faceoff_model::{Network, Sizes, Step};
use faceoff_spec::{Adam, ModelSpec, Mse};

mod stock;

const BATCH: usize = 10;
const SIZE: usize = 224;
const STEP: Step = Step { seed: 0, number: 0 };

fn outputs() -> usize {
    Scheme::face_68().outputs()
}

fn main() {
    keep_freed_memory();
    divan::main();
}

fn batch(count: usize) -> (Tensor, Tensor) {
    let images = Tensor::rand(0f32, 1.0, (count, 1, SIZE, SIZE), &Device::Cpu);
    let targets = Tensor::randn(0f32, 0.5, (count, outputs()), &Device::Cpu);
    (
        images.expect("memory for a batch"),
        targets.expect("memory for a batch"),
    )
}

fn network() -> Network {
    let spec = ModelSpec::default();
    let sizes = Sizes {
        image: SIZE,
        outputs: outputs(),
    };
    Network::new(&spec, sizes, 0, &Device::Cpu).expect("the base network")
}

#[divan::bench(sample_count = 15, sample_size = 1)]
fn step(bencher: Bencher<'_, '_>) {
    let network = network();
    let rule = Adam::default();
    let mut optimizer = Optimizer::new(rule, network.parameters().to_vec()).expect("an optimizer");
    let (images, targets) = batch(BATCH);
    let mut step = || -> candle_core::Result<()> {
        let predictions = network.forward_train(&images, STEP)?;
        let loss = mean_loss(Mse, &predictions, &targets)?;
        optimizer.step(&backward(&loss)?, 1e-3)
    };
    bencher.bench_local(|| step().expect("a step"));
}

#[divan::bench(sample_count = 10, sample_size = 1, args = [1, 10, 64])]
fn inference(bencher: Bencher<'_, '_>, count: usize) {
    let network = network();
    let (images, _) = batch(count);
    bencher.bench_local(|| network.forward(&images).expect("predictions"));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn step_of_stock_candle(bencher: Bencher<'_, '_>) {
    let mut stock = stock::Training::new().expect("a network");
    let (images, targets) = batch(BATCH);
    bencher.bench_local(|| stock.step(&images, &targets).expect("a step"));
}
