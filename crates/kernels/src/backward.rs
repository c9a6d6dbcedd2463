//! Backward without candle's extra passes over the weights' gradients.
//!
//! `Tensor::backward` adds every gradient to a tensor of zeros, on one thread: two more passes
//! over 80 MB for a large linear layer. [`backward`] lets the operations of this crate hand the
//! gradients of variables over directly, those of linear layers not even multiplied out.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use candle_core::{Result, Tensor, TensorId};

use crate::gradients::{Gradient, Gradients};

type Delivered = HashMap<TensorId, (Tensor, Gradient)>;

thread_local! {
    // Backward runs on the thread it is called from, so this is private to one call.
    static DELIVERED: RefCell<Option<Delivered>> = const { RefCell::new(None) };
}

/// The gradients of `loss`, a scalar, with respect to all variables: what `loss.backward()`
/// gives, faster for networks built from this crate's operations.
///
/// # Errors
/// Those of `Tensor::backward`.
pub fn backward(loss: &Tensor) -> Result<Gradients> {
    let outer = DELIVERED.replace(Some(Delivered::new()));
    let grads = loss.backward();
    let delivered = DELIVERED.replace(outer).unwrap_or_default();
    let mut grads = grads?;
    let mut by_variable = HashMap::with_capacity(delivered.len());
    for (id, (variable, direct)) in delivered {
        // A variable may also be used by candle's own operations.
        let total = match grads.remove(&variable) {
            Some(other) => Gradient::Whole(other.add(direct.whole())?),
            None => direct,
        };
        by_variable.insert(id, total);
    }
    Ok(Gradients::new(by_variable, grads))
}

/// Hands over the gradient of `argument`: to the [`backward`] under way if it is a variable,
/// otherwise to candle, by returning it.
pub(crate) fn deliver(argument: &Tensor, gradient: Gradient) -> Result<Option<Tensor>> {
    if !argument.is_variable() {
        return Ok(Some(gradient.into_whole()));
    }
    DELIVERED.with_borrow_mut(|delivered| {
        let Some(delivered) = delivered else {
            return Ok(Some(gradient.into_whole()));
        };
        match delivered.entry(argument.id()) {
            Entry::Occupied(mut entry) => {
                let sum = entry.get().1.whole().add(gradient.whole())?;
                entry.get_mut().1 = Gradient::Whole(sum);
            }
            Entry::Vacant(entry) => {
                entry.insert((argument.clone(), gradient));
            }
        }
        Ok(None)
    })
}

/// Whether anything could ask for the gradient of `argument`.
pub(crate) fn wants_gradient(argument: &Tensor) -> bool {
    argument.track_op()
}
