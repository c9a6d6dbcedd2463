//! What is left out of a data set as broken.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::source::{LabelledImage, SurveyedSet};

/// Images or rows of one set that were left out, for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// `training` or `test`.
    pub set: String,
    /// Why, in words: `the image cannot be read`.
    pub reason: String,
    /// How many.
    pub count: usize,
}

const NO_IMAGE: &str = "there is no image of the row";

/// Counts of what is left out, by set and reason.
#[derive(Default)]
pub(super) struct Count(BTreeMap<(String, &'static str), usize>);

impl Count {
    fn add(&mut self, set: &str, reason: &'static str, count: usize) {
        if count > 0 {
            *self.0.entry((set.to_owned(), reason)).or_default() += count;
        }
    }

    /// Counts an image of which `error` is wrong.
    pub(super) fn image(&mut self, set: &str, error: &Error) {
        let reason = match error {
            Error::Row { .. } => "nothing can be learned from the image with its row",
            _ => "the image cannot be read",
        };
        self.add(set, reason, 1);
    }

    /// All of them; the training set before the test set.
    pub(super) fn list(self) -> Vec<LeftOut> {
        let counts = self.0.into_iter().rev();
        counts
            .map(|((set, reason), count)| LeftOut {
                set,
                reason: reason.to_owned(),
                count,
            })
            .collect()
    }
}

/// The labelled images of `sets` whose rows are right, sorted by set and file, and the others.
pub(super) fn whole(sets: [SurveyedSet; 2]) -> (Vec<LabelledImage>, Count) {
    let (mut images, mut count) = (Vec::new(), Count::default());
    for set in sets {
        let missing = set.findings.iter().filter(|f| f.kind == "missing_images");
        let missing = missing.map(|f| f.count).sum();
        let wrong = set.labels.saturating_sub(set.right.len() + missing);
        count.add(set.set, NO_IMAGE, missing);
        count.add(set.set, "the row cannot be read", wrong);
        let mut rows: BTreeMap<String, Vec<LabelledImage>> = BTreeMap::new();
        for (name, image) in set.right {
            rows.entry(name).or_default().push(image);
        }
        for of_one in rows.into_values() {
            match <[LabelledImage; 1]>::try_from(of_one) {
                Ok([image]) if image.path.is_file() => images.push(image),
                Ok(_) => count.add(set.set, NO_IMAGE, 1),
                Err(several) => {
                    count.add(set.set, "the image has several rows", several.len());
                }
            }
        }
    }
    images.sort_by(|a, b| (a.test, &a.file).cmp(&(b.test, &b.file)));
    (images, count)
}
