//! A table cut into lines and cells, without what is no row.

use faceoff_landmarks::Scheme;

use super::dialect::Separator;

/// The lines of a table that say something.
pub(super) struct Lines {
    pub(super) records: Vec<Record>,
    /// Lines that were left out: comments, and words above the header.
    pub(super) left_out: Vec<u64>,
}

/// A line cut into cells.
pub(super) struct Record {
    /// Counted from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

impl Record {
    pub(super) fn cells(&self) -> Vec<&str> {
        self.cells.iter().map(String::as_str).collect()
    }
}

/// The lines of `text` that are no comments and not empty.
pub(super) fn without_comments(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.filter(|line| !line.trim_start().starts_with('#'))
}

/// Cuts `text` into lines and cells. Lines without any text are no rows, nor are lines with a `#` in
/// front that are neither a header nor the row of an image, nor lines of one cell above the table,
/// such as the separator that Excel is told of.
pub(super) fn cut(
    text: &str,
    separator: Separator,
    scheme: &Scheme,
    is_image: &dyn Fn(&str) -> bool,
) -> Lines {
    let tidy: Vec<String> = text.lines().map(|line| separator.tidy(line)).collect();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.byte())
        .from_reader(std::io::Cursor::new(tidy.join("\n")));
    let mut lines = Lines {
        records: Vec::new(),
        left_out: Vec::new(),
    };
    // A text in memory is read without errors, and each line is text by now.
    for record in reader.records().flatten() {
        let line = record.position().map_or(0, csv::Position::line);
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            // Spreadsheets write rows without anything in them.
            continue;
        }
        let first = cells[0].trim().to_owned();
        if let Some(said) = first.strip_prefix('#').filter(|_| !is_image(&first)) {
            let heads = lines.records.is_empty() && cells.len() >= scheme.outputs() && {
                cells[1..]
                    .iter()
                    .all(|cell| cell.trim().parse::<f32>().is_err())
            };
            if !heads {
                lines.left_out.push(line);
                continue;
            }
            cells[0] = said.trim().to_owned();
        }
        lines.records.push(Record { line, cells });
    }
    let above = |record: &Record| {
        let others = &record.cells[1..];
        let alone = others.len() < scheme.outputs() && others.iter().all(String::is_empty);
        alone && !is_image(&record.cells[0])
    };
    let above = lines
        .records
        .iter()
        .take_while(|record| above(record))
        .count();
    // Where nothing follows they are all that the table says.
    if above < lines.records.len() {
        lines
            .left_out
            .extend(lines.records.drain(..above).map(|record| record.line));
        lines.left_out.sort_unstable();
    }
    lines
}

/// The header with as many cells as it is meant to have: without empty ones at its end, and with one
/// in front where every row has a number more, as R writes the numbers of rows.
pub(super) fn fitted<'t>(header: &[&'t str], rows: &[Vec<&'t str>]) -> Vec<&'t str> {
    let mut header = header.to_vec();
    while header.len() > 1 && header.last().is_some_and(|cell| cell.trim().is_empty()) {
        header.pop();
    }
    let longer = |row: &Vec<&str>| {
        let end = row.iter().rposition(|cell| !cell.trim().is_empty());
        end.is_some_and(|end| end == header.len())
    };
    if !header.is_empty() && !rows.is_empty() && rows.iter().all(longer) {
        header.insert(0, "");
    }
    header
}

/// The rows, without empty cells behind the first `count`; and whether there are such in all.
pub(super) fn without_empty_ends<'t>(
    rows: &[Vec<&'t str>],
    count: usize,
) -> (Vec<Vec<&'t str>>, bool) {
    let cut = |row: &Vec<&'t str>| {
        let mut row = row.clone();
        while row.len() > count && row.last().is_some_and(|cell| cell.trim().is_empty()) {
            row.pop();
        }
        row
    };
    let kept: Vec<Vec<&str>> = rows.iter().map(cut).collect();
    let shorter = |(row, kept): (&Vec<&str>, &Vec<&str>)| kept.len() < row.len();
    let all = !rows.is_empty() && rows.iter().zip(&kept).all(shorter);
    (kept, all)
}
