//! How ages, sizes and numbers are written.

use faceoff_report::short;

/// How long ago something was, in one word: `now`, `12m`, `5h`, `3d`.
pub(crate) fn age(seconds: u64) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    // Up to two days hours tell more.
    match seconds {
        _ if seconds < MINUTE => "now".to_owned(),
        _ if seconds < HOUR => format!("{}m", seconds / MINUTE),
        _ if seconds < 2 * DAY => format!("{}h", seconds / HOUR),
        _ => format!("{}d", seconds / DAY),
    }
}

/// How long ago something was, in a sentence: `just now`, `3d ago`.
pub(crate) fn ago(seconds: u64) -> String {
    match age(seconds) {
        now if now == "now" => "just now".to_owned(),
        age => format!("{age} ago"),
    }
}

/// `bytes` in megabytes, without the unit.
pub(crate) fn megabytes(bytes: u64) -> String {
    let megabytes = bytes as f64 / 1e6;
    match megabytes {
        ..9.95 => format!("{megabytes:.1}"),
        _ => format!("{megabytes:.0}"),
    }
}

/// `bytes` with a unit: `12 kB`, `3.4 MB`, `1.2 GB`.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1e3;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1e3;
        unit += 1;
    }
    match value {
        ..9.95 => format!("{value:.1} {}", UNITS[unit]),
        _ => format!("{value:.0} {}", UNITS[unit]),
    }
}

/// A number of few digits, or a dash where there is none.
pub(crate) fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), short)
}

/// A fraction in per cent, without the sign.
pub(crate) fn hundredths(value: Option<f64>) -> String {
    number(value.map(|value| value * 100.0))
}

/// `1 run`, `2 runs`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// Fewest digits that are shown of the id of a run.
const FEWEST_DIGITS: usize = 8;

/// So many digits of the `ids` of runs as tell these apart.
pub(crate) fn digits<'a>(ids: impl Iterator<Item = &'a str>) -> usize {
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    let shared = ids.windows(2).map(|pair| {
        let both = pair[0].chars().zip(pair[1].chars());
        both.take_while(|(a, b)| a == b).count()
    });
    let most = shared.max().map_or(0, |shared| shared + 1);
    most.max(FEWEST_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_one_word() {
        for (seconds, text) in [
            (59, "now"),
            (60, "1m"),
            (3599, "59m"),
            (3600, "1h"),
            (47 * 3600, "47h"),
            (48 * 3600, "2d"),
            (400 * 24 * 3600, "400d"),
        ] {
            assert_eq!(age(seconds), text);
        }
        assert_eq!((ago(3), ago(7200)), ("just now".into(), "2h ago".into()));
    }

    #[test]
    fn ids_are_as_long_as_tells_them_apart() {
        for (ids, expected) in [
            (&[][..], 8),
            (&["0123456789abcdef"], 8),
            (&["0123456789abcdef", "f123456789abcdef"], 8),
            (&["0123456789abcdef", "f1", "0123456789acdddd"], 12),
        ] {
            assert_eq!(digits(ids.iter().copied()), expected, "{ids:?}");
        }
    }

    #[test]
    fn sizes_have_two_digits_or_more() {
        for (bytes, text) in [
            (999, "999 B"),
            (1000, "1.0 kB"),
            (12_345, "12 kB"),
            (999_600, "1.0 MB"),
            (3_400_000, "3.4 MB"),
            (96_000_000, "96 MB"),
            (1_250_000_000, "1.2 GB"),
        ] {
            assert_eq!(size(bytes), text);
        }
        assert_eq!(
            (megabytes(340_000), megabytes(96_400_000)),
            ("0.3".into(), "96".into())
        );
    }
}
