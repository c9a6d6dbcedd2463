//! The files of a report.

use std::path::Path;

use crate::GrayImage;
use crate::faces::sheet;
use crate::study::StudyData;
use crate::tests::study::comparison;
use crate::write::write;
use faceoff_plan::RunRecord;

fn pixels(path: &Path) -> image::RgbImage {
    image::open(path).unwrap().to_rgb8()
}

fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path.to_string_lossy().into_owned());
        }
    }
    found.sort();
    found
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let data = crate::tests::study::study();
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&first, &second] {
        write(&data, &[], &|_, _| None, folder.path()).unwrap();
    }
    let names = |folder: &tempfile::TempDir| {
        let root = folder.path().to_string_lossy().into_owned();
        let names = files(folder.path());
        names
            .into_iter()
            .map(|name| name.replace(&root, ""))
            .collect::<Vec<_>>()
    };
    insta::assert_debug_snapshot!(names(&first), @r#"
    [
        "/charts/epochs-landmarks.png",
        "/charts/epochs-landmarks.svg",
        "/charts/rates-difference.png",
        "/charts/rates-difference.svg",
        "/charts/rates-errors.png",
        "/charts/rates-errors.svg",
        "/charts/rates-landmarks.png",
        "/charts/rates-landmarks.svg",
        "/charts/rates-loss.png",
        "/charts/rates-loss.svg",
        "/report.html",
        "/results.csv",
        "/results.json",
        "/sheets/epochs-1.png",
        "/sheets/epochs-1/01.png",
        "/sheets/epochs-1/02.png",
        "/sheets/epochs-1/03.png",
        "/sheets/rates-1.png",
        "/sheets/rates-1/01.png",
        "/sheets/rates-1/02.png",
    ]
    "#);
    assert_eq!(names(&first), names(&second));
    for (a, b) in files(first.path()).iter().zip(files(second.path())) {
        assert!(
            std::fs::read(a).unwrap() == std::fs::read(&b).unwrap(),
            "{a} and {b} differ"
        );
    }
}

#[test]
fn charts_have_ink_but_not_at_their_edges() {
    for data in [
        crate::tests::study::study(),
        crate::tests::seeds::three_seeds(),
    ] {
        ink_but_not_at_edges(&data);
    }
}

fn ink_but_not_at_edges(data: &StudyData) {
    let folder = tempfile::tempdir().unwrap();
    write(data, &[], &|_, _| None, folder.path()).unwrap();
    for name in ["rates-loss", "rates-difference", "rates-errors"] {
        let chart = pixels(&folder.path().join(format!("charts/{name}.png")));
        let (width, height) = chart.dimensions();
        let is_white = |x: u32, y: u32| chart.get_pixel(x, y).0 == [255, 255, 255];
        // Whatever is cut off would touch an edge.
        for x in 0..width {
            assert!(
                is_white(x, 0) && is_white(x, height - 1),
                "{name}: ink at the edge, x = {x}"
            );
        }
        for y in 0..height {
            assert!(
                is_white(0, y) && is_white(width - 1, y),
                "{name}: ink at the edge, y = {y}"
            );
        }
        let ink = chart
            .pixels()
            .filter(|pixel| pixel.0 != [255, 255, 255])
            .count();
        assert!(ink > 10_000, "{name}: {ink}");
        // The base is red in the comparison.
        assert!(
            chart.pixels().any(|pixel| pixel.0 == [255, 0, 0]),
            "{name}: no red line"
        );
    }
}

#[test]
fn landmarks_are_where_they_belong_over_the_face() {
    let folder = tempfile::tempdir().unwrap();
    let crop = |run: &RunRecord, _: &_| {
        let size = run.config.data.input_size;
        Some(GrayImage::from_pixel(
            size as u32,
            size as u32,
            image::Luma([40]),
        ))
    };
    write(&crate::tests::study::study(), &[], &crop, folder.path()).unwrap();
    let face = pixels(&folder.path().join("sheets/rates-1/01.png"));
    let (side, _) = face.dimensions();
    let at = |x: f64, y: f64| {
        let zoom = f64::from(side) / 224.0;
        face.get_pixel((x * zoom) as u32, (y * zoom) as u32).0
    };
    // Face 2: its first point is at (62, 60), the base's prediction two pixels to the right covers
    // half of it, and the high rate's thirty.
    assert_eq!(at(64.0, 60.0), [255, 0, 0], "the base's red");
    assert_eq!(at(61.0, 60.0), [0, 200, 0], "the ground truth's green");
    assert_eq!(
        at(62.0 + 30.0 + 64.0, 60.0),
        [255, 235, 0],
        "the high rate's yellow"
    );
    assert_eq!(at(20.0, 200.0), [40, 40, 40], "the face");
}

#[test]
fn the_page_stands_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let written = write(
        &crate::tests::study::study(),
        &[],
        &|_, _| None,
        folder.path(),
    )
    .unwrap();
    let page = std::fs::read_to_string(written.page).unwrap();
    for outside in ["src=\"", "href=\"http", "url(http", "@import"] {
        assert!(!page.contains(outside), "the page reaches for {outside}");
    }
    for text in [
        "Is 0.1 too high?",
        "empty frame",
        "diverged in epoch 4",
        "train.learning_rate",
    ] {
        assert!(page.contains(text), "{text} is missing");
    }
    assert!(!page.contains("drawn by the tool itself"));
}

#[test]
fn drawn_faces_are_announced_on_the_page_the_charts_and_the_sheets() {
    let mut data = crate::tests::study::study();
    data.study.data.kind = faceoff_record::DataKind::Drawn;
    let folder = tempfile::tempdir().unwrap();
    write(&data, &[], &|_, _| None, folder.path()).unwrap();
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("were drawn by the tool itself"));
    // One note a chart, which is an image too, and one in the head; those of maps of landmarks' errors
    // and of sheets are in their images.
    assert_eq!(page.matches("Faces drawn by the tool").count(), 3 + 1);
    let map = folder.path().join("charts/rates-landmarks.svg");
    let map = std::fs::read_to_string(map).unwrap();
    assert!(map.contains("Faces drawn by the tool"));
    for name in ["rates", "epochs"] {
        let comparison = comparison(name);
        let sheet = sheet(&data, &comparison, &comparison.overlays[0], &|_, _| None).unwrap();
        assert!(sheet.small_print()[0].contains("Faces drawn by the tool"));
    }
}

#[test]
fn titles_cannot_break_the_page() {
    let mut data = crate::tests::study::study();
    let evil = "<script>alert(1)</script> & \"co\"";
    for comparison in &mut data.study.comparisons {
        comparison.title = evil.to_owned();
        comparison.overlays[0].title = evil.to_owned();
        if let Some(chart) = &mut comparison.loss_chart {
            chart.title = evil.to_owned();
        }
        comparison.entries[0].label = Some(evil.to_owned());
    }
    let folder = tempfile::tempdir().unwrap();
    write(&data, &[], &|_, _| None, folder.path()).unwrap();
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(!page.contains("<script>alert"));
}

#[test]
fn what_a_report_no_longer_has_is_removed() {
    let mut data = crate::tests::study::study();
    let folder = tempfile::tempdir().unwrap();
    write(&data, &[], &|_, _| None, folder.path()).unwrap();
    let kept = folder.path().join("charts/notes.txt");
    std::fs::write(&kept, "mine").unwrap();
    data.study
        .comparisons
        .retain(|comparison| comparison.name == "epochs");
    write(&data, &[], &|_, _| None, folder.path()).unwrap();
    let left = files(&folder.path().join("charts"));
    assert!(left.iter().all(|path| !path.contains("rates")), "{left:?}");
    assert!(left.contains(&kept.to_string_lossy().into_owned()));
    assert!(!folder.path().join("sheets/rates-1").exists());
}
