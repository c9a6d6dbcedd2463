//! Reading single values: each is what its field takes, or a mistake is noted.

use std::cell::RefCell;
use std::sync::Arc;

use crate::document::{Node, Placed, Value};
use crate::fields::Fields;
use crate::mistake::{Mistake, Place, Source};
use crate::suggest::{closest, did_you_mean, list};

/// The mistakes made in one file, as far as they are known.
pub(crate) struct Log<'a> {
    /// The file, then those it builds on.
    line: &'a [Arc<Source>],
    /// Whether what the file builds on cannot be read: then a missing field is no mistake.
    pub(crate) partial: bool,
    mistakes: RefCell<Vec<Mistake>>,
}

impl<'a> Log<'a> {
    pub(crate) fn new(line: &'a [Arc<Source>], partial: bool) -> Self {
        Self {
            line,
            partial,
            mistakes: RefCell::default(),
        }
    }

    pub(crate) fn add(&self, mistake: Mistake) {
        self.mistakes.borrow_mut().push(mistake);
    }

    pub(crate) fn into_mistakes(self) -> Vec<Mistake> {
        self.mistakes.into_inner()
    }

    /// The place in the file itself, or else in the nearest it builds on; the first of several.
    /// Where values that were written in several files do not go together, the nearest file is
    /// the one to change.
    pub(crate) fn nearest<'p>(&self, places: &[&'p Place]) -> &'p Place {
        let distance = |place: &&&Place| {
            let found = self.line.iter().position(|source| place.is_in(source));
            found.unwrap_or(usize::MAX)
        };
        places.iter().min_by_key(distance).unwrap_or(&places[0])
    }

    /// Whether the place is in a file, not in the defaults.
    pub(crate) fn holds(&self, place: &Place) -> bool {
        self.line.iter().any(|source| place.is_in(source))
    }

    /// Notes that a field is not what it must be.
    pub(crate) fn wrong<T>(&self, node: &Node, path: &str, allowed: &str) -> Option<T> {
        let message = format!("`{path}` must be {allowed}");
        self.add(Mistake::new(&node.place, message).label(found(node)));
        None
    }

    /// A text that is not empty.
    pub(crate) fn text(&self, node: &Node, path: &str) -> Option<Placed<String>> {
        match &node.value {
            Value::Text(text) if !text.trim().is_empty() => Some(node.with(text.clone())),
            _ => self.wrong(node, path, "a text in quotes that is not empty"),
        }
    }

    /// A whole number within `range`.
    pub(crate) fn whole(&self, node: &Node, path: &str, range: &Wholes) -> Option<Placed<usize>> {
        match node.value {
            Value::Whole(whole) if (range.from as i128..=range.to as i128).contains(&whole) => {
                Some(node.with(whole as usize))
            }
            _ => {
                let (from, to) = (range.from, range.to);
                self.wrong(node, path, &format!("a whole number from {from} to {to}"))
            }
        }
    }

    /// A whole number that seeds a generator.
    pub(crate) fn seed(&self, node: &Node, path: &str) -> Option<u64> {
        match node.value {
            // TOML promises no more than signed 64 bits.
            Value::Whole(whole) if (0..=i64::MAX as i128).contains(&whole) => Some(whole as u64),
            _ => self.wrong(node, path, "a whole number, 0 or more"),
        }
    }

    /// A number within `range`.
    pub(crate) fn number(&self, node: &Node, path: &str, range: &Numbers) -> Option<Placed<f64>> {
        let number = match node.value {
            Value::Whole(whole) => Some(whole as f64),
            // Adding 0 makes -0.0 the same as 0.0: they mean the same training.
            Value::Number(number) => Some(number + 0.0),
            _ => None,
        };
        match number.filter(|number| number.is_finite() && (range.holds)(*number)) {
            Some(number) => Some(node.with(number)),
            None => self.wrong(node, path, range.allowed),
        }
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self, node: &Node, path: &str) -> Option<Placed<bool>> {
        match node.value {
            Value::Flag(flag) => Some(node.with(flag)),
            _ => self.wrong(node, path, "`true` or `false`"),
        }
    }

    /// One of several names.
    pub(crate) fn choice<T: Copy>(
        &self,
        node: &Node,
        path: &str,
        choices: &[(&'static str, T)],
    ) -> Option<Placed<T>> {
        let names = || choices.iter().map(|(name, _)| *name);
        let text = node.value.text().unwrap_or_default();
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == text) {
            return Some(node.with(*choice));
        }
        let message = format!("`{path}` must be {}", one_of(names()));
        let label = format!("{}{}", found(node), did_you_mean(closest(text, names())));
        self.add(Mistake::new(&node.place, message).label(label));
        None
    }

    /// The items of a list.
    pub(crate) fn list(&self, node: &Node, path: &str, of: &str) -> Option<Placed<Vec<Node>>> {
        match &node.value {
            Value::List(items) => Some(node.with(items.clone())),
            _ => self.wrong(node, path, &format!("a list of {of}")),
        }
    }

    /// The fields of a table.
    pub(crate) fn table(&'a self, node: &Node, path: &str) -> Option<Fields<'a>> {
        match &node.value {
            Value::Table(table) => Some(Fields::new(self, path, table.clone(), &node.place)),
            _ => self.wrong(node, path, "a table of fields"),
        }
    }
}

/// `` one of `a`, `b` `` or just `` `a` ``.
pub(crate) fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<_> = names.collect();
    match names.as_slice() {
        [only] => format!("`{only}`"),
        _ => format!("one of {}", list(names)),
    }
}

/// What a file holds at `node`, in words.
fn found(node: &Node) -> String {
    let text = node.place.text();
    match &node.value {
        Value::Text(_) => format!("found the text {text}"),
        Value::Whole(_) | Value::Number(_) | Value::Flag(_) => format!("found {text}"),
        Value::Date => format!("found the date {text}"),
        Value::List(_) => "found a list".to_owned(),
        Value::Table(_) => "found a table".to_owned(),
    }
}

impl<T> Placed<T> {
    /// Another value at the same place.
    pub(crate) fn with<U>(&self, value: U) -> Placed<U> {
        Placed {
            value,
            place: self.place.clone(),
        }
    }
}

/// Whole numbers that a field takes, both ends included.
pub(crate) struct Wholes {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// Numbers of epochs, steps, images, widths: more than this is a slip of the hand, and sums and
/// products of them stay far from overflowing.
const MANY: usize = 1_000_000;
pub(crate) const COUNT: Wholes = Wholes { from: 1, to: MANY };
pub(crate) const COUNT_OR_ZERO: Wholes = Wholes { from: 0, to: MANY };
pub(crate) const SEEDS: Wholes = Wholes {
    from: 1,
    to: crate::MOST_SEEDS,
};
pub(crate) const PIXELS: Wholes = Wholes { from: 1, to: 4096 };
pub(crate) const CHANNELS: Wholes = Wholes {
    from: 1,
    to: 65_536,
};

/// Numbers that a field takes.
pub(crate) struct Numbers {
    allowed: &'static str,
    holds: fn(f64) -> bool,
}

pub(crate) const POSITIVE: Numbers = Numbers {
    allowed: "a finite number above 0",
    holds: |x| x > 0.0,
};
pub(crate) const NOT_NEGATIVE: Numbers = Numbers {
    allowed: "a finite number, 0 or more",
    holds: |x| x >= 0.0,
};
pub(crate) const PROBABILITY: Numbers = Numbers {
    allowed: "a number from 0 to 1",
    holds: |x| (0.0..=1.0).contains(&x),
};
pub(crate) const DEGREES: Numbers = Numbers {
    allowed: "a number of degrees from 0 to 180",
    holds: |x| (0.0..=180.0).contains(&x),
};
pub(crate) const BELOW_ONE: Numbers = Numbers {
    allowed: "a number from 0 up to but not including 1",
    holds: |x| (0.0..1.0).contains(&x),
};
pub(crate) const SHARE: Numbers = Numbers {
    allowed: "a number between 0 and 1, neither of them included",
    holds: |x| x > 0.0 && x < 1.0,
};
pub(crate) const FACTOR: Numbers = Numbers {
    allowed: "a number above 0 and at most 1",
    holds: |x| x > 0.0 && x <= 1.0,
};
