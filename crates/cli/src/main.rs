//! The command line: parses, prints, sets exit codes. What the commands do is in `faceoff_study`.

mod args;
mod clock;
mod commands;
mod error;
mod exit;
mod interrupt;
mod output;
mod progress;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Arguments;
use crate::error::Error;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("FACEOFF_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn")),
        )
        .with_writer(std::io::stderr)
        .with_ansi(output::colored())
        .without_time()
        .with_target(false)
        .init();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Who stopped the program knows that it is stopped.
            let known = matches!(&error, Error::Study(faceoff_study::Error::Interrupted(failed)) if failed.is_empty());
            if !known {
                output::error(&arguments.common, &error);
            }
            ExitCode::from(exit::code(&error))
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Error> {
    let common = &arguments.common;
    if let Some(threads) = common.threads {
        faceoff_study::use_threads(threads.into())?;
    }
    arguments.command.run(common)
}
