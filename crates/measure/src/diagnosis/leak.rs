//! Whether test people were trained on.

use std::collections::BTreeSet;

use serde::Serialize;

/// How much of the test set's people the training set knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Leak {
    /// People in the test set.
    pub people: usize,
    /// Of these, people who are in the training set too.
    pub shared_people: usize,
    /// Images in the test set.
    pub images: usize,
    /// Of these, images of shared people.
    pub shared_images: usize,
}

/// Counts test people who are in the training set, from the person in each image.
pub fn leak<T: Ord>(training: &[T], test: &[T]) -> Leak {
    let known: BTreeSet<&T> = training.iter().collect();
    let people: BTreeSet<&T> = test.iter().collect();
    Leak {
        people: people.len(),
        shared_people: people.intersection(&known).count(),
        images: test.len(),
        shared_images: test.iter().filter(|person| known.contains(person)).count(),
    }
}

impl Leak {
    /// The count in one sentence.
    pub fn words(&self) -> String {
        match (self.shared_people, self.people) {
            (0, _) => format!(
                "None of the {} test people is in the training set: the test says how it does on \
                 strangers.",
                self.people
            ),
            (shared, people) if shared == people => format!(
                "All {people} test people are in the training set too: the test cannot show \
                 overfitting to people, nor how it does on strangers."
            ),
            (shared, people) => format!(
                "{shared} of {people} test people ({} of {} images) are in the training set too: \
                 on strangers it may do worse than the test says.",
                self.shared_images, self.images
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_their_images_are_counted() {
        let found = leak(&["Ada", "Bo", "Ada"], &["Ada", "Cy", "Ada"]);
        assert_eq!((found.people, found.shared_people), (2, 1));
        assert_eq!((found.images, found.shared_images), (3, 2));
        assert!(
            found
                .words()
                .starts_with("1 of 2 test people (2 of 3 images)")
        );
        assert!(leak(&[1], &[2]).words().starts_with("None"));
        assert!(leak(&[1, 2], &[2]).words().starts_with("All 1"));
    }
}
