//! Mirroring a face that is its own mirror image changes nothing of what can be learned of it.

mod common;

use common::{Stopper, config, train_on_cpu};
use faceoff_data::FaceSet;
use faceoff_landmarks::Scheme;
use faceoff_record::Store;
use faceoff_spec::{Augmentation, Constant, Crop, Flip, RunSpec, Schedule, ScheduleShape};
use faceoff_train::Outcome;
use image::{GrayImage, Luma};

/// Not a multiple of the network's input: what is scaled by 1 hides mistakes of half a pixel.
const SIDE: u32 = 113;

/// One symmetric face, in training and test set twice each: its spots and landmarks are mirror
/// images of each other.
fn symmetric(folder: &std::path::Path) -> FaceSet {
    let scheme = Scheme::face_68();
    let mut landmarks: Vec<f32> = (0..scheme.count())
        .flat_map(|i| [20.0 + (i * 7 % 70) as f32, 25.0 + (i * 13 % 60) as f32])
        .collect();
    let mut mirrored = landmarks.clone();
    scheme.mirror_coordinates(&mut mirrored, SIDE as f32);
    for (landmark, mirrored) in landmarks.iter_mut().zip(mirrored) {
        *landmark = f32::midpoint(*landmark, mirrored);
    }
    let image = GrayImage::from_fn(SIDE, SIDE, |x, y| {
        let near = landmarks.as_chunks::<2>().0.iter().map(|[at_x, at_y]| {
            let square = (x as f32 - at_x).powi(2) + (y as f32 - at_y).powi(2);
            (-square / 18.0).exp()
        });
        Luma([(255.0 * near.fold(0.0, f32::max)).round() as u8])
    });
    let cells: String = landmarks.iter().map(|at| format!(",{at}")).collect();
    let header: String = (0..landmarks.len()).map(|i| format!(",{i}")).collect();
    for (set, table) in faceoff_data::SETS {
        std::fs::create_dir_all(folder.join(set)).unwrap();
        let mut lines = header.clone();
        for name in ["Ann_Lee_00.png", "Bob_Ray_00.png"] {
            image.save(folder.join(set).join(name)).unwrap();
            lines += &format!("\n{name}{cells}");
        }
        std::fs::write(folder.join(table), lines + "\n").unwrap();
    }
    FaceSet::open(folder, &folder.join("cache"), &|_| {}).unwrap()
}

fn mirroring(flip: f64) -> RunSpec {
    let mut config = config(200);
    config.data.augment = Augmentation {
        crop: Crop::Center,
        flip: Flip(flip),
        ..Augmentation::default()
    };
    config.model.dropout = Vec::new();
    config.train.snapshots = Vec::new();
    config.train.schedule = Schedule {
        warmup: 0.0,
        shape: ScheduleShape::Constant(Constant),
    };
    config.train.learning_rate = 4e-3;
    config.train.evaluate_every = 200;
    config
}

#[test]
fn a_symmetric_face_is_learned_as_well_with_mirroring_as_without() {
    let folder = tempfile::tempdir().unwrap();
    let faces = symmetric(&folder.path().join("faces"));
    for flip in [0.0, 0.5, 1.0] {
        let store = Store::new(folder.path().join(format!("results-{flip}")));
        let outcome = train_on_cpu(&faces, &store, &mirroring(flip), &mut Stopper::default());
        assert_eq!(outcome.unwrap(), Outcome::Finished);
        let metrics = store.metrics(common::ID).unwrap();
        let loss = metrics.last().unwrap().train_loss;
        // Half a pixel of the crop between the two kinds of images would leave more than 1e-3.
        assert!(loss < 1e-6, "flip {flip}: {loss:e}");
    }
}
