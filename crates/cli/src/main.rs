//! The command line: parses, prints, sets exit codes. What the commands do is in `faceoff_study`.

mod above;
mod args;
mod chart;
mod clock;
mod commands;
mod confirm;
mod error;
mod exit;
mod interrupt;
mod live;
mod output;
mod program;
mod progress;
mod shell;
mod table;
mod words;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::args::Arguments;
use crate::error::Error;

fn main() -> ExitCode {
    program::set(Arguments::command);
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return not_understood(&error),
    };
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("FACEOFF_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn")),
        )
        .with_writer(|| above::Log)
        .with_ansi(output::colored())
        .without_time()
        .with_target(false)
        .init();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            match &error {
                Error::Study(faceoff_study::Error::Interrupted(failed)) => {
                    // Who stopped the program knows that it is stopped.
                    if !failed.is_empty() || arguments.common.json {
                        output::error(&arguments.common, &error);
                    }
                    output::stopped(arguments.common.json, true);
                }
                _ => output::error(&arguments.common, &error),
            }
            ExitCode::from(exit::kind(&error).1)
        }
    }
}

/// A command line that is not one, or that asks for help.
fn not_understood(error: &clap::Error) -> ExitCode {
    let for_programs = std::env::args_os().any(|argument| argument == "--json");
    if !(error.use_stderr() && for_programs) {
        error.exit()
    }
    let text = error.to_string();
    let message = text.strip_prefix("error: ").unwrap_or(&text);
    output::error_object("command-line", message, exit::MISTAKE);
    ExitCode::from(exit::MISTAKE)
}

fn run(arguments: &Arguments) -> Result<(), Error> {
    let common = &arguments.common;
    if let Some(threads) = common.threads {
        faceoff_study::use_threads(threads.into())?;
    }
    arguments.command.run(common)
}
