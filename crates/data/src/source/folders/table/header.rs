//! What the first line of a table says of its columns.

use std::collections::BTreeMap;

use super::dialect::Decimals;

/// What the first line of a table has to be.
pub(crate) const HEADER: &str = "a header (an empty cell, then the numbers of the columns)";

/// What a column of file names is called.
const NAMES: [&str; 9] = [
    "file",
    "filename",
    "image",
    "imagefile",
    "imagename",
    "imagepath",
    "img",
    "name",
    "path",
];

/// Whether a line names columns, in words or in numbers one after the other as distributed,
/// instead of giving coordinates.
pub(super) fn is_header(cells: &[&str], decimals: Decimals) -> bool {
    let cells = &cells[1.min(cells.len())..];
    let numbers = numbered(cells);
    let words = cells.iter().all(|cell| decimals.number(cell).is_none());
    words
        || numbers.len()
            == cells
                .iter()
                .filter(|cell| decimals.number(cell).is_some())
                .count()
}

/// The columns that are numbered one after the other, from 0 or 1 on; none where numbers leave that
/// order.
fn numbered(cells: &[&str]) -> Vec<usize> {
    let mut columns = Vec::new();
    let mut next = None;
    for (column, cell) in cells.iter().enumerate() {
        let Ok(number) = cell.trim().parse::<usize>() else {
            continue;
        };
        if number != next.unwrap_or(number.min(1)) {
            return Vec::new();
        }
        next = Some(number + 1);
        columns.push(column);
    }
    columns
}

/// Whether a column is called as file names are.
pub(super) fn is_of_names(cell: &str) -> bool {
    NAMES.contains(&plain(cell).as_str())
}

/// A header in small letters and digits.
pub(super) fn plain(cell: &str) -> String {
    let letters = cell.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The columns of `outputs` coordinates in the order x, y of one landmark after the other, where a
/// header says which they are; none of them is `name`.
pub(super) fn coordinates(header: &[&str], name: usize, outputs: usize) -> Option<Vec<usize>> {
    by_axis(header, outputs).or_else(|| {
        let mut columns = numbered(header);
        columns.retain(|&column| column != name);
        (columns.len() == outputs).then_some(columns)
    })
}

/// Columns called `x0`, `y0`, … or `landmark_1_x`, … in whatever order they stand.
fn by_axis(header: &[&str], outputs: usize) -> Option<Vec<usize>> {
    let mut groups: BTreeMap<String, BTreeMap<(usize, bool), usize>> = BTreeMap::new();
    for (column, cell) in header.iter().enumerate() {
        if let Some((group, number, y)) = axis(cell) {
            groups.entry(group).or_default().insert((number, y), column);
        }
    }
    let mut whole = groups.into_values().filter(|columns| {
        let first = columns.keys().next().map_or(0, |(number, _)| *number);
        let expected = (0..outputs).map(|i| (first + i / 2, i % 2 == 1));
        first <= 1 && columns.keys().copied().eq(expected)
    });
    match (whole.next(), whole.next()) {
        (Some(columns), None) => Some(columns.into_values().collect()),
        _ => None,
    }
}

/// What a column of coordinates is called besides, its landmark's number, and whether it is y.
fn axis(cell: &str) -> Option<(String, usize, bool)> {
    let mut words: Vec<String> = Vec::new();
    for c in cell.trim().chars() {
        match words.last_mut() {
            Some(word)
                if c.is_alphanumeric()
                    && word.ends_with(|last: char| {
                        last.is_ascii_digit() == c.is_ascii_digit() && last.is_alphanumeric()
                    }) =>
            {
                word.push(c)
            }
            _ => words.push(c.to_string()),
        }
    }
    words.retain(|word| word.starts_with(char::is_alphanumeric));
    let (numbers, mut letters): (Vec<String>, Vec<String>) = words
        .into_iter()
        .partition(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let [number] = numbers.as_slice() else {
        return None;
    };
    let is_axis = |word: &String| ["x", "y", "X", "Y"].contains(&word.as_str());
    let place = match (
        letters.first().is_some_and(is_axis),
        letters.last().is_some_and(is_axis),
    ) {
        (_, true) => letters.len() - 1,
        (true, false) => 0,
        (false, false) => return None,
    };
    let axis = letters.remove(place);
    let large = if axis == axis.to_uppercase() {
        "large"
    } else {
        "small"
    };
    let group = format!("{} {large}", letters.join(" "));
    Some((group, number.parse().ok()?, axis.eq_ignore_ascii_case("y")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_names_columns() {
        for (line, expected) in [
            (vec!["", "0", "1", "2"], true),
            (vec!["", "Unnamed: 0", "0", "1", "2"], true),
            (vec!["", "0", "1", "2", ""], true),
            (vec!["file", "x0", "y0", "x1"], true),
            (vec![""], true),
            (vec!["Ann_Lee_00.jpg", "45.0", "98.0", "47"], false),
            (vec!["Ann_Lee_00.jpg", "0", "1", "3"], false),
            (vec!["Ann_Lee_00.jpg", "45.0", "", "47"], false),
            (vec!["0", "Ann_Lee_00.jpg", "45", "46.5"], false),
        ] {
            assert_eq!(is_header(&line, Decimals::Point), expected, "{line:?}");
        }
    }

    #[test]
    fn columns_of_coordinates_are_told_by_what_they_are_called() {
        for (header, expected) in [
            (",0,1,2,3", Some(vec![1, 2, 3, 4])),
            (",Unnamed: 0,0,1,2,3", Some(vec![2, 3, 4, 5])),
            (",0,1,2,3,4", None),
            ("file,x0,y0,x1,y1", Some(vec![1, 2, 3, 4])),
            ("x1,y1,x2,y2,file", Some(vec![0, 1, 2, 3])),
            ("file,x_0,x_1,y_0,y_1", Some(vec![1, 3, 2, 4])),
            ("file,1_y,0_y,1_x,0_x", Some(vec![4, 2, 3, 1])),
            (
                "file,w,point 1 x,point 1 y,point 2 x,point 2 y",
                Some(vec![2, 3, 4, 5]),
            ),
            (
                "file,x_0,y_0,x_1,y_1,X_0,Y_0,eye_x_0,eye_y_0",
                Some(vec![1, 2, 3, 4]),
            ),
            ("file,x5,y5,x6,y6", None),
            ("file,a,b,c,d", None),
        ] {
            let cells: Vec<&str> = header.split(',').collect();
            assert_eq!(coordinates(&cells, 0, 4), expected, "{header}");
        }
    }
}
