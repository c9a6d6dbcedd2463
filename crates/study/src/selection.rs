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

#[cfg(test)]
mod tests {
    use faceoff_config::Catalog;
    use faceoff_spec::Scale;

    use super::*;

    /// `short` and `long` extend `base`; `alone` extends nothing.
    fn scaled() -> Scaled {
        let files = [
            ("base", "[train]\nepochs = 300\nsnapshots = [10, 100]"),
            ("short", "extends = \"base\"\n[train]\nepochs = 20"),
            ("long", "extends = \"base\"\n[train]\nepochs = 500"),
            ("middle", "extends = \"base\"\n[train]\nepochs = 50"),
            ("alone", ""),
        ];
        let files = files.map(|(name, text)| {
            let path = format!("experiments/{name}.toml").into();
            (path, text.to_owned())
        });
        let whole = ("experiments/scales/whole.toml".into(), String::new());
        let catalog = Catalog::from_texts(files.into_iter().chain([whole])).unwrap();
        let scale: &Scale = catalog.scale("whole").unwrap();
        Scaled::new(&catalog, scale)
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn an_experiment_brings_what_it_extends_along() {
        let scaled = scaled();
        for (asked, expected) in [
            (&["short"][..], &["short", "base"][..]),
            (&["alone"], &["alone"]),
            (&["base"], &["base"]),
            (&[], &["alone", "base", "long", "middle", "short"]),
        ] {
            assert_eq!(
                selected(&scaled, &names(asked)).unwrap(),
                names(expected),
                "{asked:?}"
            );
        }
    }

    #[test]
    fn what_is_extended_is_trained_as_long_as_it_is_compared() {
        let scaled = scaled();
        for (asked, epochs, snapshots) in [
            (&["short"][..], 20, &[10][..]),
            (&["short", "middle"], 50, &[10]),
            (&["middle", "long"], 300, &[10, 100]),
            // Asked for itself, it is trained as its file says.
            (&["short", "base"], 300, &[10, 100]),
        ] {
            let (experiments, _) = with_parents(&scaled, &names(asked)).unwrap();
            let mut bases = experiments.iter().filter(|each| each.name == "base");
            let train = &bases.next().unwrap().train;
            assert_eq!(train.epochs, epochs, "{asked:?}");
            assert_eq!(train.snapshots, snapshots, "{asked:?}");
            assert!(bases.next().is_none(), "{asked:?}");
        }
    }

    #[test]
    fn only_comparisons_among_what_is_trained_count() {
        let (_, comparisons) = with_parents(&scaled(), &names(&["short"])).unwrap();
        let all = comparisons.iter().flat_map(|each| &each.entries);
        let compared: Vec<_> = all.map(|entry| entry.experiment.as_str()).collect();
        assert_eq!(compared, ["base", "base", "short"]);
    }

    #[test]
    fn a_name_that_stands_for_nothing_is_a_mistake() {
        let error = selected(&scaled(), &names(&["alon"])).unwrap_err();
        let text = "no experiment is called `alon` (did you mean `alone`?)";
        assert!(error.to_string().starts_with(text), "{error}");
    }
}
