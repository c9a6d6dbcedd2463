//! The cache: made once, made again when it has to be, never trusted blindly.

mod common;

use std::fs::{File, FileTimes};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use common::{Folder, grey, png, points, real, spec};
use faceoff_data::{Error, FaceSet, Listing, check};
use faceoff_spec::{DataSpec, Person, Split};

/// The set, and how many images were decoded for it.
fn open(folder: &Path, cache: &Path) -> (FaceSet, usize) {
    let decoded = AtomicUsize::new(0);
    let count = |_| {
        decoded.fetch_add(1, Ordering::Relaxed);
    };
    let set = FaceSet::open(folder, cache, &count).unwrap();
    (set, decoded.into_inner())
}

fn reopen(folder: &Folder) -> (FaceSet, usize) {
    open(&folder.path(), &folder.cache())
}

#[test]
fn a_second_start_decodes_nothing() {
    let folder = Folder::of_people(3);
    let (first, decoded) = reopen(&folder);
    assert_eq!(decoded, 12);
    let (second, decoded) = reopen(&folder);
    assert_eq!(decoded, 0);
    assert_eq!(first, second);
}

#[test]
fn a_listing_says_of_a_cached_set_what_the_set_says() {
    let folder = Folder::of_people(3);
    let listing = |skipping| Listing::cached(&folder.path(), &folder.cache(), skipping).unwrap();
    assert!(listing(false).is_none(), "nothing is cached yet");
    let (set, _) = reopen(&folder);
    let listed = listing(false).unwrap();
    assert_eq!(listed.fingerprint(), set.fingerprint());
    assert_eq!(listed.names_people(), set.names_people());
    let by_person = Split::Person(Person {
        test_fraction: 0.3,
        validation_fraction: 0.0,
        seed: 0,
    });
    for asked in [
        spec(10),
        DataSpec {
            train_images: Some(2),
            split: by_person,
            ..spec(10)
        },
    ] {
        let expected = set.select(&asked).unwrap().summary();
        assert_eq!(listed.summary(&asked).unwrap(), expected);
    }
    assert!(listing(true).is_none(), "read in another way");
    let file = folder.path().join("training/Person_00_00.jpg");
    std::fs::write(file, png(&grey(91, 92, 77))).unwrap();
    assert!(listing(false).is_none(), "an image changed");
}

#[test]
fn the_cache_is_made_again_when_a_source_changes() {
    type Change = fn(&Folder);
    let changes: [(&str, Change); 4] = [
        ("another image", |folder| {
            let bytes = png(&grey(91, 92, 77));
            folder.file("training", "Person_00_00.jpg", &bytes);
        }),
        ("another time", |folder| {
            let file = File::options()
                .write(true)
                .open(folder.path().join("training/Person_00_00.jpg"))
                .unwrap();
            let later = SystemTime::now() + Duration::from_secs(5);
            file.set_times(FileTimes::new().set_modified(later))
                .unwrap();
        }),
        ("another table", |folder| {
            let table = folder.path().join("test_frames_keypoints.csv");
            let text = std::fs::read_to_string(&table).unwrap();
            std::fs::write(&table, text.replacen("5.0", "15.5", 1)).unwrap();
        }),
        ("a row less", |folder| {
            let table = folder.path().join("training_frames_keypoints.csv");
            let text = std::fs::read_to_string(&table).unwrap();
            let rows: Vec<&str> = text.lines().collect();
            std::fs::write(&table, rows[..rows.len() - 1].join("\n")).unwrap();
        }),
    ];
    for (name, change) in changes {
        let folder = Folder::of_people(2);
        let (before, _) = reopen(&folder);
        change(&folder);
        let (after, decoded) = reopen(&folder);
        assert!(decoded > 0, "{name}");
        // A touched file is decoded again and found to be what it was.
        let same = name == "another time";
        assert_eq!(before.fingerprint() == after.fingerprint(), same, "{name}");
        assert_eq!(reopen(&folder), (after, 0), "{name}");
    }
}

/// As an archive, rsync or `touch` can leave them: another content, the size and time of before.
#[test]
fn what_a_file_holds_counts_and_not_its_time() {
    type Change = fn(&Folder) -> (std::path::PathBuf, Vec<u8>);
    let digit: Change = |folder| {
        let table = folder.path().join("training_frames_keypoints.csv");
        let text = std::fs::read_to_string(&table).unwrap();
        (table, text.replacen("5.0", "6.0", 1).into_bytes())
    };
    let image: Change = |folder| {
        let path = folder.path().join("training/Person_00_00.jpg");
        (path, png(&grey(80, 87, 0).brighten(1)))
    };
    let changes: &[Change] = if cfg!(unix) {
        &[digit, image]
    } else {
        &[digit]
    };
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let write = |path: &Path, bytes: &[u8]| {
        std::fs::write(path, bytes).unwrap();
        let file = File::options().write(true).open(path).unwrap();
        file.set_times(FileTimes::new().set_modified(time)).unwrap();
    };
    for change in changes {
        let folder = Folder::of_people(2);
        let (path, mut after) = change(&folder);
        let mut before = std::fs::read(&path).unwrap();
        // What follows the end of a PNG is not looked at.
        let length = before.len().max(after.len());
        before.resize(length, 0);
        after.resize(length, 0);
        write(&path, &before);
        let (first, _) = reopen(&folder);
        write(&path, &after);
        let (second, decoded) = reopen(&folder);
        assert!(decoded > 0, "{}", path.display());
        assert_ne!(first.fingerprint(), second.fingerprint());
        assert_eq!(reopen(&folder), (second, 0));
    }
}

#[test]
fn a_broken_cache_is_noticed_and_made_again() {
    let folder = Folder::of_people(2);
    let (whole, _) = reopen(&folder);
    let good = std::fs::read(folder.cache_file()).unwrap();
    let header = good.iter().position(|&b| b == b'\n').unwrap();
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    for (name, bytes) in [
        ("last pixel", flipped(good.len() - 1)),
        ("index", flipped(header + 20)),
        ("header", flipped(1)),
        ("truncated", good[..good.len() - 1].to_vec()),
        ("longer", [good.as_slice(), &[0]].concat()),
        ("only header", good[..=header].to_vec()),
        ("empty", vec![]),
        ("other file", vec![b'x'; 1000]),
    ] {
        std::fs::write(folder.cache_file(), bytes).unwrap();
        let (set, decoded) = reopen(&folder);
        assert_eq!(decoded, 8, "{name}");
        assert_eq!(set, whole, "{name}");
        assert_eq!(std::fs::read(folder.cache_file()).unwrap(), good, "{name}");
    }
}

#[test]
fn a_cache_of_another_version_is_made_again() {
    let folder = Folder::of_people(1);
    reopen(&folder);
    let good = std::fs::read(folder.cache_file()).unwrap();
    let start = good.iter().position(|&b| b == b':').unwrap() + 1;
    assert!(good[start].is_ascii_digit());
    let mut other = good.clone();
    other[start] = b'9';
    std::fs::write(folder.cache_file(), other).unwrap();
    assert_eq!(reopen(&folder).1, 4);
}

#[test]
fn sets_are_named_by_content_not_by_place() {
    let (one, two) = (Folder::of_people(2), Folder::of_people(2));
    assert_eq!(one.open().fingerprint(), two.open().fingerprint());
    let other = Folder::of_people(3);
    assert_ne!(one.open().fingerprint(), other.open().fingerprint());
}

#[test]
fn threads_do_not_change_what_is_read() {
    let folder = Folder::of_people(4);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let cache = tempfile::tempdir().unwrap();
        pool.install(|| open(&folder.path(), cache.path()).0)
    };
    let one = with(1);
    assert_eq!(one, with(3));
    assert!(one.train.is_sorted_by(|a, b| a.file < b.file));
}

#[test]
fn rows_that_cannot_be_used_are_refused_with_their_line() {
    for (name, cells, expected) in [
        (
            "Person_00_00.jpg",
            points(5.0)[..4].to_vec(),
            "expected 137 columns",
        ),
        (
            "Person_00_00.jpg",
            [&["x".to_owned()], &points(5.0)[1..]].concat(),
            "found `x`",
        ),
        (
            "Nobody_00_00.jpg",
            points(5.0),
            "no file `Nobody_00_00.jpg`",
        ),
    ] {
        let mut folder = Folder::of_people(1);
        folder.row("training", name, &cells);
        folder.write();
        let error = FaceSet::open(&folder.path(), &folder.cache(), &|_| {}).unwrap_err();
        assert!(matches!(error, Error::Row { line: 5, .. }), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn tables_that_would_be_read_wrongly_are_refused() {
    type Change = fn(&[&str]) -> Vec<String>;
    let cases: [(Change, u64, &str); 3] = [
        (
            |lines| lines[1..].iter().map(|line| (*line).to_owned()).collect(),
            1,
            "expected a header (an empty cell, then the numbers of the columns), found the row of \
             `Person_00_00.jpg`; write one above it",
        ),
        (
            |lines| {
                [lines, &lines[2..3]]
                    .concat()
                    .iter()
                    .map(|line| (*line).to_owned())
                    .collect()
            },
            5,
            "`Person_00_01.jpg` has a row in line 3; expected one row for each image",
        ),
        (
            |lines| vec![lines[0].to_owned()],
            1,
            "expected a row for each image below the header, found none",
        ),
    ];
    for (change, at, expected) in cases {
        let folder = Folder::of_people(1);
        let table = folder.path().join("training_frames_keypoints.csv");
        let text = std::fs::read_to_string(&table).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        std::fs::write(&table, change(&lines).join("\n")).unwrap();
        let error = FaceSet::open(&folder.path(), &folder.cache(), &|_| {}).unwrap_err();
        let Error::Row { path, line, reason } = &error else {
            panic!("{error}");
        };
        assert_eq!((path, *line, reason.as_str()), (&table, at, expected));
        assert!(!check(&folder.path(), &|_| {}).unwrap().usable(), "{error}");
    }
}

/// The images are decoded by then, so that training can go on.
#[test]
fn a_cache_that_cannot_be_written_costs_nothing_but_the_cache() {
    let folder = Folder::of_people(2);
    std::fs::write(folder.cache(), "a file where the folder should be").unwrap();
    let (set, decoded) = reopen(&folder);
    assert_eq!(decoded, 8);
    let cache = tempfile::tempdir().unwrap();
    assert_eq!(open(&folder.path(), cache.path()).0, set);
}

#[test]
fn broken_images_are_refused_by_name() {
    let folder = Folder::of_people(1);
    let whole = png(&grey(90, 90, 1));
    for bytes in [&b"not an image"[..], &whole[..whole.len() / 2], &[]] {
        folder.file("test", "Person_00_11.jpg", bytes);
        let error = FaceSet::open(&folder.path(), &folder.cache(), &|_| {}).unwrap_err();
        assert!(matches!(error, Error::Image { .. }), "{error}");
        assert!(error.to_string().contains("Person_00_11.jpg"), "{error}");
    }
}

/// Files as distributed: PNG with alpha, named `.jpg`.
#[test]
fn the_raw_sample_decodes() {
    let Some(raw) = real("youtube-faces-keypoints-raw-sample") else {
        return;
    };
    let cache = tempfile::tempdir().unwrap();
    let (set, decoded) = open(&raw, cache.path());
    assert_eq!((set.train.len(), set.test.len(), decoded), (48, 24, 72));
    assert_eq!(open(&raw, cache.path()), (set, 0));
}
