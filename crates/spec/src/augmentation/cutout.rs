//! Training images with a square covered, which networks learn to do without (`DeVries` and Taylor,
//! "Improved Regularization of Convolutional Neural Networks with Cutout", 2017).

use super::change::change;
use crate::field::PROBABILITY;

change! {
    /// Last of all, a square of training crops becomes middle grey, 0.5. Its side is this share of
    /// theirs and its middle anywhere in them; what lies beyond an edge is lost.
    pub struct Cutout as "cutout" = PROBABILITY, keeps landmarks;
}
