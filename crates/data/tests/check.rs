//! Checks of a folder with every fault there is, of a good one, and of real ones.

mod common;

use common::{Folder, encoded, grey, points, real};
use faceoff_data::{CheckReport, FaceSet, Severity, check};
use image::{DynamicImage, ImageFormat};

fn checked(folder: &Folder) -> CheckReport {
    check(&folder.path(), &|_| {}).unwrap()
}

/// The report without the folder's place.
fn text(folder: &Folder, report: &CheckReport) -> String {
    let place = folder.path().display().to_string();
    report.to_string().replace(&place, "FOLDER")
}

fn faulty() -> Folder {
    let mut folder = Folder::new();
    let rgba = |seed| DynamicImage::from(grey(100, 90, seed).to_rgba8());

    // Good ones, as distributed: PNG with alpha, named .jpg.
    for frame in 0..4 {
        folder.face("training", &format!("Ann_Lee_0{frame}.jpg"), &rgba(frame));
    }
    folder.face("training", "Bob_Ray_10.png", &grey(120, 77, 20));
    let jpeg = encoded(&grey(80, 80, 21), ImageFormat::Jpeg);
    folder.file("training", "Bob_Ray_11.JPG", &jpeg);
    folder.row("training", "Bob_Ray_11.JPG", &points(5.0));
    // Ann's first video again, and one of her images, compressed otherwise.
    folder.face("test", "Ann_Lee_05.jpg", &rgba(30));
    folder.face("test", "Ann_Lee_06.jpg", &grey(100, 90, 1));
    folder.face("test", "Cem_Kaya_00.jpg", &rgba(31));
    // Without rows: one of them also a training file by name and content.
    folder.image("test", "Ann_Lee_00.jpg", &rgba(0));
    folder.image("test", "Ann_Lee_02.jpg", &rgba(33));
    folder.image("test", "Dee_Orr_00.jpg", &rgba(34));
    folder.image("training", "Dee_Orr_01.jpg", &rgba(35));

    // Rows that are wrong.
    for frame in 0..5 {
        folder.row("training", &format!("Gone_Girl_0{frame}.jpg"), &points(5.0));
    }
    folder.face("training", "Short_Row_00.jpg", &rgba(40));
    folder.row("training", "Short_Row_00.jpg", &points(5.0)[..135]);
    folder.image("training", "Long_Row_00.jpg", &rgba(41));
    folder.row(
        "training",
        "Long_Row_00.jpg",
        &[points(5.0), vec!["1".to_owned()]].concat(),
    );
    folder.image("test", "Not_Number_00.jpg", &rgba(42));
    let mut cells = points(5.0);
    cells[7] = "NaN".to_owned();
    cells[9] = "seven".to_owned();
    cells[10] = String::new();
    folder.row("test", "Not_Number_00.jpg", &cells);

    // Points outside: three, the worst 30 pixels below; one exactly on the edge is inside.
    folder.image("test", "Out_Side_00.jpg", &rgba(43));
    let mut cells = points(5.0);
    for (cell, value) in [(0, "-4.5"), (3, "120"), (4, "103"), (6, "100"), (8, "0")] {
        cells[cell] = value.to_owned();
    }
    folder.row("test", "Out_Side_00.jpg", &cells);

    // Files that are wrong.
    let cut = common::png(&grey(90, 90, 50));
    folder.file("training", "Cut_Off_00.jpg", &cut[..cut.len() / 2]);
    folder.row("training", "Cut_Off_00.jpg", &points(5.0));
    folder.file("training", "Empty_File_00.jpg", &[]);
    folder.row("training", "Empty_File_00.jpg", &points(5.0));
    folder.file("test", "notes.txt", b"no image");
    folder.file("test", ".DS_Store", b"");
    folder.face("training", "unnamed.jpg", &grey(90, 91, 51));
    folder.face("training", "Twin_One_00.jpg", &grey(92, 93, 52));
    folder.face("training", "Twin_Two_00.jpg", &grey(92, 93, 52));
    folder.write();
    folder
}

#[test]
fn a_row_where_the_header_should_be_is_found_and_counted() {
    let folder = Folder::of_people(1);
    let table = folder.path().join("test_frames_keypoints.csv");
    let text = std::fs::read_to_string(&table).unwrap();
    std::fs::write(&table, text.split_once('\n').unwrap().1).unwrap();
    let report = checked(&folder);
    let found = report.findings.iter().find(|f| f.kind == "no_header");
    let found = found.unwrap();
    assert_eq!((found.severity, found.set), (Severity::Error, "test"));
    assert_eq!(
        found.examples,
        ["test_frames_keypoints.csv:1: the row of `Person_00_11.jpg`"]
    );
    assert_eq!((report.test.rows, report.test.labelled), (1, 1));
}

#[test]
fn all_faults_are_reported_together() {
    let folder = faulty();
    let report = checked(&folder);
    assert!(!report.usable());
    insta::assert_snapshot!(text(&folder, &report));
}

#[test]
fn a_good_set_has_no_findings() {
    let mut folder = Folder::new();
    folder.face("training", "Ann_Lee_00.png", &grey(100, 90, 1));
    folder.face("test", "Bob_Ray_00.png", &grey(100, 90, 2));
    folder.write();
    let report = checked(&folder);
    assert!(report.usable());
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    insta::assert_snapshot!(text(&folder, &report));
}

#[test]
fn ten_thousand_mistakes_read_as_one() {
    let mut folder = Folder::new();
    folder.face("training", "Ann_Lee_00.png", &grey(100, 90, 1));
    folder.face("test", "Bob_Ray_00.png", &grey(100, 90, 2));
    for i in 0..10_000 {
        folder.line("training", &format!("Person_{i}_00.jpg,1,2"));
    }
    folder.write();
    let report = checked(&folder);
    let columns = report
        .findings
        .iter()
        .find(|f| f.kind == "wrong_columns")
        .unwrap();
    assert_eq!((columns.count, columns.examples.len()), (10_000, 3));
    assert!(report.to_string().lines().count() < 50);
}

#[test]
fn a_line_in_another_encoding_stops_nothing() {
    let mut folder = Folder::new();
    folder.face("training", "Ann_Lee_00.png", &grey(100, 90, 1));
    folder.face("test", "Bob_Ray_00.png", &grey(100, 90, 2));
    folder.write();
    let table = folder.path().join("training_frames_keypoints.csv");
    let mut bytes = std::fs::read(&table).unwrap();
    let row = format!("Cem_Kaya_00.jpg,{}\n", points(5.0).join(","));
    bytes.extend_from_slice(b"\xff\xfe,1\n");
    bytes.extend_from_slice(row.as_bytes());
    std::fs::write(&table, bytes).unwrap();
    let kinds: Vec<&str> = checked(&folder).findings.iter().map(|f| f.kind).collect();
    assert_eq!(
        kinds,
        ["wrong_columns", "missing_images", "names_without_person"]
    );
}

#[test]
fn what_is_no_data_set_is_told_apart() {
    let folder = Folder::of_people(2);
    let place = folder.path().parent().unwrap().to_path_buf();
    let file = |name: &str| std::fs::write(place.join(name), "[]").unwrap();
    ["a.json", "a.xml", "a.zip", "a.csv", "a.bin"]
        .iter()
        .for_each(|name| file(name));
    let inner = |name: &str| std::fs::create_dir_all(place.join(name)).unwrap();
    ["empty", "half/training", "images"]
        .iter()
        .for_each(|name| inner(name));
    file("half/training_frames_keypoints.csv");
    for number in 0..6 {
        file(&format!("images/{number}.png"));
    }
    let mut text = String::new();
    for name in [
        "",
        "a.json",
        "a.xml",
        "a.zip",
        "a.csv",
        "a.bin",
        "empty",
        "half",
        "images",
        "faecs",
        "gone",
        "faces/training",
        "faces/training_frames_keypoints.csv",
    ] {
        let path = place.join(name);
        let error = check(&path, &|_| {}).unwrap_err();
        let again = FaceSet::open(&path, &folder.cache(), &|_| {}).unwrap_err();
        assert_eq!(error.to_string(), again.to_string());
        assert!(error.is_mistake(), "{error}");
        text.push_str(&format!("{error}\n"));
    }
    insta::assert_snapshot!(text.replace(&place.display().to_string(), "PLACE"));
}

#[test]
fn progress_counts_every_file_once() {
    let folder = faulty();
    let seen = std::sync::Mutex::new(Vec::new());
    let report = check(&folder.path(), &|at| seen.lock().unwrap().push(at)).unwrap();
    let mut seen = seen.into_inner().unwrap();
    seen.sort_by_key(|at| at.done);
    let files = report.training.files + report.test.files;
    assert!(seen.iter().map(|at| at.done).eq(1..=files));
    assert!(seen.iter().all(|at| at.of == files));
}

/// The original's shape: files without rows that are named as training files, and nobody in the
/// test set who is not in the training set.
#[test]
fn the_original_s_traps_are_found() {
    let mut folder = Folder::of_people(3);
    for name in ["Person_00_00.jpg", "Person_01_01.jpg"] {
        let bytes = std::fs::read(folder.path().join("training").join(name)).unwrap();
        folder.file("test", name, &bytes);
    }
    folder.face("test", "Person_02_12.jpg", &grey(70, 70, 99));
    folder.write();
    let report = checked(&folder);
    assert_eq!(
        (report.training.people, report.test.people),
        (Some(3), Some(3))
    );
    assert_eq!(report.shared_people, 3);
    assert_eq!(
        (
            report.test.files,
            report.test.labelled,
            report.test.unlabelled
        ),
        (6, 4, 2)
    );
    let find = |kind| report.findings.iter().find(|f| f.kind == kind).unwrap();
    assert!(
        find("unlabelled_files")
            .text
            .contains("2 of them have the name of a training file")
    );
    assert!(
        find("shared_images")
            .text
            .starts_with("2 test files (0 labelled)")
    );
    assert_eq!(find("shared_videos").count, 3);
    assert!(report.usable());
}

#[test]
fn the_real_sets_are_as_they_were_counted() {
    if let Some(folder) = real("youtube-faces-keypoints-gray") {
        let report = check(&folder, &|_| {}).unwrap();
        println!("{report}");
        let (training, test) = (&report.training, &report.test);
        assert_eq!(
            (training.files, training.rows, training.people),
            (3462, 3462, Some(347))
        );
        assert_eq!((test.files, test.rows, test.people), (770, 770, Some(347)));
        assert_eq!(report.shared_people, 347);
        assert_eq!(report.people, "taken from file names, 347");
        // Random crops move these by about as much as is allowed here.
        let baseline = report.baseline.unwrap();
        assert!(
            (baseline.training_mse - 0.195).abs() < 0.015,
            "{baseline:?}"
        );
        assert!((baseline.test_mse - 0.178).abs() < 0.02, "{baseline:?}");
        for landmarks in [training.landmarks, test.landmarks] {
            let share = landmarks.outside_crop as f64 / landmarks.count as f64;
            assert!((0.003..0.008).contains(&share), "{share}");
        }
    }
    if let Some(folder) = real("youtube-faces-keypoints-raw-sample") {
        let report = check(&folder, &|_| {}).unwrap();
        println!("{report}");
        assert_eq!((report.training.files, report.test.files), (48, 24));
        let misnamed = report.findings.iter().filter(|f| f.kind == "misnamed");
        assert!(misnamed.clone().all(|f| f.severity == Severity::Note));
        assert_eq!(misnamed.map(|f| f.count).sum::<usize>(), 72);
    }
}
