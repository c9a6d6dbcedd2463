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
    /// When a split by person is asked for and fewer than two people are in the set.
    pub fn select(&self, spec: &DataSpec) -> Result<FaceSet, Error> {
        let (train, test) = match spec.split {
            Split::Distributed(Distributed) => (self.train.clone(), self.test.clone()),
            Split::Person(Person {
                test_fraction,
                seed,
            }) => self.by_person(test_fraction, seed)?,
        };
        Ok(FaceSet {
            train: subset(train, spec.train_images, 0),
            test: subset(test, spec.test_images, 1),
            scheme: self.scheme,
            fingerprint: self.fingerprint.clone(),
        })
    }

    fn by_person(&self, test_fraction: f64, seed: u64) -> Result<(Vec<Face>, Vec<Face>), Error> {
        let mut all: Vec<Face> = self.train.iter().chain(&self.test).cloned().collect();
        all.sort_by(|a, b| a.file.cmp(&b.file));
        let people: Vec<&str> = all
            .iter()
            .map(|f| f.person.as_str())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        if people.len() < 2 {
            let reason = format!("there are {} people in the set, it needs two", people.len());
            return Err(Error::Split { reason });
        }
        let wanted = (people.len() as f64 * test_fraction).round() as usize;
        let tested = wanted.clamp(1, people.len() - 1);
        let order = Stream::new(seed, Purpose::Split, &[]).permutation(people.len());
        let chosen: BTreeSet<String> = order[..tested]
            .iter()
            .map(|&i| people[i].to_owned())
            .collect();
        let (test, train) = all
            .into_iter()
            .partition(|face| chosen.contains(&face.person));
        Ok((train, test))
    }
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
