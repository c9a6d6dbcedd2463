//! Which experiments a command is about.

use faceoff_spec::{Comparison, Experiment};

use crate::error::Error;
use crate::scaled::Scaled;

/// The names of the experiments called `names` and of what each extends; of all without any.
///
/// # Errors
/// A name that stands for nothing, with a suggestion.
pub(crate) fn selected(scaled: &Scaled, names: &[String]) -> Result<Vec<String>, Error> {
    if names.is_empty() {
        let all = scaled.experiments.iter();
        return Ok(all.map(|each| each.name.clone()).collect());
    }
    let mut selected = names.to_vec();
    for name in names {
        selected.extend(scaled.experiment(name)?.extends.clone());
    }
    Ok(selected)
}

/// The experiments called `names`, and what each extends: that as long as it is compared with them,
/// no longer. With them the comparisons among all of these.
///
/// # Errors
/// A name that stands for nothing, with a suggestion.
pub(crate) fn with_parents(
    scaled: &Scaled,
    names: &[String],
) -> Result<(Vec<Experiment>, Vec<Comparison>), Error> {
    let mut experiments: Vec<Experiment> = Vec::new();
    for name in names {
        experiments.push(scaled.experiment(name)?.clone());
    }
    experiments.extend(parents(scaled, &experiments)?);
    // The other comparisons look at runs that are not trained now.
    let comparisons = scaled.comparisons.iter().filter(|comparison| {
        comparison
            .entries
            .iter()
            .all(|entry| experiments.iter().any(|each| each.name == entry.experiment))
    });
    let comparisons = comparisons.cloned().collect();
    Ok((experiments, comparisons))
}

/// What `children` extend, as long as the longest of those that do so.
fn parents(scaled: &Scaled, children: &[Experiment]) -> Result<Vec<Experiment>, Error> {
    let mut parents: Vec<Experiment> = Vec::new();
    let extends = |child: &&Experiment, parent: &str| child.extends.as_deref() == Some(parent);
    for name in children.iter().filter_map(|child| child.extends.as_deref()) {
        let there = children
            .iter()
            .chain(&parents)
            .any(|other| other.name == name);
        let siblings = children.iter().filter(|child| extends(child, name));
        let Some(epochs) = siblings
            .map(|child| child.train.epochs)
            .max()
            .filter(|_| !there)
        else {
            continue;
        };
        let mut parent = scaled.experiment(name)?.clone();
        let train = &mut parent.train;
        train.epochs = train.epochs.min(epochs);
        train.snapshots.retain(|&epochs| epochs < train.epochs);
        parents.push(parent);
    }
    Ok(parents)
}
