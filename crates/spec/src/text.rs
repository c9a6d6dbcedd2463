//! Texts for people: what they may hold.

use std::borrow::Cow;

/// What stands for a character that is not shown.
pub const REPLACED: char = '□';

/// Whether `c` has no place in a text for people: a control character, which a terminal obeys and an
/// image cannot hold, or one that breaks the line, turns the direction of writing or cannot be seen.
pub fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{200b}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fffe}'..='\u{ffff}'
        )
}

/// `text` with [`REPLACED`] for each character that has no place in it.
pub fn fit(text: &str) -> Cow<'_, str> {
    match text.contains(is_unfit) {
        true => Cow::Owned(text.replace(is_unfit, REPLACED.encode_utf8(&mut [0; 4]))),
        false => Cow::Borrowed(text),
    }
}

/// What is unfit, in words.
pub fn in_words(c: char) -> String {
    let what = match c {
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => "a line break",
        '\t' => "a tab",
        '\u{1b}' => "an escape character",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "a character that turns the direction of writing"
        }
        _ if c.is_control() => "a control character",
        _ => "a character that cannot be seen",
    };
    format!("{what}, U+{:04X}", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_script_stay_and_what_is_unfit_is_seen() {
        for text in ["Base", "学习率 0.1", "معدل", "🙂", "é – “x”"] {
            assert_eq!(fit(text), text);
        }
        assert_eq!(fit("a\u{1b}[31mb\0\u{202e}c\nd"), "a□[31mb□□c□d");
        assert_eq!(in_words('\u{1b}'), "an escape character, U+001B");
    }
}
