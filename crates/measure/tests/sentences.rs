//! Comparisons of a few images, as they are said.

use faceoff_measure::{
    CompareError, Comparison, Metric, Outcome, Scope, Settings, SmallestDifference, Units, Verdict,
    compare, compare_all,
};

const BASE: [f64; 6] = [4.0, 5.0, 6.0, 5.5, 4.5, 5.2];

fn shifted(by: f64, wobble: f64) -> Vec<f64> {
    let signs = [1.0, -1.0, 0.5, -0.5, 0.2, -0.2];
    BASE.iter()
        .zip(signs)
        .map(|(v, sign)| v + by + wobble * sign)
        .collect()
}

fn against_base(entry: &[&[f64]], base: &[&[f64]], metric: Metric) -> Comparison {
    let outcome = |name, seeds: &[&'static [f64]]| Outcome {
        name,
        seeds: seeds.to_vec(),
    };
    let leak = |rows: &[&[f64]]| -> Vec<&'static [f64]> {
        rows.iter().map(|row| &*row.to_vec().leak()).collect()
    };
    let (entry, base) = (
        outcome("dropout", &leak(entry)),
        outcome("base", &leak(base)),
    );
    let units = Units::single_images(BASE.len());
    compare(&entry, &base, &units, metric, &Settings::default()).unwrap()
}

#[test]
fn one_seed_speaks_for_its_networks() {
    let found = against_base(&[&shifted(-0.8, 0.1)], &[&BASE], Metric::POINT_ERROR);
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
        words.ends_with("training again may turn out otherwise."),
        "{words}"
    );
}

#[test]
fn higher_is_better_for_areas() {
    let found = against_base(&[&shifted(0.8, 0.1)], &[&BASE], Metric::AREA);
    assert_eq!(found.verdict, Verdict::Better);
}

#[test]
fn a_difference_that_does_not_matter_has_no_winner() {
    let found = against_base(&[&shifted(0.03, 0.01)], &[&BASE], Metric::POINT_ERROR);
    assert_eq!(found.verdict, Verdict::NoDifferenceThatMatters);
    let words = found.words();
    assert!(
        words.contains("do not differ by 0.10 px, the least that matters"),
        "{words}"
    );
}

#[test]
fn a_run_does_not_differ_from_itself() {
    let found = against_base(&[&BASE], &[&BASE], Metric::POINT_ERROR);
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
    let found = against_base(&[&a, &b], &[&BASE, &shifted(0.5, 0.0)], Metric::POINT_ERROR);
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
    let found = against_base(&[&shifted(9.0, 0.1)], &[&BASE, &a, &b], Metric::POINT_ERROR);
    assert_eq!(
        (found.verdict, found.scope),
        (Verdict::Worse, Scope::TrainingAgain)
    );
    let words = found.words();
    assert!(words.contains("1 against 3 seeds"), "{words}");
    assert!(
        words.ends_with("is taken from the other's seeds."),
        "{words}"
    );
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
        })
        .collect();
    let base = Outcome {
        name: "base",
        seeds: vec![&BASE],
    };
    let units = Units::single_images(BASE.len());
    let settings = Settings {
        smallest: SmallestDifference::Absolute(0.01),
        ..Settings::default()
    };
    let all = compare_all(&entries, &base, &units, Metric::POINT_ERROR, &settings).unwrap();
    for found in &all {
        assert!(found.adjusted_p >= found.p_value);
        assert!(found.simultaneous.low <= found.interval.low);
        assert!(found.simultaneous.high >= found.interval.high);
        assert!(found.words().contains("among 5 comparisons"));
    }
    let again = compare_all(&entries, &base, &units, Metric::POINT_ERROR, &settings).unwrap();
    assert_eq!(all, again);
}

#[test]
fn what_cannot_be_compared_says_why() {
    let row = |values: &'static [f64]| Outcome {
        name: "x",
        seeds: vec![values],
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
