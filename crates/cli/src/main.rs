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
    match &arguments.command {
        Command::Reproduce { study, training } => {
            commands::reproduce::run(common, study, training, &[])
        }
        Command::Run {
            names,
            study,
            training,
        } => commands::reproduce::run(common, study, training, names),
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
