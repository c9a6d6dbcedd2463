//! Splits by person and subsets.

mod common;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use common::Folder;
use faceoff_data::{Error, Face, FaceSet};
use faceoff_spec::{DataSpec, Person, Split};
use image::imageops::FilterType;
use proptest::prelude::*;

/// Nine people, four images each.
static SET: LazyLock<FaceSet> = LazyLock::new(|| Folder::of_people(9).open());

fn by_person(test_fraction: f64, seed: u64) -> FaceSet {
    with_validation(test_fraction, 0.0, seed)
}

fn with_validation(test_fraction: f64, validation_fraction: f64, seed: u64) -> FaceSet {
    let split = Split::Person(Person {
        test_fraction,
        validation_fraction,
        seed,
    });
    let spec = DataSpec {
        split,
        ..common::spec(224)
    };
    SET.select(&spec).unwrap()
}

fn cut(train_images: usize, test_images: usize) -> FaceSet {
    let spec = DataSpec {
        train_images: Some(train_images),
        test_images: Some(test_images),
        ..common::spec(224)
    };
    SET.select(&spec).unwrap()
}

fn files(faces: &[Face]) -> BTreeSet<&str> {
    faces.iter().map(|face| face.file.as_str()).collect()
}

proptest! {
    #[test]
    fn a_split_by_person_is_disjoint_and_whole(fraction in 0.01f64..0.99, seed: u64) {
        let split = by_person(fraction, seed);
        let summary = split.summary();
        prop_assert_eq!(summary.shared_people, 0);
        prop_assert_eq!(summary.train_images + summary.test_images, 36);
        prop_assert!(summary.train_people >= 1);
        let wanted = ((9.0 * fraction).round() as usize).clamp(1, 8);
        prop_assert_eq!(summary.test_people, wanted);
        prop_assert!(files(&split.train).is_disjoint(&files(&split.test)));
        prop_assert!(split.train.is_sorted_by(|a, b| a.file < b.file));
        prop_assert!(split.test.is_sorted_by(|a, b| a.file < b.file));
        prop_assert_eq!(split, by_person(fraction, seed));
    }

    #[test]
    fn validation_people_are_training_people_otherwise(
        test in 0.01f64..0.5, validation in 0.01f64..0.4, seed: u64,
    ) {
        let (without, with) = (by_person(test, seed), with_validation(test, validation, seed));
        prop_assert_eq!(&with.test, &without.test);
        prop_assert_eq!(without.validation.len(), 0);
        let summary = with.summary();
        prop_assert_eq!(summary.validation_people, ((9.0 * validation).round() as usize).max(1));
        prop_assert_eq!(summary.validation_images, 4 * summary.validation_people);
        let people = |faces: &[Face]| -> BTreeSet<Option<String>> {
            faces.iter().map(|face| face.person.clone()).collect()
        };
        prop_assert!(people(&with.validation).is_disjoint(&people(&with.train)));
        let both: BTreeSet<&str> = files(&with.train).union(&files(&with.validation)).copied().collect();
        prop_assert_eq!(both, files(&without.train));
        prop_assert!(with.validation.is_sorted_by(|a, b| a.file < b.file));
    }

    #[test]
    fn a_subset_is_part_of_every_larger_one(a in 1usize..40, b in 1usize..40) {
        let (less, more) = (a.min(b), a.max(b));
        let (small, large) = (cut(less, less), cut(more, more));
        prop_assert_eq!(small.train.len(), less.min(27));
        prop_assert_eq!(small.test.len(), less.min(9));
        prop_assert!(files(&small.train).is_subset(&files(&large.train)));
        prop_assert!(files(&small.test).is_subset(&files(&large.test)));
        prop_assert!(small.train.is_sorted_by(|a, b| a.file < b.file));
    }
}

#[test]
fn another_seed_is_another_split() {
    let splits: BTreeSet<Vec<String>> = (0..20)
        .map(|seed| {
            by_person(0.3, seed)
                .test
                .into_iter()
                .map(|face| face.file)
                .collect()
        })
        .collect();
    assert!(splits.len() > 10, "{} of 20 seeds differ", splits.len());
}

#[test]
fn one_person_cannot_be_split() {
    let spec = DataSpec {
        split: Split::Person(Person {
            test_fraction: 0.5,
            validation_fraction: 0.0,
            seed: 0,
        }),
        ..common::spec(224)
    };
    let folder = Folder::of_people(1);
    // A name that all files begin with is taken for nobody's unless the data set says so.
    std::fs::write(folder.path().join("dataset.toml"), "people = \"names\"\n").unwrap();
    let error = folder.open().select(&spec).unwrap_err();
    assert!(matches!(error, Error::Split { .. }), "{error}");
}

#[test]
fn a_test_image_that_is_a_training_image_is_a_near_duplicate() {
    let mut folder = Folder::of_people(3);
    assert_eq!(folder.open().near_duplicates(), 0);
    let bytes = std::fs::read(folder.path().join("training/Person_00_00.jpg")).unwrap();
    let image = image::load_from_memory(&bytes).unwrap();
    // Half as large and darker.
    let image = image.resize(image.width() / 2, 200, FilterType::Triangle);
    folder.face("test", "Person_00_77.jpg", &image.brighten(-10));
    folder.write();
    assert_eq!(folder.open().near_duplicates(), 1);
}

#[test]
fn most_real_test_images_are_near_duplicates_and_none_of_another_person() {
    let Some(folder) = common::real("youtube-faces-keypoints-gray") else {
        return;
    };
    let cache = tempfile::tempdir().unwrap();
    let set = FaceSet::open(&folder, cache.path(), &|_| {}).unwrap();
    let near = set.near_duplicates();
    println!(
        "{near} of {} test images are near duplicates",
        set.test.len()
    );
    assert!((530..=580).contains(&near), "{near}");
    // Half of the people against the other half, four million pairs each time.
    for seed in [0, 1] {
        let split = Split::Person(Person {
            test_fraction: 0.5,
            validation_fraction: 0.0,
            seed,
        });
        let spec = DataSpec {
            split,
            ..common::spec(224)
        };
        let halves = set.select(&spec).unwrap();
        assert_eq!(halves.near_duplicates(), 0, "seed {seed}");
    }
}
