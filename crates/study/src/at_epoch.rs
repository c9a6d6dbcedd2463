//! `NAME@EPOCH`: a network of an experiment or run on the way.

use crate::error::Error;

/// `typed` as a name, and the number of epochs behind its `@` where there is one.
///
/// # Errors
/// [`Error::NoEpochs`] where something else than a number of epochs is behind it.
pub(crate) fn at_epoch(typed: &str) -> Result<(&str, Option<usize>), Error> {
    let Some((name, digits)) = typed.split_once('@') else {
        return Ok((typed, None));
    };
    match digits.parse() {
        Ok(epochs @ 1..) => Ok((name, Some(epochs))),
        _ => Err(Error::NoEpochs {
            name: typed.to_owned(),
        }),
    }
}

/// That networks after `epochs` epochs are among those that were `kept` of `experiment`, which is
/// trained for `end`.
///
/// # Errors
/// [`Error::BeyondEnd`] where it is never trained for so long, [`Error::NotKept`] where no network was
/// kept then.
pub(crate) fn check_kept(
    experiment: &str,
    epochs: usize,
    end: usize,
    kept: &[usize],
) -> Result<(), Error> {
    if kept.contains(&epochs) {
        return Ok(());
    }
    let experiment = experiment.to_owned();
    match epochs > end {
        true => Err(Error::BeyondEnd {
            experiment,
            epochs,
            end,
        }),
        false => Err(Error::NotKept {
            experiment,
            epochs,
            kept: kept.to_vec(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_say_an_epoch() {
        for (typed, expected) in [("base", ("base", None)), ("base@15", ("base", Some(15)))] {
            assert_eq!(at_epoch(typed).unwrap(), expected);
        }
        for typed in ["base@", "base@0", "base@x", "base@-1", "base@1@2"] {
            let error = at_epoch(typed).unwrap_err();
            assert!(matches!(error, Error::NoEpochs { .. }), "{typed}: {error}");
        }
    }

    #[test]
    fn an_epoch_beyond_the_end_is_told_from_one_that_was_not_kept() {
        assert!(check_kept("base", 85, 85, &[15, 85]).is_ok());
        // Another experiment may have trained the same run for longer.
        assert!(check_kept("base", 140, 85, &[85, 140]).is_ok());
        for (epochs, expected) in [
            (
                86,
                "`base` is trained for 85 epochs: there is no network of it after 86",
            ),
            (
                20,
                "no network of `base` was kept after 20 epochs, but after 15, 85; `snapshots = \
                 [20]` under `[train]` in its file keeps one",
            ),
        ] {
            let error = check_kept("base", epochs, 85, &[15, 85]).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }
}
