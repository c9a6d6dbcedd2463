//! From records to charts, tables, contact sheets and one page.
//!
//! A report comes wholly from records: it knows nothing of training, tensors or data sets. What
//! is shown is first a view-model without drawing ([`Chart`], [`Sheet`], [`Row`]), then SVG and
//! PNG, then the page. The same records give the same bytes.
//!
//! Pictures of faces are not part of a record. Whoever writes a report hands in a function that
//! finds the crop of a [`Sample`](faceoff_record::Sample), or `None` where the data set is not at
//! hand: landmarks are then drawn over an empty frame, and the sheet says so.

mod answers;
mod axis;
mod breakdown;
mod chart;
mod color;
mod compact;
mod diagnosis;
mod differences;
mod draw;
mod error;
mod fonts;
mod health;
mod hover;
mod image_set;
mod label;
mod losses;
mod more_seeds;
mod number_table;
mod numbers;
mod overview;
mod page;
mod page_notes;
mod pixels;
mod raster;
mod read_run;
mod scores;
mod section;
mod seeds;
mod sheet;
mod sheet_svg;
mod smoothed;
mod strip;
mod study_data;
mod summary;
mod svg;
mod table;
mod terminal;
mod text;
mod verdict;
mod write;

pub use axis::{Axis, AxisScale};
pub use breakdown::{
    Breakdown, MissedFaces, PointDifference, PointMap, PointPanel, RegionRow, WithoutMissed,
    breakdown, cumulative_chart, missed_faces, point_map, region_rows,
};
pub use chart::{Chart, Curve, Line};
pub use diagnosis::{Diagnosis, Evidence, Finding, FindingKind, Found, diagnosis, findings};
pub use differences::{Difference, differences};
pub use error::Error;
pub use health::{NetworkHealth, Quantity, network_health};
pub use image::GrayImage;
pub use losses::{difference_charts, loss_charts};
pub use overview::overview;
pub use scores::{
    ImageScores, Scores, constant_image_scores, constant_scores, image_scores, scores,
};
pub use section::{Section, section};
pub use seeds::Spread;
pub use sheet::{Crops, Layer, Sheet, Tile, sheet};
pub use smoothed::Smoothed;
pub use study_data::{EntryData, RunData, StudyData, Unreadable};
pub use summary::{summary_json, text_table};
pub use table::{Deviation, Row, rows};
pub use terminal::fit_to_terminal;
pub use verdict::{Ranked, Ranking, Verdicts, rankings, verdicts};
pub use write::{Written, write, write_one};
