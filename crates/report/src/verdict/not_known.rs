//! What seeds that were not trained leave open, in words.

use faceoff_measure::{Comparison as Judged, Scope};

/// Whether a verdict is about two trained networks, and not about their settings.
pub(super) fn is_of_one_seed(judged: &Judged) -> bool {
    judged.scope == Scope::TheseNetworks
}

/// What the answers of a page say of seeds that were not trained, by the verdicts on the entries;
/// nothing where several stand on both sides.
pub(super) fn others_not_known(judged: &[Judged]) -> Option<String> {
    let of_one_seed = judged.iter().filter(|each| is_of_one_seed(each)).count();
    let who = match of_one_seed {
        0 => {
            let cautions = judged.iter().filter_map(Judged::caution);
            let cautions: Vec<String> = cautions.collect();
            return (!cautions.is_empty()).then(|| cautions.join(" "));
        }
        all if all == judged.len() => "One seed each",
        _ => "Where both have one seed",
    };
    Some(format!("{who}: {NOT_KNOWN}"))
}

/// What one seed leaves open.
pub(crate) const NOT_KNOWN: &str = "whether other seeds would say the same is not known.";

/// The same in brief, as `One seed each`; nothing where the answer itself tells how many there are.
pub(crate) fn in_brief(other_seeds: &str) -> Option<&str> {
    other_seeds.strip_suffix(NOT_KNOWN)?.strip_suffix(": ")
}
