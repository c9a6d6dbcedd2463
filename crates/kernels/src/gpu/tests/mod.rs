//! The kernels on the emulated GPU, against plain loops in float64, the CPU's operations and
//! PyTorch's values.

mod convolutions;
mod crops;
mod layers;
mod updates;

#[allow(missing_docs)]
#[path = "../../../tests/common/mod.rs"]
mod common;

use super::emulated::Emulated;
use super::{Gpu, Numbers, all};

/// Numbers as the kernels take them. They begin somewhere in their memory.
struct Held(Vec<f32>);

const BEFORE: usize = 3;

impl Held {
    fn new(numbers: &[f64]) -> Self {
        let before = [f32::NAN; BEFORE];
        Self(
            before
                .into_iter()
                .chain(numbers.iter().map(|v| *v as f32))
                .collect(),
        )
    }

    fn numbers(&self) -> Numbers<'_, Emulated> {
        Numbers {
            memory: &self.0,
            start: BEFORE,
        }
    }
}

fn wide(numbers: &[f32]) -> Vec<f64> {
    numbers.iter().copied().map(f64::from).collect()
}

fn bits(numbers: &[f32]) -> Vec<u32> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

/// What a test that fails on purpose relies on: the emulated GPU tells a kernel that reads beyond
/// its numbers.
#[test]
fn reading_beyond_the_end_is_noticed() {
    let Some(gpu) = Emulated::new() else { return };
    let x = vec![1f32; 1000];
    let result = super::launches::layers::pointwise(&gpu, "relu", all(&x), 1001);
    assert!(result.is_err());
    let mut missing = gpu.floats(4).unwrap();
    let kernel = super::Kernel::layers("relu");
    let arguments = &mut [super::Argument::ToFloats(&mut missing, 0)];
    let error = gpu.launch(kernel, [1, 1, 1], 32, arguments).unwrap_err();
    assert!(error.to_string().contains("arguments"), "{error}");
}
