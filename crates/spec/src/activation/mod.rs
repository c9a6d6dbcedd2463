//! What is applied to the numbers a layer gives.

mod identity;
mod relu;

pub use identity::Identity;
pub use relu::Relu;

use crate::macros::kinds;

kinds! {
    $
    /// What follows a layer.
    #[derive(Copy)]
    pub enum Activation, on_activation, default {
        None(Identity),
        Relu(Relu),
    }
}
