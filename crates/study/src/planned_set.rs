//! Data sets as plans need them.

use faceoff_data::Summary;
use faceoff_spec::DataSpec;

use crate::error::Error;

/// A data set that runs are planned on.
pub(crate) trait PlannedSet {
    /// Hash of what it holds.
    fn fingerprint(&self) -> &str;

    /// What people call it.
    fn name(&self) -> &str;

    /// Whether something says of any face who it is.
    fn names_people(&self) -> bool;

    /// The set in numbers, split and cut as `spec` says.
    fn summary(&self, spec: &DataSpec) -> Result<Summary, Error>;
}
