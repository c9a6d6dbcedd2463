//! How fast images are read: cold, from the cache, and as batches.
//!
//! The images are noise on a gradient, sized as the study's; noise makes PNG files as hard to
//! decode as they get.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use faceoff_data::{FaceSet, evaluation_views, render, training_batches};
use faceoff_landmarks::Scheme;
use faceoff_random::{Purpose, Stream};
use faceoff_spec::{Augmentation, Crop, DataSpec, Distributed, Flip, Skip, Split};
use image::{DynamicImage, ImageFormat, RgbaImage};
use tempfile::TempDir;

/// Images in each of the two sets.
const IMAGES: usize = 200;
/// Images a batch, as in the study.
const BATCH: usize = 10;

static GREY: LazyLock<Written> = LazyLock::new(|| Written::new(false));
static COLOUR: LazyLock<Written> = LazyLock::new(|| Written::new(true));

fn main() {
    divan::main();
}

/// A data set written to a temporary folder.
struct Written {
    place: TempDir,
}

impl Written {
    fn new(colour: bool) -> Self {
        let place = tempfile::tempdir().expect("a temporary folder");
        let header: String = (0..Scheme::face_68().outputs())
            .map(|i| format!(",{i}"))
            .collect();
        let row: String = (0..Scheme::face_68().outputs())
            .map(|i| format!(",{}.5", 20 + i % 60))
            .collect();
        for set in ["training", "test"] {
            let folder = place.path().join(set);
            std::fs::create_dir(&folder).expect("a folder");
            let mut table = format!("{header}\n");
            for image in 0..IMAGES {
                let name = format!("Some_Body{image}_00.jpg");
                table += &format!("{name}{row}\n");
                let image = noisy(image, colour);
                let file = folder.join(name);
                image
                    .save_with_format(file, ImageFormat::Png)
                    .expect("an image");
            }
            let csv = place.path().join(format!("{set}_frames_keypoints.csv"));
            std::fs::write(csv, table).expect("a table");
        }
        Self { place }
    }

    fn folder(&self) -> &Path {
        self.place.path()
    }

    fn cache(&self) -> PathBuf {
        self.place.path().join("cache")
    }

    fn open(&self) -> FaceSet {
        FaceSet::open(self.folder(), &self.cache(), &|_| {}).expect("a data set")
    }
}

fn noisy(image: usize, colour: bool) -> DynamicImage {
    let mut noise = Stream::new(0, Purpose::DrawnFace, &[image as u64]);
    let (width, height) = (150 + (image % 150) as u32, 160 + (image % 140) as u32);
    let image = RgbaImage::from_fn(width, height, |x, y| {
        let gradient = (x + y) * 200 / (width + height);
        let value = |noise: usize| (gradient as usize + noise) as u8;
        image::Rgba([
            value(noise.below(32)),
            value(noise.below(32)),
            value(noise.below(32)),
            255,
        ])
    });
    if colour {
        image.into()
    } else {
        DynamicImage::from(image).to_luma8().into()
    }
}

fn spec() -> DataSpec {
    DataSpec {
        set: None,
        skip: Skip::Nothing,
        split: Split::Distributed(Distributed),
        input_size: 224,
        train_images: None,
        test_images: None,
        augment: Augmentation {
            crop: Crop::Random,
            flip: Flip(0.5),
            ..Augmentation::default()
        },
    }
}

/// Decoding every image and writing the cache, in images a second.
#[divan::bench(args = [false, true], sample_count = 10)]
fn open_cold(bencher: Bencher<'_, '_>, colour: bool) {
    let written = if colour { &*COLOUR } else { &*GREY };
    bencher
        .counter(ItemsCount::new(2 * IMAGES))
        .with_inputs(|| tempfile::tempdir().expect("a temporary folder"))
        .bench_refs(|cache| FaceSet::open(written.folder(), cache.path(), &|_| {}));
}

/// Opening the cache, in images a second.
#[divan::bench(args = [false, true], sample_count = 20)]
fn open_cached(bencher: Bencher<'_, '_>, colour: bool) {
    let written = if colour { &*COLOUR } else { &*GREY };
    written.open();
    bencher
        .counter(ItemsCount::new(2 * IMAGES))
        .bench(|| written.open());
}

/// An epoch of training batches, taken as fast as they come, in batches a second.
#[divan::bench(args = [false, true], sample_count = 20)]
fn epoch_of_training_batches(bencher: Bencher<'_, '_>, colour: bool) {
    let set = if colour { COLOUR.open() } else { GREY.open() };
    let spec = spec();
    bencher.counter(ItemsCount::new(IMAGES / BATCH)).bench(|| {
        let batches = training_batches(&set.train, &spec, BATCH, 0, 0, 0);
        batches.for_each(|batch| drop(black_box(batch)));
    });
}

/// All evaluation batches, in batches a second.
#[divan::bench(args = [false, true], sample_count = 20)]
fn evaluation(bencher: Bencher<'_, '_>, colour: bool) {
    let set = if colour { COLOUR.open() } else { GREY.open() };
    bencher.counter(ItemsCount::new(IMAGES / BATCH)).bench(|| {
        let views = evaluation_views(&set.test, 224, 0..set.test.len());
        for batch in views.chunks(BATCH) {
            black_box(render(&set.test, batch));
        }
    });
}
