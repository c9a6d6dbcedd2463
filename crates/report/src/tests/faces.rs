//! What the page's script shows: further faces of contact sheets, and settings against measures.

use faceoff_record::Table;
use serde_json::json;

use crate::GrayImage;
use crate::charts::{AxisValue, SettingsChart, settings_chart};
use crate::faces::{Further, Sheet, sheet};
use crate::study::{StudyData, overview};
use crate::tests::study::{comparison, study, truth};
use crate::write::{summary_json, write};

fn first_sheet(data: &StudyData, name: &str) -> Sheet {
    let comparison = comparison(name);
    sheet(data, &comparison, &comparison.overlays[0], &|_, _| None).unwrap()
}

#[test]
fn a_face_has_the_error_of_each_entry_by_hand() {
    let sheet = first_sheet(&study(), "rates");
    // 2 and 30 pixels off; the outer eye corners are 36 apart.
    for tile in &sheet.tiles {
        for (error, off) in tile.errors.iter().zip([2.0, 30.0]) {
            assert!((error.unwrap() - off / 36.0).abs() < 1e-5, "{error:?}");
        }
    }
}

#[test]
fn sheets_of_the_same_images_share_their_networks() {
    let data = study();
    let sheets = [first_sheet(&data, "rates"), first_sheet(&data, "epochs")];
    let further = Further::of(&data, &sheets.iter().collect::<Vec<_>>(), &|_, _| None);
    let [set] = further.sets.as_slice() else {
        panic!("{:?}", further.sets.len());
    };
    let networks: Vec<_> = set.networks.iter().map(|each| &each.predicted).collect();
    let expected = [("base", 6), ("high", 4), ("base", 3)];
    let expected = expected.map(|(name, epochs)| (format!("run-of-{name}"), epochs));
    assert_eq!(networks, expected.iter().collect::<Vec<_>>());
    for (network, off) in set.networks.iter().zip([2.0, 30.0, 4.0]) {
        for (landmarks, truth) in network.landmarks.iter().zip(&set.truth) {
            assert!((f64::from(landmarks[0] - truth[0]) - off).abs() < 1e-3);
        }
        let by_hand = |error: &Option<f64>| (error.unwrap() - off / 36.0).abs() < 1e-5;
        assert!(network.errors.iter().all(by_hand), "{:?}", network.errors);
    }
    // Those of sheets first.
    let files = ["test/Face_21.jpg", "test/Face_01.jpg", "test/Face_11.jpg"];
    assert_eq!(set.files, files);
    assert_eq!((set.of, set.largest), (3, 3));
    for sheet in &sheets {
        assert_eq!(further.set_of(sheet), Some(0));
    }
}

/// The base is tested on so many images, and the further one lies in the set the further off it is.
fn long(images: usize) -> StudyData {
    let mut data = study();
    let run = data.runs.get_mut("run-of-base").unwrap();
    let set = &mut run.samples.test;
    let sample = set.samples[0].clone();
    let table = |moved: fn(usize) -> f32| Table {
        columns: 136,
        values: (0..images)
            .flat_map(|i| truth(0).into_iter().map(move |value| value + moved(i)))
            .collect(),
    };
    set.truth = table(|_| 0.0);
    set.sheet_order = (0..images).collect();
    set.samples.clear();
    for i in 0..images {
        let mut sample = sample.clone();
        sample.file = format!("test/Face_{i}.jpg");
        set.samples.push(sample);
    }
    run.predictions.get_mut(&6).unwrap().test = table(|i| i as f32 / 1e4);
    run.predictions.get_mut(&3).unwrap().test = table(|i| (i % 7) as f32);
    data
}

#[test]
fn of_many_images_the_largest_errors_are_on_the_page() {
    let data = long(1000);
    let sheet = first_sheet(&data, "epochs");
    let further = Further::of(&data, &[&sheet], &|_, _| None);
    let set = &further.sets[0];
    assert!(
        set.of == 1000 && set.files.len() <= 300,
        "{}",
        set.files.len()
    );
    assert!(set.largest > 50, "{}", set.largest);
    let largest = (0..1000).rev().take(set.largest);
    for i in largest.chain(0..40) {
        let file = format!("test/Face_{i}.jpg");
        assert!(set.files.contains(&file), "{file} of {}", set.largest);
    }
}

#[test]
fn a_page_has_room_for_some_crops_alone() {
    let data = long(200);
    let sheet = first_sheet(&data, "epochs");
    let crops = |side: u32| {
        let noise = |x: u32, y: u32| image::Luma([(x * 7919 + y * y * 1009) as u8]);
        let crop = GrayImage::from_fn(side, side, noise);
        let further = Further::of(&data, &[&sheet], &|_, _| Some(crop.clone()));
        let crops = further.sets[0].crops.iter().flatten();
        (crops.clone().count(), crops.map(Vec::len).sum::<usize>())
    };
    assert_eq!(crops(16).0, 200);
    let (some, bytes) = crops(224);
    assert!(
        (1..200).contains(&some) && bytes < 1_100_000,
        "{some} {bytes}"
    );
}

/// Experiments of these learning rates beside the base and the high rate.
fn rates(more: &[f64]) -> StudyData {
    let mut data = study();
    for rate in more {
        let mut experiment = data.study.experiments[0].clone();
        let id = format!("run-of-{rate}");
        experiment.experiment.name = rate.to_string();
        experiment.experiment.title = format!("Rate {rate}");
        experiment.experiment.train.learning_rate = *rate;
        experiment.runs = vec![id.clone()];
        let mut run = data.runs["run-of-base"].clone();
        run.settings = id.clone();
        run.record.id = id.clone();
        data.runs.insert(id, run);
        data.study.experiments.push(experiment);
    }
    data
}

fn values(chart: &SettingsChart, name: &str) -> Vec<AxisValue> {
    let mut axes = chart.axes.iter();
    axes.find(|axis| axis.name == name).unwrap().values.clone()
}

#[test]
fn settings_stand_against_the_numbers_of_the_records() {
    let data = rates(&[0.01, 0.02]);
    let overview = overview(&data);
    let chart = settings_chart(&data, &overview).unwrap();
    assert_eq!(chart.experiments.len(), 4);
    let number = AxisValue::Number;
    let rates = [0.001, 0.1, 0.01, 0.02].map(number);
    assert_eq!(values(&chart, "train.learning_rate"), rates);
    let rows = summary_json(&data, &overview)["entries"].clone();
    for (name, scale, field) in [
        ("NME (%)", 100.0, "nme"),
        ("Error (px)", 1.0, "pixel_error"),
        ("MSE", 1.0, "mse"),
    ] {
        let recorded = |i: usize| number(scale * rows[i]["scores"][field].as_f64().unwrap());
        let recorded: Vec<AxisValue> = (0..4).map(recorded).collect();
        assert_eq!(values(&chart, name), recorded, "{name}");
    }
    // Six epochs of a second each; the high rate diverged after four.
    let seconds = [6.0, 4.0, 6.0, 6.0].map(number);
    assert_eq!(values(&chart, "Training (s)"), seconds);
    let colors: std::collections::HashSet<_> = chart.experiments.iter().map(|e| e.color).collect();
    assert_eq!(colors.len(), 4, "{colors:?}");
    let json = serde_json::to_value(&chart.axes[0]).unwrap();
    assert_eq!(json["name"], json!("train.learning_rate"));
    assert_eq!(json["first"], json!(true));
    assert_eq!(json["values"], json!([0.001, 0.1, 0.01, 0.02]));
}

#[test]
fn few_experiments_are_no_chart_of_settings() {
    let folder = tempfile::tempdir().unwrap();
    let page = |data: &StudyData| {
        write(data, &[], &|_, _| None, folder.path()).unwrap();
        std::fs::read_to_string(folder.path().join("report.html")).unwrap()
    };
    let address = "id=\"/settings\"";
    assert!(!page(&rates(&[0.01])).contains(address));
    assert!(page(&rates(&[0.01, 0.02])).contains(address));
}
