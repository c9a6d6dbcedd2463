//! The entries of a comparison file.

use super::Known;
use super::comparison::color_of;
use crate::defaults::defaults;
use crate::document::{Placed, Value};
use crate::fields::Fields;
use crate::mistake::{Mistake, Place};
use crate::suggest::{closest, did_you_mean, list};
use crate::values::{COUNT, Log};
use crate::{Color, ComparisonEntry};

/// What is said of an entry. The rest follows from the others, see [`complete`].
pub(super) struct Said {
    pub(super) experiment: String,
    pub(super) epoch: usize,
    pub(super) label: Option<String>,
    pub(super) color: Option<Color>,
    pub(super) in_charts: Option<bool>,
}

/// An entry as far as it could be read on its own.
struct Draft {
    said: Said,
    /// Where its experiment is said.
    experiment: Place,
    /// Where its colour is said, or else the whole entry.
    place: Place,
}

/// Nothing when any of them has a mistake: what refers to them cannot be checked then.
pub(super) fn entries(
    fields: &Fields<'_>,
    known: &[Known<'_>],
) -> Option<Vec<Placed<ComparisonEntry>>> {
    let given = fields.required("entries")?;
    if matches!(&given.value, Value::List(items) if items.is_empty()) {
        let message = "`entries` must hold at least one `[[entries]]` table";
        fields
            .log
            .add(Mistake::new(&given.place, message).label("nothing to compare"));
    }
    let tables = fields.tables("entries", defaults(&["comparison", "entries"]));
    if tables.is_empty() {
        return None;
    }
    // Every one before giving up, so that every mistake is found.
    let drafts: Vec<_> = tables
        .into_iter()
        .map(|table| draft(table?, known))
        .collect();
    let drafts: Vec<Draft> = drafts.into_iter().collect::<Option<_>>()?;
    doubles(fields.log, &drafts)?;
    let (said, places): (Vec<_>, Vec<_>) = drafts.into_iter().map(|d| (d.said, d.place)).unzip();
    let entries = complete(said).into_iter().zip(places);
    Some(
        entries
            .map(|(value, place)| Placed { value, place })
            .collect(),
    )
}

fn draft(fields: Fields<'_>, known: &[Known<'_>]) -> Option<Draft> {
    let experiment = fields.text("experiment");
    let found = experiment
        .as_ref()
        .and_then(|name| named(fields.log, name, known));
    let end = found.and_then(|known| Some(known.experiment.as_ref()?.train.epochs));
    let epoch = fields.optional_whole("epoch", &COUNT);
    if let (Some(epoch), Some(end), Some(known)) = (&epoch, end, found)
        && epoch.value > end
    {
        let name = &known.file.name;
        let message = format!(
            "`{}` is never trained for {} epochs",
            name.value, epoch.value
        );
        let mistake = Mistake::new(&epoch.place, message)
            .label(format!("must be a whole number from 1 to {end}"))
            .help(format!(
                "its `train.epochs` are {end}: raise them in {}, and its run goes on from there",
                known.file.source.path.display()
            ));
        fields.log.add(mistake);
    }
    let label = fields.optional_text("label").map(|label| label.value);
    let color = fields.optional("color");
    let color = color.and_then(|node| color_of(fields.log, node, &fields.path("color")));
    let in_charts = fields.optional_flag("in_charts").map(|flag| flag.value);
    // What is said but could not be read has no default to fall back on.
    let unread = |name, read: bool| !read && fields.said(name).is_some();
    let broken = unread("epoch", epoch.is_some()) || unread("color", color.is_some());
    let place = fields.place.clone();
    fields.finish(&[]);
    if broken {
        return None;
    }
    let experiment = experiment?;
    Some(Draft {
        said: Said {
            experiment: experiment.value,
            epoch: epoch.map(|epoch| epoch.value).or(end)?,
            label,
            color: color.as_ref().map(|color| color.value),
            in_charts,
        },
        experiment: experiment.place,
        place: color.map_or(place, |color| color.place),
    })
}

fn named<'k, 'f>(
    log: &Log<'_>,
    name: &Placed<String>,
    known: &'k [Known<'f>],
) -> Option<&'k Known<'f>> {
    let names = || known.iter().map(|known| known.file.name.value.as_str());
    let found = known
        .iter()
        .find(|known| known.file.name.value == name.value);
    if found.is_none() {
        let message = format!(
            "`entries.experiment` names no experiment: there is no `{}`",
            name.value
        );
        let suggestion = did_you_mean(closest(&name.value, names()));
        let mistake = Mistake::new(&name.place, message).label(format!("not known{suggestion}"));
        log.add(mistake.help(format!("there are {}", list(names()))));
    }
    found
}

fn doubles(log: &Log<'_>, drafts: &[Draft]) -> Option<()> {
    let mut single = Some(());
    for (i, draft) in drafts.iter().enumerate() {
        let (name, epoch) = (&draft.said.experiment, draft.said.epoch);
        let same = |other: &&Draft| other.said.experiment == *name && other.said.epoch == epoch;
        if let Some(first) = drafts[..i].iter().find(same) {
            let message = format!("`{name}` at epoch {epoch} is compared with itself");
            let mistake = Mistake::new(&draft.experiment, message).label("the second");
            log.add(mistake.related(&first.experiment, "the first"));
            single = None;
        }
    }
    single
}

/// Fills in keys, colours and which curves are drawn.
pub(super) fn complete(said: Vec<Said>) -> Vec<ComparisonEntry> {
    let taken: Vec<Color> = said.iter().filter_map(|entry| entry.color).collect();
    let palette = Color::PALETTE.iter();
    let mut free = palette.filter(|color| !taken.contains(color)).cycle();
    let epochs: Vec<_> = said
        .iter()
        .map(|entry| (entry.experiment.clone(), entry.epoch))
        .collect();
    let complete = |entry: Said| {
        let (name, epoch) = (entry.experiment, entry.epoch);
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
            label: entry.label,
            color: match entry.color {
                Some(color) => color,
                None => free.next().copied().unwrap_or(Color::PALETTE[0]),
            },
            in_charts: entry.in_charts.unwrap_or(longest),
        }
    };
    said.into_iter().map(complete).collect()
}
