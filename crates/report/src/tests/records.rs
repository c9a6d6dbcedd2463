//! Records that do not hold together.

use crate::study::{RunData, StudyData};
use crate::write::{summary_json, text_table, write};
use faceoff_plan::write_run;
use faceoff_record::Store;

use crate::tests::study::{comparison, study, truth};

/// The study's records in a folder, those of the base after `change`.
fn recorded(change: impl FnOnce(&mut RunData)) -> (tempfile::TempDir, StudyData) {
    let mut data = study();
    change(data.runs.get_mut("run-of-base").unwrap());
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    for (id, run) in &data.runs {
        write_run(&store, &run.record).unwrap();
        store.write_metrics(id, &run.metrics).unwrap();
        store.write_samples(id, &run.samples).unwrap();
        for (epochs, predictions) in &run.predictions {
            store.write_predictions(id, *epochs, predictions).unwrap();
        }
    }
    (folder, data)
}

/// Why the base's record is left out.
fn reason(change: impl FnOnce(&mut RunData)) -> String {
    let (folder, data) = recorded(change);
    let read = StudyData::read(&Store::new(folder.path()), data.study).unwrap();
    assert!(read.runs.contains_key("run-of-high"));
    let [base] = read.unreadable.as_slice() else {
        panic!("{:?}", read.unreadable);
    };
    assert_eq!(base.experiments, ["base"]);
    let begin = format!("{}/runs/run-of-base/", folder.path().display());
    let reason = base.reason.strip_prefix(&begin).unwrap();
    reason.replace(" does not go with the rest of its record", "")
}

#[test]
fn whole_records_are_read() {
    let (folder, data) = recorded(|_| {});
    let read = StudyData::read(&Store::new(folder.path()), data.study).unwrap();
    assert_eq!((read.runs.len(), read.unreadable.len()), (2, 0));
}

#[test]
fn parts_that_do_not_go_together_are_named() {
    let again = "train the run again";
    type Change = fn(&mut RunData);
    let cases: [(Change, &str); 9] = [
        (
            |run| run.record.constant_face.face.truncate(100),
            "run.json: its mean face has 100 numbers, expected 136",
        ),
        (
            |run| run.samples.test.truth.values.truncate(2 * 136),
            "samples.json: its test ground truths are of 2 images, expected 3 images: `samples.json` lists \
             as many",
        ),
        (
            |run| run.samples.test.truth.columns = 68,
            "samples.json: its test ground truths have 68 numbers for each image, expected 136",
        ),
        (
            |run| run.samples.input_size = 0,
            "samples.json: `input_size` is 0, expected a number of pixels",
        ),
        (
            |run| run.metrics[3].epoch = 2,
            "metrics.jsonl: line 4 is of epoch 2, expected 3",
        ),
        (
            |run| run.metrics.truncate(5),
            "metrics.jsonl: it ends after 5 epochs, but a network was kept after 6",
        ),
        (
            |run| {
                run.predictions
                    .get_mut(&6)
                    .unwrap()
                    .train
                    .values
                    .extend(truth(0))
            },
            "predictions/epoch-00006.safetensors: its training predictions are of 4 images, expected 3 \
             images: `samples.json` lists as many",
        ),
        (
            |run| {
                let predictions = &mut run.predictions.get_mut(&3).unwrap().test;
                predictions.columns = 2;
            },
            "predictions/epoch-00003.safetensors: its test predictions have 2 numbers for each image, \
             expected 136",
        ),
        (
            |run| run.samples.train.samples.truncate(1),
            "samples.json: its training ground truths are of 3 images, expected 1 image: `samples.json` \
             lists as many",
        ),
    ];
    for (change, expected) in cases {
        assert_eq!(reason(change), format!("{expected}; {again}"));
    }
}

#[test]
fn a_report_says_whom_it_leaves_out() {
    let (folder, data) = recorded(|run| run.metrics.clear());
    let store = Store::new(folder.path());
    let read = StudyData::read(&store, data.study).unwrap();
    let start = "Run run-of-base of base is left out: ";
    let text = text_table(&read, &comparison("rates"), None);
    assert!(text.starts_with(start), "{text}");
    let value = summary_json(&read, &comparison("rates"));
    assert_eq!(value["unreadable"][0]["run"], "run-of-base");
    let written = write(&read, &[], &|_, _| None, &folder.path().join("report")).unwrap();
    let page = std::fs::read_to_string(written.page).unwrap();
    assert!(page.contains(start) && page.contains("metrics.jsonl"));
}

#[test]
fn a_report_about_nothing_readable_is_an_error() {
    let (folder, data) = recorded(|run| run.metrics.clear());
    let high = folder.path().join("runs/run-of-high/samples.json");
    std::fs::write(high, "{").unwrap();
    let read = StudyData::read(&Store::new(folder.path()), data.study.clone());
    let message = read.unwrap_err().to_string();
    assert!(message.contains("run-of-base/metrics.jsonl"), "{message}");
    let none = tempfile::tempdir().unwrap();
    let read = StudyData::read(&Store::new(none.path()), data.study).unwrap();
    assert!(read.runs.is_empty(), "nothing has begun");
}
