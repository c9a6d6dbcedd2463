//! Runs one after the other, several at a time.

/// When the last of runs that take so many `seconds` ends, where each begins as soon as one of
/// `slots` places is free.
pub(crate) fn time_of_all(seconds: impl IntoIterator<Item = f64>, slots: usize) -> f64 {
    let mut free = vec![0.0f64; slots.max(1)];
    for each in seconds {
        let first = free.iter_mut().min_by(|a, b| a.total_cmp(b));
        if let Some(first) = first {
            *first += each;
        }
    }
    free.into_iter().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_begins_when_a_place_is_free() {
        for (seconds, slots, expected) in [
            (vec![], 1, 0.0),
            (vec![1.0, 2.0, 3.0], 1, 6.0),
            // The third begins when the first ends.
            (vec![1.0, 2.0, 3.0], 2, 4.0),
            (vec![5.0, 1.0, 1.0], 2, 5.0),
            (vec![5.0, 1.0], 9, 5.0),
        ] {
            assert_eq!(time_of_all(seconds.clone(), slots), expected, "{seconds:?}");
        }
    }
}
