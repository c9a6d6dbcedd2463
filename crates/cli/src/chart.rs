//! Small charts of losses for a terminal, drawn with braille characters.

use faceoff_report::short;

/// Dots of a braille character: two columns, four rows. The first is the lowest bit.
const DOTS: [[u32; 2]; 4] = [[0, 3], [1, 4], [2, 5], [6, 7]];
/// The braille character without a dot.
const BLANK: u32 = 0x2800;
/// Rows of characters.
const ROWS: usize = 8;
/// Columns of characters of one chart, and between charts.
const COLUMNS: usize = 30;
const BETWEEN: usize = 3;

/// A curve under its title: epochs, counted from 0, with the loss of each.
pub(crate) struct Curve {
    /// What it is.
    pub(crate) title: String,
    /// Its points; none of the losses is infinite or no number.
    pub(crate) points: Vec<(usize, f64)>,
}

/// The curves beside each other, on one scale: logarithmic where all losses are above 0. Nothing where
/// there are fewer than two epochs to draw.
pub(crate) fn chart(curves: &[Curve]) -> Option<String> {
    let points = || curves.iter().flat_map(|curve| &curve.points);
    let last = points().map(|(epoch, _)| *epoch).max()?;
    let first = points().map(|(epoch, _)| *epoch).min()?;
    let (low, high) = points().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (_, y)| {
        (low.min(*y), high.max(*y))
    });
    if first == last {
        return None;
    }
    let scale = match low > 0.0 {
        true => f64::ln,
        false => f64::from,
    };
    let place = |(epoch, loss): &(usize, f64)| {
        let x = (epoch - first) as f64 / (last - first) as f64;
        let range = scale(high) - scale(low);
        let y = match range > 0.0 {
            true => (scale(high) - scale(*loss)) / range,
            false => 0.5,
        };
        (x, y)
    };
    let drawn = curves
        .iter()
        .map(|curve| draw(&curve.points.iter().map(place).collect::<Vec<_>>()));
    let drawn: Vec<Vec<String>> = drawn.collect();
    let labels = [short(high), short(low)];
    let margin = labels.iter().map(|label| label.chars().count()).max()?;
    let between = " ".repeat(BETWEEN);
    let mut text = format!("{:margin$}", "");
    for curve in curves {
        text.push_str(&format!("  {:COLUMNS$}{between}", curve.title));
    }
    text = text.trim_end().to_owned() + "\n";
    for row in 0..ROWS {
        let label = match row {
            0 => &labels[0],
            _ if row + 1 == ROWS => &labels[1],
            _ => "",
        };
        text.push_str(&format!("{label:>margin$}"));
        for drawing in &drawn {
            text.push_str(&format!(" │{}{between}", drawing[row]));
        }
        text = text.trim_end().to_owned() + "\n";
    }
    let end = format!("epoch {last}");
    text.push_str(&format!("{:margin$}", ""));
    for _ in curves {
        text.push_str(&format!(
            "  {first}{end:>0$}{between}",
            COLUMNS - first.to_string().len()
        ));
    }
    Some(text.trim_end().to_owned() + "\n")
}

/// A line through points, each from 0 to 1 from the left and from above, as rows of characters.
fn draw(points: &[(f64, f64)]) -> Vec<String> {
    let mut cells = vec![[BLANK; COLUMNS]; ROWS];
    let (width, height) = (2 * COLUMNS - 1, 4 * ROWS - 1);
    let mut set = |x: f64, y: f64| {
        let x = (x * width as f64).round() as usize;
        let y = (y * height as f64).round() as usize;
        cells[y / 4][x / 2] |= 1 << DOTS[y % 4][x % 2];
    };
    if let [(x, y)] = points {
        set(*x, *y);
    }
    for pair in points.windows(2) {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        // So close that no dot between is left out.
        let steps = ((x1 - x0) * width as f64)
            .abs()
            .max(((y1 - y0) * height as f64).abs());
        let steps = steps.ceil().max(1.0) as usize;
        for step in 0..=steps {
            let share = step as f64 / steps as f64;
            set(x0 + share * (x1 - x0), y0 + share * (y1 - y0));
        }
    }
    let row = |cells: &[u32; COLUMNS]| {
        let characters = cells.iter().filter_map(|cell| char::from_u32(*cell));
        // A blank that is no braille stays narrow in every font.
        characters
            .map(|c| if u32::from(c) == BLANK { ' ' } else { c })
            .collect()
    };
    cells.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(title: &str, losses: &[f64]) -> Curve {
        Curve {
            title: title.to_owned(),
            points: losses.iter().copied().enumerate().collect(),
        }
    }

    #[test]
    fn curves_fall_from_the_upper_left_to_the_lower_right() {
        let falling: Vec<f64> = (0..40).map(|epoch| 0.5 * 0.9_f64.powi(epoch)).collect();
        let curves = [
            curve("train loss", &falling),
            curve("test loss", &falling[..20]),
        ];
        let text = chart(&curves).unwrap();
        insta::assert_snapshot!(text);
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
    }

    #[test]
    fn there_is_a_chart_of_two_epochs_and_of_a_constant_but_not_of_one_epoch() {
        assert!(chart(&[curve("train loss", &[0.5])]).is_none());
        assert!(chart(&[]).is_none());
        for losses in [[0.5, 0.4], [0.5, 0.5], [0.0, 0.0], [-1.0, 1.0]] {
            assert!(chart(&[curve("loss", &losses)]).is_some(), "{losses:?}");
        }
    }
}
