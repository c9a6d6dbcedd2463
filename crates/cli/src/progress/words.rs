//! What is said of a run, however it is shown.

use faceoff_study::{BeginningRun, Error, Outcome};

/// A warning, which looks the same however progress is shown.
pub(super) fn warn(text: &str) {
    tracing::warn!("{text}");
}

/// `[2/12] dropout: text`.
pub(super) fn line(run: &BeginningRun<'_>, text: &str) -> String {
    format!("[{}/{}] {}: {text}", run.number, run.of, run.name)
}

/// A record was there, but not what training goes on from.
pub(super) fn starts_over(reason: &str) -> String {
    format!("starts over: {reason}")
}

/// Training again comes to other numbers than the record has.
pub(super) fn lengthened(epochs: usize) -> String {
    format!(
        "the results differ from the record, which was made on another machine: all {epochs} \
         epochs of the record are trained again"
    )
}

/// What became of a run, where that is worth a line.
pub(super) fn ended(outcome: &Result<Outcome, Error>) -> Option<String> {
    match outcome {
        Ok(Outcome::Finished | Outcome::Stopped) => None,
        Ok(Outcome::Diverged { epoch }) => {
            Some(format!("diverged in epoch {epoch}; its record is kept"))
        }
        Err(error) => Some(format!("failed: {error}")),
    }
}

/// What is known of `parts`, with commas.
pub(super) fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    let known: Vec<_> = parts.into_iter().flatten().collect();
    known.join(", ")
}

/// `train loss 0.12345, test loss 0.23456`.
pub(super) fn losses(train: f64, test: Option<f64>) -> String {
    let test = test.map_or_else(String::new, |test| format!(", test loss {test:.5}"));
    format!("train loss {train:.5}{test}")
}

/// `loss 0.12345, 812.3 images/s`.
pub(super) fn pace(loss: Option<f64>, images_per_second: f64) -> String {
    let loss = loss.map_or_else(String::new, |loss| format!("loss {loss:.5}, "));
    format!("{loss}{}", speed(images_per_second))
}

/// `812.3 images/s`.
pub(super) fn speed(images_per_second: f64) -> String {
    format!("{images_per_second:.1} images/s")
}
