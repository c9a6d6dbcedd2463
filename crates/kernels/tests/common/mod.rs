//! What the tests share: reference values from files, plain float64 references, comparisons.
#![allow(dead_code, unreachable_pub)] // each test file uses its part

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use candle_core::{DType, Device, Tensor, Var};
use faceoff_spec::{Loss, Optimizer};

pub mod plain;

/// Where the fixtures are. `FACEOFF_FIXTURES` names their folder for a test program that was carried
/// to another machine.
fn folder() -> PathBuf {
    let here = || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::env::var_os("FACEOFF_FIXTURES").map_or_else(here, PathBuf::from)
}

/// Tensors computed by PyTorch, see `fixtures/README.md`.
pub fn fixture(name: &str) -> HashMap<String, Tensor> {
    let path = folder().join(format!("{name}.safetensors"));
    candle_core::safetensors::load(&path, &Device::Cpu)
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

pub fn variable(tensor: &Tensor) -> Var {
    Var::from_tensor(tensor).unwrap()
}

pub fn numbers(tensor: &Tensor) -> Vec<f64> {
    tensor
        .flatten_all()
        .unwrap()
        .to_dtype(DType::F64)
        .unwrap()
        .to_vec1()
        .unwrap()
}

/// The largest difference, relative to the largest expected number.
pub fn relative_error(found: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len());
    let largest = expected.iter().fold(0f64, |a, b| a.max(b.abs()));
    let difference = found
        .iter()
        .zip(expected)
        .map(|(f, e)| (f - e).abs())
        .fold(
            0f64,
            |a, b| if b.is_nan() { f64::INFINITY } else { a.max(b) },
        );
    if largest == 0.0 {
        difference
    } else {
        difference / largest
    }
}

#[track_caller]
pub fn assert_near(what: &str, found: &Tensor, expected: &Tensor, tolerance: f64) {
    assert_eq!(found.shape(), expected.shape(), "{what}");
    let error = relative_error(&numbers(found), &numbers(expected));
    assert!(
        error <= tolerance,
        "{what}: relative error {error:e}, at most {tolerance:e} expected"
    );
}

#[track_caller]
pub fn assert_same_bits(what: &str, found: &Tensor, expected: &Tensor) {
    let bits = |t: &Tensor| -> Vec<u32> {
        t.flatten_all()
            .unwrap()
            .to_vec1::<f32>()
            .unwrap()
            .into_iter()
            .map(f32::to_bits)
            .collect()
    };
    assert!(
        bits(found) == bits(expected),
        "{what}: not the same bit for bit"
    );
}

/// `count` numbers in [−1, 1) that depend on `seed` alone, exact in float32.
pub fn noise(count: usize, seed: u64) -> Vec<f64> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
    (0..count)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            f64::from(((state >> 33) as u32 & 0xFF_FFFF) as f32 / 8_388_608.0 - 1.0)
        })
        .collect()
}

/// Like [`noise`], in multiples of 1/8: products and sums of some thousands of them are exact in
/// float32, in any order.
pub fn coarse(count: usize, seed: u64) -> Vec<f64> {
    noise(count, seed)
        .iter()
        .map(|v| (v * 8.0).round() / 8.0)
        .collect()
}

pub fn tensor(values: &[f64], shape: &[usize]) -> Tensor {
    let values: Vec<f32> = values.iter().map(|v| *v as f32).collect();
    Tensor::from_vec(values, shape, &Device::Cpu).unwrap()
}

/// Σ y · dy: a scalar whose gradient with respect to `y` is `dy`.
pub fn weighted_sum(y: &Tensor, dy: &Tensor) -> Tensor {
    y.mul(dy).unwrap().sum_all().unwrap()
}

/// A fixture of max-pool or ReLU.
pub struct Unary {
    pub x: Tensor,
    pub y: Tensor,
    pub dy: Tensor,
    pub dx: Tensor,
}

pub fn unary_fixture(file: &str) -> Unary {
    let mut t = fixture(file);
    let x = t.remove("x").unwrap();
    Unary {
        // ReLU's file has neither: its result needs no PyTorch, and its gradient is that of a sum.
        y: t.remove("y").unwrap_or_else(|| x.maximum(0.0).unwrap()),
        dy: t.remove("dy").unwrap_or_else(|| x.ones_like().unwrap()),
        dx: t.remove("dx").unwrap(),
        x,
    }
}

/// Linear layers of few rows, and of more than are multiplied out in registers.
pub const LINEAR_FIXTURES: [&str; 2] = ["linear_few_rows", "linear_many_rows"];

/// What is said about the tensors of a fixture.
fn notes<T: serde::de::DeserializeOwned>(file: &Path) -> T {
    let content = std::fs::read(file).unwrap();
    let (_, header) = safetensors::SafeTensors::read_metadata(&content).unwrap();
    serde_json::from_str(&header.metadata().as_ref().unwrap()["notes"]).unwrap()
}

#[derive(serde::Deserialize)]
struct OptimizerNotes {
    optimizer: Optimizer,
    learning_rate: f64,
}

/// A fixture of an optimizer.
pub struct OptimizerFixture {
    /// Its file.
    pub file: String,
    pub optimizer: Optimizer,
    pub rate: f64,
}

/// Every file `optim_*`, which says whose steps it holds.
pub fn optimizer_fixtures() -> Vec<OptimizerFixture> {
    let mut fixtures = Vec::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if file.starts_with("optim_") && path.extension().is_some_and(|e| e == "safetensors") {
            let notes: OptimizerNotes = notes(&path);
            fixtures.push(OptimizerFixture {
                file,
                optimizer: notes.optimizer,
                rate: notes.learning_rate,
            });
        }
    }
    fixtures.sort_by(|a, b| a.file.cmp(&b.file));
    fixtures
}

/// The losses of `losses.safetensors`, by the names of their tensors.
pub fn loss_fixtures() -> Vec<(String, Loss)> {
    let notes: BTreeMap<_, _> = notes(&folder().join("losses.safetensors"));
    notes.into_iter().collect()
}
