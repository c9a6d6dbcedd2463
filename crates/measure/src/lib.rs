//! Landmark errors and the statistics that compare them.
//!
//! Plain numbers in, plain structs out: nothing here knows networks, files or drawings. Three
//! parts build on each other:
//!
//! - **Errors** of landmarks, whatever the network was trained on: [`mean_landmark_error`], [`nme`],
//!   by landmark and by region, and the cumulative curve with its area and failures.
//! - **Comparisons** of experiments over the same test images: [`compare`], [`compare_all`] and
//!   [`compare_pairs`] give an estimate, an interval, a [`Verdict`] and a sentence. What is compared
//!   is any mean over images of which less is better: errors, losses. Intervals over one seed
//!   resample people; over several they are Student's, because resampling three seeds covers too
//!   little.
//! - **Diagnoses** of one training: [`learned_constant`], [`fall`], [`stability`], [`overfitting`],
//!   [`trend`] and [`Leak`]. [`smooth`] is for curves that are shown.
//!
//! Everything is a function of its input: resampling takes its randomness from a seeded stream.
//!
//! ```
//! use faceoff_measure::{Metric, Outcome, Settings, Units, Verdict, compare};
//! // Point errors of four images of three people, two seeds each.
//! let people = Units::people(&["Ada", "Bo", "Cy", "Cy"]);
//! let base = Outcome {
//!     name: "base",
//!     seeds: vec![&[4.0, 5.0, 6.0, 5.5], &[4.1, 5.1, 5.9, 5.6]],
//!     trainings: None,
//! };
//! let dropout = Outcome {
//!     name: "dropout",
//!     seeds: vec![&[6.0, 7.1, 8.0, 7.4], &[6.2, 7.0, 8.1, 7.5]],
//!     trainings: None,
//! };
//! let found = compare(&dropout, &base, &people, Metric::LANDMARK_ERROR, &Settings::default())?;
//! assert_eq!(found.verdict, Verdict::Worse);
//! assert_eq!(
//!     found.words(),
//!     "dropout is worse than base by 2.01 px (landmark error; 95 % interval 1.79 to 2.23; 2 seeds each, \
//!      4 images of 3 people)."
//! );
//! # Ok::<(), faceoff_measure::CompareError>(())
//! ```

mod compare;
mod diagnosis;
mod landmark;
mod line;
mod smooth;
mod student;
mod summary;

pub use compare::{
    Against, CompareError, Comparison, Effect, Interval, MeanEstimate, Metric, Outcome, Scope,
    Settings, SmallestDifference, Units, Verdict, compare, compare_all, compare_pairs,
    estimate_mean, holm, paired_effect, seed_effect,
};
pub use diagnosis::{
    Change, ConstantCheck, ConstantVerdict, Fall, FallVerdict, Forecast, Gap, GapVerdict, Leak,
    LossCurves, LossLevel, PowerLaw, Spike, Stability, StabilityVerdict, TestPredictions, Trend,
    TrendVerdict, fall, learned_constant, overfitting, percent_interval_in_words, stability,
    thousands, trend,
};
pub use landmark::{
    CumulativeCurve, CurvePoint, Normalizer, area_under_curve, failure_rate, landmark_errors,
    mean_errors_by_landmark, mean_landmark_error, nme, region_errors, to_original,
};
pub use smooth::smooth;
pub use student::{student_probability, student_quantile};
pub use summary::{Band, band, mean, median, quantile, standard_deviation, variance};
