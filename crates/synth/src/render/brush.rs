//! Painting on the face's front plane, in head units.

use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap,
    Point, RadialGradient, SpreadMode, Stroke, Transform,
};

use crate::geometry::Flat;

/// The part of the front plane that is painted: left, top, right, bottom, in head units.
const EXTENT: [f32; 4] = [-1.5, -2.1, 1.5, 2.4];

/// A sheet of paint that covers the front of a head.
pub(crate) struct Sheet {
    pixmap: Pixmap,
    /// Pixels of a head unit.
    density: f32,
}

impl Sheet {
    /// A sheet of one shade with `density` pixels to a head unit.
    pub(crate) fn new(density: f32, shade: f32) -> Self {
        let side = |from: f32, to: f32| ((to - from) * density).ceil().max(2.0) as u32;
        let (width, height) = (side(EXTENT[0], EXTENT[2]), side(EXTENT[1], EXTENT[3]));
        let mut pixmap = Pixmap::new(width, height).expect("a sheet has at least 2 × 2 pixels");
        pixmap.fill(grey(shade, 1.0));
        Self { pixmap, density }
    }

    fn transform(&self) -> Transform {
        Transform::from_translate(-EXTENT[0], -EXTENT[1]).post_scale(self.density, self.density)
    }

    /// Fills an outline, within a stencil when there is one.
    pub(crate) fn fill(&mut self, path: &Path, [shade, cover]: [f32; 2], stencil: Option<&Mask>) {
        let transform = self.transform();
        self.pixmap.fill_path(
            path,
            &flat(shade, cover),
            FillRule::Winding,
            transform,
            stencil,
        );
    }

    /// Draws a line, `width` in head units, within a stencil when there is one.
    pub(crate) fn line(
        &mut self,
        path: &Path,
        width: f32,
        [shade, cover]: [f32; 2],
        stencil: Option<&Mask>,
    ) {
        let stroke = Stroke {
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        let transform = self.transform();
        self.pixmap
            .stroke_path(path, &flat(shade, cover), &stroke, transform, stencil);
    }

    /// A patch that fades out towards its edge.
    pub(crate) fn patch(&mut self, middle: Flat, radii: [f32; 2], [shade, cover]: [f32; 2]) {
        let stops = [(0.0, 1.0), (0.5, 0.55), (1.0, 0.0)]
            .map(|(at, share)| GradientStop::new(at, grey(shade, cover * share)));
        let origin = Point::from_xy(0.0, 0.0);
        let place = Transform::from_scale(radii[0], radii[1]).post_translate(middle[0], middle[1]);
        let fade = RadialGradient::new(
            origin,
            0.0,
            origin,
            1.0,
            stops.to_vec(),
            SpreadMode::Pad,
            Transform::identity(),
        );
        let (Some(shader), Some(circle)) = (fade, PathBuilder::from_circle(0.0, 0.0, 1.0)) else {
            return;
        };
        let paint = Paint {
            shader,
            ..Paint::default()
        };
        let transform = place.post_concat(self.transform());
        self.pixmap
            .fill_path(&circle, &paint, FillRule::Winding, transform, None);
    }

    /// What is inside an outline, for painting only there.
    pub(crate) fn stencil(&self, path: &Path) -> Option<Mask> {
        let mut mask = Mask::new(self.pixmap.width(), self.pixmap.height())?;
        mask.fill_path(path, FillRule::Winding, true, self.transform());
        Some(mask)
    }

    /// The paint as a function of the place, smooth between pixels.
    pub(crate) fn finish(self) -> impl Fn(Flat) -> f32 {
        let (width, height) = (self.pixmap.width() as usize, self.pixmap.height() as usize);
        let shades: Vec<f32> = self
            .pixmap
            .pixels()
            .iter()
            .map(|pixel| f32::from(pixel.red()) / 255.0)
            .collect();
        let density = self.density;
        move |[x, y]| {
            let column = ((x - EXTENT[0]) * density - 0.5).clamp(0.0, width as f32 - 1.001);
            let row = ((y - EXTENT[1]) * density - 0.5).clamp(0.0, height as f32 - 1.001);
            let (left, top) = (column as usize, row as usize);
            let (across, down) = (column - left as f32, row - top as f32);
            let at = |row: usize, column: usize| shades[row * width + column];
            let line = |row: usize| at(row, left) + (at(row, left + 1) - at(row, left)) * across;
            line(top) + (line(top + 1) - line(top)) * down
        }
    }
}

/// A smooth closed outline through the points.
pub(crate) fn outline(points: &[Flat]) -> Option<Path> {
    curve(points, true)
}

/// A smooth line through the points.
pub(crate) fn stroke(points: &[Flat]) -> Option<Path> {
    curve(points, false)
}

/// An ellipse.
pub(crate) fn ellipse(middle: Flat, radii: [f32; 2]) -> Option<Path> {
    PathBuilder::from_circle(0.0, 0.0, 1.0)?
        .transform(Transform::from_scale(radii[0], radii[1]).post_translate(middle[0], middle[1]))
}

/// A Catmull-Rom curve, as the Bézier curves that it is made of.
fn curve(points: &[Flat], closed: bool) -> Option<Path> {
    let count = points.len();
    let at = |i: isize| {
        let i = if closed {
            i.rem_euclid(count as isize)
        } else {
            i.clamp(0, count as isize - 1)
        };
        points[i as usize]
    };
    let mut path = PathBuilder::new();
    let [x, y] = *points.first()?;
    path.move_to(x, y);
    for i in 0..(count - usize::from(!closed)) as isize {
        let (before, from, to, after) = (at(i - 1), at(i), at(i + 1), at(i + 2));
        let first: Flat = std::array::from_fn(|k| from[k] + (to[k] - before[k]) / 6.0);
        let second: Flat = std::array::from_fn(|k| to[k] - (after[k] - from[k]) / 6.0);
        path.cubic_to(first[0], first[1], second[0], second[1], to[0], to[1]);
    }
    if closed {
        path.close();
    }
    path.finish()
}

fn grey(shade: f32, cover: f32) -> Color {
    let [shade, cover] = [shade, cover].map(|v| v.clamp(0.0, 1.0));
    Color::from_rgba(shade, shade, shade, cover).unwrap_or(Color::BLACK)
}

fn flat(shade: f32, cover: f32) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(grey(shade, cover));
    paint.anti_alias = true;
    paint
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paint_is_found_where_it_was_put() {
        let mut sheet = Sheet::new(50.0, 0.8);
        let path = ellipse([0.5, 1.0], [0.2, 0.1]).unwrap();
        sheet.fill(&path, [0.2, 1.0], None);
        let paint = sheet.finish();
        for (place, expected) in [
            ([0.5, 1.0], 0.2),
            ([0.65, 1.0], 0.2),
            ([0.5, 1.15], 0.8),
            ([-0.5, 1.0], 0.8),
            ([99.0, -99.0], 0.8),
        ] {
            assert!((paint(place) - expected).abs() < 0.01, "{place:?}");
        }
    }

    #[test]
    fn a_stencil_keeps_paint_inside() {
        let mut sheet = Sheet::new(50.0, 1.0);
        let inside = ellipse([0.0, 0.0], [0.2, 0.2]).unwrap();
        let stencil = sheet.stencil(&inside);
        let everything = ellipse([0.0, 0.0], [5.0, 5.0]).unwrap();
        sheet.fill(&everything, [0.0, 1.0], stencil.as_ref());
        let paint = sheet.finish();
        assert_eq!(paint([0.0, 0.0]), 0.0);
        assert_eq!(paint([0.3, 0.0]), 1.0);
    }

    #[test]
    fn curves_pass_through_their_points() {
        let path = stroke(&[[0.0, 0.0], [1.0, 0.5], [2.0, 0.0]]).unwrap();
        let bounds = path.bounds();
        assert_eq!((bounds.left(), bounds.right()), (0.0, 2.0));
        assert!(bounds.bottom() >= 0.5);
        assert!(outline(&[]).is_none());
    }
}
