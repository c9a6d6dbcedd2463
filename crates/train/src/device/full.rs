//! Telling that a device has no memory left from what its driver says.

use std::error::Error as StdError;

/// What drivers and their libraries say when a device has no memory left: CUDA, cuBLAS and cuDNN,
/// cuRAND.
const NO_MEMORY: [&str; 3] = ["OUT_OF_MEMORY", "ALLOC_FAILED", "ALLOCATION_FAILED"];

/// What cuBLAS says when it cannot start, for want of memory or for another reason.
const NOT_INITIALIZED: [&str; 1] = ["CUBLAS_STATUS_NOT_INITIALIZED"];

/// Whether `error`, or what led to it, is that a device has no memory left.
pub(crate) fn is_out_of_memory(error: &(dyn StdError + 'static)) -> bool {
    says(error, &NO_MEMORY)
}

/// Whether `error`, or what led to it, is that cuBLAS cannot start.
pub(crate) fn is_not_initialized(error: &(dyn StdError + 'static)) -> bool {
    says(error, &NOT_INITIALIZED)
}

fn says(error: &(dyn StdError + 'static), marks: &[&str]) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let text = error.to_string();
        if marks.iter().any(|mark| text.contains(mark)) {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn a_device_without_memory_is_recognised_however_deep_it_lies() {
        let driver = |text: &str| candle_core::Error::Cuda(text.into());
        let memory = [
            "DriverError(CUDA_ERROR_OUT_OF_MEMORY, \"out of memory\")",
            "CublasError(CUBLAS_STATUS_ALLOC_FAILED)",
            "CurandError(CURAND_STATUS_ALLOCATION_FAILED)",
        ];
        for text in memory {
            let error = driver(text).context("the weights of conv1");
            assert!(is_out_of_memory(&error), "{text}");
            let error = Error::Tensor {
                run: "a".into(),
                source: driver(text),
            };
            assert!(is_out_of_memory(&error), "{text}");
            let error = Error::Model(faceoff_model::Error::Tensor(driver(text)));
            assert!(is_out_of_memory(&error), "{text}");
        }
        let other = driver("DriverError(CUDA_ERROR_ILLEGAL_ADDRESS, \"an illegal address\")");
        assert!(!is_out_of_memory(&other));
        assert!(!is_out_of_memory(&candle_core::Error::Msg("no".into())));
    }

    #[test]
    fn a_library_that_cannot_start_is_told_from_a_full_device() {
        let error = candle_core::Error::Cuda("CublasError(CUBLAS_STATUS_NOT_INITIALIZED)".into());
        assert!(is_not_initialized(&error) && !is_out_of_memory(&error));
        let error = candle_core::Error::Cuda("CublasError(CUBLAS_STATUS_ALLOC_FAILED)".into());
        assert!(is_out_of_memory(&error) && !is_not_initialized(&error));
    }

    #[cfg(feature = "cuda")]
    #[test]
    fn the_driver_s_own_error_is_recognised() {
        use candle_core::cuda_backend::CudaError;
        use candle_core::cuda_backend::cudarc::driver::{DriverError, sys::CUresult};
        let error = |result| candle_core::Error::from(CudaError::from(DriverError(result)));
        assert!(is_out_of_memory(&error(CUresult::CUDA_ERROR_OUT_OF_MEMORY)));
        assert!(!is_out_of_memory(&error(
            CUresult::CUDA_ERROR_ILLEGAL_ADDRESS
        )));
    }
}
