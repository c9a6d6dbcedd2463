//! How an answer depends on the seeds behind it: what fewer of them showed, what others might.

use std::collections::BTreeMap;

use faceoff_spec::Comparison;

use super::judge::judge;
use super::not_known::is_of_one_seed;
use super::verdicts::Verdicts;
use crate::format::count;
use crate::scores::{Paired, paired};
use crate::study::{EntryData, StudyData};

/// Whether `entries` are all trained again for the sake of other seeds, and the answer `verdicts` is
/// of one seed all the same: then there is none.
pub(super) fn asks_in_vain(entries: &[EntryData<'_>], verdicts: &Verdicts) -> bool {
    let mut judged = verdicts.judged.iter();
    let one_seed = judged.clone().count() > 0 && judged.all(is_of_one_seed);
    one_seed && entries.iter().all(EntryData::repeats_another)
}

/// What the seeds that the experiments themselves ask for came to, where `all`, with those that
/// the study has of the same settings besides, are more.
pub(super) fn fewer(
    entries: &[EntryData<'_>],
    all: &Paired<'_>,
    comparison: &Comparison,
) -> Option<String> {
    let own: Vec<EntryData<'_>> = entries.iter().map(EntryData::of_own_seeds).collect();
    let own = paired(&own);
    let has_more = all.entries.iter().any(|each| {
        let mut few = own.entries.iter().filter(|few| few.name == each.name);
        few.any(|few| few.runs().count() < each.runs().count())
    });
    if !has_more {
        return None;
    }
    let found = judge(&own, comparison).ok()?;
    let short = found.short.trim_end_matches('.');
    let seeds: Vec<String> = all
        .entries
        .iter()
        .map(|each| format!("{} {}", each.name, each.runs().count()))
        .collect();
    let holds = match found.judged.iter().all(is_of_one_seed) {
        true => "; this holds for these trained networks",
        false => "",
    };
    Some(format!(
        "With {}, as the experiments compared here ask for: {short}{holds}. The answer is by all seeds \
         that the study has of these settings ({}).",
        seeds_of(&own),
        seeds.join(", ")
    ))
}

/// `1 seed each`, where all have as many.
fn seeds_of(paired: &Paired<'_>) -> String {
    let mut counts = paired.entries.iter().map(|each| each.runs().count());
    let first = counts.next();
    let alike = counts.all(|count| Some(count) == first);
    match first.filter(|_| alike) {
        Some(seeds) => format!("{} each", count(seeds, "seed")),
        None => "as few seeds".to_owned(),
    }
}

/// What several seeds came to after another number of epochs, where `verdicts` rest on one seed and
/// the study has several of the same settings only then.
pub(super) fn at_other_epochs(
    data: &StudyData,
    comparison: &Comparison,
    verdicts: &Verdicts,
) -> Option<String> {
    if !verdicts.judged.iter().any(is_of_one_seed) {
        return None;
    }
    let mut settings: Vec<&str> = Vec::new();
    for entry in &comparison.entries {
        settings.push(&data.run_of(&entry.experiment)?.settings);
    }
    let epoch = comparison.entries.first()?.epoch;
    let alike = comparison.entries.iter().all(|entry| entry.epoch == epoch);
    let distinct = (1..settings.len()).all(|i| !settings[..i].contains(&settings[i]));
    if !alike || !distinct {
        return None;
    }
    let kept = settings
        .iter()
        .map(|settings| kept_by_several(data, settings));
    let in_all =
        kept.reduce(|all, more| all.into_iter().filter(|at| more.contains(at)).collect())?;
    let at = in_all.into_iter().filter(|at| *at != epoch).max()?;
    let mut then = comparison.clone();
    for entry in &mut then.entries {
        entry.epoch = at;
    }
    let found = judge(&paired(&data.entries(&then)), &then).ok()?;
    let judged = found.judged.first()?;
    (!found.judged.iter().any(is_of_one_seed)).then(|| {
        let short = found.short.trim_end_matches('.');
        format!(
            "After {} the study has more seeds of these settings ({}): {short}.",
            count(at, "epoch"),
            judged.seeds()
        )
    })
}

/// The epochs after which two runs of `settings` or more kept a network.
fn kept_by_several(data: &StudyData, settings: &str) -> Vec<usize> {
    let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
    for run in data.runs.values().filter(|run| run.settings == settings) {
        for epochs in run.predictions.keys() {
            *kept.entry(*epochs).or_default() += 1;
        }
    }
    let several = kept.into_iter().filter(|(_, runs)| *runs > 1);
    several.map(|(epochs, _)| epochs).collect()
}
