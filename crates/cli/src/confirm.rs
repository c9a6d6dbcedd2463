//! Asking before something is removed.

use std::io::{BufRead, IsTerminal};

use crate::error::Error;
use crate::output;

/// Whether `what` may be removed: asked on the terminal.
///
/// # Errors
/// [`Error::NotConfirmed`] where there is no terminal to ask on.
pub(crate) fn may_remove(what: &str) -> Result<bool, Error> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        let what = what.to_owned();
        return Err(Error::NotConfirmed { what });
    }
    output::say(&format!("Remove {what}? [y/N]"));
    Ok(is_yes(&mut input.lock()))
}

/// Whether the next line says yes. What cannot be read does not.
fn is_yes(input: &mut impl BufRead) -> bool {
    let mut line = String::new();
    let read = input.read_line(&mut line);
    read.is_ok() && matches!(line.trim().to_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_yes_is_yes() {
        for (typed, expected) in [
            ("y\n", true),
            ("Yes\n", true),
            ("\n", false),
            ("", false),
            ("no\n", false),
            ("yellow\n", false),
        ] {
            assert_eq!(is_yes(&mut typed.as_bytes()), expected, "{typed:?}");
        }
    }
}
