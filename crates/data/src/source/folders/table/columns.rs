//! Which column of a table is what.

use faceoff_landmarks::Scheme;

use super::dialect::{Decimals, SAMPLE};
use super::header::{coordinates, is_of_names, plain};
use crate::source::folders::meant::{Images, Meant};

/// What a column of people is called.
const PEOPLE: [&str; 7] = [
    "identity",
    "people",
    "person",
    "personid",
    "personname",
    "subject",
    "subjectid",
];

/// Which column says who is on the images.
#[derive(Clone, Copy)]
pub(crate) enum PersonColumn<'a> {
    /// One that is called as such a column is, if there is one.
    IfThere,
    /// The one of this name.
    Called(&'a str),
    /// None.
    None,
}

impl PersonColumn<'_> {
    /// The column in a table with this `header`.
    fn of(self, header: &[&str]) -> Option<usize> {
        let mut cells = header.iter();
        match self {
            Self::IfThere => cells.position(|cell| PEOPLE.contains(&plain(cell).as_str())),
            Self::Called(name) => cells.position(|cell| cell.trim() == name.trim()),
            Self::None => None,
        }
    }
}

/// Which column is what.
pub(super) struct Columns {
    /// How many there are.
    pub(super) count: usize,
    /// The names of files.
    pub(super) name: usize,
    /// x0, y0, x1, y1, …
    pub(super) coordinates: Vec<usize>,
    /// Who is on the images.
    pub(super) person: Option<usize>,
    /// Whether the first one only counts rows.
    pub(super) index: bool,
    /// What others are called, which nothing uses.
    pub(super) unused: Vec<String>,
}

/// Tells the columns of a table from its header and its rows. Where it cannot be told, a file name
/// and the numbers behind it are expected.
pub(super) fn columns(
    header: &[&str],
    rows: &[Vec<&str>],
    decimals: Decimals,
    scheme: &Scheme,
    images: &Images,
    person: PersonColumn<'_>,
) -> Columns {
    let outputs = scheme.outputs();
    let count = header.len().max(outputs + 1);
    let rows: Vec<&Vec<&str>> = rows
        .iter()
        .filter(|row| row.len() == count)
        .take(SAMPLE)
        .collect();
    let person = person.of(header);
    let name = name(header, &rows, decimals, images, person);
    let numbers = |column: usize| {
        let mut cells = rows.iter().map(|row| row[column]);
        !rows.is_empty() && cells.all(|cell| decimals.number(cell).is_some())
    };
    let behind = || {
        let columns: Vec<usize> = (name + 1..count)
            .filter(|&column| numbers(column) && Some(column) != person)
            .collect();
        (columns.len() == outputs).then_some(columns)
    };
    let (count, name, coordinates) = match coordinates(header, name, outputs).or_else(behind) {
        Some(coordinates) => (count, name, coordinates),
        None => (outputs + 1, 0, (1..=outputs).collect()),
    };
    let person = person.filter(|&column| column < count && column != name);
    let index = name > 0
        && person != Some(0)
        && rows.iter().all(|row| row[0].trim().parse::<u64>().is_ok());
    let used = |column: &usize| {
        let one = *column == name || Some(*column) == person || (index && *column == 0);
        one || coordinates.contains(column)
    };
    let unused = (0..count).filter(|column| !used(column));
    Columns {
        count,
        name,
        person,
        index,
        unused: unused
            .map(|column| header.get(column).map_or("", |cell| cell.trim()).to_owned())
            .collect(),
        coordinates,
    }
}

/// The column of file names: the one whose cells are images, else the one that is called so, else
/// the first one with text.
fn name(
    header: &[&str],
    rows: &[&Vec<&str>],
    decimals: Decimals,
    images: &Images,
    person: Option<usize>,
) -> usize {
    let count = rows.first().map_or(header.len(), |row| row.len());
    let found = |column: usize| {
        let points = rows.iter().map(|row| match images.meant(row[column]) {
            Meant::Exactly(_) => 2,
            Meant::Nearly(_) => 1,
            Meant::OneOf(_) | Meant::None => 0,
        });
        points.sum::<usize>()
    };
    let is_text = |column: usize| {
        let text = |row: &&Vec<&str>| decimals.number(row[column]).is_none();
        !rows.is_empty() && rows.iter().all(text)
    };
    let called = |column: usize| header.get(column).is_some_and(|cell| is_of_names(cell));
    let candidates = (0..count).filter(|&column| {
        Some(column) != person && (column == 0 || is_text(column) || called(column))
    });
    let best = candidates
        .rev()
        .max_by_key(|&column| (found(column), called(column), is_text(column)));
    best.unwrap_or(0)
}
