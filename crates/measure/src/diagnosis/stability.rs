//! Whether a training loss leaps or runs away.

use serde::Serialize;

use crate::median;

/// Points on each side that a loss is measured against.
const NEIGHBOURS: usize = 5;

/// A spike is above this multiple of the median on both sides. Losses of neighbouring epochs
/// differ by a few percent up to a third; a factor of two is never that.
const SPIKE: f64 = 2.0;

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
    /// Median of the last five losses, as a multiple of the lowest median of five in a row;
    /// `None` with fewer than five finite losses.
    pub final_level: Option<f64>,
}

/// Looks for spikes and divergence in a training loss (one value at each of `epochs`). Medians on
/// either side make it blind to the steep fall of the first epochs and to single outliers; a
/// raised stretch longer than five points is a level, not a spike.
pub fn stability(epochs: &[usize], losses: &[f64]) -> Stability {
    let finite_count = losses.iter().take_while(|loss| loss.is_finite()).count();
    let not_finite = (finite_count < losses.len())
        .then(|| epochs.get(finite_count).copied())
        .flatten();
    let finite = &losses[..finite_count];
    let spikes: Vec<Spike> = epochs
        .iter()
        .enumerate()
        .take(finite_count)
        .filter_map(|(index, &epoch)| height(finite, index).map(|height| Spike { epoch, height }))
        .collect();
    let final_level = final_level(finite);
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
    }
}

/// The spike's height; `None` where there is none. The first loss has nothing before it and
/// starts a fall.
fn height(losses: &[f64], index: usize) -> Option<f64> {
    let before = median(&losses[index.saturating_sub(NEIGHBOURS)..index])?;
    let after = median(&losses[index + 1..losses.len().min(index + 1 + NEIGHBOURS)]);
    let level = before.max(after.unwrap_or(before));
    let height = losses[index] / level;
    (height > SPIKE).then_some(height)
}

fn final_level(losses: &[f64]) -> Option<f64> {
    let levels: Vec<f64> = losses.windows(NEIGHBOURS).filter_map(median).collect();
    let lowest = levels.iter().copied().fold(f64::INFINITY, f64::min);
    levels
        .last()
        .filter(|_| lowest > 0.0)
        .map(|last| last / lowest)
}

impl Stability {
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
                "it has {} {}, the highest {:.1} times its neighbours at epoch {}",
                self.spikes.len(),
                if self.spikes.len() == 1 {
                    "spike"
                } else {
                    "spikes"
                },
                highest.height,
                highest.epoch
            ),
        };
        match (self.verdict, self.final_level) {
            (StabilityVerdict::Diverged, Some(level)) => {
                format!("The training loss ends {level:.1} times as high as it had been; {spikes}.")
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
            "The training loss is unsteady: it has 2 spikes, the highest 10.5 times its \
             neighbours at epoch 12."
        );
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
