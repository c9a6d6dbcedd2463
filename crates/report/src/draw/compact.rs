//! Charts in fewer bytes.

use std::fmt::Write as _;

/// Joins neighbouring lines of one style, as the dashes of a curve, into one path: what plotters
/// draws, in fewer bytes.
pub(crate) fn compact(svg: &str) -> String {
    let mut joined = String::with_capacity(svg.len());
    let mut path: Option<Path<'_>> = None;
    for line in svg.lines() {
        let Some((style, points)) = polyline(line) else {
            close(&mut joined, &mut path);
            joined.push_str(line);
            joined.push('\n');
            continue;
        };
        if path.as_ref().is_some_and(|path| path.style != style) {
            close(&mut joined, &mut path);
        }
        let places = String::new();
        path.get_or_insert(Path { style, places }).add(points);
    }
    close(&mut joined, &mut path);
    joined
}

/// Lines of one style under way.
struct Path<'a> {
    /// Attributes, from the first to before the points.
    style: &'a str,
    /// As the attribute `d` has them.
    places: String,
}

impl Path<'_> {
    fn add(&mut self, points: &str) {
        for (i, point) in points.split_whitespace().enumerate() {
            self.places.push(if i == 0 { 'M' } else { ' ' });
            self.places.push_str(point);
        }
    }
}

fn close(joined: &mut String, path: &mut Option<Path<'_>>) {
    if let Some(Path { style, places }) = path.take() {
        // Writing to a string cannot fail.
        let _ = writeln!(joined, "<path {style}d=\"{places}\"/>");
    }
}

/// Style and points of a line as plotters writes it.
fn polyline(line: &str) -> Option<(&str, &str)> {
    let inner = line.strip_prefix("<polyline ")?.strip_suffix("\"/>")?;
    inner.split_once("points=\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_style_become_one_path() {
        let svg = "<svg>\n\
                   <polyline fill=\"none\" stroke=\"#111111\" points=\"1,2 3,4 \"/>\n\
                   <polyline fill=\"none\" stroke=\"#111111\" points=\"5,6 7,8 9,9 \"/>\n\
                   <polyline fill=\"none\" stroke=\"#222222\" points=\"0,0 1,1 \"/>\n\
                   <text x=\"1\">\nA\n</text>\n\
                   <polyline fill=\"none\" stroke=\"#222222\" points=\"2,2 3,3 \"/>\n\
                   </svg>\n";
        let expected = "<svg>\n\
                        <path fill=\"none\" stroke=\"#111111\" d=\"M1,2 3,4M5,6 7,8 9,9\"/>\n\
                        <path fill=\"none\" stroke=\"#222222\" d=\"M0,0 1,1\"/>\n\
                        <text x=\"1\">\nA\n</text>\n\
                        <path fill=\"none\" stroke=\"#222222\" d=\"M2,2 3,3\"/>\n\
                        </svg>\n";
        assert_eq!(compact(svg), expected);
    }
}
