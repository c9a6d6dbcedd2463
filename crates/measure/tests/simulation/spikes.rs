//! Losses that fall with nothing but noise have no spikes; what leaps out of the noise is found.

use faceoff_measure::{StabilityVerdict, stability};
use faceoff_random::{Purpose, Stream};
use rand_distr::{Distribution, Exp1, StandardNormal};

/// Noise of the logarithm of a loss.
#[derive(Clone, Copy)]
enum Noise {
    /// Normal, with this deviation.
    Normal(f64),
    /// A sum of four exponentials, each with this mean: skewed upwards more than the losses of
    /// Adam in batches of ten are.
    Upwards(f64),
}

fn curve(number: u64, epochs: usize, noise: Noise) -> Vec<f64> {
    let mut stream = Stream::new(number, Purpose::DrawnFace, &[]);
    (0..epochs)
        .map(|epoch| {
            let law = 0.01 + 0.2 * (epoch as f64 + 1.0).powf(-0.7);
            let log: f64 = match noise {
                Noise::Normal(deviation) => {
                    let value: f64 = StandardNormal.sample(&mut stream);
                    deviation * value
                }
                Noise::Upwards(mean) => {
                    let values = (0..4).map(|_| -> f64 { Exp1.sample(&mut stream) });
                    mean * values.sum::<f64>()
                }
            };
            law * log.exp()
        })
        .collect()
}

fn verdict(losses: &[f64]) -> StabilityVerdict {
    stability(&(0..losses.len()).collect::<Vec<_>>(), losses).verdict
}

const NOISES: [Noise; 5] = [
    Noise::Normal(0.02),
    Noise::Normal(0.2),
    Noise::Normal(0.4),
    Noise::Upwards(0.05),
    Noise::Upwards(0.15),
];

#[test]
fn plain_noise_is_steady() {
    for (name, epochs) in [("85 epochs", 85), ("700 epochs", 700)] {
        for (i, noise) in NOISES.into_iter().enumerate() {
            let curves = 200;
            let alarms = (0..curves)
                .filter(|&number| {
                    verdict(&curve(number, epochs, noise)) != StabilityVerdict::Steady
                })
                .count();
            println!("{name}, noise {i}: {alarms} of {curves}");
            // A curve, however long, is one chance to be wrong.
            assert!(alarms <= 12, "{name}, noise {i}: {alarms} of {curves}");
        }
    }
}

#[test]
fn what_leaps_out_of_the_noise_is_found() {
    for (i, noise) in NOISES.into_iter().enumerate() {
        let curves = 100;
        let found = (0..curves)
            .filter(|&number| {
                let mut losses = curve(number, 85, noise);
                // Twelve deviations of the noise, and at least three times the loss.
                let above = match noise {
                    Noise::Normal(deviation) => 12.0 * deviation,
                    Noise::Upwards(mean) => 12.0 * 2.0 * mean,
                };
                losses[40] *= above.max(3f64.ln()).exp();
                let epochs: Vec<usize> = (0..losses.len()).collect();
                let spikes = stability(&epochs, &losses).spikes;
                spikes.iter().any(|spike| spike.epoch == 40)
            })
            .count();
        println!("noise {i}: {found} of {curves}");
        assert!(found >= 80, "noise {i}: {found} of {curves}");
    }
}
