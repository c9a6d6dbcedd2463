//! The curves of an experiment's seeds as one line and what is shown around it.

use std::collections::BTreeMap;

use faceoff_measure::band;

use crate::format::seeds_note;

/// What is shown of the seeds behind a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Spread {
    /// Nothing: there is only the line.
    #[default]
    None,
    /// From the lowest to the highest: epoch, lowest, highest.
    Band(Vec<(f64, f64, f64)>),
    /// A thin line for each seed.
    Lines(Vec<Vec<(f64, f64)>>),
}

impl Spread {
    /// What it is, for the small print.
    pub(crate) fn words(&self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Band(_) => Some("a band from lowest to highest"),
            Self::Lines(_) => Some("a thin line for each"),
        }
    }

    /// Every value it reaches, for axes.
    pub(crate) fn values(&self) -> Vec<f64> {
        match self {
            Self::None => Vec::new(),
            Self::Band(band) => band
                .iter()
                .flat_map(|(_, low, high)| [*low, *high])
                .collect(),
            Self::Lines(lines) => lines.iter().flatten().map(|point| point.1).collect(),
        }
    }
}

/// The curves of an experiment's seeds, pooled.
pub(crate) struct SeedCurves {
    /// The median of the seeds that reach an epoch; of one seed, its curve.
    pub(crate) points: Vec<(f64, f64)>,
    /// What is around it.
    pub(crate) spread: Spread,
    /// `n = 5 seeds` for a legend; nothing of one.
    pub(crate) note: Option<String>,
}

/// Pools `curves`, one for each seed: epochs with values. It looks at nothing but these, so an experiment
/// has the same curve whatever it stands beside.
pub(crate) fn seed_curves(curves: Vec<Vec<(usize, f64)>>, lines: bool) -> SeedCurves {
    let plain = |curve: &Vec<(usize, f64)>| -> Vec<(f64, f64)> {
        curve.iter().map(|(x, y)| (*x as f64, *y)).collect()
    };
    if let [only] = curves.as_slice() {
        return SeedCurves {
            points: plain(only),
            spread: Spread::None,
            note: None,
        };
    }
    let mut by_epoch: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (epoch, value) in curves.iter().flatten() {
        by_epoch.entry(*epoch).or_default().push(*value);
    }
    let bands = by_epoch.iter().filter_map(|(epoch, values)| {
        let band = band(values)?;
        Some((*epoch as f64, band))
    });
    let bands: Vec<_> = bands.collect();
    let points = bands.iter().map(|(x, band)| (*x, band.median)).collect();
    let spread = match lines {
        true => Spread::Lines(curves.iter().map(plain).collect()),
        false => Spread::Band(bands.iter().map(|(x, b)| (*x, b.low, b.high)).collect()),
    };
    let end = by_epoch.keys().next_back();
    let short = curves
        .iter()
        .filter(|curve| curve.last().map(|last| &last.0) != end)
        .count();
    let mut note = seeds_note(curves.len());
    if short > 0 {
        note.push_str(&format!(", {short} of them shorter"));
    }
    SeedCurves {
        points,
        spread,
        note: Some(note),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_seeds_are_a_median_in_a_band() {
        let curves = vec![
            vec![(0, 3.0), (2, 1.0)],
            vec![(0, 5.0), (2, 2.0)],
            vec![(0, 4.0)],
        ];
        let pooled = seed_curves(curves.clone(), false);
        assert_eq!(pooled.points, [(0.0, 4.0), (2.0, 1.5)]);
        let band = vec![(0.0, 3.0, 5.0), (2.0, 1.0, 2.0)];
        assert_eq!(pooled.spread, Spread::Band(band));
        assert_eq!(
            pooled.note.as_deref(),
            Some("n = 3 seeds, 1 of them shorter")
        );
        let Spread::Lines(lines) = seed_curves(curves, true).spread else {
            panic!("no lines");
        };
        assert_eq!(lines[2], [(0.0, 4.0)]);
    }

    #[test]
    fn one_seed_is_its_curve() {
        let pooled = seed_curves(vec![vec![(1, 0.5)]], false);
        assert_eq!(
            (pooled.points, pooled.spread),
            (vec![(1.0, 0.5)], Spread::None)
        );
        assert_eq!(pooled.note, None);
    }
}
