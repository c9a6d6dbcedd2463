//! The network.

use crate::field::{Accepts, CHANNELS, COUNT, Kinds};
use crate::macros::spec;
use crate::{Activation, Conflict, Dropout, DropoutSite, Input, Reader};

spec! {
    /// The network: convolution blocks (3×3 convolution, activation, 2×2 max-pool), then linear layers.
    pub struct ModelSpec, default {
        /// What is done to an image before the first layer.
        pub input: Input = "grey", Accepts::Choice(Input::NAMES);
        /// Output channels of each convolution block.
        pub conv: Vec<usize> = [32, 64, 64, 128], Accepts::Wholes("whole numbers", CHANNELS);
        /// Widths of the hidden linear layers, each followed by an activation; the last layer, to two
        /// numbers for each landmark, is always added and not listed.
        pub linear: Vec<usize> = [1088], Accepts::Wholes("whole numbers", COUNT);
        /// What follows each convolution and each hidden linear layer.
        pub activation: Activation = "relu", Accepts::Kind(Kinds {
            kinds: Activation::KINDS,
            shared: &[],
        });
        /// What follows the last linear layer.
        pub last_activation: Activation = "none", Accepts::Kind(Kinds {
            kinds: Activation::KINDS,
            shared: &[],
        });
        /// Dropout layers, in the order of their sites; each site has at most one.
        pub dropout: Vec<Dropout> = [], Accepts::Tables(
            Dropout::FIELDS,
            " like `{ after = \"conv3\", p = 0.3 }`",
        );
    }
    check image_is_large_enough(conv);
}

/// The sides of an image after each block, up to where nothing is left: a 3×3 convolution without
/// padding takes 2 pixels, a 2×2 pool halves and rounds down.
fn sides(input_size: usize, blocks: usize) -> Vec<usize> {
    let mut side = input_size;
    let mut sides = Vec::new();
    for _ in 0..blocks {
        side = side.saturating_sub(2) / 2;
        if side == 0 {
            break;
        }
        sides.push(side);
    }
    sides
}

/// The first of so many blocks of which an input of this size leaves nothing, if there is one.
pub(crate) fn too_small(blocks: usize, input_size: usize) -> Option<DropoutSite> {
    let left = sides(input_size, blocks).len();
    (left < blocks).then_some(DropoutSite::Conv(left))
}

/// The smallest input of which a pixel is left after `blocks` blocks.
pub(crate) fn smallest_input(blocks: usize) -> usize {
    (0..blocks).fold(1, |side: usize, _| side.saturating_mul(2).saturating_add(2))
}

fn image_is_large_enough(reader: &dyn Reader, conv: &[usize]) {
    let Some(input_size) = reader.number_at("data.input_size") else {
        return;
    };
    let (input_size, blocks) = (input_size as usize, conv.len());
    let sides = sides(input_size, blocks);
    let left = sides.len();
    if left == blocks {
        return;
    }
    let layer = DropoutSite::Conv(left);
    let side = sides.last().unwrap_or(&input_size);
    let smallest = smallest_input(blocks);
    reader.conflict(
        Conflict::new(format!("the image shrinks to nothing at `{layer}`"))
            .at(
                format!("conv.{left}"),
                format!("gets {side}×{side} pixels and needs at least 4×4"),
            )
            .at(
                "data.input_size",
                format!("leaves `{layer}` with {side}×{side} pixels, which needs at least 4×4"),
            )
            .help(format!(
                "{blocks} blocks need an `input_size` of at least {smallest}; {input_size} is \
                 enough for {left}"
            )),
    );
}
