//! What is printed: results on standard output, everything else on standard error.

use std::io::{IsTerminal, Write};
use std::path::Path;

use faceoff_report::wrap;
use serde::Serialize;
use serde_json::json;
use terminal_size::{Width, terminal_size_of};

use crate::above::line;
use crate::args::Common;
use crate::error::Error;
use crate::{exit, shell};

/// Prints where a page is.
pub(crate) fn page(common: &Common, page: &Path) -> Result<(), Error> {
    let page = page.display().to_string();
    result(common, &page, &json!({ "event": "report", "page": page }))
}

/// Prints `value` as JSON where that was asked for, else `text`.
pub(crate) fn result(common: &Common, text: &str, value: &impl Serialize) -> Result<(), Error> {
    if common.json {
        let line = serde_json::to_string(value).map_err(|e| Error::Output(e.into()))?;
        print(&line)
    } else {
        print(text)
    }
}

/// Prints a text and a line end.
///
/// A reader that went away (`faceoff plan | head`) is no error.
pub(crate) fn print(text: &str) -> Result<(), Error> {
    let written = writeln!(std::io::stdout().lock(), "{}", text.trim_end_matches('\n'));
    match written {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::Output(e)),
        _ => Ok(()),
    }
}

/// Columns of the terminal that results are read on; `None` where they go elsewhere.
pub(crate) fn width() -> Option<u16> {
    terminal_size_of(std::io::stdout()).map(|(Width(columns), _)| columns)
}

/// Columns of the terminal that progress is read on; `None` where it goes elsewhere.
pub(crate) fn error_width() -> Option<u16> {
    terminal_size_of(std::io::stderr()).map(|(Width(columns), _)| columns)
}

/// Says a text and a line end on standard error, broken between words where a terminal is narrower.
pub(crate) fn say(text: &str) {
    line(&wrap(text, error_width()));
}

/// Whether errors are read on a terminal by somebody who has not refused colours
/// (<https://no-color.org>).
pub(crate) fn colored() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    std::io::stderr().is_terminal() && !refused
}

/// Says with which command a stopped one goes on; `saved` is whether that is from the very batch.
pub(crate) fn stopped(json: bool, saved: bool) {
    let command = shell::line(std::env::args_os());
    if json {
        return line(&json!({ "event": "stopped", "command": command }).to_string());
    }
    let text = match saved {
        true => "stopped, and everything is saved. The same command goes on from there:",
        false => {
            "stopped at once: what was trained since the last checkpoint, some two minutes at most, \
             is trained again. The same command goes on from there:"
        }
    };
    say(text);
    line(&format!("  {command}"));
}

/// Prints an error with everything that led to it; as JSON where that was asked for.
pub(crate) fn error(common: &Common, error: &Error) {
    if common.json {
        let (kind, code) = exit::kind(error);
        let text = explained(error, false);
        error_object(kind, text.strip_prefix("error: ").unwrap_or(&text), code);
    } else {
        let text = explained(error, colored());
        match error {
            // Excerpts of files stay as they are.
            Error::Study(faceoff_study::Error::Config(faceoff_config::Error::Mistakes(_))) => {
                line(&text);
            }
            _ => say(&text),
        }
    }
}

/// Says an error for programs: one JSON object on one line of standard error.
pub(crate) fn error_object(kind: &str, message: &str, code: u8) {
    let message = message.trim_end();
    let object = json!({ "event": "error", "kind": kind, "message": message, "exit_code": code });
    line(&object.to_string());
}

fn explained(error: &Error, colored: bool) -> String {
    use faceoff_config::Error::Mistakes;
    use faceoff_study::Error::Config;

    if let Error::Study(Config(Mistakes(mistakes))) = error {
        return mistakes.render(colored);
    }
    let mut text = format!("error: {error}");
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        // Wrapping errors often repeat what they wrap.
        if !text.contains(&inner_text) {
            text.push_str("\n  caused by: ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}
