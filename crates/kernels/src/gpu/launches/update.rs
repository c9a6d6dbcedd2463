//! Steps of the optimizers.

use candle_core::Result;

use crate::gpu::Argument::{Floats, ToFloats, Value};
use crate::gpu::{Gpu, Kernel, MOST_BLOCKS, Numbers, THREADS, blocks, long};
use crate::optimizer::rule::Step;

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
/// by the rule, each from its beginning on.
pub(crate) fn update<G: Gpu>(
    gpu: &G,
    step: &dyn Step,
    (parameter, start, count): (&mut G::Floats, usize, usize),
    moments: &mut [G::Floats],
    gradient: Gradient<'_, G>,
) -> Result<()> {
    let numbers = step.words();
    let name = format!("update_{}", step.kernel());
    let mut arguments = vec![ToFloats(parameter, start)];
    arguments.extend(moments.iter_mut().map(|moment| ToFloats(moment, 0)));
    arguments.push(Value(&numbers));
    match gradient {
        Gradient::Whole(gradient) => {
            let count_words = long(count);
            arguments.push(Floats(gradient));
            arguments.push(Value(&count_words));
            gpu.launch(
                Kernel::layers(&name),
                blocks(count),
                THREADS,
                &mut arguments,
            )
        }
        Gradient::Product(left, right, sizes) => {
            let [rows, outputs, inputs] = sizes.map(|size| [size as u32]);
            arguments.push(Floats(left));
            arguments.push(Floats(right));
            arguments.extend([&rows, &outputs, &inputs].map(|size| Value(size)));
            let [_, outputs, inputs] = sizes;
            let grid = [inputs.div_ceil(THREADS), outputs.div_ceil(OUTPUTS), 1];
            let name = format!("{name}_product");
            gpu.launch(Kernel::layers(&name), grid, THREADS, &mut arguments)
        }
    }
}
