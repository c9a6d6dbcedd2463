//! From what was typed to a comparison.

use faceoff_plan::{Study, ad_hoc_comparison};
use faceoff_spec::{Comparison, Experiment};

use super::kept::named;
use crate::error::Error;

/// `names` beside each other; `name@EPOCH` compares after that many epochs.
pub(super) fn of(study: &Study, names: &[String]) -> Result<Comparison, Error> {
    let mut asked: Vec<(&Experiment, Option<usize>)> = Vec::new();
    for name in names {
        let (plain, epoch) = match name.split_once('@') {
            None => (name.as_str(), None),
            Some((plain, digits)) => {
                let epoch = digits.parse::<usize>().ok().filter(|epoch| *epoch > 0);
                let name = name.clone();
                (plain, Some(epoch.ok_or(Error::NoEpochs { name })?))
            }
        };
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

fn unknown(study: &Study, name: &str) -> Error {
    let experiments = study.experiments.iter();
    Error::Config(faceoff_config::Error::Unknown {
        what: "experiment of this study",
        name: name.to_owned(),
        known: experiments.map(|e| e.experiment.name.clone()).collect(),
    })
}
