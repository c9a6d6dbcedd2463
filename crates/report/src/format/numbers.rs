//! How numbers are written, and what goes with them.

pub use faceoff_measure::thousands;

/// `value` with about three digits that count: `0.0195`, `12.3`, `1.28`, `7.8e10`.
pub fn short(value: f64) -> String {
    significant(value, 3)
}

/// `value` with `digits` digits that count; very large and very small ones with a power of ten.
pub(crate) fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return if value.is_nan() {
            "not a number".to_owned()
        } else {
            "∞".to_owned()
        };
    }
    let rounded: f64 = format!("{:.*e}", digits - 1, value)
        .parse()
        .unwrap_or(value);
    let exponent = rounded.abs().log10().floor() as i32;
    if !(-5..6).contains(&exponent) {
        return format!("{:.*e}", digits - 1, value).replace('-', "−");
    }
    let places = (digits as i32 - 1 - exponent).max(0) as usize;
    format!("{value:.places$}").replace('-', "−")
}

/// `1 epoch`, `2 epochs`.
pub(crate) fn count(number: usize, one: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {one}{plural}", thousands(number))
}

/// A fraction as a percentage.
pub fn percent(value: f64) -> String {
    if !value.is_finite() {
        return short(value);
    }
    format!("{} %", significant(value * 100.0, 3))
}

/// `value` written by `how`, with the standard deviation around it where there is one: `6.21 ± 0.043`.
pub(crate) fn within(value: f64, deviation: Option<f64>, how: fn(f64) -> String) -> String {
    match deviation {
        Some(deviation) => format!("{} ± {}", how(value), how(deviation)),
        None => how(value),
    }
}

/// A share from 0 to 1 that is customarily not written in per cent: `0.431`.
pub(crate) fn fraction(value: f64) -> String {
    if !value.is_finite() {
        return short(value);
    }
    format!("{value:.3}")
}

/// `n = 5 seeds`.
pub(crate) fn seeds_note(seeds: usize) -> String {
    format!("n = {}", count(seeds, "seed"))
}

/// `sentence` as it stands behind a colon.
pub(crate) fn uncapital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_keep_their_digits() {
        let cases = [
            (0.0195, "0.0195"),
            (0.178_04, "0.178"),
            (12.345, "12.3"),
            (999.96, "1000"),
            (0.0, "0"),
            (-0.000_512, "−0.000512"),
            (7.798_55e10, "7.80e10"),
            (1e-9, "1.00e−9"),
            (f64::INFINITY, "∞"),
        ];
        for (value, text) in cases {
            assert_eq!(short(value), text);
        }
        assert_eq!(percent(0.0434), "4.34 %");
        assert_eq!(percent(f64::NAN), "not a number");
        assert_eq!(count(1, "epoch"), "1 epoch");
    }
}
