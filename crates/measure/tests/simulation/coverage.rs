//! Intervals hold the truth and equal experiments have no winner.

use faceoff_measure::{
    Comparison, Metric, Outcome, Settings, SmallestDifference, Verdict, compare, compare_all,
    compare_pairs, estimate_mean, mean,
};

use crate::world::{
    PEOPLE, SAME_TRAININGS, SEEDS, SEEDS_HARDLY_MATTER, SEEDS_RULE, SINGLE_IMAGES, Study, World,
    with,
};

fn settings(replicates: usize) -> Settings {
    Settings {
        replicates,
        smallest: SmallestDifference::Absolute(0.0),
        ..Settings::default()
    }
}

/// Share of studies whose interval holds the truth, no difference.
fn coverage(world: World, studies: u64, replicates: usize) -> f64 {
    let held = (0..studies)
        .filter(|&number| {
            let study = world.study(number, 2);
            let (entry, reference) = (study.outcome(0), study.outcome(1));
            let found = compare(
                &entry,
                &reference,
                &study.units,
                Metric::LANDMARK_ERROR,
                &settings(replicates),
            );
            let interval = found.unwrap().interval;
            interval.low <= 0.0 && 0.0 <= interval.high
        })
        .count();
    held as f64 / studies as f64
}

/// Share of studies with a winner among experiments that do not differ.
fn false_winners(world: World, experiments: usize, studies: u64, replicates: usize) -> f64 {
    let wrong = (0..studies)
        .filter(|&number| {
            let study = world.study(number, experiments + 1);
            let [reference, entries @ ..] = &study.outcomes()[..] else {
                unreachable!("a study has a reference");
            };
            compare_all(
                entries,
                reference,
                &study.units,
                Metric::LANDMARK_ERROR,
                &settings(replicates),
            )
            .unwrap()
            .iter()
            .any(|c| matches!(c.verdict, Verdict::Better | Verdict::Worse))
        })
        .count();
    wrong as f64 / studies as f64
}

/// How the others are held against the best.
type Against = fn(&[Outcome<'_>], &Study, &Settings) -> Vec<Comparison>;

/// Among all pairs, of which those with the best, the first, come first.
fn among_all_pairs(order: &[Outcome<'_>], study: &Study, settings: &Settings) -> Vec<Comparison> {
    let mut all = compare_pairs(order, &study.units, Metric::LANDMARK_ERROR, settings).unwrap();
    all.truncate(order.len() - 1);
    all
}

/// As if the best had been named before anything was trained.
fn as_if_named(order: &[Outcome<'_>], study: &Study, settings: &Settings) -> Vec<Comparison> {
    let (best, others) = (&order[0], &order[1..]);
    compare_all(others, best, &study.units, Metric::LANDMARK_ERROR, settings).unwrap()
}

/// Share of studies in which one of some experiments that do not differ is called worse than the
/// one that came out best.
fn false_losers(
    world: World,
    experiments: usize,
    studies: u64,
    replicates: usize,
    against: Against,
) -> f64 {
    let wrong = (0..studies)
        .filter(|&number| {
            let study = world.study(number, experiments);
            let mut order = study.outcomes();
            let error = |outcome: &Outcome<'_>| mean(&outcome.seeds.concat());
            order.sort_by(|a, b| error(a).total_cmp(&error(b)));
            against(&order, &study, &settings(replicates))
                .iter()
                .any(|each| each.verdict == Verdict::Worse)
        })
        .count();
    wrong as f64 / studies as f64
}

fn cases() -> Vec<(&'static str, World)> {
    vec![
        ("1 seed, images", SINGLE_IMAGES),
        ("1 seed, people", PEOPLE),
        ("2 seeds", with(SEEDS, [2, 2])),
        ("3 seeds", SEEDS),
        ("5 seeds", with(SEEDS, [5, 5])),
        ("3 seeds that rule", SEEDS_RULE),
        ("5 seeds that rule", with(SEEDS_RULE, [5, 5])),
        ("3 against 5 seeds that rule", with(SEEDS_RULE, [3, 5])),
        ("1 against 5 seeds that rule", with(SEEDS_RULE, [1, 5])),
        ("1 against 3 seeds", with(SEEDS, [1, 3])),
        ("3 seeds that hardly matter", SEEDS_HARDLY_MATTER),
        (
            "5 seeds that hardly matter",
            with(SEEDS_HARDLY_MATTER, [5, 5]),
        ),
        ("the same 3 trainings", SAME_TRAININGS),
        ("the same 5 trainings", with(SAME_TRAININGS, [5, 5])),
    ]
}

#[test]
fn intervals_hold_the_truth_at_their_level() {
    for (name, world) in cases() {
        let rate = coverage(world, 400, 500);
        println!("{name}: {rate:.3}");
        // Three standard deviations of a share of 400 around 95 %, and a little room above: too
        // wide is no lie.
        assert!((0.915..=0.99).contains(&rate), "{name}: {rate}");
    }
}

#[test]
fn equal_experiments_have_no_winner() {
    for (name, world) in cases() {
        for experiments in [1, 4] {
            let rate = false_winners(world, experiments, 200, 500);
            println!("{name}, {experiments}: {rate:.3}");
            // Three standard deviations of a share of 200 above 5 %.
            assert!(rate <= 0.10, "{name}, {experiments} experiments: {rate}");
        }
    }
}

#[test]
fn equal_experiments_are_no_worse_than_the_best_of_them() {
    for (name, world, experiments) in [
        ("1 seed, people", PEOPLE, 3),
        ("3 seeds", SEEDS, 5),
        ("5 seeds that rule", with(SEEDS_RULE, [5, 5]), 8),
    ] {
        let rate = false_losers(world, experiments, 200, 500, among_all_pairs);
        println!("{name}, best of {experiments}: {rate:.3}");
        // Three standard deviations of a share of 200 above 5 %.
        assert!(rate <= 0.10, "{name}, best of {experiments}: {rate}");
    }
}

#[test]
fn the_same_trainings_are_told_apart_where_others_could_not_be() {
    let width = |same_trainings| {
        let world = World {
            same_trainings,
            ..with(SAME_TRAININGS, [5, 5])
        };
        let study = world.study(1, 2);
        let (entry, reference) = (study.outcome(1), study.outcome(0));
        let found = compare(
            &entry,
            &reference,
            &study.units,
            Metric::LANDMARK_ERROR,
            &settings(500),
        );
        let found = found.unwrap();
        assert_eq!(found.same_trainings, same_trainings);
        found.interval.high - found.interval.low
    };
    assert!(width(true) < 0.5 * width(false));
}

#[test]
fn the_mean_of_one_experiment_is_covered() {
    for (name, world) in [
        ("people", with(PEOPLE, [1, 1])),
        ("3 seeds", SEEDS),
        ("5 seeds", with(SEEDS, [5, 5])),
    ] {
        let held = (0..400)
            .filter(|&number| {
                let study = world.study(number, 1);
                let found = estimate_mean(&study.outcome(0), &study.units, &settings(500));
                let interval = found.unwrap().interval;
                interval.low <= 1.0 && 1.0 <= interval.high
            })
            .count();
        let rate = held as f64 / 400.0;
        println!("mean, {name}: {rate:.3}");
        assert!((0.915..=0.99).contains(&rate), "{name}: {rate}");
    }
}

/// Shares of `studies` whose interval of the mean error lies above the true mean, and below it.
fn missed(world: World, studies: u64, replicates: usize) -> [f64; 2] {
    let mut missed = [0.0, 0.0];
    for number in 0..studies {
        let (study, truth) = world.positive_errors(number);
        let found = estimate_mean(&study.outcome(0), &study.units, &settings(replicates));
        let interval = found.unwrap().interval;
        assert!(interval.low > 0.0, "errors are never below 0: {interval:?}");
        missed[0] += f64::from(u8::from(interval.low > truth));
        missed[1] += f64::from(u8::from(interval.high < truth));
    }
    missed.map(|count| count / studies as f64)
}

fn worlds_of_errors() -> Vec<(&'static str, World)> {
    vec![
        ("1 seed, 40 people", with(SEEDS_HARDLY_MATTER, [1, 1])),
        (
            "1 seed, 40 unlike people",
            World {
                person: 1.0,
                ..PEOPLE
            },
        ),
        ("2 seeds", with(SEEDS, [2, 2])),
        ("3 seeds", SEEDS),
        ("5 seeds", with(SEEDS, [5, 5])),
        ("2 seeds that rule", with(SEEDS_RULE, [2, 2])),
        ("3 seeds that rule", SEEDS_RULE),
    ]
}

#[test]
fn means_of_positive_errors_are_covered_by_intervals_above_0() {
    for (name, world) in worlds_of_errors() {
        let [above, below] = missed(world, 400, 500);
        println!("mean of errors, {name}: above {above:.3}, below {below:.3}");
        // Three standard deviations of a share of 400 above 2.5 % and 5 %: a mean of few errors
        // with a long tail is more often too low than too high.
        assert!(above <= 0.05, "{name}: {above}");
        assert!(above + below <= 0.085, "{name}: {above} + {below}");
    }
}

#[test]
#[ignore = "minutes"]
fn rates_of_large_means() {
    for (name, world) in worlds_of_errors() {
        let [above, below] = missed(world, 2000, 2000);
        println!("mean of errors, {name}: above {above:.4}, below {below:.4}");
        assert!(
            above <= 0.035 && above + below <= 0.09,
            "{name}: {above} + {below}"
        );
    }
}

#[test]
fn one_seed_cannot_speak_for_training() {
    // Why `Scope::TheseNetworks` exists: read as a statement about training, it would be wrong
    // most of the time where seeds rule.
    assert!(coverage(with(SEEDS_RULE, [1, 1]), 100, 500) < 0.5);
}

#[test]
#[ignore = "minutes"]
fn rates_of_large_simulations() {
    for (name, world) in cases() {
        let winners = [1, 4].map(|experiments| false_winners(world, experiments, 2000, 2000));
        let rate = coverage(world, 2000, 2000);
        println!("{name}: coverage {rate:.4}, false winners {winners:.4?}");
        assert!((0.93..=0.985).contains(&rate), "{name}: {rate}");
        // Three standard deviations of a share of 2000 above 5 %.
        assert!(winners.iter().all(|&w| w <= 0.065), "{name}: {winners:?}");
    }
}

#[test]
#[ignore = "minutes"]
fn rates_of_large_rankings() {
    for (name, world) in [
        ("3 seeds", SEEDS),
        ("5 seeds that rule", with(SEEDS_RULE, [5, 5])),
        ("1 seed, people", PEOPLE),
    ] {
        for experiments in [3, 5, 8, 12] {
            let rates = [among_all_pairs as Against, as_if_named]
                .map(|against| false_losers(world, experiments, 400, 500, against));
            println!("{name}, best of {experiments}: all pairs, as if named {rates:.4?}");
            // Three standard deviations of a share of 400 above 5 %.
            assert!(rates[0] <= 0.083, "{name}, {experiments}: {rates:?}");
        }
    }
}
