//! Splits and subsets.

use std::collections::BTreeSet;

use faceoff_random::{Purpose, Stream};
use faceoff_spec::{DataSpec, Distributed, Person, Split};

use super::face::Face;
use super::set::FaceSet;
use crate::Error;

impl FaceSet {
    /// The set split and cut as `spec` says. Faces stay sorted by file.
    ///
    /// A subset is a seeded draw of images, the same for every experiment, and a smaller subset is
    /// part of every larger one.
    ///
    /// # Errors
    /// When a split by person is asked for and there are too few people for its sets.
    pub fn select(&self, spec: &DataSpec) -> Result<FaceSet, Error> {
        let Sets {
            train,
            test,
            validation,
        } = match spec.split {
            Split::Distributed(Distributed) => Sets {
                train: self.train.clone(),
                test: self.test.clone(),
                validation: Vec::new(),
            },
            Split::Person(person) => self.by_person(person)?,
        };
        Ok(FaceSet {
            train: subset(train, spec.train_images, 0),
            test: subset(test, spec.test_images, 1),
            validation,
            scheme: self.scheme,
            fingerprint: self.fingerprint.clone(),
            left_out: self.left_out.clone(),
        })
    }

    /// Where nothing says who is on the images, each counts as a person. Who is tested on does not depend on who is chosen by.
    fn by_person(&self, split: Person) -> Result<Sets, Error> {
        let mut all: Vec<Face> = self.train.iter().chain(&self.test).cloned().collect();
        all.sort_by(|a, b| a.file.cmp(&b.file));
        let people: BTreeSet<(&str, &str)> = all.iter().map(Face::unit).collect();
        let people: Vec<(&str, &str)> = people.into_iter().collect();
        let what = match self.names_people() {
            true => "people",
            false => "images, each of which stands for itself,",
        };
        let wanted = |share: f64| (people.len() as f64 * share).round() as usize;
        let validated = match split.validation_fraction {
            0.0 => 0,
            share => wanted(share).max(1),
        };
        let needed = 2 + usize::from(validated > 0);
        if people.len() < needed {
            let reason = format!(
                "there are {} {what} in the set, it needs {needed}",
                people.len()
            );
            return Err(Error::Split { reason });
        }
        let tested = wanted(split.test_fraction).clamp(1, people.len() - (needed - 1));
        let order = Stream::new(split.seed, Purpose::Split, &[]).permutation(people.len());
        let (for_test, others) = order.split_at(tested);
        let Some((for_validation, [_, ..])) = others.split_at_checked(validated) else {
            let reason = format!(
                "of {} {what} {tested} are for testing and {validated} for validation: nobody is \
                 left to train on",
                people.len()
            );
            return Err(Error::Split { reason });
        };
        let names = |chosen: &[usize]| -> BTreeSet<(String, String)> {
            let chosen = chosen.iter().map(|&i| people[i]);
            chosen
                .map(|(person, file)| (person.to_owned(), file.to_owned()))
                .collect()
        };
        let (for_test, for_validation) = (names(for_test), names(for_validation));
        let (test, others): (Vec<Face>, Vec<Face>) =
            all.into_iter().partition(|face| is_of(face, &for_test));
        let (validation, train) = others
            .into_iter()
            .partition(|face| is_of(face, &for_validation));
        Ok(Sets {
            train,
            test,
            validation,
        })
    }
}

/// The faces of a split, each set sorted by file.
struct Sets {
    train: Vec<Face>,
    test: Vec<Face>,
    validation: Vec<Face>,
}

fn is_of(face: &Face, units: &BTreeSet<(String, String)>) -> bool {
    let (person, file) = face.unit();
    units.contains(&(person.to_owned(), file.to_owned()))
}

fn subset(faces: Vec<Face>, count: Option<usize>, set: u64) -> Vec<Face> {
    let Some(count) = count.filter(|&count| count < faces.len()) else {
        return faces;
    };
    let mut kept = Stream::new(0, Purpose::Subset, &[set]).permutation(faces.len());
    kept.truncate(count);
    kept.sort_unstable();
    kept.into_iter().map(|i| faces[i].clone()).collect()
}
