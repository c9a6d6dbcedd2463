//! A GPU for tests: every launch is a run of the program in `cuda/emulated`, which holds the same
//! kernels compiled as C++.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use candle_core::{Result, bail};

use super::{Argument, Gpu, Kernel};

/// A GPU for tests.
pub(crate) struct Emulated {
    program: &'static Path,
}

impl Emulated {
    /// The emulated GPU; `None`, with a message, where there is no C++ compiler.
    pub(crate) fn new() -> Option<Self> {
        static PROGRAM: OnceLock<Option<PathBuf>> = OnceLock::new();
        let program = PROGRAM.get_or_init(compiled).as_deref();
        if program.is_none() {
            eprintln!("skipped: no C++ compiler (CXX or c++) to compile the GPU's kernels with");
        }
        Some(Self { program: program? })
    }
}

/// The program, compiled unless that was done before.
fn compiled() -> Option<PathBuf> {
    let compiler = std::env::var_os("CXX").unwrap_or_else(|| "c++".into());
    Command::new(&compiler).arg("--version").output().ok()?;
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("cuda");
    let mut hash = DefaultHasher::new();
    let mut files = Vec::new();
    files_below(&sources, &mut files);
    files.sort();
    for file in files {
        std::fs::read(file).unwrap().hash(&mut hash);
    }
    let program = Path::new(env!("OUT_DIR")).join(format!("emulated-{:016x}", hash.finish()));
    if !program.exists() {
        let unfinished = program.with_extension(std::process::id().to_string());
        let status = Command::new(compiler)
            .args(["-std=c++17", "-O2", "-Wno-unknown-pragmas"])
            // Products and sums are fused nowhere, as on the GPU (see build.rs). Fibers jump from
            // stack to stack, which fortified jumps take for an attack.
            .args(["-ffp-contract=off", "-U_FORTIFY_SOURCE"])
            .arg(sources.join("emulated/main.cpp"))
            .arg("-o")
            .arg(&unfinished)
            .status()
            .unwrap();
        assert!(status.success(), "the kernels do not compile as C++");
        std::fs::rename(unfinished, &program).unwrap();
    }
    Some(program)
}

/// The files of `folder` and of the folders in it.
fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files_below(&path, files),
            false => files.push(path),
        }
    }
}

impl Gpu for Emulated {
    type Floats = Vec<f32>;
    type Bytes = Vec<u8>;

    fn floats(&self, count: usize) -> Result<Vec<f32>> {
        Ok(vec![f32::NAN; count])
    }

    fn bytes(&self, count: usize) -> Result<Vec<u8>> {
        Ok(vec![0xAA; count])
    }

    fn launch(
        &self,
        kernel: Kernel<'_>,
        grid: [usize; 3],
        threads: usize,
        arguments: &mut [Argument<'_, Self>],
    ) -> Result<()> {
        // What a real one takes.
        assert!(grid.iter().all(|&blocks| blocks > 0) && grid[1] <= 65535 && grid[2] <= 65535);
        assert!((1..=1024).contains(&threads));
        let values = arguments.iter().map(|argument| match argument {
            Argument::Value(words) => 4 * words.len(),
            _ => 8,
        });
        assert!(values.sum::<usize>() <= 4096, "too many arguments");
        let mut launch = Vec::new();
        launch.extend((kernel.name.len() as u32).to_ne_bytes());
        launch.extend(kernel.name.as_bytes());
        let counts = [grid[0], grid[1], grid[2], threads, arguments.len()];
        launch.extend(
            counts
                .iter()
                .flat_map(|count| (*count as u32).to_ne_bytes()),
        );
        for argument in arguments.iter() {
            let (kind, start, bytes) = match argument {
                Argument::Value(words) => (
                    0u32,
                    0,
                    words.iter().flat_map(|w| w.to_ne_bytes()).collect(),
                ),
                Argument::Floats(numbers) => (1, 4 * numbers.start, bytes(numbers.memory)),
                Argument::Bytes(memory) => (1, 0, memory.to_vec()),
                Argument::ToFloats(memory, start) => (2, 4 * start, bytes(memory)),
                Argument::ToBytes(memory) => (2, 0, memory.to_vec()),
                Argument::Nothing => (3, 0, Vec::new()),
            };
            launch.extend(kind.to_ne_bytes());
            launch.extend((bytes.len() as u64).to_ne_bytes());
            launch.extend((start as u64).to_ne_bytes());
            launch.extend(bytes);
        }
        let mut child = Command::new(self.program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        // Where the program ends early it says why, and this fails.
        let written = child.stdin.take().unwrap().write_all(&launch);
        let output = child.wait_with_output()?;
        if !output.status.success() || written.is_err() {
            bail!(
                "{}: {} {}",
                kernel.name,
                output.status,
                String::from_utf8_lossy(&output.stderr)
            )
        }
        let mut rest = &output.stdout[..];
        for argument in arguments {
            match argument {
                Argument::ToFloats(memory, _) => {
                    let (found, after) = rest.split_at(4 * memory.len());
                    for (number, bytes) in memory.iter_mut().zip(found.as_chunks::<4>().0) {
                        *number = f32::from_ne_bytes(*bytes);
                    }
                    rest = after;
                }
                Argument::ToBytes(memory) => {
                    let (found, after) = rest.split_at(memory.len());
                    memory.copy_from_slice(found);
                    rest = after;
                }
                _ => {}
            }
        }
        assert!(rest.is_empty());
        Ok(())
    }
}

fn bytes(numbers: &[f32]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_ne_bytes())
        .collect()
}
