//! Dead units over epochs: what a network that answers the same for every face died of.

use faceoff_config::Comparison;
use faceoff_record::EpochHealth;

use crate::axis::Axis;
use crate::breakdown::viridis;
use crate::chart::{Chart, Curve, Line, drawn, x_axis};
use crate::color::on_paper;
use crate::label;
use crate::numbers::{count, thousands};
use crate::page_notes::entries_note;
use crate::seeds::Spread;
use crate::study_data::{EntryData, StudyData};

/// A comparison of one experiment shows each layer, lighter towards the picture; of
/// several, each experiment's layer that is deadest at the end.
///
/// `None` where no health was recorded or no unit ever died.
pub fn dead_units_chart(data: &StudyData, comparison: &Comparison) -> Option<Chart> {
    let entries = drawn(data, comparison);
    let mut lines = Vec::new();
    for entry in &entries {
        let Some(last) = entry.health().last() else {
            continue;
        };
        let layers = 0..last.layers.len();
        let shown: Vec<usize> = match entries.len() {
            1 => layers.collect(),
            _ => layers
                .rev()
                .max_by_key(|&i| share_at(last, i))
                .into_iter()
                .collect(),
        };
        for layer in shown {
            lines.push(line(entry, &entries, last, layer));
        }
    }
    let points = || lines.iter().flat_map(|line| &line.points);
    if points().all(|point| point.1 == 0.0) {
        return None;
    }
    let images = entries.iter().find_map(|entry| entry.health().last());
    let images = images.map_or(0, |health| health.images);
    let mut notes = vec![
        entries_note(&data.study, &entries),
        format!("dead: 0 for each of {}", count(images, "training face")),
    ];
    if entries.iter().any(|entry| entry.seeds().len() > 1) {
        notes.push("of several seeds, the first".to_owned());
    }
    Some(Chart {
        title: "Dead units over epochs".to_owned(),
        x: x_axis(&lines)?,
        y: Axis::from_0("Dead units of a layer (%)", (100.0, 102.0), 10),
        thresholds: Vec::new(),
        lines,
        notes,
    })
}

/// The share of dead units of layer `index`, in whole numbers that can be compared.
fn share_at(health: &EpochHealth, index: usize) -> u64 {
    (health.layers[index].dead_share() * 1e6) as u64
}

fn line(
    entry: &EntryData<'_>,
    entries: &[EntryData<'_>],
    last: &EpochHealth,
    layer: usize,
) -> Line {
    let color = on_paper(entry.entry.color);
    let depth = (layer + 1) as f64 / last.layers.len() as f64;
    let points = entry.health().iter().filter_map(|epoch| {
        let share = epoch.layers.get(layer)?.dead_share();
        Some((epoch.epoch as f64, 100.0 * share))
    });
    Line {
        label: format!(
            "{}: {} · {} units",
            label::name(entry, entries),
            last.layers[layer].layer,
            thousands(last.layers[layer].units)
        ),
        curve: Curve::Units,
        color: match entries.len() {
            1 => viridis(depth),
            _ => color,
        },
        points: points.collect(),
        spread: Spread::None,
        diverged: false,
    }
}
