//! What is applied to the numbers a layer gives.

mod identity;
mod relu;
mod silu;

pub use identity::Identity;
pub use relu::Relu;
pub use silu::Silu;

use crate::macros::kinds;

kinds! {
    $
    /// What follows a layer.
    #[derive(Copy)]
    pub enum Activation, on_activation, default {
        None(Identity),
        Relu(Relu),
        Silu(Silu),
    }
}
