//! The processors that runs can be trained on.

use std::fmt;
use std::str::FromStr;

use candle_core::Device;

use crate::Error;

/// Where to train, as people ask for it: `auto`, `cpu` or `cuda:N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceChoice {
    /// Every GPU there is; the CPU without one.
    Auto,
    /// The CPU.
    Cpu,
    /// The GPU of this number, counted from 0.
    Cuda(usize),
}

impl FromStr for DeviceChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse().ok().map(Self::Cuda);
        match text {
            "auto" => Some(Self::Auto),
            "cpu" => Some(Self::Cpu),
            _ => text.strip_prefix("cuda:").and_then(number),
        }
        .ok_or_else(|| "expected `auto`, `cpu` or `cuda:N`, N counted from 0".to_owned())
    }
}

/// What runs can be trained on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Processor {
    /// All cores of the CPU.
    Cpu,
    /// An NVIDIA GPU.
    Gpu(Gpu),
}

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

impl Processor {
    /// The processors that `choice` stands for, at least one.
    ///
    /// # Errors
    /// A GPU that is not there, or a program built without CUDA. [`DeviceChoice::Auto`] has none:
    /// see [`missing`](Self::missing) for why it found no GPU.
    pub fn find(choice: DeviceChoice) -> Result<Vec<Self>, Error> {
        match choice {
            DeviceChoice::Cpu => Ok(vec![Self::Cpu]),
            DeviceChoice::Auto => {
                let gpus = gpus::found().unwrap_or_default();
                let all: Vec<_> = gpus.into_iter().map(Self::Gpu).collect();
                Ok(if all.is_empty() { vec![Self::Cpu] } else { all })
            }
            DeviceChoice::Cuda(number) => {
                if !cfg!(feature = "cuda") {
                    return Err(Error::WithoutCuda { number });
                }
                let gpus = gpus::found().map_err(|reason| Error::NoGpu { number, reason })?;
                let there: Vec<_> = gpus.iter().map(Gpu::to_string).collect();
                let asked = gpus.into_iter().find(|gpu| gpu.number == number);
                let asked = asked.ok_or(Error::NoSuchGpu { number, there })?;
                Ok(vec![Self::Gpu(asked)])
            }
        }
    }

    /// Why a program built with CUDA finds no GPU; none where it finds one, or was built without.
    pub fn missing() -> Option<String> {
        gpus::found().err()
    }

    /// A device for one run: on a GPU with a stream of its own, so that the runs on it do not wait
    /// for one another.
    ///
    /// # Errors
    /// When the driver refuses.
    pub fn open(&self) -> Result<Device, Error> {
        match self {
            Self::Cpu => Ok(Device::Cpu),
            Self::Gpu(gpu) => gpus::open(gpu.number).map_err(|source| Error::Device {
                device: self.to_string(),
                source,
            }),
        }
    }
}

impl fmt::Display for Processor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cpu => f.write_str("cpu"),
            Self::Gpu(gpu) => gpu.fmt(f),
        }
    }
}

/// `cuda:0 NVIDIA H200`.
impl fmt::Display for Gpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cuda:{} {}", self.number, self.name)
    }
}

#[cfg(feature = "cuda")]
mod gpus {
    use candle_core::cuda_backend::cudarc::driver::{CudaContext, DriverError};

    use super::Gpu;

    /// All GPUs, at least one.
    pub(super) fn found() -> Result<Vec<Gpu>, String> {
        let reason = |e: DriverError| format!("the driver says {e}");
        let count = CudaContext::device_count().map_err(reason)?;
        let gpu = |number: usize| {
            let context = CudaContext::new(number)?;
            let (free, _) = context.mem_get_info()?;
            Ok(Gpu {
                number,
                name: context.name()?,
                free: free as u64,
            })
        };
        let gpus: Result<Vec<_>, _> = (0..count as usize).map(gpu).collect();
        match gpus.map_err(reason)? {
            gpus if gpus.is_empty() => Err("the driver counts none".to_owned()),
            gpus => Ok(gpus),
        }
    }

    pub(super) use faceoff_kernels::cuda_device as open;
}

#[cfg(not(feature = "cuda"))]
mod gpus {
    use candle_core::Device;

    use super::Gpu;

    /// None: nobody looked.
    pub(super) fn found() -> Result<Vec<Gpu>, String> {
        Ok(Vec::new())
    }

    pub(super) fn open(number: usize) -> candle_core::Result<Device> {
        Device::new_cuda_with_stream(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_by_their_names() {
        let cases = [
            ("auto", Some(DeviceChoice::Auto)),
            ("cpu", Some(DeviceChoice::Cpu)),
            ("cuda:0", Some(DeviceChoice::Cuda(0))),
            ("cuda:12", Some(DeviceChoice::Cuda(12))),
            ("cuda", None),
            ("cuda:", None),
            ("cuda:-1", None),
            ("gpu", None),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse().ok(), expected, "{text}");
        }
    }

    #[test]
    fn the_cpu_is_always_there() {
        let found = Processor::find(DeviceChoice::Cpu).unwrap();
        assert_eq!(found, [Processor::Cpu]);
        assert!(found[0].open().unwrap().is_cpu());
        assert_eq!(found[0].to_string(), "cpu");
        assert!(!Processor::find(DeviceChoice::Auto).unwrap().is_empty());
    }

    #[cfg(not(feature = "cuda"))]
    #[test]
    fn a_program_without_cuda_says_how_to_build_one() {
        let error = Processor::find(DeviceChoice::Cuda(0))
            .unwrap_err()
            .to_string();
        assert!(error.contains("--features cuda"), "{error}");
    }

    #[test]
    fn a_gpu_that_is_not_there_is_an_error_with_those_that_are() {
        let error = Error::NoSuchGpu {
            number: 2,
            there: vec!["cuda:0 NVIDIA H200".into(), "cuda:1 NVIDIA H200".into()],
        };
        assert_eq!(
            error.to_string(),
            "there is no cuda:2; this machine has cuda:0 NVIDIA H200 and cuda:1 NVIDIA H200"
        );
    }
}
