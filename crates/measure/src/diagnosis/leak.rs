//! Whether test people were trained on.

use serde::Serialize;

/// How many of the test set's people the training set knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Leak {
    /// People in the test set.
    pub people: usize,
    /// Of these, people who are in the training set too.
    pub shared_people: usize,
}

impl Leak {
    /// Whether the test set has no people but those of the training set.
    pub fn is_total(&self) -> bool {
        self.people > 0 && self.shared_people == self.people
    }

    /// The count in one sentence; `None` where the training set knows nobody.
    pub fn words(&self) -> Option<String> {
        let (shared, people) = (self.shared_people, self.people);
        (shared > 0).then(|| match self.is_total() {
            true => format!(
                "All {people} test people are in the training set too: the test cannot show \
                 overfitting to people, nor how it does on strangers."
            ),
            false => format!(
                "{shared} of {people} test people are in the training set too: on strangers it may \
                 do worse than the test says."
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_on_both_sides_are_spoken_of() {
        let leak = |shared_people| Leak {
            people: 3,
            shared_people,
        };
        assert_eq!(leak(0).words(), None);
        let words = |shared| leak(shared).words().unwrap();
        assert!(words(2).starts_with("2 of 3 test people are"));
        assert!(words(3).starts_with("All 3 test people are"));
        assert!(
            leak(3).is_total()
                && !leak(2).is_total()
                && !Leak {
                    people: 0,
                    ..leak(0)
                }
                .is_total()
        );
    }
}
