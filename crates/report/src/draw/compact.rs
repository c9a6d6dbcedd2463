//! Charts in fewer bytes.

use std::fmt::Write as _;

/// Joins neighbouring lines of one style, as the dashes of a curve, into one path, and neighbouring
/// filled circles of one style, as the marks of images, into another: what plotters draws, in fewer
/// bytes.
pub(crate) fn compact(svg: &str) -> String {
    let mut joined = String::with_capacity(svg.len());
    let mut path: Option<Path> = None;
    for line in svg.lines() {
        let Some((style, places)) = polyline(line).or_else(|| circle(line)) else {
            close(&mut joined, &mut path);
            joined.push_str(line);
            joined.push('\n');
            continue;
        };
        if path.as_ref().is_some_and(|path| path.style != style) {
            close(&mut joined, &mut path);
        }
        let path = path.get_or_insert_with(|| Path {
            style,
            places: String::new(),
        });
        path.places.push_str(&places);
    }
    close(&mut joined, &mut path);
    joined
}

/// Neighbours of one style under way.
struct Path {
    /// All attributes but `d`.
    style: String,
    /// As the attribute `d` has them.
    places: String,
}

fn close(joined: &mut String, path: &mut Option<Path>) {
    if let Some(Path { style, places }) = path.take() {
        // Writing to a string cannot fail.
        let _ = writeln!(joined, "<path {style}d=\"{places}\"/>");
    }
}

/// Style and places of a line as plotters writes it.
fn polyline(line: &str) -> Option<(String, String)> {
    let inner = line.strip_prefix("<polyline ")?.strip_suffix("\"/>")?;
    let (style, points) = inner.split_once("points=\"")?;
    let points: Vec<&str> = points.split_whitespace().collect();
    Some((style.to_owned(), format!("M{}", points.join(" "))))
}

/// The same of a filled circle: the round end of a line without length.
fn circle(line: &str) -> Option<(String, String)> {
    let inner = line.strip_prefix("<circle ")?.strip_suffix("/>")?;
    let of = |name: &str| {
        let (_, rest) = inner.split_once(&format!(" {name}=\""))?;
        Some(rest.split_once('"')?.0)
    };
    if of("stroke")? != "none" {
        return None;
    }
    let x = inner.strip_prefix("cx=\"")?.split_once('"')?.0;
    let width = 2 * of("r")?.parse::<u32>().ok()?;
    let style = format!(
        "stroke=\"{}\" opacity=\"{}\" stroke-width=\"{width}\" stroke-linecap=\"round\" ",
        of("fill")?,
        of("opacity")?
    );
    Some((style, format!("M{x},{}h0", of("cy")?)))
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
                   <circle cx=\"7\" cy=\"8\" r=\"3\" opacity=\"0.6\" fill=\"#333333\" stroke=\"none\" stroke-width=\"1\"/>\n\
                   <circle cx=\"9\" cy=\"4\" r=\"3\" opacity=\"0.6\" fill=\"#333333\" stroke=\"none\" stroke-width=\"1\"/>\n\
                   <circle cx=\"1\" cy=\"1\" r=\"7\" opacity=\"1\" fill=\"none\" stroke=\"#333333\" stroke-width=\"3\"/>\n\
                   </svg>\n";
        let expected = "<svg>\n\
                        <path fill=\"none\" stroke=\"#111111\" d=\"M1,2 3,4M5,6 7,8 9,9\"/>\n\
                        <path fill=\"none\" stroke=\"#222222\" d=\"M0,0 1,1\"/>\n\
                        <text x=\"1\">\nA\n</text>\n\
                        <path fill=\"none\" stroke=\"#222222\" d=\"M2,2 3,3\"/>\n\
                        <path stroke=\"#333333\" opacity=\"0.6\" stroke-width=\"6\" stroke-linecap=\"round\" d=\"M7,8h0M9,4h0\"/>\n\
                        <circle cx=\"1\" cy=\"1\" r=\"7\" opacity=\"1\" fill=\"none\" stroke=\"#333333\" stroke-width=\"3\"/>\n\
                        </svg>\n";
        assert_eq!(compact(svg), expected);
    }
}
