//! Small data sets written for tests, and the real ones where they are at hand.

// Every test file is a program of its own that uses some of this, none uses all.
#![allow(dead_code, unreachable_pub)]

use std::path::{Path, PathBuf};

use faceoff_data::{FaceSet, SETS};
use faceoff_landmarks::Scheme;
use faceoff_spec::{Augmentation, Crop, DataSpec, Distributed, Flip, Skip, Split};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use tempfile::TempDir;

/// A data set folder under construction, and a cache folder beside it.
pub struct Folder {
    place: TempDir,
    tables: [Vec<String>; 2],
}

impl Folder {
    pub fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        for (set, _) in SETS {
            std::fs::create_dir_all(place.path().join("faces").join(set)).unwrap();
        }
        Self {
            place,
            tables: [vec![], vec![]],
        }
    }

    /// A folder with `people` people of two videos with two frames each; every fourth image is
    /// of the test set.
    pub fn of_people(people: usize) -> Self {
        let mut folder = Self::new();
        for person in 0..people {
            for (number, digits) in ["00", "01", "10", "11"].into_iter().enumerate() {
                let set = if number == 3 { "test" } else { "training" };
                let name = format!("Person_{person:02}_{digits}.jpg");
                let seed = (person * 4 + number) as u32;
                let side = 80 + seed % 40;
                folder.face(set, &name, &grey(side, side + 7, seed));
            }
        }
        folder.write();
        folder
    }

    pub fn path(&self) -> PathBuf {
        self.place.path().join("faces")
    }

    pub fn cache(&self) -> PathBuf {
        self.place.path().join("cache")
    }

    /// The one file in the cache folder.
    pub fn cache_file(&self) -> PathBuf {
        let mut files = std::fs::read_dir(self.cache()).unwrap();
        let file = files.next().unwrap().unwrap().path();
        assert!(files.next().is_none(), "more than one cache file");
        file
    }

    pub fn file(&self, set: &str, name: &str, bytes: &[u8]) {
        std::fs::write(self.path().join(set).join(name), bytes).unwrap();
    }

    pub fn image(&self, set: &str, name: &str, image: &DynamicImage) {
        self.file(set, name, &png(image));
    }

    /// An image and its row.
    pub fn face(&mut self, set: &str, name: &str, image: &DynamicImage) {
        self.image(set, name, image);
        self.row(set, name, &points(5.0));
    }

    pub fn row(&mut self, set: &str, name: &str, cells: &[String]) {
        let row = format!("{name},{}", cells.join(","));
        self.line(set, &row);
    }

    pub fn line(&mut self, set: &str, line: &str) {
        let table = usize::from(set == "test");
        self.tables[table].push(line.to_owned());
    }

    /// Writes the tables.
    pub fn write(&self) {
        let header: String = (0..Scheme::face_68().outputs())
            .map(|i| format!(",{i}"))
            .collect();
        for ((_, csv), lines) in SETS.into_iter().zip(&self.tables) {
            let text = format!("{header}\n{}\n", lines.join("\n"));
            std::fs::write(self.path().join(csv), text).unwrap();
        }
    }

    pub fn open(&self) -> FaceSet {
        FaceSet::open(&self.path(), &self.cache(), &|_| {}).unwrap()
    }
}

/// The mean face, about 60 pixels wide and high, whose first x is `start`.
pub fn points(start: f32) -> Vec<String> {
    let face = Scheme::face_68().mean_face().unwrap();
    let [left, _] = face[0];
    let top = face.iter().map(|place| place[1]).min().unwrap();
    face.iter()
        .flat_map(|&[x, y]| [x - left, y - top])
        .map(|away| format!("{:.1}", start + away as f32 / 55.0))
        .collect()
}

/// A grey image of patches that looks unlike that of another `seed`.
pub fn grey(width: u32, height: u32, seed: u32) -> DynamicImage {
    let pixel = |x: u32, y: u32| {
        let patch = (seed << 16 | (y / 9) << 8 | (x / 9)).wrapping_mul(0x9e37_79b1);
        let patch = (patch ^ patch >> 15).wrapping_mul(0x85eb_ca77) >> 24;
        Luma([(patch / 2 + x + x * y % 7) as u8])
    };
    GrayImage::from_fn(width, height, pixel).into()
}

pub fn png(image: &DynamicImage) -> Vec<u8> {
    encoded(image, ImageFormat::Png)
}

pub fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A folder of real faces, or `None` with a word where it is not at hand. It is looked for in
/// `FACEOFF_DATA`, else in `shared/data` beside the workspace.
pub fn real(name: &str) -> Option<PathBuf> {
    let data = std::env::var_os("FACEOFF_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let folder = data.join(name);
    let there = folder.is_dir();
    if !there {
        eprintln!("skipped: {} is not there", folder.display());
    }
    there.then_some(folder)
}

/// What the study is trained on, with crops of `input_size`.
pub fn spec(input_size: usize) -> DataSpec {
    DataSpec {
        set: None,
        skip: Skip::Nothing,
        split: Split::Distributed(Distributed),
        input_size,
        train_images: None,
        test_images: None,
        augment: Augmentation {
            crop: Crop::Random,
            flip: Flip(0.0),
            ..Augmentation::default()
        },
    }
}
