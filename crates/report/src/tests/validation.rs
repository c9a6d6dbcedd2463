//! Images set aside to choose by, in charts.

use crate::charts::Curve;
use crate::tests::shown::charts;
use crate::tests::study::{comparison, study};

#[test]
fn a_validation_loss_has_a_curve_and_the_difference_stays_test_minus_train() {
    let mut data = study();
    let comparison = comparison("rates");
    let difference = charts(&data, &comparison, "difference");
    let run = data.runs.get_mut("run-of-base").unwrap();
    for epoch in &mut run.metrics {
        epoch.validation_loss = epoch.test_loss.map(|loss| loss * 2.0);
    }
    run.record.data.validation_images = 1234;
    let chart = charts(&data, &comparison, "loss").remove(0);
    let images = chart.images.as_ref().unwrap();
    assert!(
        images.note.contains(" training, 1,234 validation and "),
        "{images:?}"
    );
    let validation: Vec<_> = chart
        .lines
        .iter()
        .filter(|line| line.curve == Curve::Validation)
        .collect();
    let [line] = validation.as_slice() else {
        panic!("one run has a validation set: {:#?}", chart.lines);
    };
    assert_eq!(
        line.label.to_string(),
        "validation: Base · rate 0.001 · epochs 0–4"
    );
    let epochs: Vec<f64> = line.points.iter().map(|point| point.0).collect();
    assert_eq!(epochs, [0.0, 2.0, 4.0]);
    // Twice the test loss, 1.1 times 0.19, over the batch size.
    assert!((line.points[0].1 - 0.0418).abs() < 1e-12, "{line:?}");
    assert!(chart.y.holds(0.0418));
    assert!(
        chart
            .notes
            .iter()
            .any(|note| note.starts_with("long dashes"))
    );
    let after = charts(&data, &comparison, "difference");
    assert_eq!(after[0].lines, difference[0].lines);
}

#[test]
fn when_to_stop_is_marked_on_the_validation_loss() {
    let mut data = study();
    let mut comparison = comparison("rates");
    comparison.entries.truncate(1);
    comparison.entries[0].epoch = 300;
    let run = data.runs.get_mut("run-of-base").unwrap();
    let first = run.metrics[0].clone();
    let epoch = |epoch: usize| {
        let mut metrics = first.clone();
        metrics.epoch = epoch;
        metrics.validation_loss = Some(0.1 + 0.001 * epoch.abs_diff(150) as f64);
        metrics
    };
    run.metrics = (0..300).map(epoch).collect();
    let chart = charts(&data, &comparison, "loss").remove(0);
    let ringed = chart
        .lines
        .iter()
        .filter(|line| line.label.to_string().contains("(ring)"));
    let ringed: Vec<Curve> = ringed.map(|line| line.curve).collect();
    assert_eq!(ringed, [Curve::Validation]);
}
