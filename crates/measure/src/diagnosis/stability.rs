//! Whether a training loss leaps or runs away.

use serde::Serialize;

use super::times_in_words;
use crate::median;

/// Points on each side that a loss is measured against.
const NEIGHBOURS: usize = 5;

/// A spike is above this multiple of the median on both sides: less would not matter.
const SPIKE: f64 = 2.0;

/// Points on each side whose deviations say how noisy the curve is there.
const AROUND: usize = 50;

/// A spike is this many deviations of the curve's own noise above the rest. Outliers customarily
/// begin at 3 (Hampel) or 3.5 (Iglewicz and Hoaglin, "How to detect and handle outliers", 1993),
/// of samples with thin tails; losses have hundreds of epochs and upper tails longer than the
/// normal distribution's. At 8 a curve of nothing but such noise has a spike in a few of a hundred
/// trainings (`tests/simulation/spikes.rs`).
const DEVIATIONS: f64 = 8.0;

/// Deviation of a normal distribution over its median absolute deviation.
const NORMAL: f64 = 1.4826;

/// A loss that ends above this multiple of the lowest level it held has run away.
const RUN_AWAY: f64 = 2.0;

/// A loss far above its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spike {
    /// Its epoch.
    pub epoch: usize,
    /// How many times its neighbours' median (the higher of both sides) it is.
    pub height: f64,
}

/// How steadily a loss falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StabilityVerdict {
    /// No spikes.
    Steady,
    /// Spikes, from which it came back.
    Spikes,
    /// It ended far above what it had reached, or is no number any more.
    Diverged,
}

/// What a training loss did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stability {
    /// What it comes to.
    pub verdict: StabilityVerdict,
    /// Every spike.
    pub spikes: Vec<Spike>,
    /// First epoch whose loss is infinite or not a number.
    pub not_finite: Option<usize>,
    /// Median of the last losses, a tenth of them and at least five, as a multiple of the lowest
    /// median of as many in a row; `None` with fewer finite losses.
    pub final_level: Option<f64>,
    /// How many losses each of these medians is of.
    pub level_of: usize,
}

/// Looks for spikes and divergence in a training loss (one value at each of `epochs`).
///
/// A loss is a spike where it is more than twice its neighbours and stands out of the noise
/// around it. Its neighbours are the medians of the five losses before and after, the higher of
/// the two: this makes the check blind to the steep fall of the first epochs and to single
/// outliers, and takes a raised stretch longer than five points for a level. The noise is that of
/// the logarithm of a loss over its neighbours, within 50 losses on either side: a spike is eight
/// deviations above their median. It is a Hampel filter (Hampel, "The influence curve and its
/// role in robust estimation", Journal of the American Statistical Association 69, 1974; Pearson,
/// "Outliers in process modeling and identification", IEEE Transactions on Control Systems
/// Technology 10, 2002), but that the median absolute deviation is of the upper half alone: losses
/// are skewed upwards, and what they fall below says nothing about spikes.
pub fn stability(epochs: &[usize], losses: &[f64]) -> Stability {
    let finite_count = losses.iter().take_while(|loss| loss.is_finite()).count();
    let not_finite = (finite_count < losses.len())
        .then(|| epochs.get(finite_count).copied())
        .flatten();
    let finite = &losses[..finite_count];
    let spikes = spikes(epochs, finite);
    let level_of = (finite.len() / 10).max(NEIGHBOURS);
    let final_level = final_level(finite, level_of);
    let run_away = final_level.is_some_and(|level| level > RUN_AWAY);
    let verdict = if not_finite.is_some() || run_away {
        StabilityVerdict::Diverged
    } else if spikes.is_empty() {
        StabilityVerdict::Steady
    } else {
        StabilityVerdict::Spikes
    };
    Stability {
        verdict,
        spikes,
        not_finite,
        final_level,
        level_of,
    }
}

fn spikes(epochs: &[usize], losses: &[f64]) -> Vec<Spike> {
    let heights: Vec<Option<f64>> = (0..losses.len()).map(|i| height(losses, i)).collect();
    let found = epochs.iter().zip(&heights).enumerate();
    found
        .filter_map(|(index, (&epoch, height))| {
            let height = (*height)?;
            let spike = height > SPIKE && height.ln() > noise_ends(&heights, index);
            spike.then_some(Spike { epoch, height })
        })
        .collect()
}

/// How many times its neighbours a loss is. The first has nothing before it and starts a fall; a
/// loss or neighbours of 0 have no ratio.
fn height(losses: &[f64], index: usize) -> Option<f64> {
    let before = median(&losses[index.saturating_sub(NEIGHBOURS)..index])?;
    let after = median(&losses[index + 1..losses.len().min(index + 1 + NEIGHBOURS)]);
    let height = losses[index] / before.max(after.unwrap_or(before));
    (height.is_finite() && height > 0.0).then_some(height)
}

/// The logarithm of a height up to which one is noise, by the heights around `index`.
fn noise_ends(heights: &[Option<f64>], index: usize) -> f64 {
    let end = heights.len().min(index + 1 + AROUND);
    let before = &heights[index.saturating_sub(AROUND)..index];
    let others = before.iter().chain(&heights[index + 1..end]).flatten();
    let logs: Vec<f64> = others.map(|height| height.ln()).collect();
    let middle = median(&logs).unwrap_or(0.0);
    let above: Vec<f64> = logs
        .iter()
        .map(|log| log - middle)
        .filter(|above| *above >= 0.0)
        .collect();
    middle + DEVIATIONS * NORMAL * median(&above).unwrap_or(0.0)
}

/// The median of the last losses over the lowest median of as many in a row: a tenth of them, so
/// that a few low ones in a row are no level.
fn final_level(losses: &[f64], span: usize) -> Option<f64> {
    let levels: Vec<f64> = losses.windows(span).filter_map(median).collect();
    let lowest = levels.iter().copied().fold(f64::INFINITY, f64::min);
    levels
        .last()
        .filter(|_| lowest > 0.0)
        .map(|last| last / lowest)
}

impl Stability {
    /// What counts as a spike, in words.
    pub fn definition() -> String {
        format!(
            "above {SPIKE:.0} times its neighbours, and {DEVIATIONS:.0} deviations of the noise \
             within {AROUND} losses"
        )
    }

    /// The finding in one sentence.
    pub fn words(&self) -> String {
        if let Some(epoch) = self.not_finite {
            return format!("The training loss is no number from epoch {epoch} on.");
        }
        let spikes = match self
            .spikes
            .iter()
            .max_by(|a, b| a.height.total_cmp(&b.height))
        {
            None => "it has no spikes".to_string(),
            Some(highest) => format!(
                "it has {} {}, the highest {} times its neighbours at epoch {}",
                self.spikes.len(),
                if self.spikes.len() == 1 {
                    "spike"
                } else {
                    "spikes"
                },
                times_in_words(highest.height),
                highest.epoch
            ),
        };
        match (self.verdict, self.final_level) {
            (StabilityVerdict::Diverged, Some(level)) => {
                format!(
                    "The training loss ends {} times as high as it had been (medians of {} \
                     epochs); {spikes}.",
                    times_in_words(level),
                    self.level_of
                )
            }
            (StabilityVerdict::Steady, _) => "The training loss is steady: no spikes.".to_string(),
            _ => format!("The training loss is unsteady: {spikes}."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(losses: &[f64]) -> Stability {
        stability(&(0..losses.len()).collect::<Vec<_>>(), losses)
    }

    #[test]
    fn a_steep_start_is_no_spike() {
        let losses: Vec<f64> = (0..30).map(|e| 0.2 / f64::from(e + 1)).collect();
        let found = check(&losses);
        assert_eq!(found.verdict, StabilityVerdict::Steady);
        assert_eq!(found.words(), "The training loss is steady: no spikes.");
    }

    #[test]
    fn peaks_on_a_flat_loss_are_spikes() {
        let mut losses = vec![0.19; 40];
        (losses[12], losses[25]) = (2.0, 0.5);
        let found = check(&losses);
        assert_eq!(found.verdict, StabilityVerdict::Spikes);
        assert_eq!(
            found.spikes.iter().map(|s| s.epoch).collect::<Vec<_>>(),
            [12, 25]
        );
        assert_eq!(
            found.words(),
            "The training loss is unsteady: it has 2 spikes, the highest 11 times its \
             neighbours at epoch 12."
        );
    }

    /// A curve whose neighbours differ by up to a third and now and then by more than two, as
    /// those of Adam in small batches do.
    fn noisy(epochs: usize) -> Vec<f64> {
        let wave = |e: usize, by: f64| (e as f64 * by).sin();
        (0..epochs)
            .map(|e| 0.02 * (0.45 * (wave(e, 12.9898) + wave(e, 78.233))).exp())
            .collect()
    }

    #[test]
    fn what_a_noisy_loss_does_all_the_time_is_no_spike() {
        let mut losses = noisy(200);
        let doubled = (1..200).filter(|&i| height(&losses, i).is_some_and(|h| h > SPIKE));
        assert!(doubled.count() > 3, "the curve must be noisy");
        assert_eq!(check(&losses).verdict, StabilityVerdict::Steady);

        losses[120] = 2.0;
        let epochs: Vec<usize> = check(&losses).spikes.iter().map(|s| s.epoch).collect();
        assert_eq!(epochs, [120]);
    }

    #[test]
    fn a_small_peak_on_a_smooth_loss_does_not_matter() {
        let mut losses = vec![0.1; 60];
        losses[30] = 0.19;
        assert_eq!(check(&losses).verdict, StabilityVerdict::Steady);
    }

    #[test]
    fn losses_of_0_have_no_spikes() {
        assert_eq!(check(&[0.0; 30]).verdict, StabilityVerdict::Steady);
    }

    #[test]
    fn a_loss_that_does_not_come_back_diverged() {
        let mut losses = vec![0.1; 20];
        losses.extend([0.4; 8]);
        assert_eq!(check(&losses).verdict, StabilityVerdict::Diverged);
        let lost = check(&[0.2, 0.1, f64::NAN, f64::NAN]);
        assert_eq!(lost.not_finite, Some(2));
        assert_eq!(
            lost.words(),
            "The training loss is no number from epoch 2 on."
        );
    }
}
