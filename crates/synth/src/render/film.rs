//! From what a scene sends out to an image's bytes: averaging, blur, noise.

use faceoff_random::Stream;

use super::canvas::Canvas;
use crate::chance::normal;

/// Averages squares of `factor`×`factor` pixels.
pub(crate) fn shrink(canvas: &Canvas, factor: usize) -> Vec<f32> {
    let width = canvas.width / factor;
    let share = 1.0 / (factor * factor) as f32;
    let mut shrunk = vec![0.0; width * (canvas.height / factor)];
    for (row, line) in canvas.grey.chunks_exact(canvas.width).enumerate() {
        let into = &mut shrunk[row / factor * width..][..width];
        for (pixel, square) in into.iter_mut().zip(line.chunks_exact(factor)) {
            *pixel += square.iter().sum::<f32>() * share;
        }
    }
    shrunk
}

/// Blurs with a bell of standard deviation `deviation`, in pixels.
pub(crate) fn blur(grey: &mut [f32], width: usize, deviation: f32) {
    let reach = (deviation * 3.0).ceil() as usize;
    let bell: Vec<f32> = (0..=reach)
        .map(|i| (-0.5 * (i as f32 / deviation).powi(2)).exp())
        .collect();
    let whole = bell[0] + 2.0 * bell[1..].iter().sum::<f32>();
    let height = grey.len() / width;
    let mut pass = |count: usize, step: usize, starts: &mut dyn Iterator<Item = usize>| {
        let mut line = vec![0.0; count];
        for start in starts {
            for (i, value) in line.iter_mut().enumerate() {
                *value = grey[start + i * step];
            }
            for i in 0..count {
                let mut sum = bell[0] * line[i];
                for (away, weight) in bell.iter().enumerate().skip(1) {
                    // Beyond an edge, its pixels go on.
                    let before = line[i.saturating_sub(away)];
                    let after = line[(i + away).min(count - 1)];
                    sum += weight * (before + after);
                }
                grey[start + i * step] = sum / whole;
            }
        }
    };
    pass(width, 1, &mut (0..height).map(|row| row * width));
    pass(height, width, &mut (0..width));
}

/// Brings grey into `range` and to bytes, with the camera's noise on every pixel.
pub(crate) fn develop(grey: &[f32], range: [f32; 2], noise: f32, stream: &mut Stream) -> Vec<u8> {
    grey.iter()
        .map(|value| {
            let exposed = range[0] + (range[1] - range[0]) * value;
            let bright = 255.0 * (exposed + normal(stream, 0.0, noise));
            (bright + 0.5).clamp(0.0, 255.0) as u8
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use faceoff_random::Purpose;

    #[test]
    fn shrinking_averages_squares() {
        let mut canvas = Canvas::new([4, 2], 1, |_| 0.0);
        canvas.grey = vec![0.0, 1.0, 2.0, 3.0, 10.0, 11.0, 12.0, 13.0];
        assert_eq!(shrink(&canvas, 2), [5.5, 7.5]);
    }

    #[test]
    fn blurring_spreads_a_dot_evenly_and_keeps_its_sum() {
        let width = 21;
        let mut grey = vec![0.0; width * 15];
        grey[7 * width + 10] = 1.0;
        blur(&mut grey, width, 1.0);
        assert!((grey.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        let near = [(7, 9), (7, 11), (6, 10), (8, 10)].map(|(y, x)| grey[y * width + x]);
        assert!(near.iter().all(|&v| (v - near[0]).abs() < 1e-6));
        assert!(near[0] < grey[7 * width + 10] && near[0] > 0.05);
    }

    #[test]
    fn developing_clips_and_adds_noise() {
        let stream = &mut Stream::new(0, Purpose::DrawnFace, &[]);
        assert_eq!(
            develop(&[-1.0, 0.0, 0.5, 1.0, 2.0], [0.0, 1.0], 0.0, stream),
            [0, 0, 128, 255, 255]
        );
        let noisy = develop(&[0.5; 1000], [0.0, 1.0], 0.02, stream);
        let mean = noisy.iter().map(|&v| f32::from(v)).sum::<f32>() / 1000.0;
        assert!((mean - 127.5).abs() < 1.0, "{mean}");
        assert!(noisy.iter().any(|&v| v != noisy[0]));
    }
}
