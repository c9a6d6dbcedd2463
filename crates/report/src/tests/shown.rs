//! What the charts of a comparison show, by kind.

use faceoff_spec::Comparison;

use crate::charts::{Chart, ChartGroup, KINDS, LandmarkMap, View};
use crate::study::StudyData;

/// The groups of charts of the kind called `name`.
pub(crate) fn groups(data: &StudyData, comparison: &Comparison, name: &str) -> Vec<ChartGroup> {
    let kind = KINDS.iter().find(|kind| kind.name == name).unwrap();
    (kind.make)(data, comparison)
}

/// The charts of lines of the kind called `name`.
pub(crate) fn charts(data: &StudyData, comparison: &Comparison, name: &str) -> Vec<Chart> {
    let groups = groups(data, comparison, name).into_iter();
    let figures = groups.flat_map(|group| group.figures);
    let charts = figures.map(|figure| match figure.view {
        View::Lines(chart) => chart,
        View::Faces(map) => panic!("not of lines: {map:?}"),
    });
    charts.collect()
}

/// The errors of landmarks over a face.
pub(crate) fn landmark_map(data: &StudyData, comparison: &Comparison) -> Option<LandmarkMap> {
    let groups = groups(data, comparison, "landmarks").into_iter();
    let mut figures = groups.flat_map(|group| group.figures);
    figures.next().map(|figure| match figure.view {
        View::Faces(map) => map,
        View::Lines(chart) => panic!("of lines: {chart:?}"),
    })
}

/// The chart of health that is called `quantity`, of a group for one network.
pub(crate) fn health(group: &ChartGroup, quantity: &str) -> Chart {
    let end = format!("-{quantity}");
    let mut figures = group.figures.iter();
    let figure = figures.find(|figure| figure.file.ends_with(&end)).unwrap();
    match &figure.view {
        View::Lines(chart) => chart.clone(),
        View::Faces(map) => panic!("not of lines: {map:?}"),
    }
}
