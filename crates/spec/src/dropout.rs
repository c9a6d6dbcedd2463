//! Dropout layers.

use serde::{Deserialize, Serialize};

use crate::field::{Accepts, BELOW_ONE, Words};
use crate::macros::spec;
use crate::reader::{FromDefault, tables};
use crate::{Conflict, Field, Given, Reader, Value};

spec! {
    /// One dropout layer.
    #[derive(Copy)]
    pub struct Dropout {
        /// Which layer's output it is applied to.
        pub after: DropoutSite = required, Accepts::Word(SITES);
        /// Probability with which each number is set to 0 in training.
        pub p: f64 = required, Accepts::Number(BELOW_ONE);
    }
    check layer_exists(after);
}

impl FromDefault<[Dropout; 0]> for Vec<Dropout> {
    fn from_default(_: [Dropout; 0]) -> Self {
        Self::new()
    }
}

const SITES: Words = Words {
    allowed: "the name of a layer",
    names: &[],
    besides: "",
    otherwise: "`conv1`, `conv2`, … or `linear1`, `linear2`, …",
    holds: |text| DropoutSite::try_from(text.to_owned()).is_ok(),
};

fn layer_exists(reader: &dyn Reader, after: &DropoutSite) {
    let (index, path) = match *after {
        DropoutSite::Conv(index) => (index, "model.conv"),
        DropoutSite::Linear(index) => (index, "model.linear"),
    };
    if reader.length_at(path).is_none_or(|length| index < length) {
        return;
    }
    let count = |path| reader.length_at(path).unwrap_or_default();
    let conv = (0..count("model.conv")).map(DropoutSite::Conv);
    let linear = (0..count("model.linear")).map(DropoutSite::Linear);
    let names: Vec<_> = conv.chain(linear).map(|site| format!("`{site}`")).collect();
    let label = match names.is_empty() {
        true => "it has no hidden layer at all".to_owned(),
        false => format!("it has {}", names.join(", ")),
    };
    let message = format!("dropout after `{after}`, a layer the network does not have");
    reader.conflict(
        Conflict::new(message)
            .at("after", &label)
            .at(path, &label)
            .also("after", "the dropout"),
    );
}

impl Value for Vec<Dropout> {
    /// In the order of their sites, each site has at most one.
    fn read(reader: &dyn Reader, field: &'static Field) -> Option<Self> {
        let read = tables(reader, field, Dropout::read)?;
        for (second, dropout) in read.iter().enumerate() {
            let Some(Dropout { after, .. }) = dropout else {
                continue;
            };
            let same = |other: &Option<Dropout>| other.is_some_and(|other| other.after == *after);
            if let Some(first) = read[..second].iter().position(same) {
                let path = |index| format!("{}.{index}.after", field.name);
                reader.conflict(
                    Conflict::new(format!("two dropout layers after `{after}`"))
                        .at(path(second), "the second")
                        .also(path(first), "the first"),
                );
            }
        }
        let mut layers = read.into_iter().collect::<Option<Vec<_>>>()?;
        layers.sort_by_key(|dropout| dropout.after);
        Some(layers)
    }
}

impl Value for DropoutSite {
    fn read(reader: &dyn Reader, field: &'static Field) -> Option<Self> {
        match reader.value(field)? {
            Given::Text(name) => Self::try_from(name).ok(),
            _ => None,
        }
    }
}

/// Where a dropout layer sits. Written `conv1`, `conv2`, …, `linear1`, … (hidden layers).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DropoutSite {
    /// After the pool of the block with this index, counted from 0.
    Conv(usize),
    /// After the ReLU of the hidden linear layer with this index, counted from 0.
    Linear(usize),
}

impl std::fmt::Display for DropoutSite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Conv(i) => write!(f, "conv{}", i + 1),
            Self::Linear(i) => write!(f, "linear{}", i + 1),
        }
    }
}

impl From<DropoutSite> for String {
    fn from(site: DropoutSite) -> Self {
        site.to_string()
    }
}

impl TryFrom<String> for DropoutSite {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let number = |digits: &str| match digits.parse::<usize>() {
            Ok(n) if n > 0 && !digits.starts_with('+') => Some(n - 1),
            _ => None,
        };
        text.strip_prefix("conv")
            .and_then(number)
            .map(Self::Conv)
            .or_else(|| {
                text.strip_prefix("linear")
                    .and_then(number)
                    .map(Self::Linear)
            })
            .ok_or_else(|| format!("expected `conv1`, `conv2`, … or `linear1`, …, found `{text}`"))
    }
}
