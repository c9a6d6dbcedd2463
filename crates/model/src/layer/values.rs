//! The numbers of one layer in a network.

use candle_core::{Result, Tensor, Var, bail};

/// The parameters and buffers of one layer, by their names within the layer.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    pub(crate) parameters: &'a [(String, Var)],
    pub(crate) buffers: &'a [(String, Var)],
    /// Whether gradients with respect to the parameters are wanted.
    pub(crate) tracked: bool,
}

impl Values<'_> {
    /// The parameter called `name`.
    ///
    /// # Errors
    /// A parameter that the layer did not declare.
    pub fn parameter(&self, name: &str) -> Result<Tensor> {
        let variable = find(self.parameters, name)?;
        Ok(if self.tracked {
            variable.as_tensor().clone()
        } else {
            variable.as_detached_tensor()
        })
    }

    /// The buffer called `name`, without a gradient. It lies where the network keeps it, so that it
    /// changes when the buffer is [set](Self::set_buffer).
    ///
    /// # Errors
    /// A buffer that the layer did not declare.
    pub fn buffer(&self, name: &str) -> Result<Tensor> {
        Ok(find(self.buffers, name)?.as_detached_tensor())
    }

    /// Sets the buffer called `name`.
    ///
    /// # Errors
    /// A buffer that the layer did not declare, a value of another shape.
    pub fn set_buffer(&self, name: &str, value: &Tensor) -> Result<()> {
        find(self.buffers, name)?.set(&value.detach())
    }
}

fn find<'a>(tensors: &'a [(String, Var)], name: &str) -> Result<&'a Var> {
    let named = |full: &str| full.rsplit_once('.').is_some_and(|(_, last)| last == name);
    match tensors.iter().find(|(full, _)| named(full)) {
        Some((_, variable)) => Ok(variable),
        None => bail!("a layer asks for `{name}`, which it did not declare"),
    }
}
