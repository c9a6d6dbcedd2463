//! The command line: parses, prints, sets exit codes.

mod args;
mod cautions;
mod commands;
mod environment;
mod error;
mod interrupt;
mod output;
mod pictures;
mod processors;
mod progress;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Arguments, Command};
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
        // Who stopped it knows.
        Err(Error::Interrupted(failed)) if failed.is_empty() => {
            ExitCode::from(interrupt::EXIT_CODE)
        }
        Err(error) => {
            output::error(&arguments.common, &error);
            ExitCode::from(error.exit_code())
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Error> {
    let common = &arguments.common;
    if let Some(threads) = common.threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads.into())
            .build_global()
            .map_err(|e| Error::Threads(e.to_string()))?;
    }
    match &arguments.command {
        Command::Reproduce { study, training } => commands::reproduce::all(common, study, training),
        Command::Run {
            names,
            study,
            training,
        } => commands::reproduce::some(common, study, training, names),
        Command::Plan {
            names,
            study,
            device,
            no_estimate,
        } => commands::plan::run(common, study, device, names, !no_estimate),
        Command::Report { studies, data } => {
            commands::report::run(common, studies, data.as_deref())
        }
        Command::Compare { names, study, data } => {
            commands::compare::run(common, names, study.as_deref(), data.as_deref())
        }
        Command::Model { name, scale } => commands::model::run(common, name, scale.as_deref()),
        Command::Data(command) => commands::data::run(common, command),
    }
}
