//! Times as clocks show them.

use std::time::Duration;

/// `1:02:03` or `2:03`.
pub(crate) fn clock_time(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_clocks() {
        for (seconds, text) in [
            (0, "0:00"),
            (61, "1:01"),
            (3599, "59:59"),
            (3723, "1:02:03"),
        ] {
            assert_eq!(clock_time(Duration::from_secs(seconds)), text);
        }
    }
}
