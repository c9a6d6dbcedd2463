//! Commands as they are typed.

use std::ffi::OsString;

/// `arguments` as a line that a shell takes apart into them again.
pub(crate) fn line(arguments: impl IntoIterator<Item = OsString>) -> String {
    let words = arguments.into_iter();
    let words = words.map(|word| quoted(&word.to_string_lossy()));
    words.collect::<Vec<_>>().join(" ")
}

/// `word` as it is where no shell minds, else between quotes.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:@,+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_take_apart_is_quoted() {
        let line = line(["faceoff", "run", "my faces", "it's", ""].map(OsString::from));
        assert_eq!(line, r"faceoff run 'my faces' 'it'\''s' ''");
    }
}
