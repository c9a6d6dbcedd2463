//! Forecasts hold what comes, where a loss does go on along its law.

use faceoff_measure::trend;
use faceoff_random::{Purpose, Stream};

#[test]
fn forecasts_hold_what_comes() {
    let law = |epoch: usize| 0.01 + 0.2 * (epoch as f64 + 1.0).powf(-0.7);
    let epochs: Vec<usize> = (0..60).collect();
    let curves = 100;
    let held = (0..curves)
        .filter(|&number| {
            let mut stream = Stream::new(number, Purpose::DrawnFace, &[]);
            let losses: Vec<f64> = epochs
                .iter()
                .map(|&e| law(e) * (1.0 + stream.uniform(-0.1, 0.1)))
                .collect();
            let forecast = trend(&epochs, &losses, number).unwrap().forecast;
            forecast.is_some_and(|forecast| {
                (forecast.interval.low..=forecast.interval.high).contains(&law(119))
            })
        })
        .count();
    println!("forecast: {held} of {curves}");
    assert!(held >= 85, "{held} of {curves}");
}
