//! Who is on the images: what says so, and what is done where nothing does.

mod common;

use common::{Folder, grey, points};
use faceoff_data::{Error, FaceSet, check};
use faceoff_spec::{DataSpec, Person, Split};

/// A data set with a training image for each of `training` and a test image for each of `test`.
fn set(training: &[String], test: &[String]) -> Folder {
    let mut folder = Folder::new();
    let names = training.iter().map(|name| ("training", name));
    for (place, (set, name)) in names
        .chain(test.iter().map(|name| ("test", name)))
        .enumerate()
    {
        if let Some((inner, _)) = name.rsplit_once('/') {
            std::fs::create_dir_all(folder.path().join(set).join(inner)).unwrap();
        }
        folder.image(set, name, &grey(80, 80, place as u32));
        folder.row(set, name, &points(5.0));
    }
    folder.write();
    folder
}

fn numbered(beginning: &str, from: usize, count: usize) -> Vec<String> {
    (from..from + count)
        .map(|number| format!("{beginning}{number:04}.png"))
        .collect()
}

/// As LFPW names its images.
fn lfpw() -> Folder {
    set(&numbered("image_", 1, 9), &numbered("image_", 101, 5))
}

fn described(folder: &Folder, text: &str) {
    std::fs::write(folder.path().join("dataset.toml"), text).unwrap();
}

fn people(set: &FaceSet) -> Vec<Option<&str>> {
    let faces = set.train.iter().chain(&set.test);
    faces.map(|face| face.person.as_deref()).collect()
}

fn words(folder: &Folder) -> String {
    check(&folder.path(), &|_| {}).unwrap().people
}

#[test]
fn numbers_are_no_people() {
    let folder = lfpw();
    let set = folder.open();
    assert!(people(&set).iter().all(Option::is_none));
    assert!(!set.names_people());
    let summary = set.summary();
    assert_eq!(
        (
            summary.train_people,
            summary.test_people,
            summary.shared_people
        ),
        (0, 0, 0)
    );
    let report = check(&folder.path(), &|_| {}).unwrap();
    assert_eq!(
        report.people,
        "each image stands for itself, as file names name nobody; a column `person` in the tables or \
         `people` in dataset.toml says who is who"
    );
    assert_eq!(
        (report.training.people, report.training.videos),
        (None, None)
    );
    assert!(report.findings.is_empty(), "{report}");
}

#[test]
fn names_of_people_are_people() {
    let folder = Folder::of_people(3);
    assert!(people(&folder.open()).contains(&Some("Person_02")));
    assert_eq!(words(&folder), "taken from file names, 3");
}

/// An image may be called like one of the other set, which then is another image.
#[test]
fn a_split_by_person_is_by_image_where_nothing_names_people() {
    let folder = set(&numbered("image_", 1, 9), &numbered("image_", 5, 5));
    let spec = |test_fraction| DataSpec {
        split: Split::Person(Person {
            test_fraction,
            validation_fraction: 0.0,
            seed: 3,
        }),
        ..common::spec(224)
    };
    let split = folder.open().select(&spec(0.5)).unwrap();
    assert_eq!((split.train.len(), split.test.len()), (7, 7));
    let all: Vec<&str> = split
        .train
        .iter()
        .chain(&split.test)
        .map(|face| &*face.file)
        .collect();
    let kinds: std::collections::BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(kinds.len(), 14);
}

#[test]
fn the_data_set_says_who_is_who() {
    let names = |a: &str, b: &str| {
        let training = [numbered(a, 1, 2), numbered(b, 1, 2)].concat();
        (training, [numbered(a, 3, 1), numbered(b, 3, 1)].concat())
    };
    let (training, test) = names("anna/", "bert/");
    let folders = set(&training, &test);
    described(&folders, "people = \"folder\"\n");
    let anna_and_bert = ["anna", "anna", "bert", "bert", "anna", "bert"].map(Some);
    assert_eq!(people(&folders.open()), anna_and_bert);
    assert_eq!(words(&folders), "taken from folders, 2");

    let (training, test) = names("x-anna-", "x-bert-");
    let pattern = set(&training, &test);
    described(
        &pattern,
        "people = { kind = \"pattern\", pattern = '^x-(?<person>[a-z]+)-' }\n",
    );
    assert_eq!(people(&pattern.open()), anna_and_bert);
    let said = "taken from file names by the pattern `^x-(?<person>[a-z]+)-`, 2";
    assert_eq!(words(&pattern), said);

    let (training, test) = names("anna_", "bert_");
    let forced = set(&training, &test);
    assert!(!forced.open().names_people());
    described(&forced, "people = \"names\"\n");
    assert_eq!(people(&forced.open()), anna_and_bert);

    let alone = Folder::of_people(2);
    described(&alone, "people = \"images\"\n");
    assert!(!alone.open().names_people());
    assert_eq!(
        words(&alone),
        "each image stands for itself, as dataset.toml says"
    );
}

/// Adds a column called `name` in front of the coordinates of both tables.
fn with_column(folder: &Folder, name: &str, cell: impl Fn(usize) -> &'static str) {
    for table in ["training_frames_keypoints.csv", "test_frames_keypoints.csv"] {
        let path = folder.path().join(table);
        let text = std::fs::read_to_string(&path).unwrap();
        let line = |(at, line): (usize, &str)| {
            let (file, rest) = line.split_once(',').unwrap();
            let cell = if at == 0 { name } else { cell(at) };
            format!("{file},{cell},{rest}")
        };
        let lines: Vec<String> = text.lines().enumerate().map(line).collect();
        std::fs::write(path, lines.join("\n")).unwrap();
    }
}

#[test]
fn a_column_says_who_is_who() {
    let cell = |at: usize| ["Ann", "Bo", ""][at % 3];
    let expected = [Some("Bo"), None, Some("Ann"), Some("Bo"), Some("Bo"), None];
    for (name, own) in [
        ("person", ""),
        ("Subject", ""),
        ("who", "people = { kind = \"column\", column = \"who\" }\n"),
    ] {
        let folder = set(&numbered("image_", 1, 4), &numbered("image_", 11, 2));
        with_column(&folder, name, cell);
        described(&folder, own);
        assert_eq!(people(&folder.open()), expected, "{name}");
        let said = format!(
            "taken from column `{name}`, 2; 2 images without a person stand for themselves"
        );
        assert_eq!(words(&folder), said);
    }
    let folder = set(&numbered("image_", 1, 4), &numbered("image_", 11, 2));
    with_column(&folder, "subjekt", cell);
    described(
        &folder,
        "people = { kind = \"column\", column = \"subject\" }\n",
    );
    let error = FaceSet::open(&folder.path(), &folder.cache(), &|_| {})
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with(
            "training_frames_keypoints.csv:1: no column `subject`, which dataset.toml names for people, \
             did you mean `subjekt`?"
        ),
        "{error}"
    );
    let report = check(&folder.path(), &|_| {}).unwrap();
    assert!(!report.usable());
}

#[test]
fn mistakes_in_the_own_file_are_shown_where_they_are() {
    let folder = lfpw();
    for (text, expected) in [
        ("peopel = \"names\"\n", "did you mean `people`?"),
        ("people = \"nmaes\"\n", "did you mean `names`?"),
        (
            "people = { kind = \"pattern\", pattern = \"(\" }\n",
            "a regular expression with a group called `person`",
        ),
        ("people = { kind = \"folder\", level = 0 }\n", "from 1 to 4"),
        ("people = {\n", "not valid TOML"),
    ] {
        described(&folder, text);
        let error = FaceSet::open(&folder.path(), &folder.cache(), &|_| {}).unwrap_err();
        assert!(matches!(error, Error::Description(_)) && error.is_mistake());
        let message = error.to_string();
        assert!(message.contains(expected), "{message}");
        assert!(message.contains("dataset.toml:1:"), "{message}");
    }
}

/// Runs are found by the data's content: who is on the images counts where file names alone would
/// have said something else.
#[test]
fn other_people_are_another_data_set_and_the_same_are_not() {
    let folder = Folder::of_people(3);
    let before = folder.open().fingerprint().to_owned();
    described(&folder, "people = \"names\"\n");
    assert_eq!(folder.open().fingerprint(), before);
    described(&folder, "people = \"images\"\n");
    assert_ne!(folder.open().fingerprint(), before);
    // Plain numbers were people of their own from the first.
    let plain = set(&numbered("", 1, 4), &numbered("", 11, 2));
    let before = plain.open().fingerprint().to_owned();
    described(
        &plain,
        "people = { kind = \"pattern\", pattern = '(?<person>.+)\\.png' }\n",
    );
    assert_eq!(plain.open().fingerprint(), before);
}
