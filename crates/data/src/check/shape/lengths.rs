//! Lengths that errors are divided by, where they have none.

use faceoff_landmarks::{Group, Scheme};

use super::super::finding::{Finding, Severity, counted};
use super::super::set::Looked;

/// Smallest share of the face, measured by the box around its landmarks, that such a length has. In
/// 4,232 frames of videos, profiles among them, the smallest is 0.18.
const SMALLEST: f64 = 0.05;

/// For every normalizer of the scheme, the rows whose length is next to nothing.
pub(super) fn findings(set: &Looked, scheme: &Scheme) -> Vec<Finding> {
    let normalizers = scheme.normalizers().iter();
    let findings = normalizers.filter_map(|normalizer| {
        let rows = set.usable.iter().filter(|face| {
            let [from, to] = normalizer.ends.each_ref();
            distance(&face.landmarks, from, to) < SMALLEST * size(&face.landmarks)
        });
        let rows = rows.map(|face| set.row_of(face).to_owned()).collect();
        Finding::new(Severity::Warning, "no_length", set.name(), rows, |n| {
            let rows = counted(n, "row has", "rows have");
            let [from, to] = normalizer.ends.each_ref().map(|group| named(scheme, group));
            let name = &normalizer.name;
            format!(
                "{rows} {from} and {to} in one place: the {name} distance, by which the NME divides, \
                 is nothing there, and one such image outweighs all others; mend these rows or \
                 leave them out"
            )
        })
    });
    findings.collect()
}

/// The landmarks of a group in words, counted from 1.
fn named(scheme: &Scheme, group: &Group) -> String {
    match group.as_slice() {
        [only] => format!("landmark {} ({})", only + 1, scheme.landmarks()[*only]),
        [first, .., last] => format!("the centre of landmarks {} to {}", first + 1, last + 1),
        [] => String::new(),
    }
}

fn distance(landmarks: &[f32], from: &Group, to: &Group) -> f64 {
    let centre = |group: &Group, axis: usize| {
        let sum: f64 = group
            .iter()
            .map(|&i| f64::from(landmarks[2 * i + axis]))
            .sum();
        sum / group.len() as f64
    };
    let [x, y] = [0, 1].map(|axis| centre(from, axis) - centre(to, axis));
    x.hypot(y)
}

/// The longer side of the box around the landmarks.
fn size(landmarks: &[f32]) -> f64 {
    let side = |axis: usize| {
        let values = landmarks.iter().skip(axis).step_by(2);
        let (low, high) = values.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), &v| {
            (low.min(v), high.max(v))
        });
        f64::from(high - low)
    };
    side(0).max(side(1))
}
