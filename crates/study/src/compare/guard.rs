//! Whether a comparison lets a change pass.

use std::str::FromStr;

use faceoff_report::{Standing, Verdict};

/// With what a change does not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailIf {
    /// With an experiment that is worse than the first.
    Worse,
    /// With one that cannot be told apart from the first with certainty.
    Undecided,
}

impl FailIf {
    /// All there are.
    pub const ALL: [Self; 2] = [Self::Worse, Self::Undecided];

    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Undecided => "undecided",
        }
    }
}

impl FromStr for FailIf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|each| each.word() == text);
        found.ok_or_else(|| "expected `worse` or `undecided`".to_owned())
    }
}

/// A sentence for each experiment that does not pass. One that cannot be judged at all never does:
/// that it diverged, or was not trained, must not look like success.
pub(super) fn failures(standings: &[(String, Standing)], fail_if: &[FailIf]) -> Vec<String> {
    let fails = |standing: Standing| match standing {
        Standing::NotJudged => Some("cannot be judged"),
        Standing::Judged(Verdict::Worse) if fail_if.contains(&FailIf::Worse) => {
            Some("is worse than the first")
        }
        Standing::Judged(Verdict::Undecided) if fail_if.contains(&FailIf::Undecided) => {
            Some("cannot be told apart from the first with certainty")
        }
        Standing::Judged(_) | Standing::SameRuns => None,
    };
    let failures = standings
        .iter()
        .filter_map(|(name, standing)| Some(format!("{name} {}", fails(*standing)?)));
    failures.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_fails_and_what_cannot_be_judged_always_does() {
        use FailIf::{Undecided, Worse};
        let judged = Standing::Judged;
        for (standing, by_worse, by_undecided) in [
            (judged(Verdict::Better), false, false),
            (judged(Verdict::NoDifferenceThatMatters), false, false),
            (judged(Verdict::Worse), true, false),
            (judged(Verdict::Undecided), false, true),
            (Standing::SameRuns, false, false),
            (Standing::NotJudged, true, true),
        ] {
            let standings = [("mine".to_owned(), standing)];
            let fails = |fail_if: &[FailIf]| !failures(&standings, fail_if).is_empty();
            assert_eq!(fails(&[Worse]), by_worse, "{standing:?}");
            assert_eq!(fails(&[Undecided]), by_undecided, "{standing:?}");
            let either = by_worse || by_undecided;
            assert_eq!(fails(&[Worse, Undecided]), either, "{standing:?}");
        }
        let worse = [("mine".to_owned(), judged(Verdict::Worse))];
        assert_eq!(failures(&worse, &[Worse]), ["mine is worse than the first"]);
    }

    #[test]
    fn every_word_is_read() {
        for each in FailIf::ALL {
            assert_eq!(each.word().parse(), Ok(each));
        }
        assert!("bad".parse::<FailIf>().is_err());
    }
}
