//! Where and how often entries are wrong, by hand.

use crate::charts::{Chart, Curve};
use crate::scores::{eyes_together, missed_faces, region_table, rows};
use crate::study::StudyData;
use crate::tests::shown::{charts, landmark_map};
use crate::verdict::verdicts;
use crate::write::{summary_json, text_table, write};

use crate::tests::study::{FACES, comparison, study, truth};

/// The base's predictions after 6 epochs.
fn predictions(data: &mut StudyData) -> &mut [f32] {
    let run = data.runs.get_mut("run-of-base").unwrap();
    &mut run.predictions.get_mut(&6).unwrap().test.values
}

fn curves(data: &StudyData) -> Chart {
    charts(data, &comparison("rates"), "errors").remove(0)
}

#[test]
fn scores_by_hand() {
    let rows = rows(&study(), &comparison("epochs"));
    // The outer eye corners are 36 pixels apart. Points 36–41 lie in columns 2–7 and 42–47 in
    // columns 8–13 of 4 pixels each: the centres are 6 columns apart. The box is 16 columns and
    // 3 rows of 20.
    let (ocular, pupil, area) = (36.0, 24.0, (64.0f64 * 60.0).sqrt());
    for (row, off) in [(&rows[0], 4.0), (&rows[1], 2.0)] {
        let scores = row.scores.unwrap();
        let near = |value: f64, expected: f64| {
            assert!((value - expected).abs() < 1e-5, "{expected}: {scores:?}");
        };
        near(scores.nme, off / ocular);
        near(scores.nme_inter_pupil, off / pupil);
        near(scores.nme_box, off / area);
        // 4 of 36 is 0.111, 2 of 36 is 0.056.
        let fails = if off == 4.0 { 1.0 } else { 0.0 };
        near(scores.failure_rate_08, fails);
        near(scores.failure_rate_10, fails);
        near(scores.auc_08, (1.0 - off / ocular / 0.08).max(0.0));
        near(scores.auc_10, (1.0 - off / ocular / 0.10).max(0.0));
    }
}

#[test]
fn a_prediction_that_is_not_a_number_is_a_failure_and_is_seen() {
    let mut data = study();
    predictions(&mut data)[0] = f32::NAN;
    let scores = rows(&data, &comparison("rates"))[0].scores.unwrap();
    assert!(scores.nme.is_nan() && scores.pixel_error.is_nan());
    assert!((scores.failure_rate_10 - 1.0 / 3.0).abs() < 1e-12);
    // Two images at 2 of 36, and one that adds nothing.
    let expected = 2.0 / 3.0 * (1.0 - 2.0 / 36.0 / 0.08);
    assert!((scores.auc_08 - expected).abs() < 1e-5, "{scores:?}");

    let chart = curves(&data);
    let label = chart.lines[0].label.to_string();
    assert!(
        label.ends_with("· 1 of 3 predictions not finite"),
        "{label}"
    );
    let share = chart.lines[0].points.last().unwrap().1;
    assert!((share - 200.0 / 3.0).abs() < 1e-9, "{share}");

    let map = landmark_map(&data, &comparison("rates")).unwrap();
    let panel = &map.panels[0];
    assert!(panel.errors[0].is_nan() && panel.errors[1].is_finite());
    assert_eq!(panel.caption, "1 of 3 predictions not finite");
    assert_eq!(map.difference, None);
    let regions = region_table(&data, &comparison("rates")).rows[0]
        .clone()
        .errors
        .unwrap();
    assert!(regions[0].is_nan() && regions[1].is_finite() && regions[5].is_nan());
}

#[test]
fn a_curve_rises_at_the_error_of_every_image() {
    let chart = curves(&study());
    let labels: Vec<_> = chart
        .lines
        .iter()
        .map(|line| line.label.to_string())
        .collect();
    insta::assert_debug_snapshot!(labels, @r#"
    [
        "Base · AUC@8 %: 0.306",
        "High rate (after 4 epochs) · AUC@8 %: 0.000",
        "Mean face for every image · AUC@8 %: 0.769",
    ]
    "#);
    let kinds: Vec<_> = chart.lines.iter().map(|line| line.curve).collect();
    assert_eq!(kinds, [Curve::Share, Curve::Share, Curve::Reference]);
    // The mean face is face 1: it is right on that, and one pixel off on both others.
    let constant: Vec<_> = chart.lines[2].points.clone();
    let rounded = |(x, y): (f64, f64)| ((x * 1e4).round() / 1e4, (y * 10.0).round() / 10.0);
    let mut corners: Vec<_> = constant.into_iter().map(rounded).collect();
    corners.dedup();
    // Neither is better than the mean face here, so that the axis is made for the better one.
    assert_eq!(
        corners,
        [
            (0.0, 0.0),
            (0.0, 33.3),
            (2.7778, 33.3),
            (2.7778, 100.0),
            (20.0, 100.0)
        ]
    );
    assert_eq!(chart.thresholds, [8.0, 10.0]);
}

/// A mean face 5 pixels farther to the right and down: worse than the base, better than the high
/// rate.
fn with_a_worse_mean_face() -> StudyData {
    let mut data = study();
    for run in data.runs.values_mut() {
        for value in &mut run.record.constant_face.face {
            *value += 0.1;
        }
    }
    data
}

#[test]
fn the_axis_is_made_for_what_learned_something() {
    let chart = curves(&with_a_worse_mean_face());
    assert_eq!(chart.x.high, 20.0);
    assert_eq!(chart.lines[1].points, [(0.0, 0.0), (20.0, 0.0)]);
    assert!(
        chart
            .notes
            .iter()
            .any(|note| note.contains("beyond the axis"))
    );
}

#[test]
fn comparisons_without_a_loss_chart_have_no_curves() {
    let data = study();
    assert!(!charts(&data, &comparison("rates"), "errors").is_empty());
    assert!(charts(&data, &comparison("epochs"), "errors").is_empty());
}

#[test]
fn a_region_is_the_mean_of_its_landmarks() {
    let mut data = study();
    // The mouth, points 48–67, is 3 pixels further off along y in every image: 2 along x and 3
    // along y. Elsewhere it stays 2 off.
    for image in predictions(&mut data).chunks_exact_mut(136) {
        for value in image[96..].iter_mut().skip(1).step_by(2) {
            *value += 3.0 / 50.0;
        }
    }
    let rows = region_table(&data, &comparison("rates")).rows;
    let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Base",
            "High rate (after 4 epochs)",
            "Mean face for every image"
        ]
    );
    let errors = rows[0].errors.as_ref().unwrap();
    let mouth = 13f64.sqrt();
    let all = (48.0 * 2.0 + 20.0 * mouth) / 68.0;
    for (error, expected) in errors.iter().zip([2.0, 2.0, 2.0, 2.0, mouth, all]) {
        assert!((error - expected).abs() < 1e-4, "{errors:?}");
    }
    let json = summary_json(&data, &comparison("rates"));
    assert_eq!(json["regions"][0]["name"], "Base");
}

#[test]
fn landmarks_lie_on_the_mean_of_the_ground_truths() {
    let map = landmark_map(&study(), &comparison("rates")).unwrap();
    // Faces 0, 1 and 2 move to the right by a pixel each: their mean is face 1.
    for (point, expected) in map.panels[0].face.iter().zip(truth(1).chunks_exact(2)) {
        for axis in 0..2 {
            let pixel = f64::from(expected[axis]) * 50.0 + 100.0;
            assert!((point[axis] - pixel).abs() < 1e-4);
        }
    }
    assert_eq!(map.panels.len(), 2);
    assert!(
        map.panels[1]
            .errors
            .iter()
            .all(|error| (error - 30.0).abs() < 1e-3)
    );
}

#[test]
fn two_entries_of_the_same_images_have_a_difference() {
    let mut data = study();
    let map = landmark_map(&data, &comparison("rates")).unwrap();
    let difference = map.difference.unwrap();
    assert_eq!(difference.name, "High rate (after 4 epochs) against Base");
    for (point, value) in difference.differences.iter().enumerate() {
        let expected = map.panels[1].errors[point] - map.panels[0].errors[point];
        assert!(*value > 0.0 && *value == expected, "{point}: {value}");
    }
    let counts = "lower at 0 landmarks, higher at 68, most +28.0 px (landmark ";
    let caption = &difference.caption;
    assert!(caption.starts_with(counts), "{caption}");

    let run = data.runs.get_mut("run-of-high").unwrap();
    run.samples.test.samples[0].file = "another.jpg".to_owned();
    let map = landmark_map(&data, &comparison("rates")).unwrap();
    assert_eq!((map.panels.len(), map.difference), (2, None));
}

#[test]
fn a_run_without_predictions_is_named_and_nothing_else() {
    let mut data = study();
    data.runs
        .get_mut("run-of-high")
        .unwrap()
        .predictions
        .clear();
    let chart = curves(&data);
    assert_eq!(chart.lines.len(), 2);
    assert!(
        chart
            .notes
            .contains(&"no predictions: High rate".to_owned())
    );
    let rows = region_table(&data, &comparison("rates")).rows;
    assert_eq!(
        (rows[1].name.as_str(), &rows[1].errors),
        ("High rate", &None)
    );
    assert_eq!(
        landmark_map(&data, &comparison("rates"))
            .unwrap()
            .panels
            .len(),
        1
    );
    data.runs.clear();
    let rates = comparison("rates");
    assert!(charts(&data, &rates, "errors").is_empty());
    assert!(landmark_map(&data, &rates).is_none() && region_table(&data, &rates).rows.is_empty());
}

#[test]
fn runs_tested_on_different_images_have_a_mean_face_each() {
    let mut data = study();
    let run = data.runs.get_mut("run-of-high").unwrap();
    let set = &mut run.samples.test;
    set.samples.pop();
    set.truth.values.truncate((FACES - 1) * 136);
    for predicted in run.predictions.values_mut() {
        predicted.test.values.truncate((FACES - 1) * 136);
    }
    let chart = curves(&data);
    let names: Vec<_> = chart
        .lines
        .iter()
        .map(|line| line.label.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "Base",
            "High rate (after 4 epochs)",
            "Mean face for every image, as for Base",
            "Mean face for every image, as for High rate (after 4 epochs)",
        ]
    );
    assert!(chart.notes.iter().any(|note| note.contains("same images")));
    assert_eq!(region_table(&data, &comparison("rates")).rows.len(), 4);
}

#[test]
fn a_face_beside_its_crop_is_named_with_what_it_costs() {
    let mut data = study();
    assert_eq!(missed_faces(&data, &comparison("rates")), None);
    // Half of the last face's landmarks leave the crop to the left, for every run.
    let moved = |data: &mut StudyData, points: usize| {
        for run in data.runs.values_mut() {
            let values = &mut run.samples.test.truth.values;
            for point in values.as_chunks_mut::<2>().0[2 * 68..]
                .iter_mut()
                .take(points)
            {
                point[0] -= 4.0;
            }
        }
    };
    moved(&mut data, 34);
    assert_eq!(missed_faces(&data, &comparison("rates")), None);
    // With one more it is missed.
    let mut data = study();
    moved(&mut data, 35);
    let missed = missed_faces(&data, &comparison("rates")).unwrap();
    assert_eq!(
        (missed.0.files, missed.0.of),
        (vec!["test/Face_21.jpg".to_owned()], FACES)
    );
    let base = &missed.0.entries[0];
    assert_eq!((base.name.as_str(), missed.0.entries.len()), ("Base", 2));
    // The others' predictions are 2 pixels off, and 36 is the distance of the eyes.
    assert!((base.nme_without - 2.0 / 36.0).abs() < 1e-5, "{base:?}");
    let found = rows(&data, &comparison("rates"))[0].scores.unwrap().nme;
    assert!((base.nme - found).abs() < 1e-9 && found > 0.5, "{base:?}");
    let text = text_table(&data, &comparison("rates"), None);
    let expected = "The crop of 1 of 3 test images misses the face: more than half of the \
                    landmarks lie beside it (test/Face_21.jpg).";
    assert!(text.contains(expected), "{text}");
    // Both images left are off by the same, so that other people would be too.
    let expected = "NME without it: Base 5.56 % (95 % interval 5.56 % to 5.56 %) instead of";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn diverged_predictions_are_drawn_without_a_panic() {
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX] {
        let mut data = study();
        predictions(&mut data).fill(value);
        let folder = tempfile::tempdir().unwrap();
        write(&data, &[], &|_, _| None, folder.path()).unwrap();
        let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
        let seen = if value == f32::MAX {
            "∞"
        } else {
            "3 of 3 predictions not finite"
        };
        assert!(page.contains(seen), "{value}");
    }
}

#[test]
fn eyes_in_one_place_are_named_and_robust_numbers_stand_beside_the_mean() {
    let mut data = study();
    assert_eq!(eyes_together(&data, &comparison("rates")), None);
    // The outer eye corners of the last face lie on each other, for every run.
    for run in data.runs.values_mut() {
        let face = &mut run.samples.test.truth.values[2 * 136..];
        (face[2 * 45], face[2 * 45 + 1]) = (face[2 * 36], face[2 * 36 + 1]);
    }
    let eyes = eyes_together(&data, &comparison("rates")).unwrap().0;
    assert_eq!(
        (eyes.files.as_slice(), eyes.of),
        (&["test/Face_21.jpg".to_owned()][..], FACES)
    );
    let base = &eyes.entries[0];
    // The others are 2 pixels off, and 36 is the distance of the eyes; there it counts as 1.
    assert!((base.nme_without - 2.0 / 36.0).abs() < 1e-5, "{base:?}");
    assert!(base.nme > 0.6, "{base:?}");
    assert!(base.interval_without.unwrap().low > 0.0, "{base:?}");
    let scores = rows(&data, &comparison("rates"))[0].scores.unwrap();
    assert!((scores.nme - base.nme).abs() < 1e-9);
    assert!((scores.nme_median - 2.0 / 36.0).abs() < 1e-5, "{scores:?}");

    let remarks = verdicts(&data, &comparison("rates")).remarks;
    let named = "In 1 of 3 test images the outer eye corners of the ground truth lie nearly in one place \
                 (test/Face_21.jpg)";
    assert!(
        remarks.iter().any(|remark| remark.starts_with(named)),
        "{remarks:?}"
    );
    let text = text_table(&data, &comparison("rates"), None);
    assert!(
        text.contains("median NME") && text.contains(named),
        "{text}"
    );
    let folder = tempfile::tempdir().unwrap();
    write(&data, &[], &|_, _| None, folder.path()).unwrap();
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    let note = "NME: in 1 of 3 test images the outer eye corners lie nearly in one place \
                (test/Face_21.jpg)";
    assert!(page.contains(note));
}
