//! Batches: every image once an epoch, the same whatever prepares them.

mod common;

use std::sync::LazyLock;

use common::Folder;
use faceoff_data::{
    Batch, Face, FaceSet, Geometry, Pipeline, Scaling, Warp, evaluation_views, render,
    training_batches,
};
use faceoff_spec::{Augmentation, Brightness, Contrast, Crop, DataSpec, Flip, Rotate, Shift, Zoom};
use proptest::prelude::*;

const SIDE: usize = 32;

static SET: LazyLock<FaceSet> = LazyLock::new(|| Folder::of_people(5).open());

fn augmented(crop: Crop, flip: f64) -> DataSpec {
    DataSpec {
        augment: Augmentation {
            crop,
            flip: Flip(flip),
            ..Augmentation::default()
        },
        ..common::spec(SIDE)
    }
}

/// The images of batches one by one.
fn images(batches: impl IntoIterator<Item = Batch>) -> Vec<Vec<f32>> {
    let images = |batch: Batch| -> Vec<Vec<f32>> {
        assert_eq!(batch.images.len(), batch.count * SIDE * SIDE);
        assert_eq!(batch.targets.len(), batch.count * SET.scheme().outputs());
        batch
            .images
            .chunks(SIDE * SIDE)
            .map(<[f32]>::to_vec)
            .collect()
    };
    batches.into_iter().flat_map(images).collect()
}

fn sorted(mut images: Vec<Vec<f32>>) -> Vec<Vec<f32>> {
    images.sort_by(|a, b| a.partial_cmp(b).unwrap());
    images
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn an_epoch_holds_every_image_once(size in 1usize..20, seed: u64, epoch in 0usize..100) {
        let center = augmented(Crop::Center, 0.0);
        let batches: Vec<Batch> =
            training_batches(&SET.train, &center, size, seed, epoch, 0).collect();
        prop_assert_eq!(batches.len(), SET.train.len().div_ceil(size));
        prop_assert!(batches.iter().rev().skip(1).all(|batch| batch.count == size));

        let pipeline = Pipeline::new(SIDE);
        let expected = SET.train.iter().map(|face| {
            let mut pixels = vec![0.0; SIDE * SIDE];
            pipeline.render(face, &pipeline.center_crop(face), &mut pixels);
            pixels
        });
        prop_assert_eq!(sorted(images(batches)), sorted(expected.collect()));
    }

    #[test]
    fn an_epoch_resumed_is_the_epoch(first in 0usize..8, seed: u64, epoch in 0usize..100) {
        let spec = augmented(Crop::Random, 0.5);
        let whole = training_batches(&SET.train, &spec, 2, seed, epoch, 0);
        let resumed = training_batches(&SET.train, &spec, 2, seed, epoch, first);
        prop_assert!(whole.skip(first).eq(resumed));
    }
}

#[test]
fn epochs_and_seeds_differ() {
    let spec = augmented(Crop::Random, 0.5);
    let epoch = |seed, epoch| images(training_batches(&SET.train, &spec, 4, seed, epoch, 0));
    assert_eq!(epoch(1, 0), epoch(1, 0));
    assert_ne!(epoch(1, 0), epoch(1, 1));
    assert_ne!(epoch(1, 0), epoch(2, 0));
}

#[test]
fn threads_do_not_change_batches() {
    let spec = augmented(Crop::Random, 0.5);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let views = evaluation_views(&SET.test, SIDE, 0..SET.test.len());
        let evaluated = pool.install(|| render(&SET.test, &views));
        let trained: Vec<Batch> =
            pool.install(|| training_batches(&SET.train, &spec, 4, 7, 3, 0).collect());
        (trained, evaluated)
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(5));
}

#[test]
fn an_evaluation_crop_depends_on_the_number_and_the_image_alone() {
    let faces = &SET.test;
    let all = evaluation_views(faces, SIDE, 0..faces.len());
    let one_by_one: Vec<f32> = all.chunks(1).flat_map(|view| render(faces, view)).collect();
    assert_eq!(one_by_one, render(faces, &all));

    // The same faces in another list.
    let last_first: Vec<_> = faces.iter().rev().cloned().collect();
    let count = faces.len();
    let elsewhere = evaluation_views(&last_first, SIDE, (0..count).rev());
    assert_eq!(render(&last_first, &elsewhere), one_by_one);
}

#[test]
fn a_certain_flip_mirrors_pixels() {
    let batch = |flip| {
        let spec = augmented(Crop::Center, flip);
        training_batches(&SET.train, &spec, SET.train.len(), 0, 0, 0)
            .next()
            .unwrap()
    };
    let (plain, flipped) = (batch(0.0), batch(1.0));
    for (a, b) in plain.images.chunks(SIDE).zip(flipped.images.chunks(SIDE)) {
        assert!(a.iter().eq(b.iter().rev()));
    }
}

fn target(pipeline: &Pipeline, face: &Face, geometry: &Geometry) -> Vec<f32> {
    let mut target = vec![0.0; face.landmarks.len()];
    pipeline.target(face, geometry, &mut target);
    target
}

#[test]
fn a_half_turn_turns_pixels_and_points() {
    let face = &SET.train[0];
    let pipeline = Pipeline::new(SIDE);
    for flipped in [false, true] {
        let geometry = Geometry {
            scaling: Scaling::Pixels,
            flipped,
            ..pipeline.center_crop(face)
        };
        let mut plain = vec![0.0; SIDE * SIDE];
        pipeline.render(face, &geometry, &mut plain);
        let half_turn = Geometry {
            warp: Some(Warp::new(std::f32::consts::PI, 1.0, [0.0, 0.0], SIDE)),
            ..geometry
        };
        let mut turned = vec![0.0; SIDE * SIDE];
        pipeline.render(face, &half_turn, &mut turned);
        for (a, b) in plain.iter().zip(turned.iter().rev()) {
            assert!((a - b).abs() < 1e-3, "{a} {b}");
        }
        let (before, after) = (
            target(&pipeline, face, &geometry),
            target(&pipeline, face, &half_turn),
        );
        let pixel = |target: f32| (target * 50.0 + 100.5) * SIDE as f32 / 224.0 - 0.5;
        for (a, b) in before.into_iter().zip(after) {
            assert!((pixel(a) + pixel(b) - (SIDE as f32 - 1.0)).abs() < 1e-3);
        }
    }
}

#[test]
fn a_shift_moves_pixels_and_points() {
    let face = &SET.train[0];
    let pipeline = Pipeline::new(SIDE);
    let geometry = pipeline.center_crop(face);
    let moved = Geometry {
        warp: Some(Warp::new(0.0, 1.0, [3.0, -2.0], SIDE)),
        ..geometry
    };
    let rendered = |geometry: &Geometry| {
        let mut pixels = vec![0.0; SIDE * SIDE];
        pipeline.render(face, geometry, &mut pixels);
        pixels
    };
    let (before, after) = (rendered(&geometry), rendered(&moved));
    for row in 2..SIDE {
        for column in 0..SIDE - 3 {
            let (a, b) = (
                before[row * SIDE + column],
                after[(row - 2) * SIDE + column + 3],
            );
            assert!((a - b).abs() < 1e-4, "{row}, {column}: {a} {b}");
        }
    }
    let (before, after) = (
        target(&pipeline, face, &geometry),
        target(&pipeline, face, &moved),
    );
    let pixels = 224.0 / SIDE as f32 / 50.0;
    for (i, (a, b)) in before.into_iter().zip(after).enumerate() {
        let expected = a + [3.0, -2.0][i % 2] * pixels;
        assert!((b - expected).abs() < 1e-4, "{i}: {b} {expected}");
    }
}

#[test]
fn warps_and_tones_are_new_every_epoch_and_the_same_every_time() {
    let changes: [fn(&mut Augmentation); 4] = [
        |augment| (augment.rotate, augment.zoom) = (Rotate(20.0), Zoom(0.2)),
        |augment| augment.shift = Shift(0.1),
        |augment| augment.brightness = Brightness(0.3),
        |augment| augment.contrast = Contrast(0.3),
    ];
    for change in changes {
        are_new_every_epoch_and_the_same_every_time(change);
    }
}

fn are_new_every_epoch_and_the_same_every_time(change: impl Fn(&mut Augmentation)) {
    let mut spec = augmented(Crop::Center, 0.0);
    change(&mut spec.augment);
    let epoch = |epoch| images(training_batches(&SET.train, &spec, 2, 1, epoch, 0));
    assert_eq!(epoch(3), epoch(3));
    assert_ne!(sorted(epoch(3)), sorted(epoch(4)));
    let plain = augmented(Crop::Center, 0.0);
    let plain = images(training_batches(&SET.train, &plain, 2, 1, 3, 0));
    assert_ne!(epoch(3), plain);
}

#[test]
fn batches_that_nobody_takes_end() {
    let spec = augmented(Crop::Random, 0.0);
    for _ in 0..50 {
        drop(training_batches(&SET.train, &spec, 1, 0, 0, 0));
        training_batches(&SET.train, &spec, 1, 0, 0, 0).next();
    }
}
