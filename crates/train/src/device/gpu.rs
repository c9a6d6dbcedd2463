//! NVIDIA GPUs: which there are, and whether they can be used.

use std::fmt;

#[cfg(feature = "cuda")]
pub(super) use with_cuda::{every, is_full, names, open, probe};
#[cfg(not(feature = "cuda"))]
pub(super) use without_cuda::{every, is_full, names, open, probe};

/// An NVIDIA GPU.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gpu {
    /// Its number, counted from 0.
    pub number: usize,
    /// The card's name.
    pub name: String,
    /// Bytes of its memory that were free when it was found.
    pub free: u64,
}

/// `cuda:0 NVIDIA H200`.
impl fmt::Display for Gpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cuda:{} {}", self.number, self.name)
    }
}

#[cfg(feature = "cuda")]
mod with_cuda {
    use candle_core::cuda_backend::CudaError;
    use candle_core::cuda_backend::cudarc::driver::{CudaContext, DriverError, result};
    use faceoff_kernels::cuda_context;

    use super::Gpu;
    use crate::error::Error;

    /// Bytes: twice what cuBLAS takes on Hopper to work in, by its documentation.
    const TOO_FEW: usize = 64 << 20;

    /// The names of all GPUs, at least one, without using any of them.
    pub(crate) fn names() -> Result<Vec<String>, String> {
        let reason = |e: DriverError| format!("the driver says {e}");
        let count = CudaContext::device_count().map_err(reason)?;
        let name = |number| result::device::get_name(result::device::get(number)?);
        let names: Result<Vec<_>, _> = (0..count).map(name).collect();
        match names.map_err(reason)? {
            names if names.is_empty() => Err("the driver counts none".to_owned()),
            names => Ok(names),
        }
    }

    /// Every GPU, or why it cannot be used; at least one.
    pub(crate) fn every() -> Result<Vec<Result<Gpu, Error>>, String> {
        Ok((0..names()?.len()).map(probe).collect())
    }

    /// The GPU of this number.
    pub(crate) fn probe(number: usize) -> Result<Gpu, Error> {
        let probed = cuda_context(number).and_then(|context| {
            let (free, _) = context.mem_get_info()?;
            Ok(Gpu {
                number,
                name: context.name()?,
                free: free as u64,
            })
        });
        probed.map_err(|e| Error::Device {
            device: format!("cuda:{number}"),
            source: CudaError::from(e).into(),
        })
    }

    /// Whether its memory is too full for a library to start in it.
    pub(crate) fn is_full(number: usize) -> bool {
        let free = cuda_context(number).and_then(|context| context.mem_get_info());
        free.is_ok_and(|(free, _)| free < TOO_FEW)
    }

    pub(crate) use faceoff_kernels::cuda_device as open;
}

#[cfg(not(feature = "cuda"))]
mod without_cuda {
    use candle_core::Device;

    use super::Gpu;
    use crate::error::Error;

    /// None: nobody looked.
    pub(crate) fn every() -> Result<Vec<Result<Gpu, Error>>, String> {
        Ok(Vec::new())
    }

    pub(crate) fn names() -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }

    pub(crate) fn probe(number: usize) -> Result<Gpu, Error> {
        let there = Vec::new();
        Err(Error::NoSuchGpu { number, there })
    }

    pub(crate) fn is_full(_: usize) -> bool {
        false
    }

    pub(crate) fn open(number: usize) -> candle_core::Result<Device> {
        Device::new_cuda_with_stream(number)
    }
}
