//! The error of each test image against that of the comparison's first entry.

use faceoff_measure::{Metric, mean, quantile};
use faceoff_spec::Comparison;

use super::axis::Axis;
use super::chart::{Chart, Curve, Line};
use super::errors;
use super::kind::{ChartGroup, ChartKind, Place, View};
use super::label::Label;
use crate::color::{INK, on_paper};
use crate::format::{count, short, thousands};
use crate::scores::{PairedEntry, paired};
use crate::study::notes::entries_images;
use crate::study::{StudyData, label};

/// Whom an entry helps and whom it costs: a mark for each image, below the diagonal where its
/// error is smaller than the first entry's. Drawn where cumulative errors are.
pub(super) const KIND: ChartKind = ChartKind {
    name: "images",
    heading: "error of each image against the first entry's",
    place: Place::Errors,
    shows: &[],
    make,
};

fn make(data: &StudyData, comparison: &Comparison) -> Vec<ChartGroup> {
    let wanted = errors::wanted(comparison);
    let chart = wanted.then(|| chart(data, comparison)).flatten();
    ChartGroup::of(
        comparison,
        &KIND,
        chart.into_iter().map(View::Lines).collect(),
    )
}

/// The share of the errors that both axes hold at least.
const HELD: f64 = 0.98;
/// How many times as long larger errors may make the axes.
const STRETCHED: f64 = 1.5;

/// `None` where the first entry, or all others, cannot be held against the same images.
fn chart(data: &StudyData, comparison: &Comparison) -> Option<Chart> {
    let entries = data.entries(comparison);
    let paired = paired(&entries);
    let (reference, others) = paired.entries.split_first()?;
    let first = label::name(entries.first()?, &entries);
    let on = by_image(reference);
    if reference.name != first || others.is_empty() || on.is_empty() {
        return None;
    }
    let clouds: Vec<Line> = others.iter().map(|other| cloud(other, &on)).collect();
    let end = end(&clouds);
    let diagonal = Line::plain(
        Label::of(format!("As large as with {}", reference.name)),
        Curve::Reference,
        INK,
        vec![(0.0, 0.0), (end, end)],
    );
    let used = paired.entries.iter().map(|each| &each.entry);
    let mut notes = Vec::new();
    if paired.entries.iter().any(|each| each.runs().count() > 1) {
        notes.push("of several seeds, the mean".to_owned());
    }
    let points = clouds.iter().flat_map(|line| &line.points);
    let farther = points.map(|point| f64::max(point.0, point.1));
    let beyond: Vec<f64> = farther.filter(|error| *error > end).collect();
    if let Some(most) = beyond.iter().copied().reduce(f64::max) {
        notes.push(format!(
            "{} beyond the axes, up to {} %",
            count(beyond.len(), "mark"),
            short(most)
        ));
    }
    let axis = |name: &str| Axis::from_0(&format!("NME of {name} (%)"), (end, end), 10);
    Some(Chart {
        about: vec![comparison.title.clone()],
        title: "Error of each test image".to_owned(),
        x: axis(&reference.name),
        y: match others {
            [only] => axis(&only.name),
            _ => axis("the others"),
        },
        thresholds: Vec::new(),
        lines: [diagonal].into_iter().chain(clouds).collect(),
        images: Some(entries_images(&data.study, used)),
        notes,
        readout: None,
    })
}

/// The inter-ocular NME of each image in per cent, the mean over seeds.
fn by_image(entry: &PairedEntry<'_>) -> Vec<f64> {
    let seeds = entry.outcome(Metric::NME).seeds;
    let images = seeds.first().map_or(0, |seed| seed.len());
    let of_image = |image: usize| {
        let errors: Vec<f64> = seeds.iter().map(|seed| 100.0 * seed[image]).collect();
        mean(&errors)
    };
    (0..images).map(of_image).collect()
}

/// The images of `entry` against their errors `on` the reference.
fn cloud(entry: &PairedEntry<'_>, on: &[f64]) -> Line {
    let points: Vec<(f64, f64)> = on.iter().copied().zip(by_image(entry)).collect();
    let smaller = points.iter().filter(|(x, y)| y < x).count();
    let label = Label::of(&entry.name).with(format!(
        "smaller on {} of {}",
        thousands(smaller),
        count(points.len(), "image")
    ));
    Line::plain(
        label,
        Curve::Images,
        on_paper(entry.entry.entry.color),
        points,
    )
}

/// Where both axes end: at the largest error, unless few images have far larger ones than the
/// others.
fn end(clouds: &[Line]) -> f64 {
    let points = clouds.iter().flat_map(|line| &line.points);
    let errors: Vec<f64> = points.flat_map(|(x, y)| [*x, *y]).collect();
    let most = errors.iter().copied().fold(0.0, f64::max);
    let held = quantile(&errors, HELD).unwrap_or(most);
    let end = f64::min(most, STRETCHED * held) * 1.02;
    if end > 0.0 { end } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::shown::charts;
    use crate::tests::study::{comparison, study};

    #[test]
    fn images_are_held_against_the_first_entry() {
        let data = study();
        // The high rate diverged, so it is not held against the base.
        assert!(charts(&data, &comparison("rates"), "images").is_empty());
        // One experiment at two epochs, whose error falls from 4 to 2 pixels on every image. The
        // outer eye corners are 36 pixels apart.
        let mut epochs = comparison("epochs");
        assert!(charts(&data, &epochs, "images").is_empty());
        epochs.error_chart = Some(true);
        let chart = charts(&data, &epochs, "images").remove(0);
        let labels = chart.lines.iter().map(|line| line.label.to_string());
        let labels: Vec<String> = labels.collect();
        let expected = [
            "As large as with Base, 3 epochs",
            "Base, 6 epochs · smaller on 3 of 3 images",
        ];
        assert_eq!(labels, expected);
        for (x, y) in &chart.lines[1].points {
            assert!((x - 400.0 / 36.0).abs() < 1e-4, "{x}");
            assert!((y - 200.0 / 36.0).abs() < 1e-4, "{y}");
        }
        assert_eq!((chart.x.low, chart.x.high), (chart.y.low, chart.y.high));
    }

    #[test]
    fn few_images_far_from_the_others_do_not_squeeze_them() {
        let cloud =
            |points: Vec<(f64, f64)>| [Line::plain(Label::default(), Curve::Images, INK, points)];
        let many = || (0..99).map(|i| (f64::from(i) / 10.0, 5.0));
        let near = end(&cloud(many().chain([(11.0, 5.0)]).collect()));
        assert!((near - 11.0 * 1.02).abs() < 1e-9, "{near}");
        let far = end(&cloud(many().chain([(500.0, 5.0)]).collect()));
        assert!((12.0..16.0).contains(&far), "{far}");
        assert_eq!(end(&cloud(vec![(0.0, 0.0)])), 1.0);
    }
}
