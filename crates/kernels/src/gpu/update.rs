//! Steps of the optimizers.

use candle_core::Result;

use super::Argument::{Floats, ToFloats, Value};
use super::{File, Gpu, Kernel, MOST_BLOCKS, Numbers, THREADS, blocks, long};
use crate::rule::Step;

/// Outputs of a linear layer that a block updates.
const OUTPUTS: usize = 8;
/// Rows up to which a linear layer's gradient is multiplied out while its weights are updated. With
/// more, the products cost more than reading and writing the gradient.
const ROWS: usize = 64;

/// A gradient in memory.
pub(crate) enum Gradient<'a, G: Gpu> {
    /// As many numbers as the parameter has.
    Whole(Numbers<'a, G>),
    /// `leftᵀ · right`, of sizes rows, outputs, inputs.
    Product(Numbers<'a, G>, Numbers<'a, G>, [usize; 3]),
}

/// Whether a product of these sizes is updated with [`Gradient::Product`].
pub(crate) fn in_registers([rows, outputs, inputs]: [usize; 3]) -> bool {
    rows <= ROWS && outputs.div_ceil(OUTPUTS) <= MOST_BLOCKS && inputs < 1 << 31
}

/// Moves `count` numbers of `parameter`, from `start` on, along their gradient. `moments` as named
/// by [`Rule::moments`](crate::Rule), each from its beginning on.
pub(crate) fn update<G: Gpu>(
    gpu: &G,
    step: Step,
    (parameter, start, count): (&mut G::Floats, usize, usize),
    moments: &mut [G::Floats],
    gradient: Gradient<'_, G>,
) -> Result<()> {
    let (numbers, names) = description(step, moments.len());
    let mut arguments = vec![ToFloats(parameter, start)];
    arguments.extend(moments.iter_mut().map(|moment| ToFloats(moment, 0)));
    arguments.push(Value(&numbers));
    let kernel = |name| Kernel {
        file: File::Layers,
        name,
    };
    match gradient {
        Gradient::Whole(gradient) => {
            let count_words = long(count);
            arguments.push(Floats(gradient));
            arguments.push(Value(&count_words));
            gpu.launch(kernel(names[0]), blocks(count), THREADS, &mut arguments)
        }
        Gradient::Product(left, right, sizes) => {
            let [rows, outputs, inputs] = sizes.map(|size| [size as u32]);
            arguments.push(Floats(left));
            arguments.push(Floats(right));
            arguments.extend([&rows, &outputs, &inputs].map(|size| Value(size)));
            let [_, outputs, inputs] = sizes;
            let grid = [inputs.div_ceil(THREADS), outputs.div_ceil(OUTPUTS), 1];
            gpu.launch(kernel(names[1]), grid, THREADS, &mut arguments)
        }
    }
}

/// The step as `cuda/optimizers.cuh` takes it, and the kernels for a whole gradient and a product.
fn description(step: Step, moments: usize) -> (Vec<u32>, [&'static str; 2]) {
    let bits = |numbers: &[f32]| numbers.iter().map(|number| number.to_bits()).collect();
    match step {
        Step::Sgd {
            rate,
            momentum,
            nesterov,
            decay,
            first,
        } => {
            let mut words: Vec<u32> = bits(&[rate, momentum, decay]);
            words.extend([u32::from(nesterov), u32::from(first)]);
            let names = if moments == 0 {
                ["update_sgd", "update_sgd_product"]
            } else {
                ["update_momentum", "update_momentum_product"]
            };
            (words, names)
        }
        Step::Adam {
            rate,
            take1,
            keep2,
            take2,
            root,
            epsilon,
            decay,
            keep_weight,
        } => (
            bits(&[rate, take1, keep2, take2, root, epsilon, decay, keep_weight]),
            ["update_adam", "update_adam_product"],
        ),
        Step::RmsProp {
            rate,
            keep,
            take,
            epsilon,
            decay,
        } => (
            bits(&[rate, keep, take, epsilon, decay]),
            ["update_rmsprop", "update_rmsprop_product"],
        ),
    }
}
