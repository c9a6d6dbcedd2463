//! Which kernels of `cuda/` an operation launches, on how many blocks, with which memory between
//! them.
//!
//! Arguments are taken as checked by the callers: shapes that fit together, no tensor empty, and
//! sizes within [`fits`](crate::gpu::fits).

pub(crate) mod conv;
pub(crate) mod crops;
pub(crate) mod layers;
pub(crate) mod loss;
pub(crate) mod update;
