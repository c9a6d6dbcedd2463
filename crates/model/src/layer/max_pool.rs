//! 2×2 max-pool.

use candle_core::Tensor;
use faceoff_kernels::max_pool2d;

use super::{Layer, Values, image};
use crate::Error;

/// Side of the windows.
pub(crate) const WINDOW: usize = 2;

/// The largest number of each 2×2 window, from channels×height×width to
/// channels×⌊height / 2⌋×⌊width / 2⌋.
#[derive(Clone, Debug)]
pub struct MaxPool {
    name: String,
}

impl MaxPool {
    /// A max-pool; `name` is for error messages.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

impl Layer for MaxPool {
    fn name(&self) -> &str {
        &self.name
    }

    fn description(&self, _: &[usize]) -> String {
        "max-pool".to_owned()
    }

    fn output(&self, input: &[usize]) -> Result<Vec<usize>, Error> {
        let [channels, height, width] = image(&self.name, input, WINDOW)?;
        Ok(vec![channels, height / WINDOW, width / WINDOW])
    }

    fn forward(&self, x: &Tensor, _: &Values<'_>) -> candle_core::Result<Tensor> {
        max_pool2d(x)
    }

    fn shares_row(&self) -> bool {
        true
    }
}
