//! A comparison in one sentence.

use super::{Comparison, Scope, Verdict};

impl Comparison {
    /// The comparison in one plain sentence, such as "dropout is worse than base by 0.79 px
    /// (landmark error; 95 % interval 0.58 to 1.03; 5 seeds each, 770 images of 347 people)."
    pub fn words(&self) -> String {
        format!(
            "{} ({}).{}",
            self.statement(),
            self.evidence(),
            self.caution()
                .map_or(String::new(), |words| format!(" {words}"))
        )
    }

    /// The verdict without what it rests on: "dropout is worse than base by 0.8 px".
    pub fn statement(&self) -> String {
        let (entry, reference, unit) = (&self.entry, &self.reference, self.metric.unit);
        let smallest = self.smallest();
        match self.verdict {
            Verdict::Better | Verdict::Worse => {
                let word = if self.verdict == Verdict::Better {
                    "better"
                } else {
                    "worse"
                };
                let amount = self.number(self.difference.abs());
                format!("{entry} is {word} than {reference} by {amount}{unit}")
            }
            Verdict::NoDifferenceThatMatters => format!(
                "{entry} and {reference} do not differ by {smallest}{unit}, the least that matters"
            ),
            Verdict::Undecided => {
                format!("{entry} and {reference} cannot be told apart with certainty")
            }
        }
    }

    /// The smallest difference that matters in the metric's unit, without it.
    pub fn smallest(&self) -> String {
        self.metric.number(self.smallest, self.smallest)
    }

    /// `value` in the metric's unit, without it, to as many digits as the interval deserves.
    pub fn number(&self, value: f64) -> String {
        let half_width = 0.5 * (self.interval.high - self.interval.low);
        self.metric.number(value, half_width)
    }

    /// The corrected p-value as it is usually written: `< 0.001` or `0.034`.
    pub fn probability(&self) -> String {
        match self.adjusted_p < 0.001 {
            true => "< 0.001".to_string(),
            false => format!("{:.3}", self.adjusted_p),
        }
    }

    fn evidence(&self) -> String {
        let number = |value: f64| self.number(value);
        // A winner's amount has no sign, so neither has its interval; elsewhere both are entry
        // minus reference.
        let winner = matches!(self.verdict, Verdict::Better | Verdict::Worse);
        let (low, high) = if winner && self.difference < 0.0 {
            (-self.interval.high, -self.interval.low)
        } else {
            (self.interval.low, self.interval.high)
        };
        let difference = if winner {
            String::new()
        } else {
            format!(
                "difference {}{}, ",
                number(self.difference),
                self.metric.unit
            )
        };
        let among = match self.comparisons {
            0 | 1 => String::new(),
            count => format!("; p {} among {count} comparisons", self.probability()),
        };
        format!(
            "{}; {difference}{:.0} % interval {} to {}{among}; {}, {}",
            self.metric.name,
            100.0 * self.interval.level,
            number(low),
            number(high),
            self.seeds(),
            images(self.images, self.people),
        )
    }

    /// How many trainings it rests on: `5 seeds each`.
    pub fn seeds(&self) -> String {
        match (self.entry_seeds, self.reference_seeds) {
            (1, 1) if self.same_trainings => "the same training".to_string(),
            (1, 1) => "1 seed each".to_string(),
            (entry, _) if self.same_trainings => format!("the same {entry} trainings"),
            (entry, reference) if entry == reference => format!("{entry} seeds each"),
            (entry, reference) => format!("{entry} against {reference} seeds"),
        }
    }

    /// What is not known of seeds that were not trained, in one sentence; `None` where several stand on
    /// both sides.
    pub fn caution(&self) -> Option<String> {
        let (entry, reference) = (&self.entry, &self.reference);
        let (single, several) = match (self.scope, self.entry_seeds, self.reference_seeds) {
            (Scope::TheseNetworks, ..) => {
                return Some(
                    "One seed each: this holds for these two trained networks; whether other seeds \
                     would say the same is not known."
                        .to_owned(),
                );
            }
            (Scope::TrainingAgain, 1, _) => (entry, reference),
            (Scope::TrainingAgain, _, 1) => (reference, entry),
            (Scope::TrainingAgain, ..) => return None,
        };
        Some(format!(
            "Of {single} there is one seed: how far others may lie from it is taken from the seeds of \
             {several}."
        ))
    }
}

fn images(images: usize, people: Option<usize>) -> String {
    match people {
        Some(people) => format!("{images} images of {people} people"),
        None => format!("{images} images, each standing for itself"),
    }
}
