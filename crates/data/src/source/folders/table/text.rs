//! The text of a table, whatever it is encoded in.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text of a table.
pub(super) struct Text {
    /// With `\n` at the end of every line.
    pub(super) text: String,
    /// What it was encoded in, where that is not UTF-8.
    pub(super) encoding: Option<&'static str>,
}

/// Decodes the text in `bytes`: UTF-8, UTF-16, and what of it is neither as Latin-1 (with the
/// characters that Windows adds).
///
/// # Errors
/// What `bytes` are, where they are no text of lines and columns.
pub(super) fn decode(bytes: &[u8]) -> Result<Text, &'static str> {
    let (text, encoding) = match (Encoding::for_bom(bytes), utf16_without_mark(bytes)) {
        (Some((encoding, mark)), _) if encoding != encoding_rs::UTF_8 => {
            let text = encoding.decode_without_bom_handling(&bytes[mark..]).0;
            (text, Some("UTF-16"))
        }
        (None, Some(encoding)) => {
            let text = encoding.decode_without_bom_handling(bytes).0;
            (text, Some("UTF-16"))
        }
        (mark, _) => {
            let bytes = &bytes[mark.map_or(0, |(_, length)| length)..];
            if let Some(what) = other(bytes) {
                return Err(what);
            }
            match std::str::from_utf8(bytes) {
                Ok(text) => (Cow::Borrowed(text), None),
                Err(_) => (Cow::Owned(by_lines(bytes)), Some("Latin-1")),
            }
        }
    };
    Ok(Text {
        text: text.replace("\r\n", "\n").replace('\r', "\n"),
        encoding,
    })
}

/// Line by line: programs add rows to tables that others began.
fn by_lines(bytes: &[u8]) -> String {
    let lines = bytes.split_inclusive(|&byte| byte == b'\n');
    let decoded = lines.map(|line| match std::str::from_utf8(line) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(line).0,
    });
    decoded.collect()
}

/// UTF-16 without a byte order mark: every other byte of a table's digits and commas is zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(200)];
    let zeros = |odd: usize| {
        start
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let most = start.len() * 2 / 5;
    match (zeros(0), zeros(1)) {
        (0, little) if little > most => Some(UTF_16LE),
        (big, 0) if big > most => Some(UTF_16BE),
        _ => None,
    }
}

/// What a file is that is often taken for a table.
fn other(bytes: &[u8]) -> Option<&'static str> {
    const BEGINNINGS: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "an Excel workbook or another zip archive"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
    ];
    let known = BEGINNINGS
        .iter()
        .find(|(start, _)| bytes.starts_with(start));
    let text = bytes.trim_ascii_start();
    let json = || text.starts_with(b"{") || text.starts_with(b"[");
    match known {
        Some((_, what)) => Some(what),
        None if text.starts_with(b"<") => Some("XML or HTML"),
        None if json() && serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok() => {
            Some("JSON")
        }
        None if bytes.contains(&0) => Some("no text"),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_whatever_encoding_it_is() {
        let text = ",0,1\nZoë_Test_00.png,1.5,2\n";
        let utf16 =
            |unit: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(unit).collect() };
        let (little, big) = (utf16(u16::to_le_bytes), utf16(u16::to_be_bytes));
        let cases: [(&str, Vec<u8>, Option<&str>); 7] = [
            ("UTF-8", text.into(), None),
            (
                "with a mark",
                [b"\xef\xbb\xbf", text.as_bytes()].concat(),
                None,
            ),
            (
                "little end",
                [b"\xff\xfe", &little[..]].concat(),
                Some("UTF-16"),
            ),
            ("big end", [b"\xfe\xff", &big[..]].concat(), Some("UTF-16")),
            ("little end, no mark", little, Some("UTF-16")),
            ("big end, no mark", big, Some("UTF-16")),
            (
                "Latin-1",
                b",0,1\nZo\xeb_Test_00.png,1.5,2\n".to_vec(),
                Some("Latin-1"),
            ),
        ];
        for (name, bytes, encoding) in cases {
            let read = decode(&bytes).unwrap();
            assert_eq!((&*read.text, read.encoding), (text, encoding), "{name}");
        }
    }

    #[test]
    fn a_row_in_latin_1_leaves_the_others_as_they_are() {
        let read = decode(b"Zo\xc3\xab,1\nZo\xeb,2\n").unwrap();
        assert_eq!(read.text, "Zoë,1\nZoë,2\n");
    }

    #[test]
    fn all_ends_of_lines_are_the_same() {
        for ends in ["a\r\nb\r\n", "a\rb\r", "a\nb\n"] {
            assert_eq!(decode(ends.as_bytes()).unwrap().text, "a\nb\n", "{ends:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_told_apart() {
        let cases: [(&[u8], &str); 6] = [
            (
                b"PK\x03\x04rest",
                "an Excel workbook or another zip archive",
            ),
            (b"\x1f\x8b\x08", "a gzip archive"),
            (b" [{\"file\": \"a.png\"}]\n", "JSON"),
            (b"<?xml version='1.0'?>", "XML or HTML"),
            (b"\x89PNG\r\n", "an image"),
            (b"a\0\0\0b", "no text"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decode(bytes).err(), Some(expected), "{expected}");
        }
        assert!(decode(b"[a].png,1,2\n").is_ok());
    }
}
