//! A face's paint: skin, brows, eyes, nostrils, lips.

use super::expression::Expression;
use super::extras;
use super::identity::Identity;
use super::shape::Face;
use super::sides::{SIDES, Side, middle};
use crate::geometry::{Flat, mix};
use crate::render::brush::{Sheet, ellipse, outline, stroke};

/// Paints a face. The result gives the shade at a place seen from the front; `density` is how many
/// pixels of it a head unit takes.
pub(crate) fn paint(
    person: &Identity,
    face: &Face,
    expression: &Expression,
    density: f32,
) -> impl Fn(Flat) -> f32 + use<> {
    let mut sheet = Sheet::new(density, person.skin);
    blemishes(&mut sheet, person, face);
    if let Some(beard) = &person.beard {
        extras::beard(&mut sheet, beard, person, face);
    }
    for side in &SIDES {
        brow(&mut sheet, person, face, side);
        eye(&mut sheet, person, face, expression, side);
    }
    nose(&mut sheet, person, face);
    mouth(&mut sheet, person, face, expression);
    if let Some(glasses) = &person.glasses {
        extras::glasses(&mut sheet, glasses, face);
    }
    sheet.finish()
}

/// Uneven skin, and the folds that come with age.
fn blemishes(sheet: &mut Sheet, person: &Identity, face: &Face) {
    for i in 0..14 {
        let i = i as f32;
        let at = [
            person.spots.at(i, 0.5) * 1.1,
            0.4 + person.spots.at(i, 7.5) * 1.5,
        ];
        let lighter = person.spots.at(i, 14.5);
        let shade = person.skin + 0.12 * lighter;
        sheet.patch(at, [0.45, 0.4], [shade, 0.6]);
    }
    let dark = person.skin * 0.55;
    let (wing, corner) = (face.feature(35), face.feature(54));
    for sign in [-1.0, 1.0] {
        let fold = [
            [sign * (wing[0] + 0.05), wing[1] - 0.05],
            [sign * (wing[0] + 0.17), wing[1] + 0.1],
            [sign * (corner[0] + 0.1), corner[1] - 0.05],
        ];
        if let Some(path) = stroke(&fold) {
            sheet.line(&path, 0.09, [dark, 0.10 + 0.12 * person.age], None);
            sheet.line(&path, 0.03, [dark, 0.15 + 0.35 * person.age], None);
        }
    }
    for line in 0..3 {
        let y = -0.62 - 0.13 * line as f32;
        if let Some(path) = stroke(&[[-0.45, y], [0.0, y - 0.03], [0.45, y]]) {
            sheet.line(&path, 0.025, [dark, 0.3 * person.age * person.age], None);
        }
    }
}

fn brow(sheet: &mut Sheet, person: &Identity, face: &Face, side: &Side) {
    let points = face.features(side.brow.clone());
    let thickness = person.brows.thickness;
    // Thick towards the nose, thin towards the temple.
    let half = |i: usize| {
        let from_nose = if side.sign > 0.0 { i } else { 4 - i };
        thickness * [0.45, 0.6, 0.55, 0.42, 0.2][from_nose]
    };
    let upper = points
        .iter()
        .enumerate()
        .map(|(i, p)| [p[0], p[1] - half(i)]);
    let lower = points
        .iter()
        .enumerate()
        .rev()
        .map(|(i, p)| [p[0], p[1] + half(i)]);
    let edge: Vec<Flat> = upper.chain(lower).collect();
    let [shade, density] = [person.brows.shade, person.brows.density];
    if let Some(path) = stroke(points) {
        sheet.line(&path, thickness * 1.3, [shade, density * 0.2], None);
    }
    if let Some(path) = outline(&edge) {
        sheet.fill(&path, [shade, density * 0.85], None);
    }
}

fn eye(sheet: &mut Sheet, person: &Identity, face: &Face, expression: &Expression, side: &Side) {
    let lids = face.features(side.eye.clone());
    let size = person.bones.eye_size;
    let center = middle(lids);
    let dark = person.skin * 0.45;
    // The socket's shade, between brow and eye and beside the nose.
    sheet.patch([center[0], center[1] - 0.08], [0.36, 0.2], [dark, 0.22]);
    sheet.patch(
        [center[0] - side.sign * 0.24, center[1] - 0.02],
        [0.13, 0.2],
        [dark, 0.25],
    );
    sheet.patch(
        [center[0], center[1] + 0.16],
        [0.26, 0.1],
        [dark, 0.12 + 0.22 * person.age],
    );

    let upper = side.upper.map(|point| face.feature(point));
    if let Some(opening) = outline(lids) {
        let stencil = sheet.stencil(&opening);
        sheet.fill(&opening, [0.25 + 0.6 * person.skin, 1.0], None);
        let look = [
            center[0] + 0.06 * expression.gaze[0] * size,
            // The iris keeps its height when the upper lid comes down.
            face.feature(side.eye.start)[1] - 0.012 + 0.03 * expression.gaze[1],
        ];
        let radius = 0.092 * size;
        for (share, ink) in [(1.0, [person.iris, 1.0]), (0.45, [0.02, 1.0])] {
            if let Some(path) = ellipse(look, [radius * share; 2]) {
                sheet.fill(&path, ink, stencil.as_ref());
            }
        }
        // The upper lid's shadow, and the light's reflection.
        if let Some(path) = stroke(&upper) {
            sheet.line(&path, 0.05, [0.05, 0.35], stencil.as_ref());
        }
        let glint = [look[0] - 0.03, look[1] - 0.035];
        if let Some(path) = ellipse(glint, [0.022, 0.022]) {
            sheet.fill(&path, [1.0, 0.9], stencil.as_ref());
        }
        sheet.line(&opening, 0.018, [dark * 0.6, 0.5], None);
    }
    if let Some(path) = stroke(&upper) {
        sheet.line(&path, 0.02 + 0.022 * person.lashes, [0.04, 0.85], None);
    }
    let crease = upper.map(|[x, y]| [x, y - 0.06 * size]);
    if let Some(path) = stroke(&crease) {
        sheet.line(&path, 0.022, [dark, 0.5], None);
    }
}

fn nose(sheet: &mut Sheet, person: &Identity, face: &Face) {
    let dark = person.skin * 0.35;
    let [tip, base] = [face.feature(30), face.feature(33)];
    let wing = face.feature(35)[0];
    sheet.patch([0.0, base[1] + 0.03], [wing * 1.5, 0.1], [dark, 0.35]);
    for sign in [-1.0, 1.0] {
        let nostril = [sign * wing * 0.5, base[1] - 0.02];
        if let Some(path) = ellipse(nostril, [wing * 0.27, 0.03]) {
            sheet.fill(&path, [0.04, 0.8], None);
        }
        let rim = [
            [sign * wing * 1.02, base[1] - 0.17],
            [sign * wing * 1.2, base[1] - 0.08],
            [sign * wing * 0.95, base[1] - 0.015],
        ];
        if let Some(path) = stroke(&rim) {
            sheet.line(&path, 0.03, [dark, 0.45], None);
        }
        sheet.patch([sign * wing * 0.95, 0.3], [0.1, 0.35], [dark, 0.18]);
    }
    let light = person.skin + 0.25;
    sheet.patch([0.0, 0.3], [0.06, 0.35], [light, 0.3]);
    sheet.patch([tip[0], tip[1] + 0.02], [0.1, 0.08], [light, 0.5]);
}

fn mouth(sheet: &mut Sheet, person: &Identity, face: &Face, expression: &Expression) {
    let [upper, lower] = [person.skin * person.lips * 0.88, person.skin * person.lips];
    let point = |number: usize| face.feature(number);
    let below = point(57);
    sheet.patch(
        [0.0, below[1] + 0.09],
        [0.28, 0.08],
        [person.skin * 0.45, 0.35],
    );

    let rim: Vec<Flat> = (48..=54).map(point).collect();
    let inner: Vec<Flat> = (60..=64).map(point).collect();
    let upper_lip: Vec<Flat> = rim.iter().chain(inner.iter().rev()).copied().collect();
    let inner_lower: Vec<Flat> = [60, 67, 66, 65, 64].map(point).to_vec();
    let lower_rim: Vec<Flat> = [48, 59, 58, 57, 56, 55, 54].map(point).to_vec();
    let lower_lip: Vec<Flat> = lower_rim
        .iter()
        .chain(inner_lower.iter().rev())
        .copied()
        .collect();
    for (lip, shade) in [(&upper_lip, upper), (&lower_lip, lower)] {
        if let Some(path) = outline(lip) {
            sheet.fill(&path, [shade, 0.9], None);
        }
    }
    let shine = mix(point(57), point(66), 0.55);
    sheet.patch(shine, [0.16, 0.05], [lower + 0.3, 0.5]);

    let gap: Vec<Flat> = face.features(60..68).to_vec();
    if let Some(path) = outline(&gap) {
        if expression.open > 0.015 {
            sheet.fill(&path, [0.05, 0.95], None);
            let stencil = sheet.stencil(&path);
            let [left, right, top] = [point(61), point(63), point(62)];
            let height = 0.07_f32.min(expression.open * 0.6);
            let teeth = [
                [left[0] * 1.3, left[1] - 0.05],
                [right[0] * 1.3, right[1] - 0.05],
                [right[0] * 1.2, right[1] + height * 0.8],
                [0.0, top[1] + height],
                [left[0] * 1.2, left[1] + height * 0.8],
            ];
            if let Some(path) = outline(&teeth) {
                sheet.fill(&path, [0.85, 0.9], stencil.as_ref());
            }
        }
        sheet.line(&path, 0.02, [0.06, 0.6], None);
    }
    if let Some(path) = stroke(&[point(60), point(61), point(62), point(63), point(64)]) {
        sheet.line(&path, 0.022, [0.06, 0.65], None);
    }
}
