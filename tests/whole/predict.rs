//! Landmarks on photographs, by networks that were trained here.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use image::imageops::replace;
use image::{ImageFormat, RgbImage};
use serde_json::Value;

use crate::desk::{Desk, Ran};

/// A desk with `base` and `sgd` trained on few faces, and the files of its test images.
fn trained() -> (Desk, Vec<PathBuf>) {
    let desk = Desk::new();
    desk.draw_faces();
    desk.run(&["run", "sgd", "--data", "faces", "--scale", "tiny"])
        .succeeds();
    let files = std::fs::read_dir(desk.path("faces/test")).unwrap();
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    (desk, files)
}

fn open(path: &Path) -> RgbImage {
    let bytes = std::fs::read(path).unwrap();
    image::load_from_memory(&bytes).unwrap().to_rgb8()
}

/// What was predicted: the image, the network and its landmarks.
fn rows(csv: &str) -> Vec<(String, String, Vec<f64>)> {
    let mut lines = csv.lines();
    let head = lines.next().unwrap();
    assert!(
        head.starts_with("image,experiment,x0,y0,x1,") && head.ends_with(",x67,y67"),
        "{head}"
    );
    let row = |line: &str| {
        let mut fields = line.split(',').map(str::to_owned);
        let names = (fields.next().unwrap(), fields.next().unwrap());
        let numbers: Vec<f64> = fields.map(|number| number.parse().unwrap()).collect();
        assert_eq!(numbers.len(), 136);
        (names.0, names.1, numbers)
    };
    lines.map(row).collect()
}

#[test]
fn landmarks_come_out_in_pixels_of_the_photograph() {
    let (desk, files) = trained();
    let face = open(&files[0]);
    let (width, height) = face.dimensions();
    let alone = desk
        .run(&["predict", "base", files[0].to_str().unwrap()])
        .succeeds();
    let alone = rows(&alone.out);
    assert_eq!(alone.len(), 1);
    // Within the image, and not all in one place.
    let x = alone[0].2.iter().step_by(2);
    let (low, high) = x.fold((f64::MAX, f64::MIN), |(low, high), x| {
        (low.min(*x), high.max(*x))
    });
    assert!(
        0.0 < low && low + 5.0 < high && high < f64::from(width),
        "{low} {high}"
    );

    // The same face elsewhere in a larger photograph, and beyond its edges.
    for (left, top) in [(37, 52), (0, 0)] {
        let mut photo = RgbImage::from_pixel(width + 90, height + 70, image::Rgb([9, 200, 40]));
        replace(&mut photo, &face, left, top);
        photo
            .save_with_format(desk.path("photo.png"), ImageFormat::Png)
            .unwrap();
        let place = format!("{left},{top},{width},{height}");
        let ran = desk
            .run(&["predict", "base", "photo.png", "--box", &place])
            .succeeds();
        for (place, (there, here)) in rows(&ran.out)[0].2.iter().zip(&alone[0].2).enumerate() {
            let moved = here + [left, top][place % 2] as f64;
            assert!((there - moved).abs() < 0.02, "{there} {moved}");
        }
        assert!(desk.path("predictions/photo.png").is_file());
    }
    // Twice as large, every landmark is twice as far: grey lies between pixels now, so nearly.
    let twice = image::imageops::resize(&face, 2 * width, 2 * height, image::imageops::Nearest);
    twice
        .save_with_format(desk.path("twice.png"), ImageFormat::Png)
        .unwrap();
    let ran = desk
        .run(&["predict", "base", "twice.png", "--no-overlays"])
        .succeeds();
    for (there, here) in rows(&ran.out)[0].2.iter().zip(&alone[0].2) {
        let expected = (here + 0.5) * 2.0 - 0.5;
        assert!((there - expected).abs() < 2.0, "{there} {expected}");
    }
    assert!(!desk.path("predictions/twice.png").exists());
}

#[test]
fn several_networks_predict_folders_and_streams() {
    let (desk, files) = trained();
    let asked = [
        "predict",
        "base@2",
        "faces/test",
        "--compare",
        "sgd",
        "--out",
        "drawn",
    ];
    let ran = desk.run(&asked).succeeds();
    let found = rows(&ran.out);
    assert_eq!(found.len(), 2 * files.len());
    let networks: Vec<&str> = found.iter().take(2).map(|row| row.1.as_str()).collect();
    assert!(
        networks[0] == "base@2" && networks[1].starts_with("sgd@"),
        "{networks:?}"
    );
    assert_ne!(found[0].2, found[1].2);
    let drawn = std::fs::read_dir(desk.path("drawn")).unwrap().count();
    assert_eq!(drawn, files.len());
    assert!(
        ran.err.contains(&format!("{} images, ", files.len())),
        "{}",
        ran.err
    );

    // What a camera sends.
    let mut stream = Vec::new();
    for file in &files[..2] {
        let mut bytes = Vec::new();
        open(file)
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg)
            .unwrap();
        stream.extend(bytes);
    }
    let arguments = ["predict", "base", "-", "--json", "--no-overlays"];
    let mut child = desk
        .command(&arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&stream).unwrap();
    let ran = Ran::new(&arguments, child.wait_with_output().unwrap()).succeeds();
    let lines = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let lines: Vec<Value> = lines.collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[1]["image"], "frame-000002");
    assert_eq!(lines[1]["landmarks"].as_array().unwrap().len(), 68);
}

#[test]
fn what_cannot_predict_or_be_predicted_is_said() {
    let (desk, files) = trained();
    let file = files[0].to_str().unwrap();
    for (arguments, words) in [
        (&["predict", "bas", file][..], "did you mean `base`?"),
        (
            &["predict", "base@3", file],
            "no network of `base` was kept after 3 epochs",
        ),
        (
            &["predict", "dropout", file],
            "`dropout` is not trained yet",
        ),
        (
            &["predict", "base", "nothing.png"],
            "nothing.png is no image",
        ),
        (
            &["predict", "base", "experiments"],
            "experiments is no image and no folder with images",
        ),
        (
            &["predict", "base", file, "--box", "1,2,3"],
            "four whole numbers",
        ),
    ] {
        let ran = desk.run(arguments).fails_with(2);
        assert!(ran.err.contains(words), "{arguments:?}\n{}", ran.err);
    }
    desk.write("broken.png", "no image");
    let ran = desk
        .run(&["predict", "base", "broken.png", file])
        .fails_with(1);
    assert!(
        ran.err.contains("1 of 2 images cannot be read"),
        "{}",
        ran.err
    );
    assert_eq!(
        rows(&ran.out).len(),
        1,
        "the other is predicted all the same"
    );

    // As in a clone, whose records came without networks.
    for run in std::fs::read_dir(desk.path("results/runs")).unwrap() {
        std::fs::remove_dir_all(run.unwrap().path().join("snapshots")).unwrap();
    }
    let ran = desk.run(&["predict", "base", file]).fails_with(2);
    let command = "faceoff run base --scale tiny --results trained-here";
    assert!(ran.err.contains(command), "{}", ran.err);
}
