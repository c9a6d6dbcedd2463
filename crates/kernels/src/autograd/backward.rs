//! Backward without candle's extra passes over memory.
//!
//! `Tensor::backward` adds every gradient to a tensor of zeros: three more passes over the
//! activations, and two over 80 MB for the weights of a large linear layer. [`backward`] hands
//! gradients on as they are, those of linear layers not even multiplied out.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use candle_core::backprop::GradStore;
use candle_core::{Result, Tensor, TensorId};

use super::gradients::{Gradient, Gradients};
use super::graph::way_back;

type Delivered = HashMap<TensorId, (Tensor, Gradient)>;

thread_local! {
    // Backward runs on the thread it is called from, so this is private to one call.
    static DELIVERED: RefCell<Option<Delivered>> = const { RefCell::new(None) };
}

/// The gradients of `loss`, a scalar, with respect to all variables: what `loss.backward()`
/// gives, faster for networks built from this crate's operations.
///
/// Fastest where they are all of this crate and applied on the thread that calls this: one
/// operation of candle's in between, and candle goes through the graph.
///
/// # Errors
/// Those of `Tensor::backward`.
pub fn backward(loss: &Tensor) -> Result<Gradients> {
    let outer = DELIVERED.replace(Some(Delivered::new()));
    let rest = match go_back(loss) {
        Ok(true) => Ok(None),
        Ok(false) => loss.backward().map(Some),
        Err(error) => Err(error),
    };
    let delivered = DELIVERED.replace(outer).unwrap_or_default();
    let mut rest: Option<GradStore> = rest?;
    let mut by_variable = HashMap::with_capacity(delivered.len());
    for (id, (variable, direct)) in delivered {
        // A variable may also be used by candle's own operations.
        let total = match rest.as_mut().and_then(|rest| rest.remove(&variable)) {
            Some(other) => Gradient::Whole(other.add(direct.whole()?)?),
            None => direct,
        };
        by_variable.insert(id, total);
    }
    Ok(Gradients::new(by_variable, rest))
}

/// Goes back from `loss` to the variables, if only operations of this crate led there.
fn go_back(loss: &Tensor) -> Result<bool> {
    let Some(way) = way_back(loss) else {
        return Ok(false);
    };
    let mut grads: HashMap<TensorId, Tensor> = HashMap::new();
    grads.insert(loss.id(), loss.ones_like()?);
    for (result, node) in way {
        // Nothing may have come back to a result that was only looked at.
        let Some(grad) = grads.remove(&result.id()) else {
            continue;
        };
        let found = node.gradients(&result, &grad)?;
        for (argument, gradient) in node.arguments.iter().zip(found) {
            let Some(gradient) = gradient.filter(|_| wants_gradient(argument)) else {
                continue;
            };
            let Some(gradient) = deliver(argument, Gradient::Whole(gradient))? else {
                continue;
            };
            match grads.entry(argument.id()) {
                Entry::Occupied(mut entry) => {
                    let sum = entry.get().add(&gradient)?;
                    entry.insert(sum);
                }
                Entry::Vacant(entry) => {
                    entry.insert(gradient);
                }
            }
        }
    }
    Ok(true)
}

/// Hands over the gradient of `argument`: to the [`backward`] under way if it is a variable,
/// otherwise to whoever asked for it, by returning it.
pub(crate) fn deliver(argument: &Tensor, gradient: Gradient) -> Result<Option<Tensor>> {
    if !argument.is_variable() {
        return gradient.into_whole().map(Some);
    }
    DELIVERED.with_borrow_mut(|delivered| {
        let Some(delivered) = delivered else {
            return gradient.into_whole().map(Some);
        };
        match delivered.entry(argument.id()) {
            Entry::Occupied(mut entry) => {
                let sum = entry.get().1.whole()?.add(gradient.whole()?)?;
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
