//! What stands between the cells of a table, and how its numbers are written.

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Comma,
    Semicolon,
    Tab,
    Bar,
    /// One or more.
    Spaces,
}

const SEPARATORS: [Separator; 5] = [
    Separator::Comma,
    Separator::Semicolon,
    Separator::Tab,
    Separator::Bar,
    Separator::Spaces,
];

/// Lines that are looked at to tell how a table is written.
pub(super) const SAMPLE: usize = 40;

impl Separator {
    /// The one that cuts the first `lines` into most numbers; a comma where none does.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let sample: Vec<&str> = lines.take(SAMPLE).collect();
        let numbers = |separator: Self| {
            let cut = |line: &&str| {
                let (numbers, commas) = separator.numbers(line);
                // A number of a cell is written in one way in the whole line.
                if separator == Self::Comma {
                    numbers
                } else {
                    numbers.max(commas)
                }
            };
            sample.iter().map(cut).sum::<usize>()
        };
        let best = SEPARATORS.into_iter().map(|each| (numbers(each), each));
        // Of equals the first.
        let best = best.rev().max_by_key(|(numbers, _)| *numbers);
        best.filter(|(numbers, _)| *numbers > 0)
            .map_or(Self::Comma, |(_, best)| best)
    }

    /// Numbers among the cells of `line`, with a decimal point and with a decimal comma.
    fn numbers(self, line: &str) -> (usize, usize) {
        let cells: Vec<&str> = match self {
            Self::Spaces => line.split_whitespace().collect(),
            other => line
                .split(char::from(other.byte()))
                .map(str::trim)
                .collect(),
        };
        let of = |decimals: Decimals| {
            let cells = cells.iter().map(|cell| cell.trim_matches('"'));
            cells.filter(|cell| decimals.number(cell).is_some()).count()
        };
        (of(Decimals::Point), of(Decimals::Comma))
    }

    /// What cells are cut at once [`Separator::tidy`] has been over the text.
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab | Self::Spaces => b'\t',
            Self::Bar => b'|',
        }
    }

    /// A line in which one byte stands between cells.
    pub(super) fn tidy(self, line: &str) -> String {
        match self {
            Self::Spaces => {
                // The first cell of a header is often empty, and a line may be indented.
                let cells: Vec<&str> = line.split_whitespace().collect();
                cells.join("\t")
            }
            _ => line.to_owned(),
        }
    }

    /// In words, unless it is the usual one.
    pub(super) fn words(self) -> Option<&'static str> {
        match self {
            Self::Comma => None,
            Self::Semicolon => Some("semicolons"),
            Self::Tab => Some("tabs"),
            Self::Bar => Some("vertical bars"),
            Self::Spaces => Some("spaces"),
        }
    }
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decimals {
    Point,
    Comma,
}

impl Decimals {
    /// How numbers are written in `cells`: with commas where some are and none with points.
    pub(super) fn of<'a>(mut cells: impl Iterator<Item = &'a str> + Clone) -> Self {
        let whole = |cell: &str| cell.trim().parse::<i64>().is_ok();
        let mut others = cells.clone().filter(|cell| !whole(cell));
        let commas = cells.any(|cell| !whole(cell) && Self::Comma.number(cell).is_some());
        match commas && !others.any(|cell| Self::Point.number(cell).is_some()) {
            true => Self::Comma,
            false => Self::Point,
        }
    }

    /// The finite number in a cell.
    pub(super) fn number(self, cell: &str) -> Option<f32> {
        let cell = cell.trim();
        let value = match self {
            Self::Point => cell.parse::<f32>(),
            Self::Comma if cell.contains('.') => return None,
            Self::Comma => cell.replacen(',', ".", 1).parse::<f32>(),
        };
        value.ok().filter(|value| value.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_separator_is_told_from_the_numbers_it_leaves() {
        for (lines, expected) in [
            (",0,1\na.png,1.5,2\n", Separator::Comma),
            (";0;1\na.png;1,5;2,25\n", Separator::Semicolon),
            ("file;x0;y0\na.png;1.5;2\n", Separator::Semicolon),
            ("\t0\t1\na b.png\t1.5\t2\n", Separator::Tab),
            ("file|x0\na.png|1.5|2\n", Separator::Bar),
            ("file x0 y0\na.png 1.5  2\n", Separator::Spaces),
            ("a, b.png,\"1,5\",\"2,25\"\n", Separator::Comma),
            ("nothing\n", Separator::Comma),
        ] {
            assert_eq!(Separator::of(lines.lines()), expected, "{lines:?}");
        }
    }

    #[test]
    fn decimal_commas_are_all_or_none() {
        for (cells, expected) in [
            (vec!["1,5", "2", "-3,25"], Decimals::Comma),
            (vec!["1.5", "2", "3,25"], Decimals::Point),
            (vec!["1", "2"], Decimals::Point),
        ] {
            assert_eq!(Decimals::of(cells.iter().copied()), expected, "{cells:?}");
        }
        for (decimals, cell, expected) in [
            (Decimals::Point, " 1.5 ", Some(1.5)),
            (Decimals::Point, "1,5", None),
            (Decimals::Point, "NaN", None),
            (Decimals::Comma, "1,5", Some(1.5)),
            (Decimals::Comma, "1,234,5", None),
            (Decimals::Comma, "1.5", None),
        ] {
            assert_eq!(decimals.number(cell), expected, "{cell}");
        }
    }
}
