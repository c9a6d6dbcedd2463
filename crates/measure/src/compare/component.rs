//! A part of an estimate's variance.

/// A variance and the degrees of freedom it was estimated with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Component {
    pub(super) variance: f64,
    pub(super) degrees: f64,
}
