//! What is shown of an experiment that was trained with several seeds.

use crate::charts::{Chart, Curve, Line, Spread};
use crate::faces::sheet;
use crate::scores::{region_table, rows};
use crate::section::section;
use crate::study::StudyData;
use crate::tests::shown::charts;
use crate::write::text_table;
use faceoff_record::Status;

use crate::tests::study::{comparison, study};

/// The study with three seeds of the base: the second one's losses are half as high again, the
/// third one's twice as high; their predictions are 1 and 2 pixels further off.
pub(crate) fn three_seeds() -> StudyData {
    let mut data = study();
    let first = data.runs["run-of-base"].clone();
    for (seed, factor) in [(1u64, 1.5), (2, 2.0)] {
        let mut run = first.clone();
        let id = format!("run-of-base-{seed}");
        run.record.id.clone_from(&id);
        run.record.config.train.seed = seed;
        for epoch in &mut run.metrics {
            epoch.train_loss *= factor;
            epoch.test_loss = epoch.test_loss.map(|loss| loss * factor);
        }
        for kept in &mut run.record.snapshots {
            kept.test_loss *= factor;
        }
        for predicted in run.predictions.values_mut() {
            for x in predicted.test.values.iter_mut().step_by(2) {
                *x += seed as f32 / 50.0;
            }
        }
        let base = &mut data.study.experiments[0];
        base.runs.push(id.clone());
        base.experiment.seeds = base.runs.len();
        data.runs.insert(id, run);
    }
    data
}

fn loss(data: &StudyData, change: impl FnOnce(&mut faceoff_spec::LossChart)) -> Chart {
    let mut comparison = comparison("rates");
    change(comparison.loss_chart.as_mut().unwrap());
    charts(data, &comparison, "loss").remove(0)
}

fn test_of_base(chart: &Chart) -> &Line {
    chart
        .lines
        .iter()
        .find(|line| line.curve == Curve::Test)
        .unwrap()
}

#[test]
fn several_seeds_are_a_median_line_in_a_band() {
    let chart = loss(&three_seeds(), |_| {});
    let line = test_of_base(&chart);
    assert_eq!(
        line.label.to_string(),
        "test: Base · rate 0.001 · epochs 0–4 · n = 3 seeds"
    );
    let Spread::Band(band) = &line.spread else {
        panic!("no band: {line:?}");
    };
    // The axis shows a tenth; the first seed's test loss is 0.19 · 1.1 at first.
    let first = 0.019 * 1.1;
    assert!((line.points[0].1 - 1.5 * first).abs() < 1e-12);
    let (epoch, low, high) = band[0];
    assert_eq!(epoch, 0.0);
    assert!((low - first).abs() < 1e-12 && (high - 2.0 * first).abs() < 1e-12);
    let words = "seeds: median, around the test loss a band from lowest to highest".to_owned();
    assert!(chart.notes.contains(&words), "{:?}", chart.notes);
    // Two bands would lie on each other.
    assert_eq!(chart.lines[0].spread, Spread::None);
    // The other experiment has one.
    assert!(
        chart.lines[2].spread == Spread::None
            && !chart.lines[2].label.to_string().contains("seeds")
    );
}

#[test]
fn single_lines_are_drawn_on_demand() {
    let chart = loss(&three_seeds(), |chart| chart.lines = true);
    let Spread::Lines(lines) = &test_of_base(&chart).spread else {
        panic!("no lines");
    };
    assert_eq!(lines.len(), 3);
}

#[test]
fn differences_have_bands_too() {
    let comparison = comparison("rates");
    let chart = charts(&three_seeds(), &comparison, "difference").remove(0);
    let Spread::Band(band) = &chart.lines[0].spread else {
        panic!("no band");
    };
    // Test minus train is a tenth of the train loss, of each seed by itself.
    let (_, low, high) = band[0];
    assert!((low - 0.019).abs() < 1e-12 && (high - 0.038).abs() < 1e-12);
}

#[test]
fn a_curve_does_not_depend_on_what_else_is_shown() {
    let data = three_seeds();
    let together = loss(&data, |_| {});
    let mut alone = comparison("rates");
    alone.entries.truncate(1);
    let alone = charts(&data, &alone, "loss").remove(0);
    let (together, alone) = (test_of_base(&together), test_of_base(&alone));
    assert_eq!(together.points, alone.points);
    assert_eq!(together.spread, alone.spread);
}

#[test]
fn some_diverged_seeds_are_counted() {
    let mut data = three_seeds();
    let run = data.runs.get_mut("run-of-base-2").unwrap();
    run.metrics.truncate(3);
    run.predictions.remove(&6);
    run.record.status = Status::Diverged { epoch: 3 };
    let chart = loss(&data, |_| {});
    let label = test_of_base(&chart).label.to_string();
    assert!(
        label.ends_with("n = 3 seeds, 1 of them shorter, 1 diverged"),
        "{label}"
    );
    let row = &rows(&data, &comparison("rates"))[0];
    assert_eq!((row.diverged, row.seeds_diverged), (Some(3), 1));
    let page = text_table(&data, &comparison("rates"), None);
    assert!(
        page.contains("1 of 3 seeds diverged, the first in epoch 3"),
        "{page}"
    );
}

#[test]
fn tables_are_means_with_the_deviation_over_seeds() {
    let rows = rows(&three_seeds(), &comparison("rates"));
    let (row, scores) = (&rows[0], rows[0].scores.unwrap());
    assert_eq!((row.seeds, rows[1].seeds), (3, 1));
    // 2, 3 and 4 pixels off.
    let off = row.deviation.unwrap().scores.unwrap();
    assert!((scores.pixel_error - 3.0).abs() < 1e-4);
    assert!((off.pixel_error - 1.0).abs() < 1e-4);
    assert!((scores.nme - 3.0 / 36.0).abs() < 1e-5);
    assert!(rows[1].deviation.is_none());
    let regions = region_table(&three_seeds(), &comparison("rates")).rows;
    assert_eq!(regions[0].name, "Base · n = 3 seeds");
    assert!((regions[0].errors.as_ref().unwrap()[5] - 3.0).abs() < 1e-4);
}

#[test]
fn a_sheet_shows_the_first_seed_and_says_so() {
    let (data, comparison) = (three_seeds(), comparison("rates"));
    let sheet = sheet(&data, &comparison, &comparison.overlays[0], &|_, _| None).unwrap();
    assert!((sheet.tiles[0].landmarks[1][0] - 64.0).abs() < 1e-4);
    assert!(
        sheet.notes.iter().any(|note| note.contains("first seed")),
        "{:?}",
        sheet.notes
    );
}

#[test]
fn a_finding_says_how_many_seeds_have_it() {
    let mut data = three_seeds();
    let run = data.runs.get_mut("run-of-base-1").unwrap();
    run.metrics.truncate(5);
    run.record.status = Status::Diverged { epoch: 5 };
    let found = section(&data, &comparison("rates"), &|_, _| None).diagnosis;
    let subjects: Vec<_> = found.found.iter().flat_map(|each| &each.entries).collect();
    let expected = "Base in 1 of 3 seeds".to_owned();
    assert!(subjects.contains(&&expected), "{subjects:?}");
}

#[test]
fn a_seed_that_has_not_begun_is_left_out() {
    let mut data = three_seeds();
    data.runs.remove("run-of-base");
    let comparison = comparison("rates");
    assert_eq!(rows(&data, &comparison)[0].seeds, 2);
    assert!(data.missing(&comparison).is_empty());
}
