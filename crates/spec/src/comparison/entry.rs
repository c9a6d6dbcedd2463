//! What is compared.

use serde::{Deserialize, Serialize};

use super::color::{COLORS, Color};
use crate::field::{Accepts, COUNT};
use crate::macros::spec;
use crate::reader::tables;
use crate::{Conflict, Field, KnownExperiment, Reader, Value};

/// One experiment at one epoch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparisonEntry {
    /// What overlays call the entry: `experiment` or `experiment@epoch`.
    pub key: String,
    /// The experiment's name.
    pub experiment: String,
    /// Epochs of training after which it is compared; its snapshot. At most the experiment's.
    pub epoch: usize,
    /// Legend text; by default made of what differs between the entries.
    pub label: Option<String>,
    /// Colour of its landmarks in overlays.
    pub color: Color,
    /// Whether its curves are drawn in the charts (several epochs of one run need one curve).
    pub in_charts: bool,
}

spec! {
    /// One experiment at one epoch.
    pub struct EntryDraft {
        /// The experiment's name.
        pub experiment: String = required, Accepts::Text;
        /// Epochs of training after which it is compared, at most the experiment's.
        pub epoch: Option<usize> = (absent "all of the experiment's"), Accepts::Whole(COUNT);
        /// What legends call it.
        pub label: Option<String> = (absent "what differs between the entries"), Accepts::Text;
        /// Colour of its landmarks in contact sheets.
        pub color: Option<Color> = (absent "one that is free"), Accepts::Word(COLORS);
        /// Whether its curves are drawn in charts.
        pub in_charts: Option<bool> = (absent "the longest curve of each experiment"), Accepts::Flag;
    }
    check experiment_is_known(experiment);
    check epoch_is_reached(experiment, epoch);
}

fn known<'r>(reader: &'r dyn Reader, name: &str) -> Option<&'r KnownExperiment<'r>> {
    let mut experiments = reader.experiments().iter();
    experiments.find(|known| known.name == name)
}

/// The epochs for which an experiment is trained, as far as that is known.
fn end(reader: &dyn Reader, name: &str) -> Option<usize> {
    known(reader, name)?.epochs
}

fn experiment_is_known(reader: &dyn Reader, experiment: &str) {
    if known(reader, experiment).is_none() {
        let names = reader.experiments().iter();
        let message =
            format!("`entries.experiment` names no experiment: there is no `{experiment}`");
        reader.conflict(
            Conflict::new(message)
                .at("experiment", "not known")
                .unknown(experiment, names.map(|k| k.name.to_owned()).collect()),
        );
    }
}

fn epoch_is_reached(reader: &dyn Reader, experiment: &str, epoch: &Option<usize>) {
    if let Some(epoch) = epoch
        && let Some(end) = end(reader, experiment)
        && *epoch > end
    {
        let file = known(reader, experiment).map_or("", |known| &known.file);
        let message = format!("`{experiment}` is never trained for {epoch} epochs");
        reader.conflict(
            Conflict::new(message)
                .at("epoch", format!("must be a whole number from 1 to {end}"))
                .help(format!(
                    "its `train.epochs` are {end}: raise them in {file}, and its run goes on from \
                     there"
                )),
        );
    }
}

impl Value for Vec<EntryDraft> {
    fn read(reader: &dyn Reader, field: &'static Field) -> Option<Self> {
        let entries = tables(reader, field, EntryDraft::read)?;
        if entries.is_empty() {
            let message = "`entries` must hold at least one `[[entries]]` table";
            reader.conflict(Conflict::new(message).at(field.name, "nothing to compare"));
            return None;
        }
        entries.into_iter().collect()
    }
}

/// No two entries are the same.
pub(super) fn entries_differ(reader: &dyn Reader, entries: &[EntryDraft]) {
    let epoch = |entry: &EntryDraft| entry.epoch.or(end(reader, &entry.experiment));
    for (second, entry) in entries.iter().enumerate() {
        let Some(at) = epoch(entry) else { continue };
        let same =
            |other: &EntryDraft| other.experiment == entry.experiment && epoch(other) == Some(at);
        if let Some(first) = entries[..second].iter().position(same) {
            let name = &entry.experiment;
            reader.conflict(
                Conflict::new(format!("`{name}` at epoch {at} is compared with itself"))
                    .at(format!("entries.{second}.experiment"), "the second")
                    .also(format!("entries.{first}.experiment"), "the first"),
            );
        }
    }
}

/// The entries that a file describes; `None` where an experiment has mistakes.
pub(super) fn complete_as(
    reader: &dyn Reader,
    drafts: &[EntryDraft],
) -> Option<Vec<ComparisonEntry>> {
    let with_epoch = |draft: &EntryDraft| {
        let epoch = draft.epoch.or(end(reader, &draft.experiment))?;
        Some((draft.clone(), epoch))
    };
    let drafts: Vec<_> = drafts.iter().map(with_epoch).collect::<Option<_>>()?;
    Some(complete(drafts))
}

/// Fills in keys, colours and which curves are drawn.
pub(super) fn complete(drafts: Vec<(EntryDraft, usize)>) -> Vec<ComparisonEntry> {
    let taken: Vec<Color> = drafts.iter().filter_map(|(draft, _)| draft.color).collect();
    let palette = Color::PALETTE.iter();
    let mut free = palette.filter(|color| !taken.contains(color)).cycle();
    let epochs: Vec<_> = drafts
        .iter()
        .map(|(draft, epoch)| (draft.experiment.clone(), *epoch))
        .collect();
    let complete = |(draft, epoch): (EntryDraft, usize)| {
        let name = draft.experiment;
        let mut same = epochs.iter().filter(|(other, _)| *other == name);
        let key = match same.clone().count() {
            1 => name.clone(),
            _ => format!("{name}@{epoch}"),
        };
        // The longest curve of an experiment holds the others.
        let longest = same.all(|(_, other)| *other <= epoch);
        ComparisonEntry {
            key,
            experiment: name,
            epoch,
            label: draft.label,
            color: match draft.color {
                Some(color) => color,
                None => free.next().copied().unwrap_or(Color::PALETTE[0]),
            },
            in_charts: draft.in_charts.unwrap_or(longest),
        }
    };
    drafts.into_iter().map(complete).collect()
}
