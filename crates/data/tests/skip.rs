//! Reading a data set without what is broken in it.

mod common;

use common::{Folder, grey, png, points};
use faceoff_data::{FaceSet, LeftOut};

fn skipping(folder: &Folder) -> Result<FaceSet, String> {
    FaceSet::open_skipping(&folder.path(), &folder.cache(), &|_| {}).map_err(|e| e.to_string())
}

fn left_out(set: &str, reason: &str, count: usize) -> LeftOut {
    LeftOut {
        set: set.to_owned(),
        reason: reason.to_owned(),
        count,
    }
}

/// Two whole training images, one whole test image, and one of every kind of broken ones.
fn broken() -> Folder {
    let mut folder = whole();
    let image = grey(90, 90, 9);
    folder.file("training", "Cut_Off_00.png", &png(&image)[..200]);
    folder.row("training", "Cut_Off_00.png", &points(5.0));
    folder.row("training", "No_Image_00.png", &points(5.0));
    folder.image("training", "No_Number_00.png", &image);
    let mut cells = points(5.0);
    cells[3] = "seven".to_owned();
    folder.row("training", "No_Number_00.png", &cells);
    folder.face("training", "Two_Rows_00.png", &image);
    folder.row("training", "Two_Rows_00.png", &points(6.0));
    folder.face("test", "Too_Small_00.png", &grey(90, 12, 10));
    folder.write();
    folder
}

fn whole() -> Folder {
    let mut folder = Folder::new();
    folder.face("training", "Ann_Lee_00.png", &grey(100, 90, 1));
    folder.face("training", "Bob_Ray_00.png", &grey(100, 90, 2));
    folder.face("test", "Cem_Kaya_00.png", &grey(100, 90, 3));
    folder.write();
    folder
}

#[test]
fn what_is_broken_is_left_out_and_counted_and_the_rest_is_as_if_it_were_not_there() {
    let folder = broken();
    let whole = whole().open();
    // Read, then from the cache.
    for _ in 0..2 {
        let set = skipping(&folder).unwrap();
        assert_eq!(
            set.left_out(),
            [
                left_out("training", "there is no image of the row", 1),
                left_out("training", "the row cannot be read", 1),
                left_out("training", "the image has several rows", 2),
                left_out("training", "the image cannot be read", 1),
                left_out(
                    "test",
                    "nothing can be learned from the image with its row",
                    1
                ),
            ]
        );
        assert_eq!((&set.train, &set.test), (&whole.train, &whole.test));
        assert_eq!(set.fingerprint(), whole.fingerprint());
        let selected = set.select(&common::spec(64)).unwrap();
        assert_eq!(selected.left_out(), set.left_out());
    }
    assert!(FaceSet::open(&folder.path(), &folder.cache(), &|_| {}).is_err());
}

#[test]
fn a_whole_set_is_the_same_set() {
    let folder = whole();
    let set = skipping(&folder).unwrap();
    assert_eq!(set, folder.open());
    assert!(set.left_out().is_empty());
}

#[test]
fn a_set_of_which_nothing_is_left_is_an_error() {
    let mut folder = Folder::new();
    folder.face("training", "Ann_Lee_00.png", &grey(100, 90, 1));
    folder.face("test", "Too_Small_00.png", &grey(90, 12, 10));
    folder.write();
    let error = skipping(&folder).unwrap_err();
    assert!(
        error.contains("nothing of the test set is whole"),
        "{error}"
    );
}
