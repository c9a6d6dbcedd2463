//! Against the CPU's pipeline (`views` of the data crate), written down again.

use crate::gpu::emulated::Emulated;
use crate::gpu::launches::crops::{Changes, IMAGE_STEP, Placed, render};

struct Plain {
    samples: Vec<f32>,
    width: usize,
}

/// The two pixels around a place, and how near it is to the second.
type Tap = (usize, usize, f32);

fn straight(from: u32, to: u32, corner: u32, i: usize) -> Tap {
    let scale = f64::from(from) / f64::from(to);
    let at = (f64::from(corner) + i as f64 + 0.5) * scale - 0.5;
    if at <= 0.0 {
        return (0, 0, 0.0);
    }
    let last = from as usize - 1;
    let first = (at as usize).min(last);
    let weight = if first == last {
        0.0
    } else {
        (at - first as f64) as f32
    };
    (first, (first + 1).min(last), weight)
}

fn warped(from: u32, to: u32, corner: u32, place: f32) -> Tap {
    let scale = from as f32 / to as f32;
    let last = from as usize - 1;
    let at = ((corner as f32 + place + 0.5) * scale - 0.5).clamp(0.0, last as f32);
    let first = at as usize;
    (first, (first + 1).min(last), at - first as f32)
}

fn plainly(image: &Plain, crop: &Placed, size: usize) -> Vec<f32> {
    let mut pixels = Vec::new();
    for row in 0..size {
        for column in 0..size {
            let (across, down) = match crop.changes.warp {
                None => {
                    let column = if crop.changes.flipped {
                        size - 1 - column
                    } else {
                        column
                    };
                    (
                        straight(crop.original[0], crop.resized[0], crop.corner[0], column),
                        straight(crop.original[1], crop.resized[1], crop.corner[1], row),
                    )
                }
                Some([a, b, middle, right, down]) => {
                    let [x, y] = [column as f32 - right, row as f32 - down].map(|v| v - middle);
                    let [x, y] = [a * x + b * y + middle, a * y - b * x + middle];
                    let x = if crop.changes.flipped {
                        (size - 1) as f32 - x
                    } else {
                        x
                    };
                    (
                        warped(crop.original[0], crop.resized[0], crop.corner[0], x),
                        warped(crop.original[1], crop.resized[1], crop.corner[1], y),
                    )
                }
            };
            let between = |line: usize| {
                let line = &image.samples[line * image.width..][..image.width];
                line[across.0] + (line[across.1] - line[across.0]) * across.2
            };
            let (above, below) = (between(down.0), between(down.1));
            let value = above + (below - above) * down.2;
            let [gain, offset] = crop.changes.tone;
            let [left, top, right, bottom] = crop.changes.cutout.map(usize::from);
            pixels.push(
                match (left..right).contains(&column) && (top..bottom).contains(&row) {
                    true => 0.5,
                    false => (gain * value + offset).clamp(0.0, 1.0),
                },
            );
        }
    }
    pixels
}

#[test]
fn crops_are_the_cpus() {
    let Some(gpu) = Emulated::new() else { return };
    // Images of several sizes, of 8 and of 16 bits.
    let sizes = [
        (13, 17, false),
        (250, 31, true),
        (1, 1, false),
        (8, 40, true),
    ];
    let mut memory = Vec::new();
    let mut images = Vec::new();
    let mut state = 1u32;
    for (width, height, wide) in sizes {
        memory.resize(memory.len().next_multiple_of(IMAGE_STEP), 0);
        let start = memory.len() / IMAGE_STEP;
        let mut samples = Vec::new();
        for _ in 0..width * height {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let sample = (state >> 16) as u16;
            if wide {
                memory.extend(sample.to_ne_bytes());
                samples.push(f32::from(sample) * (1.0 / 65535.0));
            } else {
                memory.push(sample as u8);
                samples.push(f32::from(sample as u8) * (1.0 / 255.0));
            }
        }
        images.push((start as u32, Plain { samples, width }));
    }
    for size in [1, 9, 20] {
        let mut crops = Vec::new();
        // More than one launch takes.
        for index in 0..70u32 {
            let at = index as usize % sizes.len();
            let (width, height, wide) = sizes[at];
            let resized = [size as u32 + index % 7, size as u32 + index % 5];
            let turn = index as f32 * 0.3;
            let middle = (size as f32 - 1.0) / 2.0;
            crops.push(Placed {
                start: images[at].0,
                wide,
                original: [width as u32, height as u32],
                resized,
                corner: [index % 7 / 2, index % 5],
                changes: Changes {
                    flipped: index % 2 == 1,
                    warp: (index % 3 == 0).then(|| {
                        let (a, b) = (1.2 * turn.cos(), -1.2 * turn.sin());
                        [a, b, middle, turn - 9.0, 3.0 - turn]
                    }),
                    tone: [Changes::NONE.tone, [1.5, -0.3]][index as usize % 2],
                    cutout: [Changes::NONE.cutout, [2, 1, 7, 9]][index as usize / 3 % 2]
                        .map(|edge| edge.min(size as u16)),
                },
            });
        }
        let found = render(&gpu, &memory, &crops, size).unwrap();
        assert_eq!(found.len(), crops.len() * size * size);
        for (index, (crop, found)) in crops.iter().zip(found.chunks(size * size)).enumerate() {
            let (_, image) = &images[index % sizes.len()];
            assert_eq!(plainly(image, crop, size), found, "{crop:?}");
        }
    }
}

/// Spots that the data crate draws and whose landmarks it moves: found again where the landmarks
/// are, by the centroid of what is bright.
#[test]
fn spots_are_seen_where_their_landmarks_are() {
    let Some(gpu) = Emulated::new() else { return };
    let table = include_str!("../../../tests/fixtures/spots.txt");
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let mut found = 0;
    for line in lines {
        let numbers: Vec<f64> = line.split(' ').map(|word| word.parse().unwrap()).collect();
        let [
            size,
            flipped,
            w,
            h,
            rw,
            rh,
            left,
            top,
            x,
            y,
            at_x,
            at_y,
            width,
            ref warp @ ..,
        ] = numbers[..]
        else {
            panic!("{line}");
        };
        let mut memory = Vec::new();
        for row in 0..h as usize {
            for column in 0..w as usize {
                let square = (column as f64 - x).powi(2) + (row as f64 - y).powi(2);
                let bright = (-square / (2.0 * width * width)).exp();
                memory.extend(((bright * 65535.0).round() as u16).to_ne_bytes());
            }
        }
        let crop = Placed {
            start: 0,
            wide: true,
            original: [w as u32, h as u32],
            resized: [rw as u32, rh as u32],
            corner: [left as u32, top as u32],
            changes: Changes {
                flipped: flipped == 1.0,
                warp: <[f64; 5]>::try_from(warp)
                    .ok()
                    .map(|warp| warp.map(|number| number as f32)),
                ..Changes::NONE
            },
        };
        let size = size as usize;
        let pixels = render(&gpu, &memory, &[crop], size).unwrap();
        let [mut sum_x, mut sum_y, mut sum] = [0.0; 3];
        for (i, value) in pixels.into_iter().map(f64::from).enumerate() {
            sum_x += value * (i % size) as f64;
            sum_y += value * (i / size) as f64;
            sum += value;
        }
        let beside = [sum_x / sum - at_x, sum_y / sum - at_y];
        assert!(beside.iter().all(|b| b.abs() < 0.02), "{beside:?}: {line}");
        found += 1;
    }
    assert_eq!(found, 40);
}
