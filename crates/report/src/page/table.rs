//! Every table of the page is made here: named for those who cannot see it, each row with an address,
//! each number with its exact value, so that the page's script can sort, filter and copy it.

use std::collections::HashSet;

use maud::{Markup, html};

/// A table.
pub(super) struct Table {
    /// Its address on the page, below which its rows have theirs.
    pub(super) address: String,
    /// What it shows.
    pub(super) caption: String,
    /// What the first column, of the rows' names, is called.
    pub(super) names: String,
    /// The other columns.
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

/// A column.
pub(super) struct Column {
    /// What it is called where it stands alone: in a filter, in a file. With the unit.
    name: String,
    head: Markup,
    kind: Kind,
    is_rare: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Numbers,
    Bars,
    Words,
    Drawings,
}

/// A row.
pub(super) struct Row {
    /// What it is called, in its address too.
    pub(super) name: String,
    /// How that is shown.
    pub(super) head: Markup,
    /// Of what kind it is, for its looks.
    pub(super) class: Option<&'static str>,
    /// Below the columns.
    pub(super) cells: Vec<Cell>,
}

/// A cell.
pub(super) struct Cell {
    shown: Markup,
    /// What stands in a file, where that is not what is shown.
    value: Option<String>,
    /// What it is sorted by, where that is not its value.
    order: Option<f64>,
    /// The standard deviation around it.
    deviation: Option<f64>,
    class: Option<&'static str>,
}

impl Column {
    /// A column of numbers.
    pub(super) fn numbers(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            head: html! { (name) },
            name,
            kind: Kind::Numbers,
            is_rare: false,
        }
    }

    /// A column of words.
    pub(super) fn words(name: impl Into<String>) -> Self {
        Self {
            kind: Kind::Words,
            ..Self::numbers(name)
        }
    }

    /// A column of numbers with bars beside them.
    pub(super) fn bars(name: impl Into<String>) -> Self {
        Self {
            kind: Kind::Bars,
            ..Self::numbers(name)
        }
    }

    /// A column of drawings of what other columns say: no file has it.
    pub(super) fn drawings(name: impl Into<String>) -> Self {
        Self {
            kind: Kind::Drawings,
            ..Self::numbers(name)
        }
    }

    /// With `head` above it instead of its name.
    pub(super) fn headed(self, head: Markup) -> Self {
        Self { head, ..self }
    }

    /// Hidden by the page's script until a reader asks for it.
    pub(super) fn rare(self, is_rare: bool) -> Self {
        Self { is_rare, ..self }
    }
}

impl Kind {
    /// What style sheet and script call it; numbers are the usual.
    fn words(self) -> Option<&'static str> {
        match self {
            Self::Numbers => None,
            Self::Bars => Some("bars"),
            Self::Words => Some("words"),
            Self::Drawings => Some("drawing"),
        }
    }
}

impl Cell {
    /// `value`, in the unit of its column, as it is `shown`.
    pub(super) fn number(value: f64, shown: Markup) -> Self {
        Self {
            value: Some(plain(value)),
            ..Self::shown(shown)
        }
    }

    pub(super) fn words(words: impl Into<String>) -> Self {
        Self::shown(html! { (words.into()) })
    }

    /// A drawing of what other cells say.
    pub(super) fn drawing(shown: Markup) -> Self {
        Self::shown(shown)
    }

    /// A dash where there is no value.
    pub(super) fn none() -> Self {
        Self {
            value: Some(String::new()),
            ..Self::words("–")
        }
    }

    /// Sorted by `order` instead of its value.
    pub(super) fn sorted_by(self, order: f64) -> Self {
        Self {
            order: Some(order),
            ..self
        }
    }

    pub(super) fn with_deviation(self, deviation: Option<f64>) -> Self {
        Self { deviation, ..self }
    }

    pub(super) fn with_class(self, class: Option<&'static str>) -> Self {
        Self { class, ..self }
    }

    fn shown(shown: Markup) -> Self {
        Self {
            shown,
            value: None,
            order: None,
            deviation: None,
            class: None,
        }
    }
}

impl Table {
    pub(super) fn markup(&self) -> Markup {
        html! {
            div class="tables" id=(self.address) {
                table {
                    caption class="unseen" { (self.caption) }
                    thead { tr {
                        th scope="col" data-name=(self.names) data-kind="words" { (self.names) }
                        @for column in &self.columns {
                            th scope="col" data-name=(column.name)
                                data-kind=[column.kind.words()] data-rare[column.is_rare] { (column.head) }
                        }
                    } }
                    tbody {
                        @for (row, address) in self.rows.iter().zip(self.addresses()) {
                            (self.row(row, &address))
                        }
                    }
                }
            }
        }
    }

    fn row(&self, row: &Row, address: &str) -> Markup {
        html! {
            tr id=(address) class=[row.class] {
                th scope="row" data-value=(row.name) {
                    (row.head)
                    // For the mouse alone: a stop of the keyboard at each row would be many.
                    a class="here" href={ "#" (address) } tabindex="-1" aria-hidden="true" { "#" }
                }
                @for (column, cell) in self.columns.iter().zip(&row.cells) {
                    td class=[class(column, cell)] data-value=[&cell.value]
                        data-order=[cell.order.map(plain)] data-deviation=[cell.deviation.map(plain)] { (cell.shown) }
                }
            }
        }
    }

    /// The addresses of its rows, each its own.
    fn addresses(&self) -> Vec<String> {
        let mut taken = HashSet::new();
        let address = |row: &Row| {
            let name = slug(&row.name);
            let numbered = (2..).map(|number| format!("{name}-{number}"));
            let mut free = std::iter::once(name.clone()).chain(numbered);
            let name = free.find(|name| taken.insert(name.clone()));
            format!("{}/{}", self.address, name.unwrap_or_default())
        };
        self.rows.iter().map(address).collect()
    }
}

fn class(column: &Column, cell: &Cell) -> Option<String> {
    let classes = [column.kind.words(), cell.class];
    let classes: Vec<&str> = classes.into_iter().flatten().collect();
    (!classes.is_empty()).then(|| classes.join(" "))
}

/// A number that scripts and spreadsheets read; nothing where it is none.
fn plain(value: f64) -> String {
    match value {
        _ if value.is_nan() => String::new(),
        f64::INFINITY => "Infinity".to_owned(),
        _ => value.to_string(),
    }
}

/// `name` as a part of an address: letters and digits, with hyphens between.
pub(super) fn slug(name: &str) -> String {
    let letters = name.to_lowercase();
    let words = letters.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(names: &[&str]) -> Table {
        let row = |name: &&str| Row {
            name: (*name).to_owned(),
            head: html! { (name) },
            class: None,
            cells: vec![
                Cell::number(0.1 + 0.2, html! { "0.30" }).with_deviation(Some(0.05)),
                Cell::number(f64::NAN, html! { "not a number" }),
                Cell::none(),
            ],
        };
        Table {
            address: "rates/numbers/table".to_owned(),
            caption: "Numbers".to_owned(),
            names: "Entry".to_owned(),
            columns: vec![
                Column::numbers("NME (%)"),
                Column::numbers("Loss").rare(true),
                Column::words("Verdict"),
            ],
            rows: names.iter().map(row).collect(),
        }
    }

    #[test]
    fn values_are_exact_and_what_is_no_number_has_none() {
        let html = table(&["Base"]).markup().into_string();
        let value = r#"<td data-value="0.30000000000000004" data-deviation="0.05">0.30</td>"#;
        assert!(html.contains(value), "{html}");
        assert!(html.contains(r#"<td data-value="">not a number</td>"#));
        assert!(html.contains(r#"<td class="words" data-value="">–</td>"#));
        assert!(html.contains(r#"<th scope="col" data-name="Loss" data-rare>Loss</th>"#));
    }

    #[test]
    fn each_row_has_an_address_of_its_own() {
        let table = table(&["Base, 15 epochs", "base 15 epochs", "Größer", "–"]);
        let expected = ["base-15-epochs", "base-15-epochs-2", "größer", ""];
        let expected = expected.map(|name| format!("rates/numbers/table/{name}"));
        assert_eq!(table.addresses(), expected);
    }
}
