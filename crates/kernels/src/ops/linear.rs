//! Linear layers at small batch.
//!
//! Such a layer is bound by reading its weights: each is read once forward and once backward, in
//! blocks that are spread over the threads.

use candle_core::{CpuStorage, CustomOp3, Layout, Result, Shape, Tensor, bail};
use rayon::prelude::*;

use crate::autograd::{Gradient, Product, apply3, deliver, wants_gradient};
use crate::cpu::matmul::{Left, PANEL, Right, Strides, Write, dots, multiply, product};
use crate::cpu::simd::prefetch;
use crate::cpu::storage::{fast, floats, tensor_floats};
use crate::cpu::sums::sum;

/// Outputs computed by one task.
const OUTPUTS: usize = 16;
/// Inputs whose gradients are computed by one task.
const INPUTS: usize = 1024;
/// Of these, inputs worked on at once.
const COLUMNS: usize = 64;

/// `x · wᵀ + b`.
///
/// `x` is n×inputs, or n times numbers of any shape that are as many: they are taken in the order
/// they lie in, as behind a `flatten_from(1)`. `w` is outputs×inputs, `b` outputs; the result is
/// n×outputs.
///
/// # Errors
/// Shapes that do not fit together.
pub fn linear(x: &Tensor, w: &Tensor, b: &Tensor) -> Result<Tensor> {
    let (outputs, inputs) = w.dims2()?;
    let (rows, found) = match x.dims() {
        [rows, rest @ ..] if !rest.is_empty() => (*rows, rest.iter().product::<usize>()),
        _ => bail!("expected an input n×{inputs}, found {:?}", x.shape()),
    };
    if found != inputs {
        bail!("the weights take {inputs} inputs, the input has {found}")
    }
    if b.dims() != [outputs] {
        bail!(
            "expected a bias of {outputs} numbers, found {:?}",
            b.shape()
        )
    }
    #[cfg(feature = "cuda")]
    if crate::gpu::cuda::ready(&[x, w, b]) {
        return crate::gpu::cuda::linear(x, w, b);
    }
    if !fast(&[x, w, b]) {
        return composed(x, w, b);
    }
    let op = Linear {
        rows,
        inputs,
        outputs,
        input_gradient: wants_gradient(x),
    };
    apply3(&x.contiguous()?, &w.contiguous()?, &b.contiguous()?, op)
}

/// [`linear`](crate::linear()) put together from candle's own operations.
///
/// # Errors
/// Those of candle.
pub fn composed(x: &Tensor, w: &Tensor, b: &Tensor) -> Result<Tensor> {
    let x = if x.rank() > 2 {
        x.flatten_from(1)?
    } else {
        x.clone()
    };
    x.matmul(&w.t()?)?.broadcast_add(b)
}

struct Linear {
    rows: usize,
    inputs: usize,
    outputs: usize,
    input_gradient: bool,
}

impl Linear {
    fn input_gradient(&self, dy: &[f32], w: &[f32]) -> Vec<f32> {
        let Self {
            rows,
            inputs,
            outputs,
            ..
        } = *self;
        let blocks: Vec<Vec<f32>> = (0..inputs.div_ceil(INPUTS))
            .into_par_iter()
            .map(|block| {
                let first = block * INPUTS;
                let count = INPUTS.min(inputs - first);
                let mut dx = vec![0f32; rows * count];
                let whole = count / PANEL * PANEL;
                // Some outputs at a time: their weights are read along the rows they lie in.
                for start in (0..outputs).step_by(OUTPUTS) {
                    let these = OUTPUTS.min(outputs - start);
                    for column in (0..whole).step_by(COLUMNS) {
                        let columns = COLUMNS.min(whole - column);
                        // The next outputs' weights are fetched while these are multiplied.
                        for output in start + these..start + 2 * these {
                            let place = output * inputs + first + column;
                            for line in (0..columns).step_by(PANEL) {
                                prefetch(w.as_ptr().wrapping_add(place + line));
                            }
                        }
                        product(
                            [rows, these, columns],
                            &mut dx[column.min(rows * count)..],
                            count,
                            Write::Add,
                            Left {
                                numbers: &dy[start.min(dy.len())..],
                                rows: outputs,
                                depths: 1,
                            },
                            Right {
                                numbers: &w[start * inputs + first + column..],
                                panels: PANEL,
                                depths: inputs,
                            },
                        );
                    }
                }
                if whole < count {
                    multiply(
                        [rows, outputs, count - whole],
                        (
                            &mut dx[whole.min(rows * count)..],
                            Strides::row_major(count),
                        ),
                        Write::Replace,
                        (dy, Strides::row_major(outputs)),
                        (
                            &w[(first + whole).min(w.len())..],
                            Strides::row_major(inputs),
                        ),
                    );
                }
                dx
            })
            .collect();
        let mut dx = Vec::with_capacity(rows * inputs);
        for row in 0..rows {
            for block in &blocks {
                let count = block.len() / rows;
                dx.extend_from_slice(&block[row * count..][..count]);
            }
        }
        dx
    }
}

impl CustomOp3 for Linear {
    fn name(&self) -> &'static str {
        "linear"
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        x_layout: &Layout,
        w: &CpuStorage,
        w_layout: &Layout,
        b: &CpuStorage,
        b_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let (x, w, b) = (
            floats(x, x_layout)?,
            floats(w, w_layout)?,
            floats(b, b_layout)?,
        );
        let Self {
            rows,
            inputs,
            outputs,
            ..
        } = *self;
        // Outputs first, so that a task's results lie together.
        let mut turned = vec![0f32; outputs * rows];
        turned
            .par_chunks_mut((OUTPUTS * rows).max(1))
            .enumerate()
            .for_each(|(block, turned)| {
                let count = turned.len() / rows;
                let w = &w[block * OUTPUTS * inputs..][..count * inputs];
                dots([count, inputs, rows], w, x, turned);
            });
        let mut y = Vec::with_capacity(rows * outputs);
        for row in 0..rows {
            y.extend((0..outputs).map(|output| turned[output * rows + row] + b[output]));
        }
        Ok((CpuStorage::F32(y), (rows, outputs).into()))
    }

    fn bwd(
        &self,
        x: &Tensor,
        w: &Tensor,
        b: &Tensor,
        _: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let grad = grad.contiguous()?;
        let dy = tensor_floats(&grad)?;
        let mut column = vec![0f32; self.rows];
        let db: Vec<f32> = (0..self.outputs)
            .map(|output| {
                for (row, value) in column.iter_mut().enumerate() {
                    *value = dy[row * self.outputs + output];
                }
                sum(&column) as f32
            })
            .collect();
        let dw = Gradient::Product(Product::new(&grad, &x.flatten_from(1)?)?);
        let dx = if self.input_gradient {
            let dx = self.input_gradient(&dy, &tensor_floats(w)?);
            deliver(
                x,
                Gradient::Whole(Tensor::from_vec(dx, x.shape(), x.device())?),
            )?
        } else {
            None
        };
        let dw = deliver(w, dw)?;
        let db = deliver(
            b,
            Gradient::Whole(Tensor::from_vec(db, b.shape(), b.device())?),
        )?;
        Ok((dx, dw, db))
    }
}
