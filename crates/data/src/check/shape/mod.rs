//! Whether landmarks make a face: their order, their units, and rows unlike all others.

mod fit;
mod lengths;
mod order;
mod typical;
mod units;

use std::collections::BTreeMap;

use faceoff_landmarks::Scheme;

use super::finding::{Finding, Severity, counted};
use super::set::Looked;
use crate::Face;
use fit::Shape;
use order::Order;
use typical::{FARTHEST, FARTHEST_LANDMARK, typical};

/// How much nearer to the typical face a row must be in another order for this to be said.
const NEARER: f64 = 0.2;

/// Most degrees that a face is turned for no word to be lost on it. The frames reach 29.
const MOST_TURNED: f64 = 60.0;

/// All that is found in the landmarks of both sets.
pub(super) fn findings(sets: [&Looked; 2], scheme: &Scheme) -> Vec<Finding> {
    let units = sets.map(|set| units::finding(set.name(), &set.usable));
    let in_pixels = sets.iter().zip(&units).filter(|(_, unit)| unit.is_none());
    let in_pixels: Vec<&Looked> = in_pixels.map(|(set, _)| *set).collect();
    let faces = in_pixels.iter().flat_map(|set| &set.usable);
    let shapes: Vec<Shape> = faces.filter_map(|f| Shape::of(&f.landmarks)).collect();
    let mut findings: Vec<Finding> = units.into_iter().flatten().collect();
    if let Some(typical) = typical(&shapes, scheme) {
        let orders = order::orders(scheme);
        for set in &in_pixels {
            findings.extend(of_rows(set, scheme, &typical, &orders));
        }
    }
    for set in in_pixels {
        findings.extend(lengths::findings(set, scheme));
    }
    findings
}

/// What is strange about a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strange {
    /// Too small for pixels.
    Small,
    /// It is a face once its numbers are put in order; the words say how they come.
    Order(String),
    /// It is a face in a mirror, turned by some quarters.
    Reflected(Reflection),
    /// A face that is not upright.
    Turned,
    /// No face in any way.
    Unlike,
}

/// In which way a face is a reflection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reflection {
    Mirrored,
    Upwards,
    Exchanged,
}

fn of_rows(set: &Looked, scheme: &Scheme, typical: &Shape, orders: &[Order]) -> Vec<Finding> {
    let mut rows: BTreeMap<Strange, Vec<String>> = BTreeMap::new();
    for face in &set.usable {
        if let Some((strange, more)) = look(face, scheme, typical, orders) {
            let row = format!("{}{more}", set.row_of(face));
            rows.entry(strange).or_default().push(row);
        }
    }
    let of = set.usable.len();
    rows.into_iter()
        .filter_map(|(strange, rows)| strange.finding(set.name(), rows, of))
        .collect()
}

/// What is strange about `face`, and what is to be said of it alone.
fn look(
    face: &Face,
    scheme: &Scheme,
    typical: &Shape,
    orders: &[Order],
) -> Option<(Strange, String)> {
    let nothing = String::new();
    if units::is_small(face) {
        return Some((Strange::Small, nothing));
    }
    let shape = Shape::of(&face.landmarks)?;
    let fit = shape.fit(typical);
    if fit.distance <= FARTHEST {
        let (landmark, away) = shape.farthest(typical);
        if away > FARTHEST_LANDMARK {
            let name = &scheme.landmarks()[landmark];
            let more = format!(", landmark {} ({name}) most of all", landmark + 1);
            return Some((Strange::Unlike, more));
        }
        return (fit.turned.abs() > MOST_TURNED)
            .then(|| (Strange::Turned, format!(", by {:.0}°", fit.turned)));
    }
    let good = |distance: f64| distance <= FARTHEST && distance <= fit.distance - NEARER;
    let sorted = orders.iter().filter_map(|order| {
        let shape = Shape::of(&order.sorted(&face.landmarks))?;
        Some((shape.fit(typical).distance, order))
    });
    let ordered = sorted.min_by(|a, b| a.0.total_cmp(&b.0));
    let ordered = ordered.filter(|(distance, _)| good(*distance));
    let reflected = shape.reflected().fit(typical);
    let beaten = ordered.is_some_and(|(distance, _)| distance < reflected.distance);
    if good(reflected.distance) && !beaten {
        let reflection = match reflected.turned.abs() {
            turned if turned > 135.0 => Reflection::Mirrored,
            turned if turned < 45.0 => Reflection::Upwards,
            _ => Reflection::Exchanged,
        };
        return Some((Strange::Reflected(reflection), nothing));
    }
    Some(match ordered {
        Some((_, order)) => (Strange::Order(order.words.clone()), nothing),
        None => (Strange::Unlike, nothing),
    })
}

impl Strange {
    /// The finding of `rows` like this among `of`. What is so of more than a third of them is no slip
    /// of a hand: such a set cannot be trained on sensibly.
    fn finding(&self, set: &'static str, rows: Vec<String>, of: usize) -> Option<Finding> {
        let many = 3 * rows.len() > of && *self != Self::Turned;
        let severity = if many {
            Severity::Error
        } else {
            Severity::Warning
        };
        Finding::new(severity, self.kind(), set, rows, |n| self.text(n))
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Small => "not_pixels",
            Self::Order(_) => "another_order",
            Self::Reflected(Reflection::Mirrored) => "mirrored",
            Self::Reflected(Reflection::Upwards) => "upwards",
            Self::Reflected(Reflection::Exchanged) => "exchanged",
            Self::Turned => "not_upright",
            Self::Unlike => "unlike_a_face",
        }
    }

    /// What is so of `count` rows, and what would be right.
    fn text(&self, count: usize) -> String {
        let rows = |one, many| counted(count, one, many);
        match self {
            Self::Small => format!(
                "{} within 8 pixels of each other; are they in pixels of the image?",
                rows("row has its landmarks", "rows have their landmarks")
            ),
            Self::Order(words) => {
                let rows = rows("row makes", "rows make");
                format!("{rows} a face only in another order: {words}")
            }
            Self::Reflected(Reflection::Mirrored) => format!(
                "{} mirrored, but not renumbered: right and left have changed places; expected \
                 landmarks of the right half on the person's own right",
                rows("row is", "rows are")
            ),
            Self::Reflected(Reflection::Upwards) => format!(
                "{} y upwards; expected y downwards from the image's upper edge",
                rows("row counts", "rows count")
            ),
            Self::Reflected(Reflection::Exchanged) => format!(
                "{} x and y exchanged; expected x before y for each landmark",
                rows("row has", "rows have")
            ),
            Self::Turned => format!(
                "{} on the side or upside down; are the landmarks those of the image as it is shown?",
                rows("face lies", "faces lie")
            ),
            Self::Unlike => format!(
                "{} landmarks that make no face as the others do; look at the images",
                rows("row has", "rows have")
            ),
        }
    }
}
