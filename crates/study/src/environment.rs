//! Where a run is trained, for its record.

use faceoff_record::Environment;
use faceoff_train::Processor;

/// The program that trains, for the records of what it trains.
#[derive(Clone, Debug)]
pub struct Build {
    /// Its version.
    pub version: String,
    /// The commit that it was built from, where there is one.
    pub commit: Option<String>,
}

/// What decides how fast a run is trained.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Machine {
    /// As [`Environment`] has them.
    pub(crate) device: String,
    pub(crate) tf32: bool,
    pub(crate) threads: usize,
    pub(crate) platform: String,
    pub(crate) processor: Option<String>,
}

impl Machine {
    /// This machine, where runs are trained on `processor`; `tf32` is what was asked for.
    pub(crate) fn this(processor: &Processor, tf32: bool) -> Self {
        Self {
            device: processor.to_string(),
            tf32: tf32 && *processor != Processor::Cpu,
            threads: rayon::current_num_threads(),
            platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            processor: processor_name(),
        }
    }

    /// The machine that a record names; `None` for a record that does not say enough, as older ones
    /// do not.
    pub(crate) fn of(environment: &Environment) -> Option<Self> {
        environment.processor.as_ref()?;
        Some(Self {
            device: environment.device.clone(),
            tf32: environment.tf32,
            threads: environment.threads,
            platform: environment.platform.clone(),
            processor: environment.processor.clone(),
        })
    }
}

/// The environment of a run that `build` trains on this machine beside others, `runs_at_once` in all.
pub(crate) fn describe(build: &Build, machine: Machine, runs_at_once: usize) -> Environment {
    Environment {
        version: build.version.clone(),
        commit: build.commit.clone(),
        device: machine.device,
        tf32: machine.tf32,
        threads: machine.threads,
        platform: machine.platform,
        processor: machine.processor,
        runs_at_once: Some(runs_at_once),
    }
}

/// What the system calls the processor.
#[cfg(target_os = "linux")]
fn processor_name() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    // x86 says `model name`, other families one of the others, or nothing.
    let named = ["model name", "Model", "cpu model", "uarch"];
    let found = named.iter().find_map(|key| {
        let mut lines = text.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(name, _)| name.trim() == *key)
    });
    Some(found.map_or_else(|| "unnamed".to_owned(), |(_, name)| name.trim().to_owned()))
}

/// What the system calls the processor.
#[cfg(not(target_os = "linux"))]
fn processor_name() -> Option<String> {
    // Windows keeps it in the environment, macOS in a table that `sysctl` prints.
    let name = std::env::var("PROCESSOR_IDENTIFIER").ok().or_else(|| {
        let mut command = std::process::Command::new("sysctl");
        let output = command.args(["-n", "machdep.cpu.brand_string"]).output();
        String::from_utf8(output.ok()?.stdout).ok()
    });
    name.map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
}
