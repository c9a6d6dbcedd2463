/// Why a table is no scheme.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The table is not TOML of the expected fields.
    #[error("cannot read the landmark scheme: {0}")]
    Read(#[from] toml::de::Error),
    /// The mean face has another number of landmarks.
    #[error(
        "landmark scheme {scheme}: expected {expected} landmarks of the mean face, found {found}"
    )]
    MeanFace {
        /// Name of the scheme.
        scheme: String,
        /// Landmarks of the scheme.
        expected: usize,
        /// Landmarks of the mean face.
        found: usize,
    },
    /// The table has no landmarks.
    #[error("landmark scheme {scheme} has no landmarks")]
    Empty {
        /// Name of the scheme.
        scheme: String,
    },
    /// Two landmarks have one name.
    #[error("landmark scheme {scheme}: two landmarks are named {name}")]
    RepeatedName {
        /// Name of the scheme.
        scheme: String,
        /// The name.
        name: String,
    },
    /// Not every landmark has a mirror image.
    #[error("landmark scheme {scheme}: expected {expected} mirror images, found {found}")]
    MirrorCount {
        /// Name of the scheme.
        scheme: String,
        /// Number of landmarks.
        expected: usize,
        /// Number of mirror images.
        found: usize,
    },
    /// A landmark is not there.
    #[error("landmark scheme {scheme}: {place} has landmark {index}, expected less than {count}")]
    OutOfRange {
        /// Name of the scheme.
        scheme: String,
        /// Where the landmark is used.
        place: String,
        /// The landmark.
        index: usize,
        /// Number of landmarks.
        count: usize,
    },
    /// The mirror image of a mirror image is another landmark.
    #[error(
        "landmark scheme {scheme}: the mirror image of landmark {index} is {image}, \
         but the mirror image of {image} is {back}"
    )]
    Mirror {
        /// Name of the scheme.
        scheme: String,
        /// The landmark.
        index: usize,
        /// Its mirror image.
        image: usize,
        /// The mirror image of that.
        back: usize,
    },
    /// The regions leave a landmark out, or hold one twice.
    #[error("landmark scheme {scheme}: region {region} starts at {found}, expected {expected}")]
    Regions {
        /// Name of the scheme.
        scheme: String,
        /// Name of the region, or `end` after the last.
        region: String,
        /// Where the region before ends.
        expected: usize,
        /// Where the region starts.
        found: usize,
    },
    /// A region, an outline or a group has no landmarks.
    #[error("landmark scheme {scheme}: {place} has no landmarks")]
    NoLandmarks {
        /// Name of the scheme.
        scheme: String,
        /// What is empty.
        place: String,
    },
}
