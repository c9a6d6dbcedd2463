//! A test loss that does not rise is not said to, and one that rises is.

use faceoff_measure::{Gap, GapVerdict, LossCurves, overfitting};
use faceoff_random::{Purpose, Stream};
use rand_distr::{Distribution, StandardNormal};

/// Measurements of a training: of 85 epochs every third, of 120, of 350 and of 700.
const LENGTHS: [usize; 4] = [29, 40, 117, 234];

/// Noise of the logarithm of a loss, of variance 1.
#[derive(Clone, Copy, Debug)]
enum Noise {
    /// Autoregressive of order 1 with this correlation.
    Regressive(f64),
    /// A quarter of the variance wanders slowly, with a correlation of 0.9.
    Wandering,
}

const NOISES: [Noise; 4] = [
    Noise::Regressive(0.0),
    Noise::Regressive(0.3),
    Noise::Regressive(0.5),
    Noise::Wandering,
];

fn regressive(stream: &mut Stream, count: usize, correlation: f64) -> Vec<f64> {
    let mut value: f64 = StandardNormal.sample(stream);
    (0..count)
        .map(|_| {
            let fresh: f64 = StandardNormal.sample(stream);
            value = correlation * value + (1.0 - correlation * correlation).sqrt() * fresh;
            value
        })
        .collect()
}

impl Noise {
    fn draw(self, stream: &mut Stream, count: usize) -> Vec<f64> {
        match self {
            Self::Regressive(correlation) => regressive(stream, count, correlation),
            Self::Wandering => {
                let fast = regressive(stream, count, 0.3);
                let slow = regressive(stream, count, 0.9);
                let both = fast.iter().zip(&slow);
                both.map(|(fast, slow)| 0.75f64.sqrt() * fast + 0.5 * slow)
                    .collect()
            }
        }
    }
}

/// A training whose test loss is `test` at each share of its length, with noise of this deviation
/// that the training loss shares but for a tenth; `gap` is the test loss over the training loss.
fn training(
    number: u64,
    count: usize,
    noise: (Noise, f64),
    gap: f64,
    test: &dyn Fn(f64) -> f64,
) -> Gap {
    let mut stream = Stream::new(number, Purpose::DrawnFace, &[count as u64]);
    let mut draw = || noise.0.draw(&mut stream, count);
    let (shared, own) = (draw(), draw());
    let epochs: Vec<usize> = (0..count).map(|i| 3 * i).collect();
    let test: Vec<f64> = (0..count)
        .map(|i| test(i as f64 / (count - 1) as f64) * (noise.1 * shared[i]).exp())
        .collect();
    let losses = test.iter().zip(&own);
    let train: Vec<f64> = losses
        .map(|(test, own)| test / gap * (0.1 * noise.1 * own).exp())
        .collect();
    overfitting(LossCurves {
        epochs: &epochs,
        train: &train,
        remeasured_train: Some(&train),
        test: &test,
    })
    .unwrap()
}

/// Of how many trainings in a hundred `holds`.
fn percent(trainings: u64, holds: impl Fn(u64) -> bool) -> f64 {
    let held = (0..trainings).filter(|&number| holds(number)).count();
    100.0 * held as f64 / trainings as f64
}

/// Falls to a floor in the first tenth.
fn settles(share: f64) -> f64 {
    0.01 + 0.2 * (-50.0 * share).exp()
}

/// Rises by 20 % over the second half.
fn turns(share: f64) -> f64 {
    settles(share) * (1.0 + 0.4 * (share - 0.5).max(0.0))
}

#[test]
fn a_flat_test_loss_does_not_overfit() {
    for count in LENGTHS {
        for noise in NOISES {
            for (name, test) in [
                ("flat", &(|_| 0.02) as &dyn Fn(f64) -> f64),
                ("settling", &settles),
            ] {
                let wrong = percent(400, |number| {
                    let found = training(number, count, (noise, 0.2), 2.0, test);
                    found.verdict == GapVerdict::Overfits
                });
                println!("{name}, {count} measurements, {noise:?}: {wrong:.1} %");
                // Two standard deviations of a share of 400 above 5 %.
                assert!(wrong <= 7.2, "{name}, {count}, {noise:?}: {wrong}");
            }
        }
    }
}

#[test]
fn a_test_loss_that_rises_overfits() {
    for (count, deviation, noise, least) in [
        (29, 0.03, Noise::Regressive(0.0), 70.0),
        (40, 0.03, Noise::Regressive(0.5), 55.0),
        (117, 0.05, Noise::Regressive(0.5), 70.0),
        (117, 0.1, Noise::Regressive(0.0), 75.0),
        (234, 0.1, Noise::Regressive(0.5), 70.0),
    ] {
        let found = percent(200, |number| {
            let found = training(number, count, (noise, deviation), 2.0, &turns);
            found.verdict == GapVerdict::Overfits
        });
        println!("{count} measurements, {noise:?} of {deviation}: {found:.1} %");
        assert!(found >= least, "{count}, {noise:?}, {deviation}: {found}");
    }
}

#[test]
fn bounds_of_the_rise_hold() {
    for count in LENGTHS {
        for noise in NOISES {
            let truth = training(0, count, (noise, 0.0), 2.0, &turns).rise.value;
            let within = percent(400, |number| {
                let interval = training(number, count, (noise, 0.1), 2.0, &turns)
                    .rise
                    .interval;
                (interval.low..=interval.high).contains(&truth)
            });
            println!("rise, {count} measurements, {noise:?}: {within:.1} %");
            assert!(within >= 92.8, "{count}, {noise:?}: {within}");
        }
    }
}

#[test]
fn a_gap_at_the_line_is_seldom_said_to_be_on_one_side() {
    for count in LENGTHS {
        for noise in NOISES {
            let said = |verdict| {
                percent(400, |number| {
                    let found = training(number, count, (noise, 0.3), 1.1, &settles).verdict;
                    (found == GapVerdict::NoGap) == (verdict == GapVerdict::NoGap)
                        && found != GapVerdict::Unclear
                })
            };
            let (none, open) = (said(GapVerdict::NoGap), said(GapVerdict::GapOpens));
            println!("10 %, {count} measurements, {noise:?}: none {none:.1} %, open {open:.1} %");
            // What wanders slowly is half seen.
            let most = if matches!(noise, Noise::Wandering) {
                12.0
            } else {
                7.2
            };
            assert!(
                none <= most && open <= most,
                "{count}, {noise:?}: {none} {open}"
            );
        }
    }
}
