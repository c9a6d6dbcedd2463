//! Tables as spreadsheets, pandas and people write them: each is the same data set as the usual one,
//! or it is said why it cannot be told.

mod common;

use common::{Folder, grey, points};
use faceoff_data::{CheckReport, FaceSet, Severity, check};

const NAMES: [(&str, &str); 4] = [
    ("training", "Zoë_Ann_00.png"),
    ("training", "Zoë_Ann_01.png"),
    ("training", "Bob_Ray_00.png"),
    ("test", "Cem_Kaya_00.png"),
];

/// Three training images and a test image, each with landmarks of its own.
fn usual() -> Folder {
    let mut folder = Folder::new();
    for (place, (set, name)) in NAMES.into_iter().enumerate() {
        folder.image(set, name, &grey(90, 90, place as u32));
        folder.row(set, name, &points(5.5 + place as f32));
    }
    folder.write();
    folder
}

fn table(folder: &Folder) -> std::path::PathBuf {
    folder.path().join("training_frames_keypoints.csv")
}

fn checked(folder: &Folder) -> CheckReport {
    check(&folder.path(), &|_| {}).unwrap()
}

/// The usual set with its training table changed.
fn changed(change: impl Fn(&str) -> Vec<u8>) -> Folder {
    let folder = usual();
    let text = std::fs::read_to_string(table(&folder)).unwrap();
    std::fs::write(table(&folder), change(&text)).unwrap();
    folder
}

/// Every line of a table changed, the header too.
fn lines(text: &str, change: impl Fn(usize, &str) -> String) -> Vec<u8> {
    let lines = text.lines().enumerate().map(|(at, line)| change(at, line));
    let lines: Vec<String> = lines.collect();
    (lines.join("\n") + "\n").into_bytes()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(unit)
        .collect()
}

type Change = fn(&str) -> Vec<u8>;

const DIALECTS: [(&str, Change, &[&str]); 20] = [
    (
        "semicolons and decimal commas",
        |text| {
            text.replace(',', ";")
                .replace('.', ",")
                .replace(",png", ".png")
                .into()
        },
        &["read with semicolons and decimal commas"],
    ),
    (
        "semicolons",
        |text| text.replace(',', ";").into(),
        &["read with semicolons"],
    ),
    (
        "tabs",
        |text| text.replace(',', "\t").into(),
        &["read with tabs"],
    ),
    (
        "tabs and decimal commas",
        |text| {
            text.replace(',', "\t")
                .replace('.', ",")
                .replace(",png", ".png")
                .into()
        },
        &["read with tabs and decimal commas"],
    ),
    (
        "spaces",
        |text| text.replace(',', "  ").into(),
        &["read with spaces"],
    ),
    (
        "an index column",
        |text| {
            lines(text, |at, line| match at {
                0 => format!(",Unnamed: 0{line}"),
                at => format!("{},{line}", at - 1),
            })
        },
        &["read with an index column in front"],
    ),
    (
        "an index column that the header leaves out",
        |text| {
            lines(text, |at, line| match at {
                0 => line.to_owned(),
                at => format!("{at},{line}"),
            })
        },
        &["read with an index column in front"],
    ),
    (
        "trailing commas",
        |text| lines(text, |_, line| format!("{line},")),
        &["read with an empty column at the end"],
    ),
    (
        "trailing commas below the header",
        |text| {
            lines(text, |at, line| {
                format!("{line}{}", if at > 0 { ",," } else { "" })
            })
        },
        &["read with an empty column at the end"],
    ),
    (
        "a comment first",
        |text| format!("# made with a tool\n{text}").into(),
        &["read with line 1 left out"],
    ),
    (
        "comments within",
        |text| text.replacen("\nZoë", "\n# Zoë\n# twice\nZoë", 1).into(),
        &["read with 2 lines left out, line 2 the first"],
    ),
    (
        "the separator named first",
        |text| format!("sep=;\n{}", text.replace(',', ";")).into(),
        &["read with semicolons and line 1 left out"],
    ),
    (
        "blank lines",
        |text| (text.replace('\n', "\n\n") + ",,,,\n").into(),
        &[],
    ),
    ("CRLF", |text| text.replace('\n', "\r\n").into(), &[]),
    ("CR", |text| text.replace('\n', "\r").into(), &[]),
    (
        "quotes",
        |text| {
            lines(text, |_, line| {
                let cells: Vec<String> =
                    line.split(',').map(|cell| format!("\"{cell}\"")).collect();
                cells.join(", ").replace(", ", ",")
            })
        },
        &[],
    ),
    (
        "a mark in front",
        |text| format!("\u{feff}{text}").into(),
        &[],
    ),
    (
        "UTF-16, little end",
        |text| utf16(text, u16::to_le_bytes),
        &["read as UTF-16"],
    ),
    (
        "UTF-16, big end, with tabs",
        |text| utf16(&text.replace(',', "\t"), u16::to_be_bytes),
        &["read as UTF-16, with tabs"],
    ),
    (
        "Latin-1",
        |text| text.chars().map(|c| c as u8).collect(),
        &["read as Latin-1"],
    ),
];

#[test]
fn tables_are_read_as_people_write_them() {
    let expected = usual().open();
    for (name, change, words) in DIALECTS {
        let folder = changed(change);
        let report = checked(&folder);
        assert!(report.usable(), "{name}: {report}");
        assert_eq!(folder.open(), expected, "{name}");
        assert_eq!(
            (report.training.rows, report.training.labelled),
            (3, 3),
            "{name}"
        );
        let read = |words: &&str| format!("training_frames_keypoints.csv: {words}");
        let words: Vec<String> = words.iter().map(read).collect();
        assert_eq!(report.training.readings, words, "{name}");
        for line in words {
            assert!(
                report.to_string().lines().any(|said| said == line),
                "{name}"
            );
        }
    }
}

/// The cells of a line in another order, `file` among them.
fn reordered(text: &str, header: impl Fn(usize) -> String, order: &[usize]) -> Vec<u8> {
    lines(text, |at, line| {
        let cells: Vec<String> = match at {
            0 => order.iter().map(|&column| header(column)).collect(),
            _ => {
                let cells: Vec<&str> = line.split(',').collect();
                order
                    .iter()
                    .map(|&column| cells.get(column).unwrap_or(&"7").to_string())
                    .collect()
            }
        };
        cells.join(",")
    })
}

#[test]
fn columns_are_told_by_their_names() {
    let named = |column: usize| match column {
        0 => "image".to_owned(),
        137 => "width".to_owned(),
        column => format!("{}{}", ["x", "y"][(column - 1) % 2], (column - 1) / 2),
    };
    let usual_order: Vec<usize> = (0..137).collect();
    let at_the_end: Vec<usize> = (1..137).chain([0]).collect();
    let x_then_y: Vec<usize> = [0]
        .into_iter()
        .chain((1..137).step_by(2))
        .chain((2..137).step_by(2))
        .collect();
    let with_width: Vec<usize> = [0, 137].into_iter().chain(1..137).collect();
    let expected = usual().open();
    for (order, words) in [
        (usual_order, None),
        (at_the_end, Some("read with file names in column 137")),
        (x_then_y, Some("read with x and y as the header names them")),
        (with_width, Some("read with column `width` left out")),
    ] {
        let folder = changed(|text| reordered(text, named, &order));
        assert_eq!(folder.open(), expected, "{words:?}");
        let readings = checked(&folder).training.readings;
        let words = words.map(|words| format!("training_frames_keypoints.csv: {words}"));
        assert_eq!(readings, words.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn what_cannot_be_told_is_refused_in_a_short_sentence() {
    type Case = (&'static str, Change, &'static str, &'static str);
    let cases: [Case; 6] = [
        (
            "decimal commas between commas",
            |text| text.replace('.', ",").replace(",png", ".png").into(),
            "found 273; with decimal commas, semicolons or tabs have to stand between the columns",
            "wrong_columns",
        ),
        (
            "an Excel workbook",
            |_| b"PK\x03\x04\x14\0\x06\0".to_vec(),
            "expected a table of text (CSV), found an Excel workbook or another zip archive",
            "no_table",
        ),
        (
            "JSON",
            |_| b"[{\"image\": \"a.png\", \"keypoints\": [1, 2]}]".to_vec(),
            "expected a table of text (CSV), found JSON",
            "no_table",
        ),
        (
            "columns nobody named",
            |text| {
                lines(text, |at, line| {
                    if at == 0 {
                        line.to_owned()
                    } else {
                        format!("{line},7,8")
                    }
                })
            },
            "expected 137 columns, a file name and 136 numbers, found 139",
            "wrong_columns",
        ),
        (
            "one long line",
            |text| text.replace(',', "~").into(),
            "found 1",
            "wrong_columns",
        ),
        (
            "decimal commas among points",
            |text| text.replacen("5.5", "\"5,5\"", 1).into(),
            "x of landmark 1: expected a number, found `5,5`",
            "not_a_number",
        ),
    ];
    for (name, change, expected, kind) in cases {
        let folder = changed(change);
        let error = FaceSet::open(&folder.path(), &folder.cache(), &|_| {})
            .unwrap_err()
            .to_string();
        let message = error.replace(&folder.path().display().to_string(), "");
        assert!(message.contains(expected), "{name}: {message}");
        assert!(message.chars().count() < 240, "{name}: {message}");
        let report = checked(&folder);
        assert!(
            report.findings.iter().any(|f| f.kind == kind),
            "{name}: {report}"
        );
        for line in report.to_string().lines() {
            assert!(line.chars().count() < 240, "{name}: {line}");
        }
    }
}

#[test]
fn a_name_that_is_nearly_right_is_matched_and_said() {
    type Change = fn(&str) -> String;
    let expected = usual().open();
    let cases: [(&str, Change); 8] = [
        ("another case", |name| name.to_uppercase()),
        ("no extension", |name| name.replace(".png", "")),
        ("another extension", |name| name.replace(".png", ".jpg")),
        ("a folder in front", |name| format!("training/{name}")),
        ("backslashes", |name| format!(r"C:\faces\training\{name}")),
        ("a space", |name| name.replace(".png", " .png")),
        ("a space behind", |name| format!("{name} ")),
        ("other letters between", |name| name.replace('_', "-")),
    ];
    for (name, change) in cases {
        let folder = changed(|text| {
            lines(text, |at, line| match (at, line.split_once(',')) {
                (1.., Some((file, rest))) => format!("{},{rest}", change(file)),
                _ => line.to_owned(),
            })
        });
        assert_eq!(folder.open(), expected, "{name}");
        let report = checked(&folder);
        let found = report
            .findings
            .iter()
            .find(|f| f.kind == "other_names")
            .unwrap();
        assert_eq!((found.count, found.severity), (3, Severity::Note), "{name}");
        let first = format!(
            "training_frames_keypoints.csv:2: `{}` is `training/Zoë_Ann_00.png`",
            change("Zoë_Ann_00.png")
        );
        assert_eq!(found.examples[0], first);
        assert!(report.usable(), "{name}: {report}");
    }
}

#[test]
fn a_composed_letter_is_a_letter_and_its_accent() {
    let folder = changed(|text| text.replace('ë', "e\u{308}").into());
    assert_eq!(folder.open(), usual().open());
}

#[test]
fn names_in_doubt_are_asked_about() {
    for (change, expected) in [
        (
            ("Bob_Ray_00.png", "Bob_Rai_00.png"),
            "no file `Bob_Rai_00.png` in training, did you mean `Bob_Ray_00.png`?",
        ),
        (
            ("Bob_Ray_00.png", "Bob Ray 00"),
            "no file `Bob Ray 00` in training; it can be `Bob-Ray-00.png` or `Bob_Ray_00.png`",
        ),
    ] {
        let folder = changed(|text| text.replace(change.0, change.1).into());
        folder.image("training", "Bob-Ray-00.png", &grey(90, 90, 9));
        let error = FaceSet::open(&folder.path(), &folder.cache(), &|_| {})
            .unwrap_err()
            .to_string();
        let message = error.replace(&format!("{}/", folder.path().display()), "");
        assert_eq!(
            message,
            format!("training_frames_keypoints.csv:4: {expected}")
        );
        let report = checked(&folder);
        let found = report
            .findings
            .iter()
            .find(|f| f.kind == "missing_images")
            .unwrap();
        let question = expected
            .rsplit_once('`')
            .map_or("", |_| &expected[expected.len() - 18..]);
        assert!(
            found.examples[0].ends_with(question),
            "{}",
            found.examples[0]
        );
    }
}

#[test]
fn two_rows_never_mean_one_image() {
    let folder = changed(|text| text.replace("Zoë_Ann_01.png", "zoë_ann_00").into());
    let error = FaceSet::open(&folder.path(), &folder.cache(), &|_| {})
        .unwrap_err()
        .to_string();
    assert!(
        error
            .ends_with(":3: `Zoë_Ann_00.png` has a row in line 2; expected one row for each image"),
        "{error}"
    );
    let report = checked(&folder);
    let found = report
        .findings
        .iter()
        .find(|f| f.kind == "repeated_rows")
        .unwrap();
    assert_eq!(
        found.examples,
        ["training_frames_keypoints.csv:2 and 3: `Zoë_Ann_00.png`, also written `zoë_ann_00`"]
    );
}
