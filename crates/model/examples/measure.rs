//! Times of the study's base network as JSON, to be set beside those of other frameworks by
//! `benches/peers.py`.
//!
//! `cargo run --release -p faceoff-model --example measure -- step 20`
//!
//! On an NVIDIA GPU, with `--features cuda`: `… -- step 20 cuda:0`, or `step 20 cuda:0 tf32`;
//! `together` is several trainings at once.

use std::time::Instant;

use candle_core::{Device, Result, Tensor, Var};
use faceoff_kernels::{
    Optimizer, backward, conv_relu_pool, keep_freed_memory, linear, mean_loss, set_tf32,
};
use faceoff_landmarks::Scheme;
use faceoff_model::{Network, Sizes, Step};
use faceoff_spec::{Adam, ModelSpec, Mse};
use rayon::prelude::*;

#[path = "../benches/stock/mod.rs"]
mod stock;

const BATCH: usize = 10;
const SIZE: usize = 224;
const STEP: Step = Step { seed: 0, number: 0 };
const INFERENCE: usize = 64;
const WARM_UP: usize = 3;
/// Steps between two looks at the clock on a GPU, which is waited for there and nowhere else.
const UNWATCHED: usize = 50;
/// Trainings that share a GPU.
const TOGETHER: usize = 4;
/// Channels in, side of the image, channels out of the four blocks.
const BLOCKS: [[usize; 3]; 4] = [[1, 224, 32], [32, 111, 64], [64, 54, 64], [64, 26, 128]];
/// Inputs and outputs of the first linear layer.
const HIDDEN: [usize; 2] = [18_432, 1088];

type Times = Vec<(String, Vec<f64>)>;

fn outputs() -> usize {
    Scheme::face_68().outputs()
}

fn main() -> Result<()> {
    keep_freed_memory();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |at: usize| arguments.get(at).map(String::as_str);
    let what = argument(0).unwrap_or("step");
    let count = argument(1).and_then(|count| count.parse().ok());
    let count = count.unwrap_or(20);
    let gpu = match argument(2) {
        None | Some("cpu") => None,
        Some(text) => match text.strip_prefix("cuda:").map(str::parse) {
            Some(Ok(number)) => Some(number),
            _ => candle_core::bail!("expected cpu or cuda:N, found `{text}`"),
        },
    };
    set_tf32(argument(3) == Some("tf32"));
    let times = match (what, gpu) {
        ("step", Some(gpu)) => vec![("step".to_owned(), steps(count, gpu)?)],
        ("together", Some(gpu)) => vec![("step".to_owned(), together(count, gpu)?)],
        _ => on_cpu(what, count)?,
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

fn on_cpu(what: &str, count: usize) -> Result<Times> {
    Ok(match what {
        "step" => step(count)?,
        "inference" => inference(count)?,
        "layers" => layers(count)?,
        "stock" => stock_step(count)?,
        "machine" => vec![
            ("operations".to_owned(), vec![operations_per_second()?]),
            ("bytes".to_owned(), vec![bytes_per_second()?]),
        ],
        _ => {
            candle_core::bail!("expected step, inference, layers, stock or machine, found `{what}`")
        }
    })
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

#[cfg(feature = "cuda")]
use faceoff_kernels::cuda_device as device;

/// No GPU: this program knows none, and candle says so.
#[cfg(not(feature = "cuda"))]
fn device(number: usize) -> Result<Device> {
    Device::new_cuda(number)
}

/// Seconds of a step on the GPU of that number, the mean over some of them, `count` times.
fn steps(count: usize, gpu: usize) -> Result<Vec<f64>> {
    let device = device(gpu)?;
    let mut training = Training::new(&device)?;
    let seconds = timed(count, || {
        for _ in 0..UNWATCHED {
            training.step()?;
        }
        device.synchronize()
    })?;
    Ok(seconds.iter().map(|s| s / UNWATCHED as f64).collect())
}

/// Seconds that several trainings at once on the GPU of that number take for as many steps each as
/// [`steps`] times, over the steps of all: what a step comes to. One number, of one clock that runs
/// while all of them do.
fn together(count: usize, gpu: usize) -> Result<Vec<f64>> {
    let opened = || {
        let device = device(gpu)?;
        Ok((Training::new(&device)?, device))
    };
    let mut trainings = (0..TOGETHER)
        .map(|_| opened())
        .collect::<Result<Vec<_>>>()?;
    all_at_once(&mut trainings, WARM_UP * UNWATCHED)?;
    let start = Instant::now();
    all_at_once(&mut trainings, count * UNWATCHED)?;
    let steps = TOGETHER * count * UNWATCHED;
    Ok(vec![start.elapsed().as_secs_f64() / steps as f64])
}

/// Takes so many steps of each training, each on a thread of its own, and waits for all.
fn all_at_once(trainings: &mut [(Training, Device)], steps: usize) -> Result<()> {
    std::thread::scope(|scope| {
        let begin = |(training, device): &mut (Training, Device)| {
            for _ in 0..steps {
                training.step()?;
            }
            device.synchronize()
        };
        let threads: Vec<_> = trainings
            .iter_mut()
            .map(|one| scope.spawn(move || begin(one)))
            .collect();
        threads.into_iter().try_for_each(|thread| {
            let ended = thread.join();
            ended.unwrap_or_else(|_| candle_core::bail!("a training panicked"))
        })
    })
}

fn network(device: &Device) -> Network {
    let spec = ModelSpec::default();
    let sizes = Sizes {
        image: SIZE,
        outputs: outputs(),
    };
    Network::new(&spec, sizes, 0, device).expect("the base network")
}

const ADAM: Adam = Adam {
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weight_decay: 0.0,
};

/// The base network in training, on one batch.
struct Training {
    network: Network,
    optimizer: Optimizer,
    images: Tensor,
    targets: Tensor,
}

impl Training {
    fn new(device: &Device) -> Result<Self> {
        let network = network(device);
        Ok(Self {
            optimizer: Optimizer::new(ADAM, network.parameters().to_vec())?,
            network,
            images: Tensor::rand(0f32, 1.0, (BATCH, 1, SIZE, SIZE), device)?,
            targets: Tensor::randn(0f32, 0.5, (BATCH, outputs()), device)?,
        })
    }

    fn step(&mut self) -> Result<()> {
        let predictions = self.network.forward_train(&self.images, STEP)?;
        let loss = mean_loss(Mse, &predictions, &self.targets)?;
        self.optimizer.step(&backward(&loss)?, 1e-3)
    }
}

fn step(count: usize) -> Result<Times> {
    let mut training = Training::new(&Device::Cpu)?;
    Ok(vec![("step".to_owned(), timed(count, || training.step())?)])
}

/// A step of the same network as candle computes it by itself.
fn stock_step(count: usize) -> Result<Times> {
    let mut training = stock::Training::new()?;
    let images = Tensor::rand(0f32, 1.0, (BATCH, 1, SIZE, SIZE), &Device::Cpu)?;
    let targets = Tensor::randn(0f32, 0.5, (BATCH, outputs()), &Device::Cpu)?;
    let seconds = timed(count, || training.step(&images, &targets))?;
    Ok(vec![("step".to_owned(), seconds)])
}

fn inference(count: usize) -> Result<Times> {
    let network = network(&Device::Cpu);
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
    for (index, [inputs, outputs]) in [HIDDEN, [HIDDEN[1], outputs()]].into_iter().enumerate() {
        let (x, w) = (random(&[BATCH, inputs])?, random(&[outputs, inputs])?);
        let b = random(&[outputs])?;
        let seconds = timed(count, || backward(&linear(&x, &w, &b)?).map(|_| ()))?;
        times.push((format!("linear {}", index + 1), seconds));
    }
    let [inputs, outputs] = HIDDEN;
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

/// Floating-point operations a second of a large matrix product: what no convolution can exceed
/// that takes as many products.
fn operations_per_second() -> Result<f64> {
    const SIDE: usize = 2048;
    let random = || Tensor::rand(0f32, 1.0, (SIDE, SIDE), &Device::Cpu);
    let (a, b) = (random()?, random()?);
    let seconds = timed(10, || a.matmul(&b).map(|_| ()))?;
    Ok(2.0 * (SIDE as f64).powi(3) / least(&seconds))
}

/// Bytes a second, read and written, when all threads copy more than fits in a cache.
fn bytes_per_second() -> Result<f64> {
    const NUMBERS: usize = 1 << 26;
    let from = vec![1f32; NUMBERS];
    let mut to = vec![0f32; NUMBERS];
    let share = NUMBERS.div_ceil(rayon::current_num_threads());
    let seconds = timed(10, || {
        to.par_chunks_mut(share)
            .zip(from.par_chunks(share))
            .for_each(|(to, from)| to.copy_from_slice(from));
        std::hint::black_box(&mut to);
        Ok(())
    })?;
    Ok((2 * NUMBERS * size_of::<f32>()) as f64 / least(&seconds))
}

fn least(seconds: &[f64]) -> f64 {
    seconds.iter().copied().fold(f64::INFINITY, f64::min)
}
