//! Times of the study's base network as JSON, to be set beside those of other frameworks by
//! `benches/peers.py`.
//!
//! `cargo run --release -p faceoff-model --example measure -- step 20`

use std::time::Instant;

use candle_core::{Device, Result, Tensor, Var};
use faceoff_config::{Activation, ModelSpec, OUTPUTS};
use faceoff_kernels::{Loss, Optimizer, Rule, backward, conv_relu_pool, keep_freed_memory, linear};
use faceoff_model::Network;

const BATCH: usize = 10;
const SIZE: usize = 224;
const INFERENCE: usize = 64;
const WARM_UP: usize = 3;
/// Channels in, size of the picture, channels out of the four blocks.
const BLOCKS: [[usize; 3]; 4] = [[1, 224, 32], [32, 111, 64], [64, 54, 64], [64, 26, 128]];
const LINEAR: [[usize; 2]; 2] = [[18_432, 1088], [1088, OUTPUTS]];

type Times = Vec<(String, Vec<f64>)>;

fn main() -> Result<()> {
    keep_freed_memory();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (what, count) = match &arguments[..] {
        [what, count] => (what.as_str(), count.parse().unwrap_or(20)),
        [what] => (what.as_str(), 20),
        _ => ("step", 20),
    };
    let times = match what {
        "step" => step(count)?,
        "inference" => inference(count)?,
        "layers" => layers(count)?,
        "peak" => vec![("flop per second".to_owned(), vec![peak()])],
        _ => candle_core::bail!("expected step, inference, layers or peak, found `{what}`"),
    };
    let seconds: Vec<String> = times
        .iter()
        .map(|(name, seconds)| format!("{name:?}: {seconds:?}"))
        .collect();
    println!(
        "{{\"threads\": {}, \"seconds\": {{{}}}, \"peak_bytes\": {}}}",
        rayon::current_num_threads(),
        seconds.join(", "),
        peak_bytes()
    );
    Ok(())
}

/// Seconds of each of `count` calls, after some to warm up.
fn timed(count: usize, mut work: impl FnMut() -> Result<()>) -> Result<Vec<f64>> {
    for _ in 0..WARM_UP {
        work()?;
    }
    (0..count)
        .map(|_| {
            let start = Instant::now();
            work()?;
            Ok(start.elapsed().as_secs_f64())
        })
        .collect()
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

const ADAM: Rule = Rule::Adam {
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weight_decay: 0.0,
};

fn step(count: usize) -> Result<Times> {
    let network = network();
    let mut optimizer = Optimizer::new(ADAM, network.parameters().to_vec())?;
    let images = Tensor::rand(0f32, 1.0, (BATCH, 1, SIZE, SIZE), &Device::Cpu)?;
    let targets = Tensor::randn(0f32, 0.5, (BATCH, OUTPUTS), &Device::Cpu)?;
    let seconds = timed(count, || {
        let answers = network.forward_train(&images, 0, 0)?;
        let loss = Loss::Mse.forward(&answers, &targets)?;
        optimizer.step(&backward(&loss)?, 1e-3)
    })?;
    Ok(vec![("step".to_owned(), seconds)])
}

fn inference(count: usize) -> Result<Times> {
    let network = network();
    let images = Tensor::rand(0f32, 1.0, (INFERENCE, 1, SIZE, SIZE), &Device::Cpu)?;
    let seconds = timed(count, || network.forward(&images).map(|_| ()))?;
    Ok(vec![("inference".to_owned(), seconds)])
}

/// Forward and backward of each layer, and the update of the first linear layer.
fn layers(count: usize) -> Result<Times> {
    let random = |shape: &[usize]| Var::randn(0f32, 0.05, shape, &Device::Cpu);
    let mut times = vec![];
    for (index, [channels, size, filters]) in BLOCKS.into_iter().enumerate() {
        let x = random(&[BATCH, channels, size, size])?;
        let (w, b) = (random(&[filters, channels, 3, 3])?, random(&[filters])?);
        let seconds = timed(count, || {
            backward(&conv_relu_pool(&x, &w, &b, index > 0)?).map(|_| ())
        })?;
        times.push((format!("block {}", index + 1), seconds));
    }
    for (index, [inputs, outputs]) in LINEAR.into_iter().enumerate() {
        let (x, w) = (random(&[BATCH, inputs])?, random(&[outputs, inputs])?);
        let b = random(&[outputs])?;
        let seconds = timed(count, || backward(&linear(&x, &w, &b)?).map(|_| ()))?;
        times.push((format!("linear {}", index + 1), seconds));
    }
    let [inputs, outputs] = LINEAR[0];
    let (x, w) = (random(&[BATCH, inputs])?, random(&[outputs, inputs])?);
    let b = random(&[outputs])?;
    let grads = backward(&linear(&x, &w, &b)?)?;
    let mut optimizer = Optimizer::new(ADAM, vec![("w".to_owned(), w)])?;
    let seconds = timed(count, || optimizer.step(&grads, 1e-3))?;
    times.push(("update".to_owned(), seconds));
    Ok(times)
}

/// The most memory this process has held, where the system tells.
fn peak_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// Floating-point operations a second of all threads together when nothing but multiply-add is
/// done: what no convolution without fewer products can exceed.
fn peak() -> f64 {
    const ROUNDS: usize = 20_000_000;
    let run = || {
        let start = Instant::now();
        let sums = rayon::broadcast(|_| multiply_add(ROUNDS));
        let seconds = start.elapsed().as_secs_f64();
        std::hint::black_box(&sums);
        (sums.len() * ROUNDS * CHAINS * LANES * 2) as f64 / seconds
    };
    (0..5).map(|_| run()).fold(0.0, f64::max)
}

const CHAINS: usize = 12;
const LANES: usize = 8;

fn multiply_add(rounds: usize) -> f32 {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        #[target_feature(enable = "avx2,fma")]
        fn fused(rounds: usize) -> f32 {
            chains(rounds, |a, b, c| a.mul_add(b, c))
        }
        // SAFETY: the processor has both features, as just asked.
        #[allow(unsafe_code)]
        return unsafe { fused(rounds) };
    }
    chains(rounds, |a, b, c| a * b + c)
}

#[inline(always)]
fn chains(rounds: usize, each: impl Fn(f32, f32, f32) -> f32) -> f32 {
    let mut sums = [[1f32; LANES]; CHAINS];
    let (factor, term) = (std::hint::black_box(0.999), std::hint::black_box(0.001));
    for _ in 0..rounds {
        for sum in sums.as_flattened_mut() {
            *sum = each(*sum, factor, term);
        }
    }
    sums.as_flattened().iter().sum()
}
