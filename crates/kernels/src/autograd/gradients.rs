//! Gradients by variable, some of them not multiplied out.

use std::collections::HashMap;
use std::sync::OnceLock;

use candle_core::backprop::GradStore;
use candle_core::{DType, Result, Tensor, TensorId};
use rayon::prelude::*;

use crate::cpu::matmul::{Left, PANEL, Right, Strides, Write, multiply, product};
use crate::cpu::storage::{fast, tensor_floats};

/// Rows of a product computed by one task.
const ROWS: usize = 16;

/// What [`backward`](crate::backward()) gives: a gradient for each variable.
///
/// The weights of a linear layer have a gradient of as many numbers as they are, which is the
/// product of two small matrices. It is kept as these: an [`Optimizer`](crate::Optimizer)
/// multiplies them piece by piece in cache, and only [`get`](Self::get) writes the whole.
#[derive(Debug, Default)]
pub struct Gradients {
    by_variable: HashMap<TensorId, Gradient>,
    rest: Option<GradStore>,
}

impl Gradients {
    pub(crate) fn new(by_variable: HashMap<TensorId, Gradient>, rest: Option<GradStore>) -> Self {
        Self { by_variable, rest }
    }

    /// The gradient of `variable`, if there is one.
    ///
    /// # Panics
    /// Where a GPU has no memory for it.
    pub fn get(&self, variable: &Tensor) -> Option<&Tensor> {
        match self.by_variable.get(&variable.id()) {
            Some(gradient) => Some(gradient.whole().expect("memory for a gradient")),
            None => self.rest.as_ref()?.get(variable),
        }
    }

    /// The Euclidean norm of the gradient of `variable`, if there is one. One that is a product is
    /// not multiplied out: the squared norm of `leftᵀ · right` is the sum over all pairs of rows of
    /// their dot product in `left` times that in `right`.
    ///
    /// # Errors
    /// Those of candle.
    pub fn norm(&self, variable: &Tensor) -> Result<Option<f64>> {
        let squares = match self.kept(variable) {
            None => return Ok(None),
            Some(Kept::Product(product)) if fast(&[&product.left]) => {
                product.with(|factors| factors.squares())?
            }
            Some(Kept::Product(Product { left, right, .. })) => {
                let pairs = left.matmul(&left.t()?)?.mul(&right.matmul(&right.t()?)?)?;
                f64::from(pairs.sum_all()?.to_scalar::<f32>()?)
            }
            Some(Kept::Whole(whole)) if fast(&[whole]) => {
                let whole = whole.contiguous()?;
                let numbers = tensor_floats(&whole)?;
                dot(&numbers, &numbers)
            }
            Some(Kept::Whole(whole)) => f64::from(
                whole
                    .sqr()?
                    .sum_all()?
                    .to_dtype(DType::F32)?
                    .to_scalar::<f32>()?,
            ),
        };
        // Rounding may leave a product that is almost zero just below it; NaN stays NaN.
        Ok(Some(if squares < 0.0 { 0.0 } else { squares.sqrt() }))
    }

    /// The gradient as it is kept.
    pub(crate) fn kept(&self, variable: &Tensor) -> Option<Kept<'_>> {
        match self.by_variable.get(&variable.id()) {
            Some(Gradient::Product(product)) => Some(Kept::Product(product)),
            Some(Gradient::Whole(whole)) => Some(Kept::Whole(whole)),
            None => self.rest.as_ref()?.get(variable).map(Kept::Whole),
        }
    }
}

/// The gradients of candle's own backward.
impl From<GradStore> for Gradients {
    fn from(store: GradStore) -> Self {
        Self::new(HashMap::new(), Some(store))
    }
}

/// A gradient, borrowed.
pub(crate) enum Kept<'a> {
    Whole(&'a Tensor),
    Product(&'a Product),
}

/// A variable's gradient.
#[derive(Debug)]
pub(crate) enum Gradient {
    Whole(Tensor),
    Product(Product),
}

impl Gradient {
    /// The gradient as a tensor, which is kept.
    pub(crate) fn whole(&self) -> Result<&Tensor> {
        match self {
            Self::Whole(whole) => Ok(whole),
            Self::Product(product) => match product.whole.get() {
                Some(whole) => Ok(whole),
                None => {
                    let whole = product.multiplied()?;
                    Ok(product.whole.get_or_init(|| whole))
                }
            },
        }
    }

    pub(crate) fn into_whole(self) -> Result<Tensor> {
        match self {
            Self::Whole(whole) => Ok(whole),
            Self::Product(product) => product.multiplied(),
        }
    }
}

/// `leftᵀ · right`, a gradient outputs×inputs: `left` is rows×outputs, `right` rows×inputs, both
/// contiguous float32, on one device.
#[derive(Debug)]
pub(crate) struct Product {
    left: Tensor,
    right: Tensor,
    sizes: [usize; 3],
    whole: OnceLock<Tensor>,
}

impl Product {
    pub(crate) fn new(left: &Tensor, right: &Tensor) -> Result<Self> {
        let (left, right) = (left.contiguous()?.detach(), right.contiguous()?.detach());
        let ((rows, outputs), (_, inputs)) = (left.dims2()?, right.dims2()?);
        Ok(Self {
            left,
            right,
            sizes: [rows, outputs, inputs],
            whole: OnceLock::new(),
        })
    }

    /// Outputs and inputs.
    pub(crate) fn dims(&self) -> [usize; 2] {
        [self.sizes[1], self.sizes[2]]
    }

    /// Rows, outputs and inputs.
    #[cfg(feature = "cuda")]
    pub(crate) fn sizes(&self) -> [usize; 3] {
        self.sizes
    }

    /// The two matrices.
    #[cfg(feature = "cuda")]
    pub(crate) fn factors(&self) -> (&Tensor, &Tensor) {
        (&self.left, &self.right)
    }

    /// Calls `work` with the numbers of both, in main memory, to be multiplied piece by piece.
    pub(crate) fn with<R>(&self, work: impl FnOnce(Factors<'_>) -> R) -> Result<R> {
        let (left, right) = (tensor_floats(&self.left)?, tensor_floats(&self.right)?);
        Ok(work(Factors {
            left: &left,
            right: &right,
            sizes: self.sizes,
        }))
    }

    /// The gradient itself.
    pub(crate) fn multiplied(&self) -> Result<Tensor> {
        if !fast(&[&self.left]) {
            return self.left.t()?.matmul(&self.right);
        }
        let [outputs, inputs] = self.dims();
        let mut whole = vec![0f32; outputs * inputs];
        let fill = |factors: Factors<'_>| {
            whole
                .par_chunks_mut((ROWS * inputs).max(1))
                .enumerate()
                .for_each(|(block, part)| {
                    factors.multiply([block * ROWS, part.len() / inputs], [0, inputs], part);
                });
        };
        self.with(fill)?;
        Tensor::from_vec(whole, (outputs, inputs), self.left.device())
    }
}

/// The numbers of a [`Product`].
#[derive(Clone, Copy)]
pub(crate) struct Factors<'a> {
    left: &'a [f32],
    right: &'a [f32],
    sizes: [usize; 3],
}

impl Factors<'_> {
    /// Inputs of each output.
    pub(crate) fn inputs(&self) -> usize {
        self.sizes[2]
    }

    /// The sum of the product's squares, without the product.
    fn squares(self) -> f64 {
        let [rows, outputs, inputs] = self.sizes;
        let of_row = |i: usize| -> f64 {
            let pair = |j: usize| {
                let left = dot(part(self.left, outputs, i), part(self.left, outputs, j));
                let right = dot(part(self.right, inputs, i), part(self.right, inputs, j));
                left * right
            };
            // Both orders of a pair are the same.
            pair(i) + 2.0 * (0..i).map(pair).sum::<f64>()
        };
        let sums: Vec<f64> = (0..rows).into_par_iter().map(of_row).collect();
        sums.into_iter().sum()
    }

    /// Writes `count` outputs from `first` on, of each `width` inputs from `start` on, to `part`,
    /// one output after the other.
    pub(crate) fn multiply(
        &self,
        [first, count]: [usize; 2],
        [start, width]: [usize; 2],
        part: &mut [f32],
    ) {
        let [rows, outputs, inputs] = self.sizes;
        let whole = if rows == 0 { 0 } else { width / PANEL * PANEL };
        if whole > 0 {
            product(
                [count, rows, whole],
                part,
                width,
                Write::Replace,
                Left {
                    numbers: &self.left[first..],
                    rows: 1,
                    depths: outputs,
                },
                Right {
                    numbers: &self.right[start..],
                    panels: PANEL,
                    depths: inputs,
                },
            );
        }
        if whole < width {
            multiply(
                [count, rows, width - whole],
                (&mut part[whole..], Strides::row_major(width)),
                Write::Replace,
                (
                    self.left.get(first..).unwrap_or_default(),
                    Strides::transposed(outputs),
                ),
                (
                    self.right.get(start + whole..).unwrap_or_default(),
                    Strides::row_major(inputs),
                ),
            );
        }
    }
}

fn part(numbers: &[f32], width: usize, index: usize) -> &[f32] {
    &numbers[index * width..(index + 1) * width]
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    let pairs = a.iter().zip(b);
    pairs.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}
