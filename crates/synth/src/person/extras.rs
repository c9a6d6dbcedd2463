//! What only some people's faces have: beards and glasses.

use super::identity::{Beard, Glasses, Identity};
use super::shape::Face;
use super::sides::{SIDES, middle};
use crate::geometry::Flat;
use crate::render::brush::{Sheet, outline, stroke};

/// Paints a beard, under everything that grows out of it.
pub(crate) fn beard(sheet: &mut Sheet, beard: &Beard, person: &Identity, face: &Face) {
    let ink = |share: f32| [beard.shade, beard.density * share];
    let (base, left, right) = (face.feature(33), face.feature(48), face.feature(54));
    let lip = face.feature(51);
    if beard.full {
        let (below, chin) = (face.feature(57)[1], face.head.chin());
        let whiskers = [
            [left[0] - 0.12, left[1] - 0.02],
            [left[0] - 0.1, below],
            [0.0, below + 0.09],
            [right[0] + 0.1, below],
            [right[0] + 0.12, right[1] - 0.02],
            [0.95, left[1] - 0.25],
            [1.35, 0.1],
            [1.35, chin + 0.5],
            [-1.35, chin + 0.5],
            [-1.35, 0.1],
            [-0.95, left[1] - 0.25],
        ];
        if let Some(path) = outline(&whiskers) {
            // Thinner towards the edge.
            sheet.fill(&path, ink(0.7), None);
            sheet.line(&path, 0.12, ink(0.3), None);
            sheet.line(&path, 0.25, ink(0.2), None);
        }
        sheet.patch([0.0, below + 0.2], [0.3, 0.3], ink(0.7));
    }
    let moustache = [
        [left[0] - 0.1, left[1] + 0.02],
        [-0.2, base[1] + 0.09],
        [0.0, base[1] + 0.07],
        [0.2, base[1] + 0.09],
        [right[0] + 0.1, right[1] + 0.02],
        [0.15, lip[1] + 0.02],
        [-0.15, lip[1] + 0.02],
    ];
    if let Some(path) = outline(&moustache) {
        sheet.fill(&path, ink(0.85), None);
    }
    // Single hairs.
    for i in 0..260 {
        let i = i as f32;
        let x = person.spots.at(i * 1.7, 21.5) * 0.95;
        let y = 1.35 + person.spots.at(i * 1.7, 28.5) * 0.7;
        if beard.full && y > left[1] - 0.25 * (1.0 - x.abs()) && (y > 1.3 || x.abs() > 0.6) {
            let lighter = beard.shade + 0.25 * person.spots.at(i * 1.7, 35.5);
            if let Some(path) = stroke(&[[x, y], [x * 1.03, y + 0.08]]) {
                sheet.line(&path, 0.02, [lighter, beard.density * 0.7], None);
            }
        }
    }
}

/// Paints glasses, over the eyes.
pub(crate) fn glasses(sheet: &mut Sheet, glasses: &Glasses, face: &Face) {
    let ink = [glasses.shade, 0.95];
    for side in &SIDES {
        let [x, y] = middle(face.features(side.eye.clone()));
        let [wide, high] = glasses.size;
        let rim: Vec<Flat> = (0..12)
            .map(|i| {
                let (sin, cos) = (i as f32 * std::f32::consts::TAU / 12.0).sin_cos();
                // Between an ellipse and a rectangle.
                let square = |v: f32| v.signum() * v.abs().powf(0.6);
                [
                    x + side.sign * 0.02 + wide * square(cos),
                    y + 0.05 + high * square(sin),
                ]
            })
            .collect();
        if let Some(path) = outline(&rim) {
            sheet.fill(&path, [1.0, 0.06], None);
            sheet.line(&path, glasses.frame, ink, None);
        }
        let temple = [
            [x + side.sign * (wide + 0.01), y - 0.04],
            [side.sign * 1.35, y - 0.06],
        ];
        let bridge = [[x - side.sign * wide, y], [0.0, y - 0.05]];
        for part in [temple, bridge] {
            if let Some(path) = stroke(&part) {
                sheet.line(&path, glasses.frame, ink, None);
            }
        }
    }
}
