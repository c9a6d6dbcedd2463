//! What the losses of one chart have in common.

use faceoff_spec::{Axis as LossAxis, Comparison};

use crate::study::{EntryData, label};

/// Entries of one kind of loss, or of several drawn together: what one chart shows.
pub(crate) struct LossKind<'a> {
    pub(crate) comparison: &'a Comparison,
    /// At least one.
    pub(crate) entries: Vec<EntryData<'a>>,
    /// All that are drawn, of every kind: names tell these apart.
    pub(crate) drawn: &'a [EntryData<'a>],
    pub(crate) axis: LossAxis,
}

impl<'a> LossKind<'a> {
    /// The kinds of loss among `drawn`, in the order of their first entries; one for all that are
    /// to be drawn `together`.
    pub(crate) fn all(
        comparison: &'a Comparison,
        drawn: &'a [EntryData<'a>],
        axis: LossAxis,
        together: bool,
    ) -> Vec<Self> {
        let mut kinds: Vec<Self> = Vec::new();
        let loss = |entry: &EntryData<'_>| entry.experiment.train.loss;
        for entry in drawn {
            match kinds
                .iter_mut()
                .find(|kind| together || loss(&kind.entries[0]) == loss(entry))
            {
                Some(kind) => kind.entries.push(*entry),
                None => kinds.push(Self {
                    comparison,
                    entries: vec![*entry],
                    drawn,
                    axis,
                }),
            }
        }
        kinds
    }

    /// The chart's title; with the kind of loss where there are several.
    pub(super) fn title(&self, chart: &str) -> String {
        match self.entries.len() < self.drawn.len() {
            true => format!("{chart} · {}", self.loss()),
            false => chart.to_owned(),
        }
    }

    /// Its name; of several, theirs.
    pub(crate) fn loss(&self) -> String {
        let entries = self.entries.iter();
        let mut losses: Vec<_> = entries
            .map(|entry| entry.experiment.train.loss.legend(&label::plain))
            .collect();
        losses.dedup();
        losses.join(" and ")
    }

    /// Whether it is several in truth, drawn together.
    pub(crate) fn is_mixed(&self) -> bool {
        let first = self.entries[0].experiment.train.loss;
        let mut entries = self.entries.iter();
        entries.any(|entry| entry.experiment.train.loss != first)
    }

    /// What losses are divided by for `entry`.
    pub(crate) fn divisor(&self, entry: &EntryData<'_>) -> f64 {
        match self.axis {
            LossAxis::Mean => 1.0,
            LossAxis::OverBatchSize => entry.experiment.train.batch_size as f64,
        }
    }

    /// The batch size by which the study's axis divides.
    pub(crate) fn batch_size(&self) -> String {
        let sizes = self.entries.iter().map(|e| e.experiment.train.batch_size);
        let mut sizes: Vec<usize> = sizes.collect();
        sizes.sort_unstable();
        sizes.dedup();
        match sizes.as_slice() {
            [one] => one.to_string(),
            _ => "batch size".to_owned(),
        }
    }

    /// The study's axis in words.
    pub(crate) fn per_batch(&self) -> String {
        match self.axis {
            LossAxis::Mean => String::new(),
            LossAxis::OverBatchSize => format!(", mean ÷ {}", self.batch_size()),
        }
    }

    /// What of the training is the same for all of them.
    pub(crate) fn common_training(&self) -> Vec<String> {
        let of = |entry: &EntryData<'_>| label::training(&entry.experiment.train);
        let mut parts = of(&self.entries[0]).to_vec();
        parts.retain(|part| self.entries.iter().all(|entry| of(entry).contains(part)));
        parts
    }

    /// What of `entry`'s training is not.
    pub(crate) fn distinct_training(&self, entry: &EntryData<'_>) -> Vec<String> {
        let common = self.common_training();
        let parts = label::training(&entry.experiment.train).into_iter();
        parts.filter(|part| !common.contains(part)).collect()
    }
}
