//! Comparisons that no file describes.

use std::sync::Arc;

use super::comparison::{difference_chart, loss_chart};
use super::entries::{Said, complete};
use super::overlay::overlay;
use crate::defaults::defaults;
use crate::document::Placed;
use crate::fields::Fields;
use crate::mistake::{Place, Source};
use crate::values::Log;
use crate::{Color, Comparison, ComparisonEntry};

/// Where on the page they stand.
const AT_THE_END: i64 = 1000;

impl Comparison {
    /// What a file gives that says only this title, these entries (experiments, each after so many
    /// epochs), and that both charts and a contact sheet are drawn. More entries than there are
    /// colours have several sheets.
    pub fn ad_hoc(title: &str, entries: &[(&str, usize)]) -> Self {
        let source = Arc::new(Source {
            path: "(no file)".into(),
            text: String::new(),
        });
        let log = Log::new(std::slice::from_ref(&source), false);
        let start = Place::start_of(&source);
        let usual = |table: &str| {
            let fields = defaults(&["comparison", table]).clone();
            Fields::new(&log, table, fields, &start)
        };
        let said = |&(experiment, epoch): &(&str, usize)| Said {
            experiment: experiment.to_owned(),
            epoch,
            label: None,
            color: None,
            in_charts: None,
        };
        let entries = complete(entries.iter().map(said).collect());
        let names: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        let name = names.join("-and-");
        let place = |value| Placed {
            value,
            place: start.clone(),
        };
        let placed: Vec<Placed<ComparisonEntry>> = entries.iter().cloned().map(place).collect();
        let sheets = placed.chunks(Color::PALETTE.len());
        Self {
            name,
            title: title.to_owned(),
            question: String::new(),
            order: AT_THE_END,
            smallest_difference: None,
            loss_chart: loss_chart(usual("loss_chart"), Some(&placed)),
            difference_chart: difference_chart(usual("difference_chart"), Some(&placed)),
            error_chart: None,
            point_chart: None,
            health_charts: None,
            overlays: sheets
                .filter_map(|entries| overlay(usual("overlays"), Some(entries), title))
                .collect(),
            entries,
        }
    }
}
