//! Studies drawn from a world whose truth is known.

use faceoff_measure::{Outcome, Units};
use faceoff_random::{Purpose, Stream};
use rand_distr::{Distribution, Exp1, StandardNormal};

/// A population of experiments: errors are `1 + person + image + person × experiment + seed +
/// noise`, so two experiments never truly differ.
#[derive(Clone, Copy)]
pub(crate) struct World {
    pub(crate) people: usize,
    /// Images a person are 1 to this many.
    pub(crate) frames: usize,
    /// Deviation of how a person suits an experiment.
    pub(crate) person: f64,
    /// Whether the people of the first experiment have a long tail (exponential, else normal), so
    /// that differences are skewed.
    pub(crate) long_tail: bool,
    /// Deviation over seeds.
    pub(crate) seed: f64,
    /// Deviation of single errors.
    pub(crate) noise: f64,
    pub(crate) seeds: [usize; 2],
    /// Whether all experiments are of the same trainings, so that a seed does the same to each.
    pub(crate) same_trainings: bool,
}

pub(crate) struct Study {
    pub(crate) units: Units,
    pub(crate) arms: Vec<Vec<Vec<f64>>>,
    same_trainings: bool,
}

const TRAININGS: [&str; 5] = ["a", "b", "c", "d", "e"];

impl Study {
    pub(crate) fn outcome(&self, arm: usize) -> Outcome<'_> {
        let rows = &self.arms[arm];
        Outcome {
            name: "arm",
            seeds: rows.iter().map(Vec::as_slice).collect(),
            trainings: self
                .same_trainings
                .then(|| TRAININGS[..rows.len()].to_vec()),
        }
    }

    pub(crate) fn outcomes(&self) -> Vec<Outcome<'_>> {
        (0..self.arms.len()).map(|arm| self.outcome(arm)).collect()
    }
}

impl World {
    pub(crate) fn study(self, number: u64, arms: usize) -> Study {
        let mut stream = Stream::new(number, Purpose::DrawnFace, &[]);
        let mut names = Vec::new();
        for person in 0..self.people {
            names.extend(std::iter::repeat_n(person, 1 + stream.below(self.frames)));
        }
        let easy: Vec<f64> = names.iter().map(|_| normal(&mut stream)).collect();
        let shared: Vec<f64> = match self.same_trainings {
            true => TRAININGS.map(|_| normal(&mut stream)).to_vec(),
            false => Vec::new(),
        };
        let arms = (0..arms)
            .map(|arm| {
                let suits: Vec<f64> = (0..self.people)
                    .map(|_| self.person * self.draw_person(arm, &mut stream))
                    .collect();
                (0..self.seeds[arm.min(1)])
                    .map(|seed| {
                        let drawn = shared.get(seed).copied();
                        let seed = self.seed * drawn.unwrap_or_else(|| normal(&mut stream));
                        let noise = |image: usize, stream: &mut Stream| {
                            1.0 + easy[image]
                                + suits[names[image]]
                                + seed
                                + self.noise * normal(stream)
                        };
                        (0..names.len())
                            .map(|image| noise(image, &mut stream))
                            .collect()
                    })
                    .collect()
            })
            .collect();
        Study {
            units: Units::people(&names),
            arms,
            same_trainings: self.same_trainings,
        }
    }

    /// One experiment whose errors are positive with a long tail, the logarithms of them normal, and
    /// their true mean.
    pub(crate) fn positive_errors(self, number: u64) -> (Study, f64) {
        let mut stream = Stream::new(number, Purpose::DrawnFace, &[]);
        let mut names = Vec::new();
        for person in 0..self.people {
            names.extend(std::iter::repeat_n(person, 1 + stream.below(self.frames)));
        }
        let people: Vec<f64> = (0..self.people).map(|_| normal(&mut stream)).collect();
        let seeds = (0..self.seeds[0]).map(|_| {
            let seed = self.seed * normal(&mut stream);
            let error = |&person: &usize| {
                let log = self.person * people[person] + seed + self.noise * normal(&mut stream);
                log.exp()
            };
            names.iter().map(error).collect()
        });
        let study = Study {
            arms: vec![seeds.collect()],
            units: Units::people(&names),
            same_trainings: false,
        };
        let variance = self.person.powi(2) + self.seed.powi(2) + self.noise.powi(2);
        (study, (0.5 * variance).exp())
    }

    /// Images of one experiment with exponential people, their true mean 0, and who is in each.
    pub(crate) fn skewed_people(self, number: u64) -> (Vec<f64>, Vec<usize>) {
        let mut stream = Stream::new(number, Purpose::DrawnFace, &[]);
        let (mut values, mut names) = (Vec::new(), Vec::new());
        for person in 0..self.people {
            let suits = self.person * self.draw_person(0, &mut stream);
            for _ in 0..1 + stream.below(self.frames) {
                values.push(suits + self.noise * normal(&mut stream));
                names.push(person);
            }
        }
        (values, names)
    }

    fn draw_person(self, arm: usize, stream: &mut Stream) -> f64 {
        if self.long_tail && arm == 0 {
            let value: f64 = Exp1.sample(stream);
            value - 1.0
        } else {
            normal(stream)
        }
    }
}

fn normal(stream: &mut Stream) -> f64 {
    StandardNormal.sample(stream)
}

pub(crate) const SINGLE_IMAGES: World = World {
    people: 60,
    frames: 1,
    person: 0.5,
    long_tail: true,
    seed: 0.0,
    noise: 0.3,
    seeds: [1, 1],
    same_trainings: false,
};
pub(crate) const PEOPLE: World = World {
    people: 40,
    frames: 4,
    ..SINGLE_IMAGES
};
/// Seeds and people matter alike.
pub(crate) const SEEDS: World = World {
    people: 40,
    frames: 3,
    person: 0.5,
    long_tail: false,
    seed: 0.1,
    noise: 0.3,
    seeds: [3, 3],
    same_trainings: false,
};
pub(crate) const SEEDS_RULE: World = World {
    seed: 0.5,
    person: 0.1,
    ..SEEDS
};
pub(crate) const SEEDS_HARDLY_MATTER: World = World {
    seed: 0.0,
    person: 0.1,
    ..SEEDS
};

/// The same trainings after two numbers of epochs: what seeds do cancels, if it is paired.
pub(crate) const SAME_TRAININGS: World = World {
    same_trainings: true,
    ..SEEDS_RULE
};

pub(crate) fn with(world: World, seeds: [usize; 2]) -> World {
    World { seeds, ..world }
}
