//! What was tried and covers less.

use faceoff_measure::{
    Metric, Outcome, Settings, Units, compare, mean, quantile, student_probability,
    student_quantile,
};
use faceoff_random::{Purpose, Stream};

use crate::world::{PEOPLE, SEEDS_RULE, World, with};

/// What the intervals for several seeds are not: seeds, then people, resampled with replacement,
/// and percentiles taken.
fn plain_hierarchical_coverage(world: World, studies: u64) -> f64 {
    let held = (0..studies)
        .filter(|&number| {
            let study = world.study(number, 2);
            let images = study.units.images();
            let mut stream = Stream::new(number, Purpose::Bootstrap, &[]);
            let resampled: Vec<f64> = (0..200)
                .map(|_| {
                    let rows: Vec<Vec<&Vec<f64>>> = study
                        .arms
                        .iter()
                        .map(|arm| arm.iter().map(|_| &arm[stream.below(arm.len())]).collect())
                        .collect();
                    let differences: Vec<f64> = (0..images)
                        .map(|_| {
                            let image = stream.below(images);
                            let of = |arm: &[&Vec<f64>]| {
                                mean(&arm.iter().map(|row| row[image]).collect::<Vec<_>>())
                            };
                            of(&rows[0]) - of(&rows[1])
                        })
                        .collect();
                    mean(&differences)
                })
                .collect();
            let (low, high) = (quantile(&resampled, 0.025), quantile(&resampled, 0.975));
            low.unwrap() <= 0.0 && 0.0 <= high.unwrap()
        })
        .count();
    held as f64 / studies as f64
}

#[test]
fn plain_resampling_of_few_seeds_would_cover_too_little() {
    for seeds in [3, 5] {
        let rate = plain_hierarchical_coverage(with(SEEDS_RULE, [seeds; 2]), 100);
        println!("plain, {seeds} seeds: {rate:.3}");
        assert!(rate < 0.92, "{seeds} seeds: {rate}");
    }
}

/// Percentile and BCa intervals (DiCiccio and Efron, "Bootstrap confidence intervals", Statistical
/// Science 11, 1996) of a mean over people.
fn percentile_and_bca(values: &[f64], names: &[usize], number: u64) -> [[f64; 2]; 2] {
    let people = 1 + names.iter().max().unwrap();
    let of = |person: usize| -> Vec<f64> {
        let own = values
            .iter()
            .zip(names)
            .filter(|(_, name)| **name == person);
        own.map(|(value, _)| *value).collect()
    };
    let by_person: Vec<Vec<f64>> = (0..people).map(of).collect();
    let mut stream = Stream::new(number, Purpose::Bootstrap, &[]);
    let drawn: Vec<f64> = (0..500)
        .map(|_| {
            let resample: Vec<&Vec<f64>> = (0..people)
                .map(|_| &by_person[stream.below(people)])
                .collect();
            mean(&resample.into_iter().flatten().copied().collect::<Vec<_>>())
        })
        .collect();
    let without: Vec<f64> = (0..people)
        .map(|left_out| {
            let others = values
                .iter()
                .zip(names)
                .filter(|(_, name)| **name != left_out);
            mean(&others.map(|(value, _)| *value).collect::<Vec<_>>())
        })
        .collect();
    let centre = mean(&without);
    let power =
        |exponent: i32| -> f64 { without.iter().map(|w| (centre - w).powi(exponent)).sum() };
    let acceleration = power(3) / (6.0 * power(2).powf(1.5));
    let estimate = mean(values);
    // So many degrees of freedom are the normal distribution.
    let z = |probability: f64| student_quantile(probability, 1e7);
    let below = drawn.iter().filter(|mean| **mean < estimate).count();
    let bias = z((below as f64 + 0.5) / (drawn.len() as f64 + 1.0));
    let corrected = |probability: f64| {
        let moved = bias + z(probability);
        student_probability(bias + moved / (1.0 - acceleration * moved), 1e7)
    };
    let at = |probability: f64| quantile(&drawn, probability).unwrap();
    [
        [at(0.025), at(0.975)],
        [at(corrected(0.025)), at(corrected(0.975))],
    ]
}

#[test]
fn studentised_intervals_cover_more_than_percentiles_and_bca() {
    let studies = 200;
    let mut held = [0; 3];
    for number in 0..studies {
        let world = World {
            people: 12,
            ..PEOPLE
        };
        let (values, names) = world.skewed_people(number);
        let rows = Outcome {
            name: "",
            seeds: vec![&values],
            trainings: None,
        };
        let settings = Settings {
            replicates: 500,
            ..Settings::default()
        };
        let nothing = vec![0.0; values.len()];
        let none = Outcome {
            seeds: vec![&nothing],
            ..rows.clone()
        };
        let units = Units::people(&names);
        let own = compare(&rows, &none, &units, Metric::LOSS, &settings);
        let own = own.unwrap().interval;
        let [percentile, bca] = percentile_and_bca(&values, &names, number);
        for (held, [low, high]) in held.iter_mut().zip([[own.low, own.high], percentile, bca]) {
            *held += u64::from(low <= 0.0 && 0.0 <= high);
        }
    }
    let [own, percentile, bca] = held.map(|held| held as f64 / studies as f64);
    println!("12 skewed people: studentised {own:.3}, percentile {percentile:.3}, BCa {bca:.3}");
    assert!(own > percentile && own > bca, "{own} {percentile} {bca}");
}
