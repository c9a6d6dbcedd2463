//! What a chart on the page says of the values under the pointer.

use serde_json::{Value, json};

use crate::charts::{Chart, Line, Readout, Spread};
use crate::color::hex;

/// The lines that are read out, with their values. References are flat over epochs, and are not.
pub(super) fn lines(chart: &Chart, readout: Readout) -> Vec<Value> {
    let by_epoch = readout.whole;
    let lines = chart.lines.iter();
    let lines = lines.filter(|line| !by_epoch || !line.curve.is_reference());
    let lines = lines.map(|line| {
        let name = line.label.split(" · ").next().unwrap_or_default();
        let points = match by_epoch {
            true => line.points.clone(),
            false => steps(line),
        };
        let mut shown = json!({ "name": name, "color": hex(line.color), "points": points });
        if let Spread::Band(band) = &line.spread {
            shown["band"] = json!(band);
        }
        shown
    });
    lines.collect()
}

/// How x and values are called, and whether x is a whole number.
pub(super) fn words(readout: Readout) -> Value {
    json!({ "x": readout.x, "whole": readout.whole, "unit": readout.unit })
}

/// The upper corners of steps, no closer than a pixel can tell apart: with hundreds of images a
/// page would be long.
fn steps(line: &Line) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for (x, share) in &line.points {
        let rounded = ((x * 20.0).round() / 20.0, (share * 10.0).round() / 10.0);
        match kept.last_mut() {
            Some(last) if last.0 == rounded.0 => *last = rounded,
            _ => kept.push(rounded),
        }
    }
    kept
}
