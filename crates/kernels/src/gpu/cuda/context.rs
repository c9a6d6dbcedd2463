//! The contexts of GPUs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use candle_core::cuda::cudarc::driver::{CudaContext, DriverError};

/// The context of GPU number `ordinal`, from the first call on kept until the process ends.
///
/// All that a process does on a GPU shares one context, which the driver destroys with its last
/// user. Between two runs that would be each time, with the memory pool and under threads that
/// still have it as theirs.
///
/// # Errors
/// No such GPU, or none that this process may use.
pub fn cuda_context(ordinal: usize) -> Result<Arc<CudaContext>, DriverError> {
    static KEPT: Mutex<BTreeMap<usize, Arc<CudaContext>>> = Mutex::new(BTreeMap::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(context) = kept.get(&ordinal) {
        return Ok(context.clone());
    }
    let context = CudaContext::new(ordinal)?;
    kept.insert(ordinal, context.clone());
    Ok(context)
}
