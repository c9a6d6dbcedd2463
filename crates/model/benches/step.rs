//! One training step of the study's base network, batch 10, 224×224: with the kernels and with
//! stock candle.
//!
//! `cargo bench -p faceoff-model`

use candle_core::{DType, Device, Module, Tensor};
use candle_nn::{AdamW, Optimizer as _, ParamsAdamW, VarBuilder, VarMap};
use divan::Bencher;
use faceoff_config::{Activation, ModelSpec, OUTPUTS};
use faceoff_kernels::{Loss, Optimizer, Rule, backward, keep_freed_memory};
use faceoff_model::Network;

const BATCH: usize = 10;
const SIZE: usize = 224;

fn main() {
    keep_freed_memory();
    divan::main();
}

fn batch(count: usize) -> (Tensor, Tensor) {
    let images = Tensor::rand(0f32, 1.0, (count, 1, SIZE, SIZE), &Device::Cpu);
    let targets = Tensor::randn(0f32, 0.5, (count, OUTPUTS), &Device::Cpu);
    (
        images.expect("memory for a batch"),
        targets.expect("memory for a batch"),
    )
}

fn network() -> Network {
    let spec = ModelSpec {
        conv: vec![32, 64, 64, 128],
        linear: vec![1088],
        last_activation: Activation::None,
        dropout: vec![],
    };
    Network::new(&spec, SIZE, 0, &Device::Cpu).expect("the base network")
}

#[divan::bench(sample_count = 15, sample_size = 1)]
fn step(bencher: Bencher<'_, '_>) {
    let network = network();
    let rule = Rule::Adam {
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weight_decay: 0.0,
    };
    let mut optimizer = Optimizer::new(rule, network.parameters().to_vec()).expect("an optimizer");
    let (images, targets) = batch(BATCH);
    let mut step = || -> candle_core::Result<()> {
        let answers = network.forward_train(&images, 0, 0)?;
        let loss = Loss::Mse.forward(&answers, &targets)?;
        optimizer.step(&backward(&loss)?, 1e-3)
    };
    bencher.bench_local(|| step().expect("a step"));
}

#[divan::bench(sample_count = 10, sample_size = 1, args = [1, 10, 64])]
fn inference(bencher: Bencher<'_, '_>, count: usize) {
    let network = network();
    let (images, _) = batch(count);
    bencher.bench_local(|| network.forward(&images).expect("answers"));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn step_of_stock_candle(bencher: Bencher<'_, '_>) {
    let (variables, network) = stock().expect("a network");
    let parameters = ParamsAdamW {
        weight_decay: 0.0,
        ..ParamsAdamW::default()
    };
    let mut optimizer = AdamW::new(variables.all_vars(), parameters).expect("an optimizer");
    let (images, targets) = batch(BATCH);
    let mut step = || -> candle_core::Result<()> {
        let loss = candle_nn::loss::mse(&network.forward(&images)?, &targets)?;
        optimizer.step(&loss.backward()?)
    };
    bencher.bench_local(|| step().expect("a step"));
}

fn stock() -> candle_core::Result<(VarMap, candle_nn::Sequential)> {
    let variables = VarMap::new();
    let builder = VarBuilder::from_varmap(&variables, DType::F32, &Device::Cpu);
    let mut network = candle_nn::seq();
    for (inputs, outputs) in [(1, 32), (32, 64), (64, 64), (64, 128)] {
        let name = format!("conv{inputs}-{outputs}");
        let conv = candle_nn::conv2d(inputs, outputs, 3, Default::default(), builder.pp(name))?;
        network = network.add(conv).add_fn(|x| x.relu()?.max_pool2d(2));
    }
    let hidden = candle_nn::linear(18_432, 1088, builder.pp("linear1"))?;
    let last = candle_nn::linear(1088, OUTPUTS, builder.pp("linear2"))?;
    let network = network
        .add_fn(|x| x.flatten_from(1))
        .add(hidden)
        .add_fn(Tensor::relu)
        .add(last);
    Ok((variables, network))
}
