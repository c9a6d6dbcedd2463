//! The processors that runs can be trained on.

use std::fmt;

use candle_core::Device;

use super::choice::DeviceChoice;
use super::full::{is_not_initialized, is_out_of_memory};
use super::gpu::{self, Gpu};
use crate::error::Error;

/// What runs can be trained on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Processor {
    /// All cores of the CPU.
    Cpu,
    /// An NVIDIA GPU.
    Gpu(Gpu),
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
                let mut found = usable(gpu::every());
                if found.processors.is_empty() {
                    found.processors.push(Self::Cpu);
                }
                Ok(found)
            }
            DeviceChoice::Gpus => {
                let found = usable(gpu::every());
                if found.processors.is_empty() {
                    let reason = found.left_out.join("; ");
                    return Err(Error::NoGpu { choice, reason });
                }
                Ok(found)
            }
            DeviceChoice::Cuda(number) => {
                let names = gpu::names().map_err(|reason| Error::NoGpu { choice, reason })?;
                if number >= names.len() {
                    let named = |(number, name)| format!("cuda:{number} {name}");
                    let there = names.into_iter().enumerate().map(named).collect();
                    return Err(Error::NoSuchGpu { number, there });
                }
                Ok(Found {
                    processors: vec![Self::Gpu(gpu::probe(number)?)],
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
        gpu::open(gpu.number).map_err(|source| {
            let device = self.to_string();
            let full = is_out_of_memory(&source)
                || (is_not_initialized(&source) && gpu::is_full(gpu.number));
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

#[cfg(test)]
mod tests {
    use super::*;

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
