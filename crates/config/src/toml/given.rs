//! Single values: each is what its field accepts, or what is wrong with it is said.

use faceoff_spec::{Accepts, Given, Wholes, text};

use super::mistake::Mistake;
use super::suggest::{closest, did_you_mean, list};
use super::tree::{Node, Value};

/// The value of the field at `path`, or everything that is wrong with it.
pub(super) fn given(accepts: &Accepts, node: &Node, path: &str) -> Result<Given, Vec<Mistake>> {
    if let Accepts::Text | Accepts::Prose | Accepts::Texts(_) = accepts {
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let breaks = matches!(accepts, Accepts::Prose);
        let unfit = items.iter().filter_map(|item| unfit(item, path, breaks));
        let unfit: Vec<_> = unfit.collect();
        if !unfit.is_empty() {
            return Err(unfit);
        }
    }
    let found = match (accepts, &node.value) {
        (Accepts::Text, Value::Text(text)) => filled(text).map(Given::Text),
        (Accepts::Prose, Value::Text(text)) => Some(Given::Text(one_line(text))),
        (Accepts::Texts(_), Value::List(items)) => {
            let text = |item: &Node| match &item.value {
                Value::Text(text) => filled(text),
                _ => None,
            };
            return each(items, path, &Accepts::Text.words(), text).map(Given::Texts);
        }
        (Accepts::Word(words), value) => {
            let text = value.text().unwrap_or_default();
            if !(words.holds)(text) {
                let label = match words.otherwise {
                    "" => describe(node),
                    otherwise => otherwise.to_owned(),
                };
                let near = did_you_mean(closest(text, words.names.iter().copied()));
                let message = format!("`{path}` must be {}", accepts.words());
                let mistake = Mistake::new(&node.place, message).label(label + &near);
                return Err(vec![mistake]);
            }
            Some(Given::Text(text.to_owned()))
        }
        (Accepts::Choice(names), value) => {
            choose(names, node, path).map_err(|mistake| vec![mistake])?;
            value.text().map(|name| Given::Text(name.to_owned()))
        }
        (Accepts::Renamed(names, former), value) => {
            let renamed = former.iter().find(|(old, _)| value.text() == Some(old));
            match renamed {
                Some((_, now)) => Some(Given::Text((*now).to_owned())),
                None => return given(&Accepts::Choice(names), node, path),
            }
        }
        (Accepts::Flag, Value::Flag(flag)) => Some(Given::Flag(*flag)),
        // TOML promises no more than signed 64 bits.
        (Accepts::Seed, Value::Whole(whole)) => (0..=i64::MAX as i128)
            .contains(whole)
            .then_some(Given::Whole(*whole as u64)),
        (Accepts::Signed(far), Value::Whole(whole)) => (-*far as i128..=*far as i128)
            .contains(whole)
            .then_some(Given::Signed(*whole as i64)),
        (Accepts::WholeOrAll(_), Value::Text(text)) if text == "all" => Some(Given::Nothing),
        (Accepts::WholeOrAll(range), Value::Whole(_)) => {
            return given(&Accepts::Whole(*range), node, path);
        }
        (Accepts::Whole(range), _) => whole(node, range).map(|whole| Given::Whole(whole as u64)),
        (Accepts::Wholes(_, range), Value::List(items)) => {
            let whole = |item: &Node| whole(item, range);
            return each(items, path, &range.words(), whole).map(Given::Wholes);
        }
        (Accepts::Number(range), value) => {
            let number = match value {
                Value::Whole(whole) => Some(*whole as f64),
                // Adding 0 makes -0.0 the same as 0.0: they mean the same training.
                Value::Number(number) => Some(*number + 0.0),
                _ => None,
            };
            let allowed = |number: &f64| number.is_finite() && (range.holds)(*number);
            number.filter(allowed).map(Given::Number)
        }
        // These are no single values.
        (Accepts::Table(_) | Accepts::Tables(..) | Accepts::Kind(_), _) => Some(Given::Nothing),
        (
            Accepts::Text
            | Accepts::Prose
            | Accepts::Texts(_)
            | Accepts::Flag
            | Accepts::Seed
            | Accepts::Signed(_)
            | Accepts::WholeOrAll(_)
            | Accepts::Wholes(..),
            _,
        ) => None,
    };
    found.ok_or_else(|| vec![wrong(node, path, &accepts.words())])
}

/// White space that a text over several lines has.
const BREAKS: [char; 3] = ['\n', '\r', '\t'];

/// A text that may go over several lines, in one.
fn one_line(text: &str) -> String {
    match text.contains(BREAKS) {
        true => text.split_whitespace().collect::<Vec<_>>().join(" "),
        false => text.to_owned(),
    }
}

/// That a text holds what would not be seen, or would be obeyed by a terminal. It may go over several
/// lines where it `breaks`.
fn unfit(node: &Node, path: &str, breaks: bool) -> Option<Mistake> {
    let mut letters = node.value.text()?.chars();
    let found = letters.find(|c| text::is_unfit(*c) && !(breaks && BREAKS.contains(c)))?;
    let message = format!("`{path}` must be a text in one line, without control characters");
    let label = format!("it holds {}", text::in_words(found));
    let mistake = Mistake::new(&node.place, message).label(label);
    Some(match found {
        '\n' | '\r' => mistake.help(
            "a long text can go over several lines between `\"\"\"` where each but the last ends with `\\`",
        ),
        _ => mistake,
    })
}

/// That a field is not what it must be.
pub(super) fn wrong(node: &Node, path: &str, allowed: &str) -> Mistake {
    let message = format!("`{path}` must be {allowed}");
    Mistake::new(&node.place, message).label(describe(node))
}

/// Which of several names a text is.
pub(super) fn choose(names: &[&str], node: &Node, path: &str) -> Result<usize, Mistake> {
    let text = node.value.text().unwrap_or_default();
    let index = names.iter().position(|name| *name == text);
    index.ok_or_else(|| {
        let message = format!("`{path}` must be {}", one_of(names));
        let near = did_you_mean(closest(text, names.iter().copied()));
        Mistake::new(&node.place, message).label(describe(node) + &near)
    })
}

/// Every item of a list, or what is wrong with each that is not what it must be.
fn each<T>(
    items: &[Node],
    path: &str,
    allowed: &str,
    read: impl Fn(&Node) -> Option<T>,
) -> Result<Vec<T>, Vec<Mistake>> {
    let (mut values, mut mistakes) = (Vec::new(), Vec::new());
    for item in items {
        match read(item) {
            Some(value) => values.push(value),
            None => mistakes.push(wrong(item, path, allowed)),
        }
    }
    match mistakes.is_empty() {
        true => Ok(values),
        false => Err(mistakes),
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

fn whole(node: &Node, range: &Wholes) -> Option<usize> {
    match node.value {
        Value::Whole(whole) if (range.from as i128..=range.to as i128).contains(&whole) => {
            Some(whole as usize)
        }
        _ => None,
    }
}

/// `` one of `a`, `b` `` or just `` `a` ``.
fn one_of(names: &[&str]) -> String {
    match names {
        [only] => format!("`{only}`"),
        _ => format!("one of {}", list(names.iter().copied())),
    }
}

/// What a file holds at `node`, in words.
fn describe(node: &Node) -> String {
    let text = node.place.text();
    match &node.value {
        Value::Text(_) => format!("found the text {text}"),
        Value::Whole(_) | Value::Number(_) | Value::Flag(_) => format!("found {text}"),
        Value::Date => format!("found the date {text}"),
        Value::List(_) => "found a list".to_owned(),
        Value::Table(_) => "found a table".to_owned(),
    }
}
