//! The pipeline against values of OpenCV.

use std::path::{Path, PathBuf};

use faceoff_data::{FaceSet, Geometry, Pipeline};
use faceoff_landmarks::Scheme;
use safetensors::SafeTensors;

fn fixture(name: &str) -> Vec<u8> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::fs::read(folder.join(format!("image_{name}.safetensors"))).unwrap()
}

fn floats(file: &SafeTensors<'_>, name: &str) -> Vec<f32> {
    let bytes = file.tensor(name).unwrap().data().to_vec();
    bytes
        .chunks_exact(4)
        .map(|b| f32::from_le_bytes(b.try_into().unwrap()))
        .collect()
}

/// Rescaling, cropping and grey, of images read from disk in every format they come in.
#[test]
fn crops_are_opencv_s() {
    for name in ["upscale", "downscale", "mixed"] {
        let bytes = fixture(name);
        let file = SafeTensors::deserialize(&bytes).unwrap();
        let rgb = file.tensor("rgb_u8").unwrap();
        let (height, width) = (rgb.shape()[0], rgb.shape()[1]);
        let full = file.tensor("resized_gray").unwrap();
        let [top, left] = [7, 5];
        let expected: Vec<f32> = floats(&file, "resized_gray")
            .chunks_exact(full.shape()[1])
            .skip(top)
            .take(224)
            .flat_map(|line| line[left..left + 224].to_vec())
            .collect();

        let folder = tempfile::tempdir().unwrap();
        let header: String = (0..Scheme::face_68().outputs())
            .map(|i| format!(",{i}"))
            .collect();
        let row: String = (0..Scheme::face_68().outputs())
            .map(|i| format!(",{}.0", i % 50))
            .collect();
        for (set, csv) in [
            ("training", "training_frames_keypoints.csv"),
            ("test", "test_frames_keypoints.csv"),
        ] {
            std::fs::create_dir(folder.path().join(set)).unwrap();
            std::fs::write(
                folder.path().join(csv),
                format!("{header}\nA_B_00.jpg{row}\n"),
            )
            .unwrap();
        }
        // As distributed: PNG with alpha, named as if it were JPEG. The test image is plain RGB.
        let image = image::RgbImage::from_raw(width as u32, height as u32, rgb.data().to_vec());
        let image = image::DynamicImage::ImageRgb8(image.unwrap());
        let png = |image: image::DynamicImage, set: &str| {
            let path = folder.path().join(set).join("A_B_00.jpg");
            image
                .save_with_format(path, image::ImageFormat::Png)
                .unwrap();
        };
        png(image.to_rgba8().into(), "training");
        png(image, "test");

        let set = FaceSet::open(folder.path(), &folder.path().join("cache"), &|_| {}).unwrap();
        for face in [&set.train[0], &set.test[0]] {
            let pipeline = Pipeline::new(224);
            let resized = pipeline.resized(face);
            assert_eq!([resized[1], resized[0]], full.shape(), "{name}");
            let geometry = Geometry::plain([width, height], resized, [left, top], 224);
            let mut crop = vec![0.0; 224 * 224];
            pipeline.render(face, &geometry, &mut crop);
            let worst = crop
                .iter()
                .zip(&expected)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f32::max);
            assert!(worst < 1e-5, "{name}: off by {worst}");

            let mirrored = Geometry {
                flipped: true,
                ..geometry
            };
            let mut flipped = vec![0.0; 224 * 224];
            pipeline.render(face, &mirrored, &mut flipped);
            for (line, back) in crop.chunks(224).zip(flipped.chunks(224)) {
                assert!(line.iter().eq(back.iter().rev()));
            }
        }
    }
}
