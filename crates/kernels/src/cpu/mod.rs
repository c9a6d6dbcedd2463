//! What operations do in main memory: plain numbers in slices, no tensors' graphs.

pub(crate) mod conv;
pub(crate) mod mask;
pub(crate) mod matmul;
pub(crate) mod memory;
pub(crate) mod simd;
pub(crate) mod storage;
pub(crate) mod sums;
