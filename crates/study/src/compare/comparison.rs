//! From what was typed to a comparison.

use faceoff_plan::{Study, ad_hoc_comparison};
use faceoff_spec::{Comparison, Experiment};

use super::kept::named;
use crate::at_epoch::at_epoch;
use crate::error::Error;

/// `names` beside each other; `name@EPOCH` compares after that many epochs.
pub(super) fn of(study: &Study, names: &[String]) -> Result<Comparison, Error> {
    let mut asked: Vec<(&Experiment, Option<usize>)> = Vec::new();
    for name in names {
        let (plain, epoch) = at_epoch(name)?;
        let found = named(study, plain).ok_or_else(|| unknown(study, plain))?;
        asked.push((&found.experiment, epoch));
    }
    tell_apart(study, &mut asked);
    let comparison = ad_hoc_comparison(&asked);
    match comparison.entries.as_slice() {
        [only] if names.len() > 1 => Err(Error::OneNetwork {
            experiment: only.experiment.clone(),
            epochs: only.epoch,
        }),
        _ => Ok(comparison),
    }
}

/// `base base@140` are two epochs also where the base ends after 140: the one that does not say
/// is then compared where the whole study is, after as many epochs as its shortest experiment.
fn tell_apart(study: &Study, asked: &mut [(&Experiment, Option<usize>)]) {
    let epochs = study.experiments.iter().map(|e| e.experiment.train.epochs);
    let shortest = epochs.min().unwrap_or_default();
    let before = asked.to_vec();
    for (experiment, epoch) in asked.iter_mut().filter(|(_, epoch)| epoch.is_none()) {
        let end = Some(experiment.train.epochs);
        let ends_too = |(other, at): &(&Experiment, Option<usize>)| {
            other.name == experiment.name && *at == end
        };
        if before.iter().any(ends_too) {
            *epoch = Some(shortest);
        }
    }
}

pub(crate) fn unknown(study: &Study, name: &str) -> Error {
    let experiments = study.experiments.iter();
    Error::Config(faceoff_config::Error::Unknown {
        what: "experiment of this study",
        name: name.to_owned(),
        known: experiments.map(|e| e.experiment.name.clone()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use faceoff_config::Catalog;
    use faceoff_plan::StudyExperiment;
    use faceoff_record::{DataDescription, DataKind, STUDY_FORMAT};

    use super::*;

    /// A study of `base` for 140 epochs and `other`, a different network, for 85.
    fn study() -> Study {
        let files = [
            ("experiments/base.toml", "[train]\nepochs = 140"),
            ("experiments/other.toml", "[model]\nlinear = [20]"),
            ("experiments/scales/whole.toml", ""),
        ];
        let files = files.map(|(path, text)| (path.into(), text.to_owned()));
        let catalog = Catalog::from_texts(files).unwrap();
        let experiments = catalog.experiments.iter().map(|each| StudyExperiment {
            experiment: each.clone(),
            runs: vec![],
        });
        Study {
            format: STUDY_FORMAT,
            name: "drawn-whole".to_owned(),
            scale: catalog.scales[0].clone(),
            data: DataDescription {
                kind: DataKind::Drawn,
                name: "drawn faces".to_owned(),
                scheme: "face-68".to_owned(),
                train_images: 40,
                test_images: 8,
                train_people: 8,
                test_people: 8,
                shared_people: 8,
                near_duplicates: None,
                validation_images: 0,
                validation_people: 0,
                left_out: vec![],
            },
            experiments: experiments.collect(),
            comparisons: vec![],
        }
    }

    fn compared(names: &[&str]) -> Result<Vec<(String, usize)>, String> {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let comparison = of(&study(), &names).map_err(|error| error.to_string())?;
        let entries = comparison.entries.into_iter();
        Ok(entries.map(|each| (each.experiment, each.epoch)).collect())
    }

    #[test]
    fn names_become_entries_at_epochs() {
        for (names, expected) in [
            (&["base"][..], &[("base", 140)][..]),
            (&["base", "other"], &[("base", 85), ("other", 85)]),
            (&["base@10", "other"], &[("base", 10), ("other", 85)]),
            (&["base", "base@10"], &[("base", 140), ("base", 10)]),
            // The end is named: the other one is where the whole study is compared.
            (&["base", "base@140"], &[("base", 85), ("base", 140)]),
        ] {
            let found = compared(names).unwrap();
            let found: Vec<_> = found
                .iter()
                .map(|(name, epochs)| (name.as_str(), *epochs))
                .collect();
            assert_eq!(found, expected, "{names:?}");
        }
    }

    #[test]
    fn what_cannot_be_compared_is_said() {
        for (names, expected) in [
            (
                &["base@x"][..],
                "`base@x`: expected a number of epochs after the `@`",
            ),
            (
                &["base@0"],
                "`base@0`: expected a number of epochs after the `@`",
            ),
            (
                &["base@9", "base@9"],
                "only one network is named, `base` after 9 epochs: name another epoch, as in \
                 `base@EPOCH`, or another experiment",
            ),
            (
                &["bas"],
                "no experiment of this study is called `bas` (did you mean `base`?); there are \
                 `base`, `other`",
            ),
        ] {
            assert_eq!(compared(names).unwrap_err(), expected, "{names:?}");
        }
    }
}
