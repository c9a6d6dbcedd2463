//! Whole sets: what `write` leaves in a folder, and what it refuses.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use faceoff_data::FaceSet;
use faceoff_synth::{Error, Options, listed, marker, write};

fn options(seed: u64) -> Options {
    Options {
        people: 3,
        videos_per_person: 2,
        frames_per_video: 2,
        test_frames_per_video: 1,
        seed,
    }
}

/// Every file below a folder, by its path in it.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for sub in ["", "training", "test"] {
        for entry in fs::read_dir(folder.join(sub)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn drawn(options: &Options, threads: usize) -> BTreeMap<String, Vec<u8>> {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("faces");
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap();
    pool.install(|| write(&folder, options, &|_| ())).unwrap();
    contents(&folder)
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let one = drawn(&options(4), 1);
    assert_eq!(one.len(), 18 + 3, "images, two tables, the marker");
    assert!(one == drawn(&options(4), 3));
}

#[test]
fn another_seed_draws_other_faces() {
    let (one, other) = (drawn(&options(4), 2), drawn(&options(5), 2));
    let images = |set: &BTreeMap<String, Vec<u8>>| -> Vec<Vec<u8>> {
        set.iter()
            .filter(|(name, _)| name.ends_with(".jpg"))
            .map(|(_, bytes)| bytes.clone())
            .collect()
    };
    let other = images(&other);
    assert!(images(&one).iter().all(|image| !other.contains(image)));
}

#[test]
fn images_do_not_depend_on_how_many_others_are_drawn() {
    let few = drawn(&options(4), 2);
    let many = drawn(
        &Options {
            people: 5,
            videos_per_person: 3,
            ..options(4)
        },
        2,
    );
    for (name, bytes) in few.iter().filter(|(name, _)| name.ends_with(".jpg")) {
        assert!(many.get(name) == Some(bytes), "{name}");
    }
}

#[test]
fn a_drawn_set_is_read_like_the_distributed_one() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("deep/faces");
    let seen = AtomicUsize::new(0);
    let summary = write(&folder, &options(0), &|progress| {
        assert_eq!(progress.of, 18);
        seen.fetch_max(progress.done, Ordering::Relaxed);
    })
    .unwrap();
    assert_eq!((summary.train_images, summary.test_images), (12, 6));
    assert_eq!(seen.into_inner(), 18);

    let set = FaceSet::open(&folder, &parent.path().join("cache"), &|_| ()).unwrap();
    let read = set.summary();
    assert_eq!((read.train_images, read.test_images), (12, 6));
    assert_eq!(
        (read.train_people, read.test_people, read.shared_people),
        (3, 3, 3)
    );
    for face in set.train.iter().chain(&set.test) {
        let person = face.person.as_deref().unwrap();
        assert!(person.starts_with("Drawn_Person_00"), "{person}");
        assert!(face.video.unwrap() < 2 && face.frame.unwrap() < 3);
        for point in face.landmarks.chunks_exact(2) {
            assert!((0.0..face.width as f32).contains(&point[0]));
            assert!((0.0..face.height as f32).contains(&point[1]));
        }
    }
    // What is drawn is known before.
    let drawn = set.train.iter().map(|face| (false, face));
    let drawn = drawn.chain(set.test.iter().map(|face| (true, face)));
    let drawn = drawn.map(|(test, face)| (test, face.file.clone(), face.person.clone()));
    let mut known: Vec<_> = listed(&options(0)).unwrap();
    known.sort_by(|a, b| (a.test, &a.file).cmp(&(b.test, &b.file)));
    let known = known
        .into_iter()
        .map(|image| (image.test, image.file, image.person));
    assert!(drawn.eq(known));
    // Nothing is left of the drawing beside the set.
    let beside: Vec<_> = fs::read_dir(folder.parent().unwrap()).unwrap().collect();
    assert_eq!(beside.len(), 1);
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    fs::write(&file, "mine").unwrap();
    let refused = write(folder.path(), &options(0), &|_| ());
    assert!(
        matches!(
            refused,
            Err(Error::Data(faceoff_data::Error::Occupied { .. }))
        ),
        "{refused:?}"
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn an_empty_folder_is_filled() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &Options {
            people: 1,
            ..options(0)
        },
        &|_| (),
    )
    .unwrap();
    assert!(folder.path().join("training").is_dir());
}

#[test]
fn options_out_of_range_are_refused_before_anything_is_written() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("faces");
    for (wrong, message) in [
        (
            Options {
                people: 0,
                ..options(0)
            },
            "cannot draw with people = 0; expected at least 1",
        ),
        (
            Options {
                frames_per_video: 0,
                ..options(0)
            },
            "cannot draw with frames per video = 0; expected at least 1",
        ),
        (
            Options {
                videos_per_person: 11,
                ..options(0)
            },
            "cannot draw with videos per person = 11; expected 1 to 10, since file names have one digit for the video",
        ),
        (
            Options {
                people: 100_000,
                ..options(0)
            },
            "cannot draw 100000 people in 2 videos of 3 frames each; expected at most 100000 images in all",
        ),
        (
            Options {
                people: u32::MAX as usize,
                test_frames_per_video: u32::MAX as usize,
                ..options(0)
            },
            "cannot draw 4294967295 people in 2 videos of 4294967297 frames each; expected at most 100000 images in all",
        ),
    ] {
        let error = write(&folder, &wrong, &|_| ()).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(!folder.exists());
    }
}

#[test]
fn the_marker_says_what_was_drawn() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("faces");
    assert_eq!(marker(&folder).unwrap(), None, "no folder");
    assert_eq!(marker(parent.path()).unwrap(), None, "no marker");
    write(&folder, &options(9), &|_| ()).unwrap();
    assert_eq!(marker(&folder).unwrap().unwrap().options, options(9));
}

#[test]
fn a_marker_that_is_not_understood_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("drawn-faces.json");
    for (text, expected) in [
        (
            r#"{"format": 99, "faces": 3}"#,
            "expected format 2, found 99",
        ),
        (r#"{"about": "faces"}"#, "expected format 2, found none"),
        (
            r#"{"format": 2, "about": "", "options": {"people": 1}}"#,
            "missing field",
        ),
        ("not a marker", "expected ident"),
    ] {
        fs::write(&file, text).unwrap();
        let error = marker(folder.path()).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
}
