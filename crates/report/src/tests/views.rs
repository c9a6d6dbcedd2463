//! What charts, sheets and tables show, before anything is drawn.

use std::collections::HashSet;

use crate::GrayImage;
use crate::charts::{AxisScale, Chart, Curve, Line};
use crate::faces::sheet;
use crate::scores::{differences, rows};
use crate::section::section;
use crate::study::{StudyData, overview};
use crate::tests::shown::charts;
use crate::tests::study::{FACES, comparison, study};
use faceoff_measure::{LossCurves, overfitting};
use faceoff_plan::RunRecord;
use faceoff_record::EpochMetrics;
use faceoff_spec::{Color, Comparison, ImageSet, Loss, Overlay, SmoothL1};

fn losses(data: &StudyData, comparison: &Comparison) -> Vec<Chart> {
    charts(data, comparison, "loss")
}

/// The loss chart where there is one kind of loss.
fn loss(data: &StudyData, comparison: &Comparison) -> Chart {
    let mut charts = losses(data, comparison);
    assert_eq!(charts.len(), 1);
    charts.remove(0)
}

#[test]
fn a_loss_chart_has_two_lines_an_experiment_and_the_mean_face() {
    let chart = loss(&study(), &comparison("rates"));
    let labels: Vec<_> = chart
        .lines
        .iter()
        .map(|line| line.label.to_string())
        .collect();
    insta::assert_debug_snapshot!(labels, @r#"
    [
        "train: Base · rate 0.001 · epochs 0–5",
        "test: Base · rate 0.001 · epochs 0–4",
        "train: High rate · rate 0.1 · epochs 0–3",
        "test: High rate · rate 0.1 · epochs 0–2",
        "train: mean face for every image: 0.0195",
        "test: mean face for every image: 0.0178",
    ]
    "#);
    assert_eq!(
        chart.y.scale,
        AxisScale::Log,
        "0.9 to 0.016 is more than a magnitude"
    );
    assert_eq!(
        chart.heading(),
        "Learning rate · Train and test loss over epochs"
    );
    assert_eq!(chart.y.label, "Loss (MSE), mean ÷ 10");
    for note in ["Adam, MSE", "mean ÷ 10: the study divides"] {
        assert!(chart.notes.iter().any(|n| n.starts_with(note)), "{note}");
    }
    // The study's axis: means over the batch size.
    assert!((chart.lines[0].points[0].1 - 0.019).abs() < 1e-12);
}

#[test]
fn losses_of_several_kinds_have_a_chart_each() {
    let mut data = study();
    data.study.experiments[1].experiment.train.loss = Loss::SmoothL1(SmoothL1 { beta: 1.0 });
    let charts = losses(&data, &comparison("rates"));
    let shown = charts.iter().map(|chart| {
        let first = &chart.lines[0].label;
        let label = format!("{}: {}", first.what, first.name);
        (chart.y.label.as_str(), label, chart.lines.len())
    });
    let expected = [
        ("Loss (MSE), mean ÷ 10", "train: Base".to_owned(), 4),
        (
            "Loss (smooth L1), mean ÷ 10",
            "train: High rate".to_owned(),
            4,
        ),
    ];
    assert_eq!(shown.collect::<Vec<_>>(), expected);
    let title = "Learning rate · Train and test loss over epochs · smooth L1";
    assert_eq!(charts[1].heading(), title);

    let mut together = comparison("rates");
    together.loss_chart.as_mut().unwrap().together = true;
    let chart = loss(&data, &together);
    assert_eq!(chart.y.label, "Loss (MSE and smooth L1), mean ÷ 10");
    assert_eq!(
        chart.heading(),
        "Learning rate · Train and test loss over epochs"
    );
    let warned = |note: &String| note.contains("heights do not compare");
    assert!(chart.notes.iter().any(warned), "{:?}", chart.notes);
}

#[test]
fn every_key_of_a_legend_is_its_own() {
    let mut data = study();
    let mut comparison = comparison("rates");
    comparison.entries[0].color = Color::rgb(255, 255, 255);
    for different_images in [false, true] {
        if different_images {
            let high = data.runs.get_mut("run-of-high").unwrap();
            high.record.constant_face.test_loss = 0.199;
            high.samples.test.samples[0].file = "another".to_owned();
        }
        let mut shown = losses(&data, &comparison);
        shown.extend(charts(&data, &comparison, "errors"));
        for chart in shown {
            let keys: HashSet<_> = chart
                .lines
                .iter()
                .map(|line| (format!("{:?}", line.curve), line.color))
                .collect();
            assert_eq!(keys.len(), chart.lines.len(), "{:#?}", chart.lines);
            let (references, series): (Vec<_>, Vec<_>) = chart
                .lines
                .iter()
                .partition(|line| matches!(line.curve, Curve::Reference | Curve::TrainReference));
            // Where there are several mean faces, each is in the colour of whom it belongs to.
            let taken = |line: &&Line| series.iter().any(|other| other.color == line.color);
            assert!(
                different_images || !references.iter().any(taken),
                "{:#?}",
                chart.lines
            );
        }
    }
}

#[test]
fn long_trainings_are_smoothed_and_their_lowest_lies_where_the_diagnosis_sees_it() {
    let mut data = study();
    let run = data.runs.get_mut("run-of-base").unwrap();
    let first = run.metrics[0].clone();
    run.metrics = (0..300)
        .map(|epoch| {
            let noise = 0.01 * f64::from(epoch as u32 * 7 % 5);
            let test = 0.1 + 0.001 * f64::from((epoch as u32).abs_diff(120)) + noise;
            EpochMetrics {
                epoch,
                train_loss: 0.1 + noise,
                test_loss: epoch.is_multiple_of(3).then_some(test),
                ..first.clone()
            }
        })
        .collect();
    data.study.experiments[0].experiment.train.epochs = 300;
    let mut comparison = comparison("rates");
    comparison.entries.truncate(1);
    comparison.entries[0].epoch = 300;
    let chart = loss(&data, &comparison);
    let measured = data.run_of("base").unwrap().metrics.iter();
    let (epochs, test): (Vec<usize>, Vec<f64>) = measured
        .filter_map(|line| Some((line.epoch, line.test_loss?)))
        .unzip();
    let gap = overfitting(LossCurves {
        epochs: &epochs,
        train: &test,
        remeasured_train: None,
        test: &test,
    });
    let gap = gap.unwrap();
    let test = &chart.lines[1];
    let (epoch, lowest) = test.smoothed.as_ref().unwrap().lowest.unwrap();
    let seen = gap.lowest;
    assert!(
        (seen.from as f64..=seen.to as f64).contains(&epoch),
        "{epoch} {seen:?}"
    );
    assert!(
        (10.0 * lowest / seen.loss - 1.0).abs() < 0.1,
        "{lowest} {seen:?}"
    );
    assert!(
        test.label
            .to_string()
            .contains(&format!("at epoch {epoch} (ring)"))
    );
    // What is drawn pale below it are the measurements.
    assert_eq!(test.points.len(), 100);
}

#[test]
fn mean_faces_of_other_images_are_told_apart() {
    let mut data = study();
    let high = data.runs.get_mut("run-of-high").unwrap();
    high.record.constant_face.test_loss = 0.199;
    let chart = loss(&data, &comparison("rates"));
    let labels = chart.lines[4..].iter().map(|line| line.label.to_string());
    let expected = [
        "train: mean face for every image, as for Base: 0.0195",
        "test: mean face for every image, as for Base: 0.0178",
        "test: mean face for every image, as for High rate: 0.0199",
    ];
    assert_eq!(labels.collect::<Vec<_>>(), expected);
}

#[test]
fn a_diverged_run_is_marked_where_it_ends_and_others_are_not() {
    let chart = loss(&study(), &comparison("rates"));
    let marked: Vec<_> = chart.lines.iter().map(|line| line.diverged).collect();
    assert_eq!(marked, [false, false, true, false, false, false]);
}

#[test]
fn first_epochs_can_be_left_out_of_each_curve() {
    let mut comparison = comparison("rates");
    let chart = comparison.loss_chart.as_mut().unwrap();
    (chart.first_train_epoch, chart.first_test_epoch) = (2, 4);
    let chart = loss(&study(), &comparison);
    let first = |curve| {
        let line = chart.lines.iter().find(|line| line.curve == curve);
        line.map(|line| line.points[0].0)
    };
    assert_eq!(first(Curve::Train), Some(2.0));
    assert_eq!(first(Curve::Test), Some(4.0));
    // The high rate's test loss ends before epoch 4.
    assert!(
        !chart
            .lines
            .iter()
            .any(|line| line.label.to_string().starts_with("test: High"))
    );
}

#[test]
fn differences_are_test_minus_train_where_both_were_measured() {
    let data = study();
    let comparison = comparison("rates");
    let chart = charts(&data, &comparison, "difference").remove(0);
    let points = &chart.lines[0].points;
    assert_eq!(
        points.iter().map(|point| point.0).collect::<Vec<_>>(),
        [0.0, 2.0, 4.0]
    );
    assert!((points[0].1 - 0.019).abs() < 1e-12, "{points:?}");
}

#[test]
fn one_experiment_at_several_epochs_is_one_curve() {
    let mut comparison = comparison("epochs");
    comparison.loss_chart = crate::tests::study::comparison("rates").loss_chart;
    let chart = loss(&study(), &comparison);
    let trains = chart.lines.iter().filter(|line| line.curve == Curve::Train);
    assert_eq!(
        trains.map(|line| line.points.len()).collect::<Vec<_>>(),
        [6]
    );
}

#[test]
fn errors_are_in_pixels_by_hand() {
    let data = study();
    let rows = rows(&data, &comparison("epochs"));
    let at = |i: usize| rows[i].scores.unwrap();
    // Every point is 4, then 2 pixels off along x; the eyes' outer corners are 36 apart. The crop
    // is of an image of half its size.
    for (scores, off) in [(at(0), 4.0), (at(1), 2.0)] {
        assert!((scores.pixel_error - off).abs() < 1e-4, "{scores:?}");
        assert!(
            (scores.original_pixel_error - 2.0 * off).abs() < 1e-4,
            "{scores:?}"
        );
        assert!((scores.nme - off / 36.0).abs() < 1e-5, "{scores:?}");
        let mse = (off / 50.0).powi(2) / 2.0;
        assert!((scores.mse - mse).abs() < 1e-6, "{scores:?}");
    }
    // The mean face is face 1; faces 0 and 2 are one pixel to its sides.
    let constant = rows[2].scores.unwrap();
    assert!(
        (constant.pixel_error - 2.0 / 3.0).abs() < 1e-4,
        "{constant:?}"
    );
    assert_eq!(rows[2].name, "Mean face for every image");
}

#[test]
fn errors_in_the_original_know_how_each_side_was_rescaled() {
    let mut data = study();
    let run = data.runs.get_mut("run-of-base").unwrap();
    for sample in &mut run.samples.test.samples {
        (sample.original, sample.resized) = ([500, 500], [250, 200]);
    }
    let predictions = run.predictions.get_mut(&6).unwrap();
    for y in predictions.test.values.iter_mut().skip(1).step_by(2) {
        *y += 3.0 / 50.0;
    }
    // 2 pixels along x are 4, 3 along y are 7.5.
    let scores = rows(&data, &comparison("epochs"))[1].scores.unwrap();
    assert!((scores.pixel_error - 13f64.sqrt()).abs() < 1e-4);
    assert!((scores.original_pixel_error - 8.5).abs() < 1e-4);
}

#[test]
fn a_run_that_did_not_get_there_says_so() {
    let rows = rows(&study(), &comparison("rates"));
    assert_eq!((rows[0].epochs, rows[0].asked), (Some(6), None));
    assert_eq!(
        (rows[1].epochs, rows[1].asked, rows[1].diverged),
        (Some(4), Some(6), Some(4))
    );
}

#[test]
fn the_best_epoch_is_chosen_by_validation_or_not_at_all() {
    let mut data = study();
    let found = |data: &StudyData| {
        let row = rows(data, &comparison("rates")).remove(0);
        (row.best_epoch, row.best_test_loss)
    };
    assert_eq!(found(&data), (None, None));
    let folder = tempfile::tempdir().unwrap();
    let write = |data: &StudyData| {
        crate::write::write(data, &[], &|_, _| None, folder.path()).unwrap();
    };
    write(&data);
    let page = || std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(!page().contains("by validation"));

    let run = data.runs.get_mut("run-of-base").unwrap();
    for line in &mut run.metrics {
        // Lowest after another epoch than the test loss.
        line.validation_loss = Some((line.epoch as f64 - 1.0).abs());
        line.test_loss = Some(10.0 - line.epoch as f64);
    }
    run.record.snapshots.last_mut().unwrap().validation_loss = Some(4.0);
    assert_eq!(found(&data), (Some(1), Some(9.0)));
    write(&data);
    assert!(page().contains("by validation"));
}

#[test]
fn only_what_differs_is_listed() {
    let data = study();
    let comparison = comparison("rates");
    let found = differences(&data.entries(&comparison));
    let found: Vec<_> = found
        .iter()
        .map(|d| (d.field.as_str(), d.values.join(" | ")))
        .collect();
    assert_eq!(found, [("train.learning_rate", "0.001 | 0.1".to_owned())]);
}

#[test]
fn sheets_show_the_first_faces_of_the_fixed_order_with_the_ground_truth_below() {
    let data = study();
    let comparison = comparison("rates");
    let sheet = sheet(&data, &comparison, &comparison.overlays[0], &|_, _| None).unwrap();
    let files: Vec<_> = sheet.tiles.iter().map(|tile| tile.file.as_str()).collect();
    assert_eq!(files, ["test/Face_21.jpg", "test/Face_01.jpg"]);
    let labels: Vec<_> = sheet
        .layers
        .iter()
        .map(|layer| layer.label.as_str())
        .collect();
    assert_eq!(
        labels,
        ["Ground truth", "Base, 6 epochs", "High rate, 4 epochs"]
    );
    let x = |layer: usize| sheet.tiles[0].landmarks[layer][0];
    assert!(
        (x(0) - 62.0).abs() < 1e-4 && (x(1) - 64.0).abs() < 1e-4,
        "{} {}",
        x(0),
        x(1)
    );
    assert!(sheet.notes.iter().any(|note| note.contains("empty frame")));
}

#[test]
fn sheets_over_faces_do_not_speak_of_empty_frames() {
    let data = study();
    let comparison = comparison("rates");
    let overlay = &comparison.overlays[0];
    let crop = |run: &RunRecord, _: &_| {
        let size = run.config.data.input_size as u32;
        Some(GrayImage::new(size, size))
    };
    let sheet = sheet(&data, &comparison, overlay, &crop).unwrap();
    assert!(!sheet.notes.iter().any(|note| note.contains("empty frame")));
}

#[test]
fn named_files_and_skipped_faces_are_found() {
    let data = study();
    let comparison = comparison("epochs");
    let mut overlay = comparison.overlays[0].clone();
    overlay.set = ImageSet::Train;
    overlay.skip = 2;
    let files = |overlay: &Overlay| {
        let sheet = sheet(&data, &comparison, overlay, &|_, _| None).unwrap();
        sheet
            .tiles
            .into_iter()
            .map(|tile| tile.file)
            .collect::<Vec<_>>()
    };
    assert_eq!(files(&overlay), ["test/Face_11.jpg"]);
    overlay.files = vec!["test/Face_01.jpg".to_owned()];
    assert_eq!(files(&overlay), ["test/Face_01.jpg"]);
}

#[test]
fn what_is_not_trained_yet_is_said() {
    let mut data = study();
    data.runs.remove("run-of-high");
    let section = section(&data, &comparison("rates"), &|_, _| None);
    assert_eq!(section.missing, ["high"]);
    assert_eq!(section.rows.len(), 2);
    let names: Vec<_> = section.charts.iter().map(|(kind, _)| kind.name).collect();
    assert_eq!(names, ["loss", "difference", "errors", "landmarks"]);
}

#[test]
fn the_overview_compares_all_at_the_shortest_and_the_longer_at_their_end() {
    let mut data = study();
    data.study.experiments[0].experiment.train.epochs = 3;
    let keys = |data: &StudyData| -> Vec<String> {
        let entries = overview(data).entries;
        entries.into_iter().map(|entry| entry.key).collect()
    };
    assert_eq!(
        keys(&data),
        ["base@3", "high@6"],
        "none was kept on the way"
    );
    let high = data.runs.get_mut("run-of-high").unwrap();
    let last = high.predictions.values().next().unwrap().clone();
    high.predictions.insert(3, last);
    assert_eq!(keys(&data), ["base@3", "high@3", "high@6"]);
    assert_eq!(FACES, 3);

    let mut again = data.study.experiments[0].clone();
    again.experiment.name = "base-seeds".to_owned();
    data.study.experiments.push(again);
    assert_eq!(keys(&data), ["base@3", "high@3", "high@6"], "the same runs");

    // With more runs it holds the base's.
    let again = data.study.experiments.last_mut().unwrap();
    again.runs.push("run-of-another-seed".to_owned());
    let found = keys(&data);
    assert_eq!(found, ["high@3", "base-seeds@3", "high@6"]);
}
