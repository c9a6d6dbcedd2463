//! What holds of the measures for every face and every set.

use faceoff_landmarks::Scheme;
use faceoff_measure::{
    CumulativeCurve, Metric, Normalizer, Outcome, Settings, Units, area_under_curve, compare, holm,
    nme, quantile,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn face() -> impl Strategy<Value = Vec<f32>> {
    vec(0.0f32..200.0, Scheme::face_68().outputs())
}

fn between(name: &str) -> Normalizer<'static> {
    Normalizer::Between(Scheme::face_68().normalizer(name).unwrap())
}

/// Rotated by `angle`, scaled, then moved.
fn moved(face: &[f32], angle: f32, scale: f32, shift: [f32; 2]) -> Vec<f32> {
    let (sine, cosine) = angle.sin_cos();
    face.chunks_exact(2)
        .flat_map(|point| {
            let (x, y) = (point[0], point[1]);
            [
                scale * (cosine * x - sine * y) + shift[0],
                scale * (sine * x + cosine * y) + shift[1],
            ]
        })
        .collect()
}

/// Area below the steps of `curve` from 0 to `limit`, over `limit`.
fn below(curve: &CumulativeCurve, limit: f64) -> f64 {
    let ends = curve.points.iter().skip(1).map(|point| point.error);
    let steps = curve.points.iter().zip(ends.chain([limit]));
    let areas = steps.map(|(left, end)| left.share * (end.min(limit) - left.error.min(limit)));
    areas.sum::<f64>() / limit
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn normalised_errors_do_not_know_where_a_face_is(
        truth in face(), predicted in face(),
        angle in 0.0f32..6.3, scale in 0.5f32..4.0, x in -50.0f32..50.0, y in -50.0f32..50.0,
    ) {
        for (normalizer, angle) in [
            (between("inter-ocular"), angle),
            (between("inter-pupil"), angle),
            // A box turns with the axes, not with the face.
            (Normalizer::Box, 0.0),
        ] {
            prop_assume!(normalizer.length(&truth).is_some_and(|length| length > 5.0));
            let before = nme(&predicted, &truth, normalizer);
            let after = nme(
                &moved(&predicted, angle, scale, [x, y]),
                &moved(&truth, angle, scale, [x, y]),
                normalizer,
            );
            prop_assert!((after / before - 1.0).abs() < 1e-3, "{before} {after}");
        }
    }

    #[test]
    fn areas_are_the_curves_and_shares(
        errors in vec(0.0f64..0.3, 1..60), limit in 0.01f64..0.2,
    ) {
        let area = area_under_curve(&errors, limit);
        prop_assert!((0.0..=1.0).contains(&area));
        prop_assert!((below(&CumulativeCurve::new(&errors), limit) - area).abs() < 1e-9);
    }

    #[test]
    fn curves_rise_to_one(errors in vec(0.0f64..0.3, 1..60)) {
        let curve = CumulativeCurve::new(&errors);
        for pair in curve.points.windows(2) {
            prop_assert!(pair[0].error <= pair[1].error && pair[0].share < pair[1].share);
        }
        prop_assert_eq!(curve.points.last().map(|p| p.share), Some(1.0));
    }

    #[test]
    fn the_order_of_images_does_not_matter(
        pairs in vec((0.0f64..10.0, 0.0f64..10.0), 4..30), turn in 0usize..30,
    ) {
        let compared = |pairs: &[(f64, f64)]| {
            let (a, b): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
            let (c, d): (Vec<f64>, Vec<f64>) = (a.iter().map(|v| v + 0.1).collect(), b.clone());
            let entry = Outcome { name: "a", seeds: vec![&a, &c], trainings: None };
            let reference = Outcome { name: "b", seeds: vec![&b, &d], trainings: None };
            let units = Units::single_images(pairs.len());
            compare(&entry, &reference, &units, Metric::LANDMARK_ERROR, &Settings::default()).unwrap()
        };
        let before = compared(&pairs);
        let mut turned = pairs.clone();
        turned.rotate_left(turn % pairs.len());
        let after = compared(&turned);
        prop_assert!((before.difference - after.difference).abs() < 1e-9);
        prop_assert!((before.interval.low - after.interval.low).abs() < 1e-9);
        prop_assert!((before.p_value - after.p_value).abs() < 1e-9);
    }

    #[test]
    fn swapping_sides_turns_the_difference_around(
        a in vec(0.0f64..10.0, 8), b in vec(0.0f64..10.0, 8), c in vec(0.0f64..10.0, 8),
    ) {
        let many = Outcome { name: "many", seeds: vec![&a, &b], trainings: None };
        let one = Outcome { name: "one", seeds: vec![&c], trainings: None };
        let units = Units::single_images(8);
        let settings = Settings::default();
        let there = compare(&many, &one, &units, Metric::LANDMARK_ERROR, &settings).unwrap();
        let back = compare(&one, &many, &units, Metric::LANDMARK_ERROR, &settings).unwrap();
        prop_assert!((there.interval.low + back.interval.high).abs() < 1e-9);
        prop_assert!((there.p_value - back.p_value).abs() < 1e-12);
    }

    #[test]
    fn adjusted_p_values_are_no_smaller(p_values in vec(0.0f64..1.0, 0..20)) {
        for (adjusted, p) in holm(&p_values).iter().zip(&p_values) {
            prop_assert!(adjusted >= p && *adjusted <= 1.0);
        }
    }

    #[test]
    fn quantiles_rise(values in vec(-10.0f64..10.0, 1..30), a in 0.0f64..1.0, b in 0.0f64..1.0) {
        prop_assert!(quantile(&values, a.min(b)) <= quantile(&values, a.max(b)));
    }
}
