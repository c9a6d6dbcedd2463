//! Comparisons of a few images, as they are said.

use faceoff_measure::{
    CompareError, Comparison, Metric, Outcome, Scope, Settings, SmallestDifference, Units, Verdict,
    compare, compare_all, compare_pairs,
};

const BASE: [f64; 6] = [4.0, 5.0, 6.0, 5.5, 4.5, 5.2];

fn shifted(by: f64, wobble: f64) -> Vec<f64> {
    let signs = [1.0, -1.0, 0.5, -0.5, 0.2, -0.2];
    BASE.iter()
        .zip(signs)
        .map(|(v, sign)| v + by + wobble * sign)
        .collect()
}

fn against_base(entry: &[&[f64]], base: &[&[f64]]) -> Comparison {
    let outcome = |name, seeds: &[&'static [f64]]| Outcome {
        name,
        seeds: seeds.to_vec(),
        trainings: None,
    };
    let leak = |rows: &[&[f64]]| -> Vec<&'static [f64]> {
        rows.iter().map(|row| &*row.to_vec().leak()).collect()
    };
    let (entry, base) = (
        outcome("dropout", &leak(entry)),
        outcome("base", &leak(base)),
    );
    let units = Units::single_images(BASE.len());
    compare(
        &entry,
        &base,
        &units,
        Metric::LANDMARK_ERROR,
        &Settings::default(),
    )
    .unwrap()
}

#[test]
fn one_seed_speaks_for_its_networks() {
    let found = against_base(&[&shifted(-0.8, 0.1)], &[&BASE]);
    assert_eq!(
        (found.verdict, found.scope),
        (Verdict::Better, Scope::TheseNetworks)
    );
    let words = found.words();
    assert!(
        words.starts_with("dropout is better than base by 0.8"),
        "{words}"
    );
    assert!(
        words.ends_with("whether other seeds would say the same is not known."),
        "{words}"
    );
}

#[test]
fn a_difference_that_does_not_matter_has_no_winner() {
    let found = against_base(&[&shifted(0.03, 0.01)], &[&BASE]);
    assert_eq!(found.verdict, Verdict::NoDifferenceThatMatters);
    let words = found.words();
    assert!(
        words.contains("do not differ by 0.10 px, the least that matters"),
        "{words}"
    );
}

#[test]
fn a_difference_that_is_there_does_not_read_as_0() {
    // A sixth of a pixel, with an interval of many.
    let mut far = shifted(0.0, 0.0);
    (far[0], far[1]) = (far[0] + 8.0, far[1] - 7.0);
    let found = against_base(&[&far], &[&BASE]);
    assert_eq!(found.verdict, Verdict::Undecided);
    let words = found.words();
    assert!(
        words.contains("difference 0.2 px, 95 % interval −"),
        "{words}"
    );
}

#[test]
fn a_run_does_not_differ_from_itself() {
    let found = against_base(&[&BASE], &[&BASE]);
    assert_eq!(found.verdict, Verdict::NoDifferenceThatMatters);
    assert_eq!(
        (found.interval.low, found.interval.high, found.p_value),
        (0.0, 0.0, 1.0)
    );
    assert_eq!(found.effect, None);
}

#[test]
fn seeds_that_differ_more_than_experiments_leave_it_open() {
    let (a, b) = (shifted(1.5, 0.1), shifted(-1.0, 0.1));
    let found = against_base(&[&a, &b], &[&BASE, &shifted(0.5, 0.0)]);
    assert_eq!(
        (found.verdict, found.scope),
        (Verdict::Undecided, Scope::TrainingAgain)
    );
    assert!(
        found
            .words()
            .starts_with("dropout and base cannot be told apart")
    );
}

#[test]
fn a_single_seed_borrows_the_spread_of_the_others() {
    let (a, b) = (shifted(0.1, 0.1), shifted(-0.1, 0.1));
    let found = against_base(&[&shifted(9.0, 0.1)], &[&BASE, &a, &b]);
    assert_eq!(
        (found.verdict, found.scope),
        (Verdict::Worse, Scope::TrainingAgain)
    );
    let words = found.words();
    assert!(words.contains("1 against 3 seeds"), "{words}");
    assert!(
        words.ends_with("Of dropout there is one seed: how far others may lie from it is taken from the seeds of base."),
        "{words}"
    );
}

#[test]
fn the_same_trainings_are_compared_one_by_one() {
    let (a, b) = (shifted(0.5, 0.0), shifted(-0.5, 0.0));
    let (later_a, later_b) = (shifted(-0.3, 0.1), shifted(-1.3, 0.1));
    let outcome = |name, rows: [&'static str; 2], seeds| Outcome {
        name,
        seeds,
        trainings: Some(rows.to_vec()),
    };
    let units = Units::single_images(BASE.len());
    let judge = |entry: &Outcome<'_>, reference: &Outcome<'_>| {
        let settings = Settings::default();
        compare(entry, reference, &units, Metric::LANDMARK_ERROR, &settings).unwrap()
    };
    let early = outcome("early", ["x", "y"], vec![&a, &b]);
    // What belongs together is known by the ids, not by the order.
    let late = outcome("late", ["y", "x"], vec![&later_b, &later_a]);
    let found = judge(&late, &early);
    assert_eq!(found.verdict, Verdict::Better);
    let words = found.words();
    assert!(
        words.contains("; the same 2 trainings, 6 images"),
        "{words}"
    );

    let others = outcome("others", ["y", "z"], vec![&later_b, &later_a]);
    let found = judge(&others, &early);
    assert_eq!(
        (found.verdict, found.same_trainings),
        (Verdict::Undecided, false)
    );
}

#[test]
fn every_pair_is_compared_once_and_counted() {
    let rows: Vec<Vec<f64>> = (0..4).map(|i| shifted(0.5 * f64::from(i), 0.1)).collect();
    let names = ["a", "b", "c", "d"];
    let outcomes: Vec<_> = names
        .iter()
        .zip(&rows)
        .map(|(name, row)| Outcome {
            name,
            seeds: vec![row],
            trainings: None,
        })
        .collect();
    let units = Units::single_images(BASE.len());
    let settings = Settings::default();
    let all = compare_pairs(&outcomes, &units, Metric::LANDMARK_ERROR, &settings).unwrap();
    let pairs: Vec<_> = all.iter().map(|c| [&c.entry[..], &c.reference]).collect();
    let expected = ["ba", "ca", "da", "cb", "db", "dc"];
    assert_eq!(
        pairs.iter().map(|pair| pair.concat()).collect::<Vec<_>>(),
        expected
    );
    assert!(all.iter().all(|c| c.comparisons == 6));
}

#[test]
fn many_comparisons_are_corrected() {
    let rows: Vec<Vec<f64>> = (0..5)
        .map(|i| shifted(0.3 + 0.1 * f64::from(i), 0.4))
        .collect();
    let entries: Vec<_> = rows
        .iter()
        .map(|row| Outcome {
            name: "entry",
            seeds: vec![row],
            trainings: None,
        })
        .collect();
    let base = Outcome {
        name: "base",
        seeds: vec![&BASE],
        trainings: None,
    };
    let units = Units::single_images(BASE.len());
    let settings = Settings {
        smallest: SmallestDifference::Absolute(0.01),
        ..Settings::default()
    };
    let all = compare_all(&entries, &base, &units, Metric::LANDMARK_ERROR, &settings).unwrap();
    for found in &all {
        assert!(found.adjusted_p >= found.p_value);
        assert!(found.simultaneous.low <= found.interval.low);
        assert!(found.simultaneous.high >= found.interval.high);
        assert!(found.words().contains("among 5 comparisons"));
    }
    let again = compare_all(&entries, &base, &units, Metric::LANDMARK_ERROR, &settings).unwrap();
    assert_eq!(all, again);
}

#[test]
fn what_cannot_be_compared_says_why() {
    let row = |values: &'static [f64]| Outcome {
        name: "x",
        seeds: vec![values],
        trainings: None,
    };
    let three = Units::single_images(3);
    let good = row(&[1.0, 2.0, 3.0]);
    for (outcome, units, expected) in [
        (
            row(&[1.0, 2.0]),
            &three,
            "`x` has results for 2 images, expected 3",
        ),
        (
            row(&[1.0, f64::NAN, 3.0]),
            &three,
            "`x` has results that are not finite numbers",
        ),
        (
            Outcome {
                name: "x",
                seeds: vec![],
                trainings: None,
            },
            &three,
            "`x` has no results",
        ),
        (
            row(&[1.0, 2.0, 3.0]),
            &Units::people(&["a", "a", "a"]),
            "intervals need at least two independent images or people, found 1",
        ),
    ] {
        let found = compare(&outcome, &good, units, Metric::LOSS, &Settings::default());
        assert_eq!(
            found.map_err(|e: CompareError| e.to_string()).unwrap_err(),
            expected
        );
    }
}
