//! A face whose landmarks have their numbers, to look up what charts and tables speak of.

use faceoff_landmarks::{Outline, Scheme};
use maud::{Markup, html};

use crate::scores::mean_truth;
use crate::study::StudyData;

/// Where it is on the page. It is not what is folded, but in it: a browser that is sent there unfolds
/// it.
pub(super) const ADDRESS: &str = "/landmarks";

/// Width of the face, and the space around it for numbers and the regions' names, in pixels.
const WIDTH: f64 = 640.0;
const BESIDE: f64 = 64.0;
/// Distance of a number from its landmark; where there is no room, the second.
const APART: [f64; 2] = [12.0, 18.0];
/// Half of a number's width and height.
const HALF: [f64; 2] = [8.0, 6.0];
const DOT: f64 = 3.0;

/// The mean face of the first experiment's test images, folded; nothing without a record.
pub(super) fn numbered(data: &StudyData) -> Markup {
    let mut experiments = data.study.experiments.iter();
    let run = experiments.find_map(|each| data.run_of(&each.experiment.name));
    let run = run.filter(|run| !run.samples.test.is_empty());
    html! {
        @if let Some(run) = run {
            details class="numbered" {
                summary { "Landmarks by their numbers" }
                div id=(ADDRESS) {
                    p class="small" {
                        "Landmarks are counted from 1. The face is the mean of the ground truths of the \
                         test images; right and left are the person’s own."
                    }
                    (drawing(&mean_truth(run), run.scheme))
                    p class="small" {
                        @for (i, region) in run.scheme.regions().iter().enumerate() {
                            @if i > 0 { " · " }
                            (region.name) " " (region.landmarks().start + 1) "–" (region.landmarks().end)
                        }
                    }
                }
            }
        }
    }
}

fn drawing(face: &[[f64; 2]], scheme: &Scheme) -> Markup {
    let range = |axis: usize| {
        let along = face.iter().map(|point| point[axis]);
        let low = along.clone().fold(f64::INFINITY, f64::min);
        (low, along.fold(f64::NEG_INFINITY, f64::max))
    };
    let [(left, right), (top, bottom)] = [range(0), range(1)];
    let zoom = WIDTH / (right - left).max(1.0);
    let place = |[x, y]: &[f64; 2]| [(x - left) * zoom + BESIDE, (y - top) * zoom + BESIDE / 2.0];
    let face: Vec<[f64; 2]> = face.iter().map(place).collect();
    let height = (bottom - top) * zoom + BESIDE;
    let numbers = numbers(&face, scheme);
    html! {
        svg viewBox={ "0 0 " (WIDTH + 2.0 * BESIDE) " " (pixels(height)) } role="img"
            aria-label={ "A face with " (face.len()) " numbered landmarks" } {
            @for outline in scheme.outlines() { path d=(path(outline, &face)) {} }
            @for (i, (point, number)) in face.iter().zip(&numbers).enumerate() {
                g {
                    title { (i + 1) ": " (scheme.landmarks()[i]) }
                    circle cx=(pixels(point[0])) cy=(pixels(point[1])) r=(DOT) {}
                    text x=(pixels(number[0])) y=(pixels(number[1] + 4.0)) text-anchor="middle" { (i + 1) }
                }
            }
            @for region in scheme.regions() {
                @if let Some([x, y]) = leftmost(&face[region.landmarks()]) {
                    text class="region" x=(pixels(x - 24.0)) y=(pixels(y + 4.0)) text-anchor="end" { (region.name) }
                }
            }
        }
    }
}

fn leftmost(points: &[[f64; 2]]) -> Option<[f64; 2]> {
    points.iter().copied().min_by(|a, b| a[0].total_cmp(&b[0]))
}

fn path(outline: &Outline, face: &[[f64; 2]]) -> String {
    let points = outline
        .landmarks
        .iter()
        .filter_map(|index| face.get(*index));
    let points = points.map(|[x, y]| format!("{x:.1} {y:.1}"));
    let points: Vec<String> = points.collect();
    let end = if outline.closed { "Z" } else { "" };
    format!("M{}{end}", points.join("L"))
}

/// Where the number of each landmark stands: away from the middle of its outline, or else where it
/// covers least of what is there.
fn numbers(face: &[[f64; 2]], scheme: &Scheme) -> Vec<[f64; 2]> {
    let lines = lines(face, scheme);
    let mut placed: Vec<[f64; 2]> = Vec::new();
    for (index, point) in face.iter().enumerate() {
        let mut outlines = scheme.outlines().iter();
        let outline = outlines.find(|outline| outline.landmarks.contains(&index));
        let around = outline.map(|outline| {
            let landmarks = outline.landmarks.iter();
            landmarks.filter_map(|index| face.get(*index)).collect()
        });
        let around: Vec<&[f64; 2]> = around.unwrap_or_else(|| face.iter().collect());
        let middle = [0, 1]
            .map(|axis| around.iter().map(|point| point[axis]).sum::<f64>() / around.len() as f64);
        let outward = (point[1] - middle[1]).atan2(point[0] - middle[0]);
        let turns = (0..12).map(|turn| f64::from(turn) * std::f64::consts::PI / 6.0);
        let candidates = turns.flat_map(|turn| APART.map(|apart| (turn, apart)));
        let candidates = candidates.map(|(turn, apart)| {
            let angle = outward + turn;
            let at = [
                point[0] + apart * angle.cos(),
                point[1] + apart * angle.sin(),
            ];
            // What is hidden weighs more than a line that is crossed, and that more than the
            // direction.
            let crossed: f64 = lines.iter().map(|dot| overlap(at, dot, HALF)).sum();
            let off = (1.0 - turn.cos()) + (apart - APART[0]) / 12.0;
            (at, 10.0 * covered(at, index, face, &placed) + crossed + off)
        });
        let best = candidates.min_by(|a, b| a.1.total_cmp(&b.1));
        placed.push(best.map_or(*point, |(at, _)| at));
    }
    placed
}

/// Points along the outlines, a few pixels apart.
fn lines(face: &[[f64; 2]], scheme: &Scheme) -> Vec<[f64; 2]> {
    let mut points = Vec::new();
    for outline in scheme.outlines() {
        let end = outline.landmarks.first().filter(|_| outline.closed);
        let landmarks = outline.landmarks.iter().chain(end);
        let corners: Vec<&[f64; 2]> = landmarks.filter_map(|index| face.get(*index)).collect();
        for pair in corners.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let steps = ((to[0] - from[0]).hypot(to[1] - from[1]) / HALF[1]).ceil();
            let along = (0..=steps as usize).map(|step| step as f64 / steps.max(1.0));
            points
                .extend(along.map(|t| [0, 1].map(|axis| from[axis] + t * (to[axis] - from[axis]))));
        }
    }
    points
}

/// How much of other landmarks and of numbers `placed` already a number at `at` covers.
fn covered(at: [f64; 2], index: usize, face: &[[f64; 2]], placed: &[[f64; 2]]) -> f64 {
    let dots = face.iter().enumerate().filter(|(other, _)| *other != index);
    let dots = dots.map(|(_, dot)| overlap(at, dot, HALF.map(|half| half + DOT)));
    let numbers = placed
        .iter()
        .map(|number| overlap(at, number, HALF.map(|half| 2.0 * half)));
    dots.chain(numbers).sum()
}

/// How deep `other` lies in a box around `at` that reaches so far: 1 for a whole number.
fn overlap(at: [f64; 2], other: &[f64; 2], reach: [f64; 2]) -> f64 {
    let [x, y] = [0, 1].map(|axis| (reach[axis] - (at[axis] - other[axis]).abs()).max(0.0));
    x * y / (HALF[0] * HALF[1])
}

fn pixels(length: f64) -> String {
    format!("{length:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_usual_face_lie_on_nothing() {
        let scheme = Scheme::face_68();
        let face = scheme.mean_face().unwrap().iter();
        let face = face.map(|[x, y]| [x, y].map(|at| f64::from(*at) * WIDTH / 3306.0));
        let face: Vec<[f64; 2]> = face.collect();
        let numbers = numbers(&face, scheme);
        assert_eq!(numbers.len(), 68);
        for (i, number) in numbers.iter().enumerate() {
            let covered = covered(*number, i, &face, &numbers[..i]);
            assert!(covered < 0.3, "{}: {covered}", i + 1);
        }
    }
}
