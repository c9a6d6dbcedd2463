//! Downloads from a server on this machine, good archives and bad ones.

mod server;

use std::io::{Cursor, Write};
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;
use zip::write::{SimpleFileOptions, ZipWriter};

use self::server::{Answer, Server};
use super::*;

const QUICK: Limits = Limits {
    archive: 1 << 20,
    unpacked: 1 << 20,
    files: 50,
    pauses: &[Duration::from_millis(1); 3],
};

/// What an archive holds: names and contents.
type Entries = Vec<(String, Vec<u8>)>;

fn entries(top: &str) -> Entries {
    // Incompressible, so that positions in the archive are positions in images.
    let noise = |seed: u8| {
        let mut bytes = vec![0; 5000];
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[seed]).finalize_xof().fill(&mut bytes);
        bytes
    };
    vec![
        (format!("{top}training/A_B_00.jpg"), noise(1)),
        (format!("{top}test/A_B_01.jpg"), noise(2)),
        (
            format!("{top}training_frames_keypoints.csv"),
            b"a,b\n".to_vec(),
        ),
        (format!("{top}test_frames_keypoints.csv"), b"a,c\n".to_vec()),
    ]
}

fn zip(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn good() -> Vec<u8> {
    zip(&entries(""))
}

fn place() -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("faces");
    (place, folder)
}

fn quick(url: &str, folder: &Path) -> Result<Fetched, Error> {
    fetch_within(&QUICK, url, folder, &|_| {})
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The data set is whole, and nothing but it is left.
fn assert_whole(place: &TempDir, folder: &Path) {
    assert_eq!(names_in(place.path()), ["faces"]);
    for (name, content) in entries("") {
        assert_eq!(
            std::fs::read(folder.join(&name)).unwrap(),
            content,
            "{name}"
        );
    }
}

/// The message without what differs from call to call.
fn message(error: &Error, server: &Server, place: &TempDir) -> String {
    error
        .to_string()
        .replace(&server.url, "URL")
        .replace(&place.path().display().to_string(), "PLACE")
}

#[test]
fn an_archive_is_downloaded_and_unpacked() {
    for (top, clutter) in [("", false), ("data/", false), ("data/", true)] {
        let mut held = entries(top);
        if clutter {
            held.push(("__MACOSX/data/._training".to_owned(), vec![1]));
            held.push(("data/.DS_Store".to_owned(), vec![2]));
        }
        let server = Server::new(zip(&held), Some("\"1\""), &[]);
        let (place, folder) = place();
        let last = std::cell::Cell::new(None);
        let fetched = fetch_within(&QUICK, &server.url, &folder, &|at| last.set(Some(at))).unwrap();
        assert_eq!((fetched.files, fetched.bytes), (4, 10_008));
        let at = last.get().unwrap();
        assert_eq!(Some(at.received), at.total);
        assert_whole(&place, &folder);
    }
}

#[test]
fn a_broken_connection_goes_on_where_it_broke() {
    let server = Server::new(
        good(),
        Some("\"1\""),
        &[Answer::Break(3000), Answer::Break(2000)],
    );
    let (place, folder) = place();
    quick(&server.url, &folder).unwrap();
    assert_whole(&place, &folder);
    assert_eq!(server.ranges(), [None, Some(3000), Some(5000)]);
}

#[test]
fn the_next_call_goes_on_where_the_last_gave_up() {
    let mut answers = vec![Answer::Break(3000)];
    answers.extend([Answer::Status(503); 4]);
    let server = Server::new(good(), Some("\"1\""), &answers);
    let (place, folder) = place();
    let error = quick(&server.url, &folder).unwrap_err();
    assert!(error.to_string().contains("503"), "{error}");
    assert_eq!(names_in(place.path()), ["faces.part", "faces.part.json"]);
    quick(&server.url, &folder).unwrap();
    assert_whole(&place, &folder);
    assert_eq!(server.ranges().last(), Some(&Some(3000)));
}

#[test]
fn servers_that_ignore_ranges_send_all_again() {
    let server = Server::new(
        good(),
        Some("\"1\""),
        &[Answer::Break(3000), Answer::IgnoreRange],
    );
    let (place, folder) = place();
    quick(&server.url, &folder).unwrap();
    assert_whole(&place, &folder);
}

#[test]
fn servers_that_say_no_length_are_read_to_the_end() {
    let server = Server::new(good(), None, &[Answer::NoLength]);
    let (place, folder) = place();
    quick(&server.url, &folder).unwrap();
    assert_whole(&place, &folder);
}

#[test]
fn a_changed_archive_is_never_spliced() {
    let mut other = entries("");
    other[0].1 = vec![7; 9000];
    let before = zip(&other);
    // With tags the server sees the change, without `If-Range` or tags this side does.
    for (old, new, then) in [
        (Some("\"1\""), Some("\"2\""), Answer::Right),
        (Some("\"1\""), Some("\"2\""), Answer::Splice),
        (None, None, Answer::Right),
        (None, None, Answer::WrongPart),
    ] {
        let mut answers = vec![Answer::Break(60)];
        answers.extend([Answer::Status(503); 4]);
        answers.push(then);
        let server = Server::new(before.clone(), old, &answers);
        let (place, folder) = place();
        quick(&server.url, &folder).unwrap_err();
        server.change(good(), new);
        quick(&server.url, &folder).unwrap();
        assert_whole(&place, &folder);
    }
}

#[test]
fn a_part_of_another_address_is_not_continued() {
    let mut answers = vec![Answer::Break(3000)];
    answers.extend([Answer::Status(503); 4]);
    let first = Server::new(zip(&entries("other/")), None, &answers);
    let second = Server::new(good(), None, &[]);
    let (place, folder) = place();
    quick(&first.url, &folder).unwrap_err();
    quick(&second.url, &folder).unwrap();
    assert_eq!(second.ranges(), [None]);
    assert_whole(&place, &folder);
}

#[test]
fn a_part_longer_than_the_archive_is_dropped() {
    let mut answers = vec![Answer::Break(3000)];
    answers.extend([Answer::Status(503); 4]);
    let long = zip(&[entries(""), entries("more/")].concat());
    let server = Server::new(long, None, &answers);
    let (place, folder) = place();
    quick(&server.url, &folder).unwrap_err();
    server.change(vec![0; 10], None);
    // What the server holds now is no archive: the message says so, and nothing is left.
    let error = quick(&server.url, &folder).unwrap_err();
    assert!(matches!(error, Error::Archive { .. }), "{error}");
    assert!(names_in(place.path()).is_empty());
}

#[test]
fn refusals_say_what_came_and_what_to_do() {
    let server = Server::new(good(), None, &[Answer::Status(404), Answer::Status(403)]);
    let (place, folder) = place();
    let not_found = quick(&server.url, &folder).unwrap_err();
    let forbidden = quick(&server.url, &folder).unwrap_err();
    assert_eq!(server.ranges().len(), 2, "a refusal is not asked again");
    assert!(names_in(place.path()).is_empty());
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("mine"), "").unwrap();
    let occupied = quick(&server.url, &folder).unwrap_err();
    let nowhere = quick("not an address", &place.path().join("other")).unwrap_err();
    let texts = [not_found, forbidden, occupied, nowhere].map(|e| message(&e, &server, &place));
    insta::assert_snapshot!(texts.join("\n"));
}

#[test]
fn nobody_listening_is_tried_again_then_said() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let (place, folder) = place();
    let error = quick(&format!("http://127.0.0.1:{port}/x.zip"), &folder).unwrap_err();
    assert!(error.to_string().contains("tried 4 times"), "{error}");
    assert!(names_in(place.path()).is_empty());
}

#[test]
fn a_second_download_to_the_same_folder_is_refused() {
    let server = Server::new(good(), None, &[]);
    let (_place, folder) = place();
    let _first = part::Part::open(&folder).unwrap();
    let error = quick(&server.url, &folder).unwrap_err();
    assert!(error.to_string().contains("under way"), "{error}");
}

#[test]
fn an_empty_folder_is_filled() {
    let server = Server::new(good(), None, &[]);
    let (place, folder) = place();
    std::fs::create_dir(&folder).unwrap();
    quick(&server.url, &folder).unwrap();
    assert_whole(&place, &folder);
}

/// Archives that are broken or not to be trusted leave nothing behind.
#[test]
fn bad_archives_are_refused() {
    let with = |name: &str, content: Vec<u8>| {
        let mut held = entries("");
        held.push((name.to_owned(), content));
        zip(&held)
    };
    let mut flipped = good();
    flipped[2000] ^= 1;
    let mut truncated = good();
    truncated.truncate(8000);
    let linked = {
        let mut writer = ZipWriter::new_append(Cursor::new(good())).unwrap();
        writer
            .add_symlink("training/evil", "/etc", SimpleFileOptions::default())
            .unwrap();
        writer.finish().unwrap().into_inner()
    };
    let many = zip(&(0..60)
        .map(|i| (format!("training/{i}"), vec![]))
        .collect::<Entries>());
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("climbs", with("training/../../evil", vec![1])),
        ("absolute", with("/evil", vec![1])),
        ("drive", with("C:/evil", vec![1])),
        ("backslash", with("..\\evil", vec![1])),
        ("link", linked),
        ("bomb", with("training/zeros", vec![0; 2 << 20])),
        ("many", many),
        ("same name", with("TRAINING/a_b_00.JPG", vec![1])),
        ("no test set", zip(&entries("")[..1])),
        ("two deep", zip(&entries("a/b/"))),
        ("flipped bit", flipped),
        ("truncated", truncated),
        ("no archive", b"<html>hello</html>".to_vec()),
    ];
    let mut texts = String::new();
    for (name, archive) in cases {
        let server = Server::new(archive, None, &[]);
        let (place, folder) = place();
        let error = quick(&server.url, &folder).unwrap_err();
        assert!(names_in(place.path()).is_empty(), "{name}");
        texts += &format!("{name}: {}\n", message(&error, &server, &place));
    }
    insta::assert_snapshot!(texts);
}

/// An entry that holds more than it announces is cut off where it does.
#[test]
fn entries_that_lie_about_their_length_are_refused() {
    let mut archive = zip(&[
        entries(""),
        vec![("training/z".to_owned(), vec![0; 60_000])],
    ]
    .concat());
    let announced = 60_000_u32.to_le_bytes();
    let places: Vec<usize> = (0..archive.len() - 4)
        .filter(|&i| archive[i..i + 4] == announced)
        .collect();
    assert!(!places.is_empty());
    for place in places {
        archive[place..place + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    let server = Server::new(archive, None, &[]);
    let (place, folder) = place();
    let error = quick(&server.url, &folder).unwrap_err();
    assert!(matches!(error, Error::Archive { .. }), "{error}");
    assert!(names_in(place.path()).is_empty());
}

#[test]
fn an_archive_that_never_ends_is_refused() {
    let server = Server::new(vec![0; 2 << 20], None, &[Answer::NoLength, Answer::Right]);
    let (_place, folder) = place();
    for _ in 0..2 {
        let error = quick(&server.url, &folder).unwrap_err();
        assert!(
            error.to_string().contains("at most 1048576 are accepted"),
            "{error}"
        );
    }
}
