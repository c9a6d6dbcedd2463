//! Products of matrices on slices, on the calling thread alone.

mod gemm;
mod packed;
mod row_dots;
mod write;

pub(crate) use gemm::{Strides, multiply};
pub(crate) use packed::{Left, PANEL, Right, product};
pub(crate) use row_dots::dots;
pub(crate) use write::Write;
