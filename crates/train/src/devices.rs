//! The processors that runs can be trained on.

use std::fmt;
use std::str::FromStr;

use candle_core::Device;

use crate::Error;
use crate::memory::{is_not_initialized, is_out_of_memory};

/// Where to train, as people ask for it: `auto`, `cpu`, `cuda` or `cuda:N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceChoice {
    /// Every GPU there is; the CPU without one.
    Auto,
    /// The CPU.
    Cpu,
    /// Every GPU there is, at least one.
    Gpus,
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
            "cuda" => Some(Self::Gpus),
            _ => text.strip_prefix("cuda:").and_then(number),
        }
        .ok_or_else(|| "expected `auto`, `cpu`, `cuda` or `cuda:N`, N counted from 0".to_owned())
    }
}

impl fmt::Display for DeviceChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Cpu => f.write_str("cpu"),
            Self::Gpus => f.write_str("cuda"),
            Self::Cuda(number) => write!(f, "cuda:{number}"),
        }
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

/// What a [`DeviceChoice`] came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What to train on, at least one.
    pub processors: Vec<Processor>,
    /// Why each GPU that was asked for and cannot be used is not among them, or why there is none
    /// at all.
    pub left_out: Vec<String>,
}

impl Processor {
    /// The processors that `choice` stands for.
    ///
    /// # Errors
    /// No GPU that can be used where one is asked for, or a program built without CUDA.
    /// [`DeviceChoice::Auto`] has none.
    pub fn find(choice: DeviceChoice) -> Result<Found, Error> {
        if !cfg!(feature = "cuda") && matches!(choice, DeviceChoice::Gpus | DeviceChoice::Cuda(_)) {
            return Err(Error::WithoutCuda { choice });
        }
        match choice {
            DeviceChoice::Cpu => Ok(Found {
                processors: vec![Self::Cpu],
                left_out: Vec::new(),
            }),
            DeviceChoice::Auto => {
                let mut found = usable(gpus::all());
                if found.processors.is_empty() {
                    found.processors.push(Self::Cpu);
                }
                Ok(found)
            }
            DeviceChoice::Gpus => {
                let found = usable(gpus::all());
                if found.processors.is_empty() {
                    let reason = found.left_out.join("; ");
                    return Err(Error::NoGpu { choice, reason });
                }
                Ok(found)
            }
            DeviceChoice::Cuda(number) => {
                let names = gpus::names().map_err(|reason| Error::NoGpu { choice, reason })?;
                if number >= names.len() {
                    let named = |(number, name)| format!("cuda:{number} {name}");
                    let there = names.into_iter().enumerate().map(named).collect();
                    return Err(Error::NoSuchGpu { number, there });
                }
                Ok(Found {
                    processors: vec![Self::Gpu(gpus::gpu(number)?)],
                    left_out: Vec::new(),
                })
            }
        }
    }

    /// A device for one run: on a GPU with a stream of its own, so that the runs on it do not wait
    /// for one another.
    ///
    /// # Errors
    /// When the driver refuses; [`Error::DeviceFull`] where it has no memory left, see
    /// [`explain_full`](crate::explain_full).
    pub fn open(&self) -> Result<Device, Error> {
        let Self::Gpu(gpu) = self else {
            return Ok(Device::Cpu);
        };
        gpus::open(gpu.number).map_err(|source| {
            let device = self.to_string();
            let full = is_out_of_memory(&source)
                || (is_not_initialized(&source) && gpus::is_full(gpu.number));
            if full {
                Error::DeviceFull { device, source }
            } else {
                Error::Device { device, source }
            }
        })
    }
}

/// What was found, of all GPUs or why there is none.
fn usable(probed: Result<Vec<Result<Gpu, Error>>, String>) -> Found {
    let (mut processors, mut left_out) = (Vec::new(), Vec::new());
    match probed {
        Err(reason) => left_out.push(reason),
        Ok(probed) => {
            for gpu in probed {
                match gpu {
                    Ok(gpu) => processors.push(Processor::Gpu(gpu)),
                    Err(error) => left_out.push(error.to_string()),
                }
            }
        }
    }
    Found {
        processors,
        left_out,
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
    use candle_core::cuda_backend::CudaError;
    use candle_core::cuda_backend::cudarc::driver::{CudaContext, DriverError, result};
    use faceoff_kernels::cuda_context;

    use super::Gpu;
    use crate::Error;

    /// Bytes: twice what cuBLAS takes on Hopper to work in, by its documentation.
    const TOO_FEW: usize = 64 << 20;

    /// The names of all GPUs, at least one, without using any of them.
    pub(super) fn names() -> Result<Vec<String>, String> {
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
    pub(super) fn all() -> Result<Vec<Result<Gpu, Error>>, String> {
        Ok((0..names()?.len()).map(gpu).collect())
    }

    /// The GPU of this number.
    pub(super) fn gpu(number: usize) -> Result<Gpu, Error> {
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
    pub(super) fn is_full(number: usize) -> bool {
        let free = cuda_context(number).and_then(|context| context.mem_get_info());
        free.is_ok_and(|(free, _)| free < TOO_FEW)
    }

    pub(super) use faceoff_kernels::cuda_device as open;
}

#[cfg(not(feature = "cuda"))]
mod gpus {
    use candle_core::Device;

    use super::Gpu;
    use crate::Error;

    /// None: nobody looked.
    pub(super) fn all() -> Result<Vec<Result<Gpu, Error>>, String> {
        Ok(Vec::new())
    }

    pub(super) fn names() -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }

    pub(super) fn gpu(number: usize) -> Result<Gpu, Error> {
        let there = Vec::new();
        Err(Error::NoSuchGpu { number, there })
    }

    pub(super) fn is_full(_: usize) -> bool {
        false
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
            ("cuda", Some(DeviceChoice::Gpus)),
            ("cuda:", None),
            ("cuda:-1", None),
            ("gpu", None),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse().ok(), expected, "{text}");
            assert!(expected.is_none_or(|choice| choice.to_string() == text));
        }
    }

    #[test]
    fn the_cpu_is_always_there() {
        let found = Processor::find(DeviceChoice::Cpu).unwrap().processors;
        assert_eq!(found, [Processor::Cpu]);
        assert!(found[0].open().unwrap().is_cpu());
        assert_eq!(found[0].to_string(), "cpu");
        let found = Processor::find(DeviceChoice::Auto).unwrap();
        assert!(!found.processors.is_empty());
    }

    #[cfg(not(feature = "cuda"))]
    #[test]
    fn a_program_without_cuda_says_how_to_build_one() {
        for choice in [DeviceChoice::Gpus, DeviceChoice::Cuda(0)] {
            let error = Processor::find(choice).unwrap_err().to_string();
            assert!(error.contains("--features cuda"), "{error}");
        }
    }

    #[test]
    fn a_gpu_that_cannot_be_used_hides_no_other() {
        let good = Gpu {
            number: 1,
            name: "NVIDIA H200".into(),
            free: 100,
        };
        let bad = Error::Device {
            device: "cuda:0".into(),
            source: candle_core::Error::Msg("exclusive".into()),
        };
        let found = usable(Ok(vec![Err(bad), Ok(good.clone())]));
        assert_eq!(found.processors, [Processor::Gpu(good)]);
        assert_eq!(found.left_out, ["cannot use cuda:0: exclusive"]);
        let found = usable(Err("the driver counts none".into()));
        assert_eq!(found.processors, []);
        assert_eq!(found.left_out, ["the driver counts none"]);
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
