//! How products are taken on a GPU.

use std::sync::atomic::{AtomicBool, Ordering};

static TF32: AtomicBool = AtomicBool::new(false);

/// Says whether NVIDIA GPUs may take the products of convolutions and linear layers in TF32, with
/// 10 bits after the point in place of float32's 23: faster, and each product off by up to 2⁻¹⁰.
/// Sums are float32 either way.
///
/// Off unless set. It holds for the whole process, and for what is computed forward from then on.
/// Without feature `cuda` and on CPUs nothing changes.
pub fn set_tf32(on: bool) {
    TF32.store(on, Ordering::Relaxed);
    #[cfg(feature = "cuda")]
    candle_core::cuda::set_gemm_reduced_precision_f32(on);
}

/// What [`set_tf32`] last said.
pub fn tf32() -> bool {
    TF32.load(Ordering::Relaxed)
}
