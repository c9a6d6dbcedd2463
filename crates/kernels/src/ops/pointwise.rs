//! Operations that take each number by itself: activations.

use std::marker::PhantomData;

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};
use rayon::prelude::*;

use crate::autograd::apply1;
use crate::cpu::storage::{fast, floats, tensor_floats};

/// Numbers worked on by one task.
const CHUNK: usize = 1 << 14;

/// A function of single numbers.
pub(crate) trait Pointwise: Send + Sync + 'static {
    /// What it is called. Its kernels on a GPU are called so, and so with `_gradient` behind.
    const NAME: &'static str;

    /// The function.
    fn value(x: f32) -> f32;

    /// The gradient of `x`, from the gradient of the function's value.
    fn gradient(x: f32, of_value: f32) -> f32;

    /// The function put together from candle's own operations.
    ///
    /// # Errors
    /// Those of candle.
    fn composed(x: &Tensor) -> Result<Tensor>;
}

/// The function `F` of every number of `x`.
pub(crate) fn pointwise<F: Pointwise>(x: &Tensor) -> Result<Tensor> {
    #[cfg(feature = "cuda")]
    if crate::gpu::cuda::ready(&[x]) {
        return crate::gpu::cuda::pointwise(F::NAME, x);
    }
    if !fast(&[x]) {
        return F::composed(x);
    }
    apply1(&x.contiguous()?, Each::<F>(PhantomData))
}

struct Each<F>(PhantomData<F>);

impl<F: Pointwise> CustomOp1 for Each<F> {
    fn name(&self) -> &'static str {
        F::NAME
    }

    fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let x = floats(x, layout)?;
        let mut y = vec![0f32; x.len()];
        y.par_chunks_mut(CHUNK)
            .zip(x.par_chunks(CHUNK))
            .for_each(|(y, x)| {
                for (y, x) in y.iter_mut().zip(x) {
                    *y = F::value(*x);
                }
            });
        Ok((CpuStorage::F32(y), layout.shape().clone()))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        let grad = grad.contiguous()?;
        let (x_numbers, dy) = (tensor_floats(x)?, tensor_floats(&grad)?);
        let mut dx = vec![0f32; x_numbers.len()];
        dx.par_chunks_mut(CHUNK)
            .zip(x_numbers.par_chunks(CHUNK))
            .zip(dy.par_chunks(CHUNK))
            .for_each(|((dx, x), dy)| {
                for ((dx, x), dy) in dx.iter_mut().zip(x).zip(dy) {
                    *dx = F::gradient(*x, *dy);
                }
            });
        Tensor::from_vec(dx, x.shape(), x.device()).map(Some)
    }
}

/// Compares `F` with PyTorch's values in the fixture `activation_NAME`: in main memory, composed, and
/// on the emulated GPU.
#[cfg(test)]
pub(super) fn check<F: Pointwise>() {
    use crate::gpu::all;
    use crate::gpu::emulated::Emulated;
    use crate::gpu::launches::layers;

    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let file = folder.join(format!("activation_{}.safetensors", F::NAME));
    let fixture = candle_core::safetensors::load(file, &candle_core::Device::Cpu).unwrap();
    let numbers = |tensor: &Tensor| tensor.flatten_all().unwrap().to_vec1::<f32>().unwrap();
    let near = |what: &str, found: &[f32]| {
        let expected = numbers(&fixture[what]);
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            let error = (found - expected).abs();
            assert!(
                error <= 1e-6 * expected.abs().max(1.0),
                "{} of {}: {found}, expected {expected}",
                what,
                F::NAME
            );
        }
    };
    let operations: [fn(&Tensor) -> Result<Tensor>; 2] = [pointwise::<F>, F::composed];
    for operation in operations {
        let x = candle_core::Var::from_tensor(&fixture["x"]).unwrap();
        let y = operation(&x).unwrap();
        near("y", &numbers(&y));
        let sum = y.mul(&fixture["dy"]).unwrap().sum_all().unwrap();
        near("dx", &numbers(sum.backward().unwrap().get(&x).unwrap()));
        let nan = operation(&Tensor::new(&[f32::NAN], x.device()).unwrap()).unwrap();
        assert!(numbers(&nan)[0].is_nan(), "{} hides NaN", F::NAME);
    }
    let Some(gpu) = Emulated::new() else { return };
    let (x, dy) = (numbers(&fixture["x"]), numbers(&fixture["dy"]));
    near(
        "y",
        &layers::pointwise(&gpu, F::NAME, all(&x), x.len()).unwrap(),
    );
    let sides = [all(&x), all(&dy)];
    near(
        "dx",
        &layers::pointwise_gradient(&gpu, F::NAME, sides, x.len()).unwrap(),
    );
}
