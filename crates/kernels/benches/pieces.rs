//! The pieces of a training step of the study's base network at batch 10, beside stock candle.
//! Forward and backward together, but for what inference alone is timed in.
//!
//! `cargo bench --bench pieces`

use candle_core::{DType, Device, Result, Tensor, Var};
use candle_nn::Optimizer as _;
use divan::Bencher;
use faceoff_kernels::{Optimizer, backward, conv_relu_pool, linear, mean_loss};
use faceoff_spec::{Adam, Mse, Sgd};

fn main() {
    divan::main();
}

const BATCH: usize = 10;

/// Channels in, size of the image, channels out of the four blocks.
const BLOCKS: [[usize; 3]; 4] = [[1, 224, 32], [32, 111, 64], [64, 54, 64], [64, 26, 128]];
/// Inputs and outputs of the two linear layers.
const LINEAR: [[usize; 2]; 2] = [[18_432, 1088], [1088, 136]];

fn random(shape: &[usize]) -> Var {
    Var::randn(0f32, 0.05, shape, &Device::Cpu).expect("memory for random numbers")
}

/// The operands of a block; the first block's image is not a variable.
fn block_operands([channels, size, filters]: [usize; 3]) -> (Tensor, Var, Var) {
    let x = random(&[BATCH, channels, size, size]).into_inner();
    let x = if channels == 1 { x.detach() } else { x };
    (x, random(&[filters, channels, 3, 3]), random(&[filters]))
}

#[divan::bench(sample_count = 10, sample_size = 1, args = BLOCKS)]
fn block(bencher: Bencher<'_, '_>, sizes: [usize; 3]) {
    let (x, w, b) = block_operands(sizes);
    let work = || -> Result<_> { backward(&conv_relu_pool(&x, &w, &b, true)?) };
    bencher.bench_local(|| work().expect("gradients"));
}

#[divan::bench(sample_count = 10, sample_size = 1, args = BLOCKS)]
fn block_forward(bencher: Bencher<'_, '_>, sizes: [usize; 3]) {
    let (x, w, b) = block_operands(sizes);
    bencher.bench_local(|| conv_relu_pool(&x, &w, &b, true).expect("outputs"));
}

#[divan::bench(sample_count = 2, sample_size = 1, args = BLOCKS)]
fn block_of_stock_candle(bencher: Bencher<'_, '_>, sizes: [usize; 3]) {
    let (x, w, b) = block_operands(sizes);
    let work = || -> Result<_> {
        let y = x
            .conv2d(&w, 0, 1, 1, 1)?
            .broadcast_add(&b.reshape((1, (), 1, 1))?)?;
        y.relu()?.max_pool2d(2)?.backward()
    };
    bencher.bench_local(|| work().expect("gradients"));
}

fn linear_operands([inputs, outputs]: [usize; 2]) -> (Var, Var, Var) {
    (
        random(&[BATCH, inputs]),
        random(&[outputs, inputs]),
        random(&[outputs]),
    )
}

#[divan::bench(sample_count = 10, sample_size = 1, args = LINEAR)]
fn linear_layer(bencher: Bencher<'_, '_>, sizes: [usize; 2]) {
    let (x, w, b) = linear_operands(sizes);
    bencher.bench_local(|| {
        linear(&x, &w, &b)
            .and_then(|y| backward(&y))
            .expect("gradients")
    });
}

#[divan::bench(sample_count = 10, sample_size = 1, args = LINEAR)]
fn linear_forward(bencher: Bencher<'_, '_>, sizes: [usize; 2]) {
    let (x, w, b) = linear_operands(sizes);
    bencher.bench_local(|| linear(&x, &w, &b).expect("outputs"));
}

#[divan::bench(sample_count = 4, sample_size = 1, args = LINEAR)]
fn linear_layer_of_stock_candle(bencher: Bencher<'_, '_>, sizes: [usize; 2]) {
    let (x, w, b) = linear_operands(sizes);
    let work = || -> Result<_> { x.matmul(&w.t()?)?.broadcast_add(&b)?.backward() };
    bencher.bench_local(|| work().expect("gradients"));
}

#[divan::bench(sample_count = 20)]
fn loss(bencher: Bencher<'_, '_>) {
    let prediction = random(&[BATCH, 136]);
    let target = random(&[BATCH, 136]).into_inner().detach();
    let work = || -> Result<_> { backward(&mean_loss(Mse, &prediction, &target)?) };
    bencher.bench_local(|| work().expect("gradients"));
}

/// The optimizers that are timed, by what the benchmark calls them.
fn optimizers() -> [(&'static str, faceoff_spec::Optimizer); 3] {
    let momentum = Sgd {
        momentum: 0.9,
        ..Sgd::default()
    };
    [
        ("SGD", Sgd::default().into()),
        ("momentum", momentum.into()),
        ("Adam", Adam::default().into()),
    ]
}

#[divan::bench(sample_count = 10, sample_size = 1, args = optimizers().map(|(name, _)| name))]
fn optimizer(bencher: Bencher<'_, '_>, name: &str) {
    let (_, rule) = optimizers()
        .into_iter()
        .find(|(known, _)| *known == name)
        .expect("a known rule");
    let weights = random(&LINEAR[0]);
    let parameters = vec![("weights".to_owned(), weights.clone())];
    let mut optimizer = Optimizer::new(rule, parameters).expect("an optimizer");
    let grads = weights
        .sum_all()
        .and_then(|sum| backward(&sum))
        .expect("gradients");
    bencher.bench_local(|| optimizer.step(&grads, 1e-3).expect("a step"));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn adam_of_stock_candle(bencher: Bencher<'_, '_>) {
    let weights = random(&LINEAR[0]);
    let parameters = candle_nn::ParamsAdamW {
        weight_decay: 0.0,
        ..Default::default()
    };
    let mut optimizer =
        candle_nn::AdamW::new(vec![weights.clone()], parameters).expect("an optimizer");
    let grads = weights
        .sum_all()
        .and_then(|sum| sum.backward())
        .expect("gradients");
    bencher.bench_local(|| optimizer.step(&grads).expect("a step"));
}

/// Steps after which the moments of a dead unit's weights would be subnormal numbers.
const STEPS_DEAD: usize = 1000;

/// A loss whose gradient is `factor` everywhere.
fn scaled_sum(weights: &Var, factor: f32) -> Result<Tensor> {
    let factor = Tensor::full(factor, weights.shape(), &Device::Cpu)?;
    (weights.as_tensor() * factor)?.sum_all()
}

/// The last layer's weights, all of a dead unit: a gradient once, none since.
#[divan::bench(sample_count = 10, sample_size = 10)]
fn adam_of_dead_units(bencher: Bencher<'_, '_>) {
    let weights = random(&LINEAR[1]);
    let parameters = vec![("weights".to_owned(), weights.clone())];
    let mut optimizer = Optimizer::new(Adam::default(), parameters).expect("an optimizer");
    let gradients = |factor: f32| backward(&scaled_sum(&weights, factor)?);
    let (once, none) = (gradients(1.0), gradients(0.0));
    optimizer
        .step(&once.expect("gradients"), 1e-3)
        .expect("a step");
    let none = none.expect("gradients");
    for _ in 0..STEPS_DEAD {
        optimizer.step(&none, 1e-3).expect("a step");
    }
    bencher.bench_local(|| optimizer.step(&none, 1e-3).expect("a step"));
}

#[divan::bench(sample_count = 10, sample_size = 10)]
fn adam_of_dead_units_in_stock_candle(bencher: Bencher<'_, '_>) {
    let weights = random(&LINEAR[1]);
    let parameters = candle_nn::ParamsAdamW {
        weight_decay: 0.0,
        ..Default::default()
    };
    let mut optimizer =
        candle_nn::AdamW::new(vec![weights.clone()], parameters).expect("an optimizer");
    let gradients = |factor: f32| scaled_sum(&weights, factor)?.backward();
    let (once, none) = (gradients(1.0), gradients(0.0));
    optimizer.step(&once.expect("gradients")).expect("a step");
    let none = none.expect("gradients");
    for _ in 0..STEPS_DEAD {
        optimizer.step(&none).expect("a step");
    }
    bencher.bench_local(|| optimizer.step(&none).expect("a step"));
}

/// What a large matrix product reaches on this machine, for comparison.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn matrix_product_of_1024(bencher: Bencher<'_, '_>) {
    let (a, b) = (random(&[1024, 1024]), random(&[1024, 1024]));
    assert_eq!(a.dtype(), DType::F32);
    bencher
        .counter(divan::counter::ItemsCount::new(2usize * 1024 * 1024 * 1024))
        .bench_local(|| a.matmul(&b).expect("a product"));
}
