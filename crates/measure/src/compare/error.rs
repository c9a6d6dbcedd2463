/// Why outcomes cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// An experiment without results.
    #[error("`{0}` has no results")]
    NoSeeds(String),
    /// Results over other images.
    #[error("`{name}` has results for {found} images, expected {expected}")]
    Images {
        /// The experiment.
        name: String,
        /// Numbers in one of its rows.
        found: usize,
        /// Images there are.
        expected: usize,
    },
    /// A result that is infinite or not a number, as after a diverged training.
    #[error("`{0}` has results that are not finite numbers")]
    NotFinite(String),
    /// Nothing to estimate a spread from.
    #[error("intervals need at least two independent images or people, found {0}")]
    TooFewUnits(usize),
}
