//! Where and how often a comparison's entries are wrong: the share of images below an error, the
//! error of each part of the face and of each landmark.

mod cumulative;
mod markup;
mod missed;
mod point_scale;
mod points;
mod points_svg;
mod regions;
mod tested;
mod viridis;

use faceoff_spec::Comparison;

use crate::chart::Chart;
use crate::study_data::StudyData;

pub use cumulative::cumulative_chart;
pub(crate) use markup::{markup, missed_text};
pub(crate) use missed::missed;
pub use missed::{MissedFaces, WithoutMissed, missed_faces};
pub use points::{PointDifference, PointMap, PointPanel, point_map};
pub(crate) use points_svg::points_svg;
pub use regions::{RegionRow, region_rows};
pub(crate) use viridis::viridis;

/// Everything of a section that breaks its errors down.
#[derive(Clone, Debug)]
pub struct Breakdown {
    /// Cumulative error curves.
    pub curves: Option<Chart>,
    /// Error of each part of the face: the entries in order, then the mean face.
    pub regions: Vec<RegionRow>,
    /// Whether the entries were tested on different images, so that these errors do not compare.
    pub images_differ: bool,
    /// Test images whose crop misses the face.
    pub missed: Option<MissedFaces>,
    /// Error of each landmark, over a mean face.
    pub points: Option<PointMap>,
}

/// The errors of `comparison`, broken down.
pub fn breakdown(data: &StudyData, comparison: &Comparison) -> Breakdown {
    let with_losses = comparison.loss_chart.is_some();
    let curves = comparison.error_chart.unwrap_or(with_losses);
    let points = comparison.point_chart.unwrap_or(true);
    Breakdown {
        curves: curves.then(|| cumulative_chart(data, comparison)).flatten(),
        regions: region_rows(data, comparison),
        images_differ: tested::differ_in_images(&tested::tested(data, comparison)),
        missed: missed_faces(data, comparison),
        points: points.then(|| point_map(data, comparison)).flatten(),
    }
}
