//! What a chart on the page says of the values under the pointer.

use serde_json::{Value, json};

use crate::chart::{Chart, Curve, Line};
use crate::color::hex;
use crate::seeds::Spread;

/// The lines that are read out, with their values.
pub(crate) fn lines(chart: &Chart) -> Vec<Value> {
    let shares = shows_shares(chart);
    chart
        .lines
        .iter()
        .filter(|line| shares || !line.curve.is_reference())
        .map(|line| {
            let name = line.label.split(" · ").next().unwrap_or_default();
            let points = if shares {
                steps(line)
            } else {
                line.points.clone()
            };
            let mut shown = json!({ "name": name, "color": hex(line.color), "points": points });
            if let Spread::Band(band) = &line.spread {
                shown["band"] = json!(band);
            }
            shown
        })
        .collect()
}

/// How x and values are called, and whether x is a whole number.
pub(crate) fn words(chart: &Chart) -> Value {
    if shows_shares(chart) {
        json!({ "x": "NME", "whole": false, "unit": " %" })
    } else {
        json!({ "x": "Epoch", "whole": true, "unit": "" })
    }
}

fn shows_shares(chart: &Chart) -> bool {
    chart.lines.iter().any(|line| line.curve == Curve::Share)
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
