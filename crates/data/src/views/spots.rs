//! Pixels and landmarks go through one map: a spot is drawn, the image changed, the spot found again
//! by the centroid of what is bright, and its place compared with that of its landmark.

use std::fmt::Write;
use std::path::Path;

use faceoff_landmarks::{Scheme, target};
use faceoff_random::{Purpose, Stream};
use proptest::prelude::*;

use super::geometry::Geometry;
use super::pipeline::Pipeline;
use super::scaling::Scaling;
use super::warp::Warp;
use crate::Face;
use crate::faces::Pixels;

/// Pixels of the crop that a spot may be found beside its landmark.
const TOLERANCE: f64 = 0.02;

/// Distance from a spot's centre at which nothing of it is left, in its widths.
const REACH: f64 = 4.0;

/// A spot on an image, and how the image is changed.
struct Spot {
    geometry: Geometry,
    /// The way back through its warp, as [`Warp::inverse`] gives it.
    warp: Option<[f32; 5]>,
    /// In pixels of the image.
    center: [f64; 2],
    /// Standard deviation of its brightness, in pixels of the image.
    width: f64,
    /// In pixels of the crop.
    landmark: [f64; 2],
}

impl Spot {
    /// One on an image of any size, changed in any way, that lies in image and crop whole.
    fn draw(seed: u64) -> Self {
        let stream = &mut Stream::new(seed, Purpose::Warp, &[]);
        loop {
            if let Some(spot) = Self::try_draw(stream) {
                return spot;
            }
        }
    }

    fn try_draw(stream: &mut Stream) -> Option<Self> {
        let mut within = |low: usize, high: usize| low + stream.below(high - low);
        let original = [within(70, 400), within(70, 400)];
        let input_size = [32, 48, 64, 112][within(0, 4)];
        let pipeline = Pipeline::new(input_size);
        let resized = pipeline.resized_from(original);
        let corner = resized.map(|side| within(0, side - input_size + 1));
        let [flipped, warped] = [0, 1].map(|_| within(0, 2) == 1);
        let side = input_size as f32;
        let factor = if warped {
            stream.uniform(0.75, 1.4)
        } else {
            1.0
        };
        let warp = warped.then(|| {
            let angle = stream.uniform(-0.6, 0.6) as f32;
            let shift = [(); 2].map(|()| stream.uniform(-0.15, 0.15) as f32 * side);
            Warp::new(angle, factor as f32, shift, input_size)
        });
        let center = original.map(|side| stream.uniform(0.2, 0.8) * (side - 1) as f64);
        let geometry = Geometry {
            scaling: Scaling::Pixels,
            flipped,
            warp,
            ..Geometry::plain(original, resized, corner, input_size)
        };
        let scale = resized[0] as f64 / original[0] as f64 * factor;
        // Between two pixels of the image, bilinear sampling is beside a curved brightness by more
        // or less, and nearly the same for several pixels of the crop in a row where the two sizes
        // are nearly the same. Wide spots are curved little: of one of 3.5 pixels the centroid is
        // less than 0.015 pixels off by that.
        let width = (1.5 / scale).max(3.5);
        let mut spot = Self {
            geometry,
            warp: warp.map(|warp| warp.inverse()),
            center,
            width,
            landmark: [0.0; 2],
        };
        let mut targets = vec![0.0; Scheme::face_68().outputs()];
        pipeline.target(&spot.face(), &geometry, &mut targets);
        // From the 224 pixels that targets are stated for to those of the crop.
        let to_crop = f64::from(side / target::SIDE);
        spot.landmark =
            [0, 1].map(|axis| (f64::from(target::pixel(targets[axis])) + 0.5) * to_crop - 0.5);
        let is_whole = |at: f64, side: usize, width: f64| {
            at >= REACH * width && at <= (side - 1) as f64 - REACH * width
        };
        let in_image = (0..2).all(|axis| is_whole(center[axis], original[axis], width));
        let in_crop = spot
            .landmark
            .into_iter()
            .all(|at| is_whole(at, input_size, width * scale));
        (in_image && in_crop).then_some(spot)
    }

    /// The image, all of whose landmarks are the spot.
    fn face(&self) -> Face {
        let [width, height] = self.geometry.original;
        let brightness = |i: usize| {
            let [x, y] = [(i % width) as f64, (i / width) as f64];
            let square = (x - self.center[0]).powi(2) + (y - self.center[1]).powi(2);
            (-square / (2.0 * self.width.powi(2))).exp()
        };
        let samples = (0..width * height).map(|i| (brightness(i) * 65535.0).round() as u16);
        let scheme = Scheme::face_68();
        let landmarks = self.center.map(|at| at as f32).repeat(scheme.count());
        Face {
            file: "training/Ann_Lee_00.png".to_owned(),
            person: Some("Ann_Lee".to_owned()),
            video: Some(0),
            frame: Some(0),
            width,
            height,
            scheme,
            landmarks,
            pixels: Pixels::Sixteen(samples.collect()),
        }
    }

    /// Where it is seen in the crop: the centroid of what is bright.
    fn seen(&self) -> [f64; 2] {
        let side = self.geometry.input_size;
        let mut pixels = vec![0.0; side * side];
        Pipeline::new(side).render(&self.face(), &self.geometry, &mut pixels);
        let [mut x, mut y, mut all] = [0.0; 3];
        for (i, value) in pixels.into_iter().map(f64::from).enumerate() {
            x += value * (i % side) as f64;
            y += value * (i / side) as f64;
            all += value;
        }
        [x / all, y / all]
    }

    /// A line of the table that a GPU's crops are held to.
    fn line(&self) -> String {
        let Geometry {
            original,
            resized,
            corner,
            input_size,
            flipped,
            ..
        } = self.geometry;
        let mut line = format!("{input_size} {}", u8::from(flipped));
        for size in [original, resized, corner].as_flattened() {
            write!(line, " {size}").unwrap();
        }
        for number in [self.center, self.landmark].as_flattened() {
            write!(line, " {number:.4}").unwrap();
        }
        write!(line, " {:.4}", self.width).unwrap();
        for number in self.warp.iter().flatten() {
            write!(line, " {number:.6}").unwrap();
        }
        line
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_spot_is_seen_where_its_landmark_is(seed: u64) {
        let spot = Spot::draw(seed);
        let seen = spot.seen();
        for (seen, landmark) in seen.into_iter().zip(spot.landmark) {
            prop_assert!((seen - landmark).abs() < TOLERANCE, "{seen} {landmark} {:?}", spot.geometry);
        }
    }
}

/// The kernels' tests look for the same spots in crops that a GPU renders. `UPDATE=1` writes the
/// table that they read.
#[test]
fn the_spots_of_the_gpu_are_these() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kernels/tests/fixtures/spots.txt");
    let mut table =
        "# side flipped original×2 resized×2 corner×2 spot×2 landmark×2 width [warp×5]\n"
            .to_owned();
    for seed in 0..40 {
        table += &Spot::draw(seed).line();
        table.push('\n');
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap() == table,
        "UPDATE=1 writes it anew"
    );
}
