//! What a check finds in landmarks: rows from which nothing can be learned, and rows, orders and
//! units that make no face.

mod common;

use common::{Folder, encoded, grey};
use faceoff_data::{FaceSet, Severity, check};
use faceoff_landmarks::Scheme;
use image::{DynamicImage, ImageFormat};

const WIDTH: f32 = 160.0;
const HEIGHT: f32 = 180.0;

/// A face about 90 pixels wide in an image of 160×180; each number has its own size, place, turn
/// and expression.
fn face(number: usize) -> Vec<f32> {
    let own = |by: usize| (number * by % 11) as f32 / 11.0 - 0.5;
    let (scale, turn) = (0.028 + 0.004 * own(3), 0.2 * own(5));
    let mean = Scheme::face_68().mean_face().unwrap().iter().enumerate();
    mean.flat_map(|(landmark, &[x, y])| {
        let open = if landmark > 47 { 90.0 * own(7) } else { 0.0 };
        let [x, y] = [x as f32 * scale, (y as f32 + open) * scale];
        [
            80.0 + 10.0 * own(2) + x * turn.cos() - y * turn.sin(),
            90.0 + 10.0 * own(4) + x * turn.sin() + y * turn.cos(),
        ]
    })
    .map(|value| (value * 100.0).round() / 100.0)
    .collect()
}

/// What is changed in one row.
type Change = fn(&mut Vec<f32>);

/// A folder of 12 training and 5 test faces in which `change` was made to the first `count` training
/// rows.
fn folder(change: Change, count: usize) -> Folder {
    let mut folder = Folder::new();
    for number in 0..17 {
        let set = if number < 12 { "training" } else { "test" };
        let name = format!("Person{number}_Face_00.png");
        let mut row = face(number);
        if number < count {
            change(&mut row);
        }
        folder.image(
            set,
            &name,
            &grey(WIDTH as u32, HEIGHT as u32, number as u32),
        );
        let row: Vec<String> = row.iter().map(f32::to_string).collect();
        folder.row(set, &name, &row);
    }
    folder.write();
    folder
}

/// Kind, severity, set and count of all that is found, and the text of it.
fn found(folder: &Folder) -> (Vec<(&'static str, Severity, &'static str, usize)>, String) {
    let report = check(&folder.path(), &|_| {}).unwrap();
    let findings = report.findings.iter();
    let short = findings.map(|f| (f.kind, f.severity, f.set, f.count));
    (short.collect(), report.to_string())
}

fn xs_first(row: &mut Vec<f32>) {
    let [x, y] = [0, 1].map(|axis| {
        row.iter()
            .copied()
            .skip(axis)
            .step_by(2)
            .collect::<Vec<_>>()
    });
    *row = [x, y].concat();
}

fn map(row: &mut [f32], to: impl Fn([f32; 2]) -> [f32; 2]) {
    for place in row.chunks_exact_mut(2) {
        place.copy_from_slice(&to([place[0], place[1]]));
    }
}

fn put(row: &mut [f32], landmarks: std::ops::Range<usize>, to: [f32; 2]) {
    map(&mut row[2 * landmarks.start..2 * landmarks.end], |_| to);
}

#[test]
fn faces_that_are_right_are_not_spoken_of() {
    let (found, text) = found(&folder(|_| {}, 0));
    assert!(found.is_empty(), "{text}");
}

#[test]
fn every_change_is_found_in_some_rows_and_in_all() {
    use Severity::{Error, Warning};
    let changes: [(&str, &str, Change); 15] = [
        ("another_order", "all x come first, then all y", xs_first),
        ("another_order", "x0 is missing", |row| row.rotate_left(1)),
        (
            "another_order",
            "expected jaw, brows, nose, eyes, mouth",
            |row| row.rotate_left(34),
        ),
        ("another_order", "begin with jaw-9", |row| {
            row.rotate_left(16)
        }),
        ("another_order", "the landmarks come backwards", |row| {
            row.reverse();
            map(row, |[y, x]| [x, y]);
        }),
        ("mirrored", "right and left have changed places", |row| {
            map(row, |[x, y]| [WIDTH - x, y]);
        }),
        ("exchanged", "expected x before y", |row| {
            map(row, |[x, y]| [y, x])
        }),
        ("upwards", "expected y downwards", |row| {
            map(row, |[x, y]| [x, HEIGHT - y])
        }),
        ("unlike_a_face", "make no face", |row| {
            // Every second landmark of a jaw that goes wild.
            for (i, x) in row.iter_mut().step_by(4).enumerate() {
                *x = 20.0 + (i * 37 % 120) as f32;
            }
        }),
        ("unlike_a_face", "landmark 9 (jaw-9) most of all", |row| {
            put(row, 8..9, [30.0, 20.0])
        }),
        ("one_place", "(80, 90)", |row| put(row, 0..68, [80.0, 90.0])),
        ("all_outside", "160×180 pixels", |row| {
            map(row, |[x, y]| [x + 160.0, y])
        }),
        ("missing_landmarks", "6 landmarks lie at (0, 0)", |row| {
            put(row, 30..36, [0.0; 2])
        }),
        ("missing_landmarks", "1 landmark lies at (-1, -1)", |row| {
            put(row, 60..61, [-1.0; 2])
        }),
        ("missing_landmarks", "at (9999, 9999)", |row| {
            put(row, 0..2, [9999.0; 2])
        }),
    ];
    for (kind, words, change) in changes {
        let never_usable = ["one_place", "all_outside", "missing_landmarks"].contains(&kind);
        for count in [1, 12] {
            let (found, text) = found(&folder(change, count));
            let severity = if never_usable || count == 12 {
                Error
            } else {
                Warning
            };
            let expected = (kind, severity, "training", count);
            assert!(found.contains(&expected), "{kind}, {words}: {text}");
            assert!(text.contains(words), "{kind}, {words}: {text}");
            let row = "training_frames_keypoints.csv:2: `training/Person0_Face_00.png`";
            assert!(text.contains(row), "{kind}, {words}: {text}");
            // Nothing else is said of the landmarks, except that they or their set are not there.
            let expected = [kind, "points_outside", "no_usable_image", "no_length"];
            let mut others = found.iter().map(|other| other.0);
            let other = others.find(|other| !expected.contains(other));
            assert_eq!(other, None, "{kind}, {words}: {text}");
        }
    }
}

#[test]
fn a_set_in_another_unit_is_an_error() {
    let changes: [(&str, Change); 4] = [
        ("from 0 to 1; multiply x by the width", |row| {
            map(row, |[x, y]| [x / WIDTH, y / HEIGHT]);
        }),
        ("from -1 to 1", |row| {
            map(row, |[x, y]| {
                [2.0 * x / WIDTH - 1.0, 2.0 * y / HEIGHT - 1.0]
            })
        }),
        ("(p - 100) / 50", |row| {
            map(row, |[x, y]| {
                [(x * 1.56 - 113.0) / 50.0, (y * 1.56 - 113.0) / 50.0]
            });
        }),
        ("percentages", |row| {
            map(row, |[x, y]| [100.0 * x / WIDTH, 100.0 * y / HEIGHT])
        }),
    ];
    for (words, change) in changes {
        let (found, text) = found(&folder(change, 12));
        assert!(
            found.contains(&("not_pixels", Severity::Error, "training", 1)),
            "{words}: {text}"
        );
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_face_on_its_side_and_eyes_in_one_place_are_warned_of() {
    let (turned, text) = found(&folder(|row| map(row, |[x, y]| [170.0 - y, x]), 12));
    assert_eq!(
        turned,
        [("not_upright", Severity::Warning, "training", 12)],
        "{text}"
    );
    let (eyes, text) = found(&folder(
        |row| {
            let inner = [row[2 * 45], row[2 * 45 + 1]];
            put(row, 36..37, inner);
        },
        2,
    ));
    assert!(
        eyes.contains(&("no_length", Severity::Warning, "training", 2)),
        "{text}"
    );
    assert!(
        text.contains("landmark 37 (right-eye-1) and landmark 46 (left-eye-4)"),
        "{text}"
    );
}

/// What a check calls unusable is refused before training, with file and row.
#[test]
fn rows_from_which_nothing_can_be_learned_stop_the_reading() {
    let images: [(DynamicImage, &str); 3] = [
        (
            grey(15, 180, 1),
            "the image is 15×180 pixels; expected at least 16 on each side",
        ),
        (
            grey(20, 20, 1),
            "all landmarks lie outside the image of 20×20 pixels",
        ),
        (grey(12_000, 3, 1), "the image is 12000×3 pixels"),
    ];
    for (image, words) in images {
        let folder = folder(|_| {}, 0);
        folder.file(
            "test",
            "Person12_Face_00.png",
            &encoded(&image, ImageFormat::Png),
        );
        let (found, text) = found(&folder);
        assert!(
            found.iter().any(|found| found.1 == Severity::Error),
            "{text}"
        );
        let error = FaceSet::open(&folder.path(), &folder.cache(), &|_| {})
            .unwrap_err()
            .to_string();
        let row = "test_frames_keypoints.csv:2: `test/Person12_Face_00.png`: ";
        for part in [row, words] {
            assert!(error.contains(part), "{error}");
            assert!(text.contains(part), "{text}");
        }
    }
}
