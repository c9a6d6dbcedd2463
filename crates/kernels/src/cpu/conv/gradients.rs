//! What backward of a convolution gives.

/// Gradients of a convolution.
pub(crate) struct Gradients {
    /// Of the input; `None` when it was not asked for.
    pub(crate) x: Option<Vec<f32>>,
    pub(crate) w: Vec<f32>,
    pub(crate) b: Vec<f32>,
}
