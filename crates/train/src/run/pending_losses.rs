//! PendingLosses of steps taken that nobody has looked at yet.

use candle_core::{Result, Tensor};

/// Mean losses of batches, where they were computed. Looking at one waits for its device: on a
/// GPU it is done for all of an epoch at once.
#[derive(Default)]
pub(crate) struct PendingLosses {
    losses: Vec<Tensor>,
    images: Vec<usize>,
}

impl PendingLosses {
    /// Keeps the loss of a batch, a scalar, but not how it was computed.
    pub(crate) fn push(&mut self, loss: &Tensor, images: usize) {
        self.losses.push(loss.detach());
        self.images.push(images);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.losses.is_empty()
    }

    /// Every loss with the images it is the mean of, in the order they came; none are left.
    pub(crate) fn fetch(&mut self) -> Result<Vec<(f64, usize)>> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        let losses = std::mem::take(&mut self.losses);
        let images = std::mem::take(&mut self.images);
        let values = Tensor::stack(&losses, 0)?.to_vec1::<f32>()?;
        Ok(values.into_iter().map(f64::from).zip(images).collect())
    }
}
