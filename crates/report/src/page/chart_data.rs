//! What the page's script is told of a chart of lines.

use serde_json::{Map, Value, json};

use crate::charts::{Axis, AxisScale, Chart, Curve, Line, Readout, Spread};
use crate::color::hex;

/// The chart's values, names and axes.
pub(super) fn chart_data(chart: &Chart) -> Value {
    let mut x = axis(&chart.x);
    let mut y = axis(&chart.y);
    match chart.readout {
        Some(Readout {
            x: name,
            whole,
            unit,
        }) => {
            x["name"] = json!(name);
            x["whole"] = json!(whole);
            x["unit"] = json!(if whole { "" } else { unit });
            y["unit"] = json!(if whole { "" } else { unit });
        }
        None => x["name"] = json!(chart.x.label),
    }
    json!({
        "title": chart.heading(),
        "x": x,
        "y": y,
        "thresholds": chart.thresholds,
        "lines": chart.lines.iter().map(|each| line(each, is_of_steps(chart))).collect::<Vec<_>>(),
    })
}

/// Whether its lines are steps: shares of images, which stay until the next image's error.
fn is_of_steps(chart: &Chart) -> bool {
    chart.readout.is_some_and(|readout| !readout.whole)
}

fn axis(axis: &Axis) -> Value {
    let mut data = json!({
        "label": axis.label,
        "low": rounded(axis.low),
        "high": rounded(axis.high),
        "scale": match axis.scale {
            AxisScale::Linear => "linear",
            AxisScale::Log => "log",
            AxisScale::SymLog(_) => "symlog",
        },
    });
    if let AxisScale::SymLog(linear) = axis.scale {
        data["linear"] = json!(rounded(linear));
    }
    data
}

fn line(line: &Line, steps: bool) -> Value {
    let mut data = match steps {
        true => curve(upper_corners(&line.points)),
        false => curve(line.points.iter().copied()),
    };
    if steps {
        data.insert("steps".to_owned(), json!(true));
    }
    data.insert("name".to_owned(), json!(line.label.name));
    data.insert("what".to_owned(), json!(line.label.what));
    data.insert("details".to_owned(), json!(line.label.details));
    data.insert("kind".to_owned(), json!(kind(line.curve)));
    data.insert("color".to_owned(), json!(hex(line.color)));
    match &line.spread {
        Spread::None => {}
        Spread::Band(band) => {
            let lows = curve(band.iter().map(|(x, low, _)| (*x, *low)));
            let highs = curve(band.iter().map(|(x, _, high)| (*x, *high)));
            data.insert("band".to_owned(), json!([lows, highs]));
        }
        Spread::Lines(lines) => {
            let lines = lines.iter().map(|line| curve(line.iter().copied()));
            data.insert("seeds".to_owned(), lines.map(Value::from).collect());
        }
    }
    if let Some(smoothed) = &line.smoothed {
        let smooth = curve(smoothed.points.iter().copied());
        data.insert("smooth".to_owned(), smooth.into());
        if let Some((x, y)) = smoothed.lowest {
            data.insert("lowest".to_owned(), json!([x, rounded(y)]));
        }
    }
    if line.diverged {
        data.insert("diverged".to_owned(), json!(true));
    }
    data.into()
}

/// The last point at each x: where a step ends.
fn upper_corners(points: &[(f64, f64)]) -> impl Iterator<Item = (f64, f64)> {
    let at_one_x = points.chunk_by(|a, b| a.0 == b.0);
    at_one_x.filter_map(|corners| corners.last().copied())
}

/// Points as a list of y, and where x begins if it counts on by 1, else a list of x.
fn curve(points: impl Iterator<Item = (f64, f64)>) -> Map<String, Value> {
    let (x, y): (Vec<f64>, Vec<f64>) = points.unzip();
    let first = x.first().copied().unwrap_or_default();
    let counts = x.iter().enumerate().all(|(i, x)| *x == first + i as f64);
    let x = match counts {
        true => ("from".to_owned(), rounded(first)),
        false => ("x".to_owned(), x.into_iter().map(rounded).collect()),
    };
    let y = y.into_iter().map(rounded).collect();
    [x, ("y".to_owned(), y)].into_iter().collect()
}

/// To six significant digits: more than is ever shown, and a page stays short. What is not finite
/// becomes null.
fn rounded(value: f64) -> Value {
    let text = format!("{value:.5e}");
    let value: f64 = text.parse().unwrap_or(value);
    match value.fract() == 0.0 && value.abs() < 1e9 {
        true => json!(value as i64),
        false => json!(value),
    }
}

fn kind(curve: Curve) -> &'static str {
    match curve {
        Curve::Train => "train",
        Curve::Test => "test",
        Curve::Validation => "validation",
        Curve::Difference => "difference",
        Curve::Layer => "layer",
        Curve::Share => "share",
        Curve::Images => "images",
        Curve::Reference => "reference",
        Curve::TrainReference => "train-reference",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::shown::charts;
    use crate::tests::study::{comparison, study};

    #[test]
    fn shares_are_steps_with_one_value_at_each_error() {
        let data = study();
        let mut epochs = comparison("epochs");
        epochs.error_chart = Some(true);
        let chart = charts(&data, &epochs, "errors").remove(0);
        let shown = chart_data(&chart);
        for (shown, line) in shown["lines"].as_array().unwrap().iter().zip(&chart.lines) {
            assert_eq!(shown["steps"], true);
            let x: Vec<f64> = serde_json::from_value(shown["x"].clone()).unwrap();
            assert!(x.windows(2).all(|pair| pair[0] < pair[1]), "{x:?}");
            assert!(x.len() < line.points.len());
        }
        let losses = chart_data(&charts(&data, &comparison("rates"), "loss").remove(0));
        assert_eq!(losses["lines"][0].get("steps"), None);
    }

    #[test]
    fn points_that_count_on_need_no_list_of_x() {
        let epochs = curve([(3.0, 0.123456789), (4.0, 0.5)].into_iter());
        assert_eq!(json!(epochs), json!({ "from": 3, "y": [0.123457, 0.5] }));
        let gaps = curve([(0.0, 1.0), (5.0, f64::NAN)].into_iter());
        assert_eq!(json!(gaps), json!({ "x": [0, 5], "y": [1, null] }));
    }
}
