//! One file a command: what can be typed behind its name, and what it does.

mod compare;
mod completions;
mod data;
mod diff;
mod gc;
mod list;
mod man;
mod model;
mod note;
mod plan;
mod predict;
mod report;
mod reproduce;
mod rm;
mod run;
mod serve;
mod show;
mod tag;

use clap::Subcommand;

use crate::args::Common;
use crate::error::Error;

/// Makes of a list of commands what can be typed, and what is done then.
macro_rules! commands {
    ($($module:ident::$name:ident,)*) => {
        /// What to do.
        #[derive(Debug, Subcommand)]
        pub(crate) enum Command {
            $($name($module::$name),)*
        }

        impl Command {
            /// Does it.
            ///
            /// # Errors
            /// What ends the program.
            pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
                match self {
                    $(Self::$name(command) => command.run(common),)*
                }
            }
        }
    };
}

// In the order of the help.
commands! {
    reproduce::Reproduce,
    run::Run,
    plan::Plan,
    report::Report,
    compare::Compare,
    list::List,
    show::Show,
    diff::Diff,
    tag::Tag,
    note::Note,
    rm::Rm,
    gc::Gc,
    serve::Serve,
    predict::Predict,
    model::Model,
    data::Data,
    completions::Completions,
    man::Man,
}
