//! What a comparison comes to.

use serde::Serialize;

use super::Interval;

/// What is known about an entry against its reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The entry is better. By how much is for the interval to say.
    Better,
    /// The entry is worse.
    Worse,
    /// If there is a difference, it is smaller than any that matters: the interval lies wholly
    /// within the smallest difference on both sides of 0 (as in Schuirmann's two one-sided tests,
    /// Journal of Pharmacokinetics and Biopharmaceutics 15, 1987, at half its error rate). This
    /// comes before better and worse, which say nothing about size.
    NoDifferenceThatMatters,
    /// The numbers allow more than one of the above.
    Undecided,
}

impl Verdict {
    /// The verdict on a difference, entry minus reference. `adjusted_p` must be below the
    /// complement of `level` for a winner; `interval` may be wider than `level` where several
    /// comparisons are made at once.
    pub fn of(
        difference: f64,
        interval: Interval,
        adjusted_p: f64,
        level: f64,
        smallest: f64,
    ) -> Self {
        if interval.within(smallest) || (interval.low == 0.0 && interval.high == 0.0) {
            return Self::NoDifferenceThatMatters;
        }
        if adjusted_p.is_nan() || adjusted_p >= 1.0 - level {
            return Self::Undecided;
        }
        if difference < 0.0 {
            Self::Better
        } else {
            Self::Worse
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts() {
        use Verdict::*;
        for (low, high, p, expected) in [
            (0.5, 1.5, 0.001, Worse),
            (-1.5, -0.5, 0.001, Better),
            // Different for certain, but not by an amount that matters.
            (0.05, 0.15, 0.001, NoDifferenceThatMatters),
            (-0.1, 0.1, 0.9, NoDifferenceThatMatters),
            (-0.1, 0.3, 0.4, Undecided),
            // A difference by itself, but not among so many comparisons.
            (0.5, 1.5, 0.06, Undecided),
            (0.0, 0.0, 1.0, NoDifferenceThatMatters),
        ] {
            let interval = Interval {
                low,
                high,
                level: 0.95,
            };
            let difference = 0.5 * (low + high);
            let found = Verdict::of(difference, interval, p, 0.95, 0.2);
            assert_eq!(found, expected, "{low} {high}");
        }
    }
}
