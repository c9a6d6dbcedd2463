//! Records of several ages: they are read, their ids are found again, and what is written today is
//! what was written then.

use std::fs;
use std::path::{Path, PathBuf};

use faceoff_plan::{RunRecord, read_run, read_study, run_id, write_run, write_study};
use faceoff_record::{Status, Store};
use faceoff_spec::{Augmentation, Input};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

fn read(id: &str) -> RunRecord {
    read_run(&Store::new(data()), id).unwrap().unwrap()
}

/// `run.json` as it is, and as it is written today.
fn rewritten(id: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    write_run(&store, &read(id)).unwrap();
    let text = |store: &Store| fs::read_to_string(store.run_folder(id).join("run.json")).unwrap();
    (text(&Store::new(data())), text(&store))
}

/// But for those in which landmarks did not move as the pixels did: these are trained again, under
/// other ids.
#[test]
fn every_run_is_found_again_under_its_id() {
    let mut runs = [0, 0];
    for entry in fs::read_dir(data().join("runs")).unwrap() {
        let id = entry.unwrap().file_name().into_string().unwrap();
        let config = read(&id).config;
        let moves = config.data.augment.moves_landmarks();
        assert_eq!(run_id(&config) != id, moves, "{id}");
        runs[usize::from(moves)] += 1;
    }
    assert_eq!(runs, [2, 2]);
}

#[test]
fn fields_that_came_later_do_nothing_in_the_first_records() {
    let first = read("5aa11f34312541f2");
    assert_eq!(first.config.data.augment, Augmentation::default());
    assert_eq!(first.config.model.input, Input::Grey);
    assert_eq!(first.data.near_duplicates, None);
    assert!(!first.environment.tf32);
}

#[test]
fn later_fields_are_read() {
    let later = read("3373bb419067a0cd").config;
    assert_eq!(later.model.input, Input::Standardized);
    assert_eq!(later.data.augment.contrast.0, 0.2);
    let diverged = read("0f28a44142b8c341").status;
    assert_eq!(diverged, Status::Diverged { epoch: 0 });
}

#[test]
fn a_record_is_written_as_it_was_byte_for_byte() {
    for id in ["9bcee4009dd1af9d", "3373bb419067a0cd", "0f28a44142b8c341"] {
        let (before, after) = rewritten(id);
        assert_eq!(after, before);
    }
}

#[test]
fn a_first_record_that_is_trained_on_says_how_products_are_rounded_and_is_otherwise_as_it_was() {
    let (before, after) = rewritten("5aa11f34312541f2");
    assert_eq!(after.replace("    \"tf32\": false,\n", ""), before);
    assert_ne!(after, before);
}

#[test]
fn a_study_is_written_as_it_was_byte_for_byte() {
    let store = Store::new(data());
    let study = read_study(&store, "faces").unwrap();
    let chart = |name: &str| {
        let mut comparisons = study.comparisons.iter();
        let comparison = comparisons.find(|comparison| comparison.name == name);
        comparison.unwrap().loss_chart.as_ref()
    };
    assert!(!chart("learning-rate").unwrap().together);
    assert!(chart("best-result").is_none());

    let folder = tempfile::tempdir().unwrap();
    let written = Store::new(folder.path());
    write_study(&written, &study).unwrap();
    let text =
        |store: &Store| fs::read_to_string(store.study_folder("faces").join("study.json")).unwrap();
    assert_eq!(text(&written), text(&store));
}

#[test]
fn what_a_comparison_says_of_its_charts_is_recorded() {
    let mut study = read_study(&Store::new(data()), "faces").unwrap();
    study.comparisons[0].error_chart = Some(false);
    study.comparisons[1].health_charts = Some(true);
    let charts = study.comparisons.iter_mut();
    for chart in charts.filter_map(|comparison| comparison.loss_chart.as_mut()) {
        chart.together = true;
    }
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    write_study(&store, &study).unwrap();
    assert_eq!(read_study(&store, "faces").unwrap(), study);
}

#[test]
fn settings_that_are_not_understood_are_named_with_their_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let path = store.run_folder("a").join("run.json");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let (text, _) = rewritten("5aa11f34312541f2");
    fs::write(&path, text.replace("\"dropout\"", "\"dropped\"")).unwrap();
    let message = read_run(&store, "a").unwrap_err().to_string();
    assert!(
        message.contains("dropped") && message.contains("run.json"),
        "{message}"
    );
}
