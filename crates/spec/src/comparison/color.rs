//! Colours of landmarks.

use serde::{Deserialize, Serialize};

use crate::field::Words;
use crate::reader::FromDefault;
use crate::{Field, Given, Reader, Value};

/// A colour by its name in the study or as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// The texts that are colours.
pub(crate) const COLORS: Words = Words {
    allowed: "a colour",
    names: &{
        let mut names = [""; Color::NAMES.len()];
        let mut index = 0;
        while index < names.len() {
            names[index] = Color::NAMES[index].0;
            index += 1;
        }
        names
    },
    besides: "`#rrggbb`",
    otherwise: "not a colour",
    holds: |text| Color::try_from(text.to_owned()).is_ok(),
};

impl Color {
    /// The names a file may use, with what they mean.
    pub const NAMES: [(&'static str, Color); 10] = [
        ("red", Color::rgb(255, 0, 0)),
        ("green", Color::TRUTH),
        ("blue", Color::rgb(0, 90, 255)),
        ("magenta", Color::rgb(255, 0, 255)),
        ("yellow", Color::rgb(255, 235, 0)),
        ("white", Color::rgb(255, 255, 255)),
        ("cyan", Color::rgb(0, 230, 255)),
        ("orange", Color::rgb(255, 140, 0)),
        ("black", Color::rgb(0, 0, 0)),
        ("grey", Color::rgb(128, 128, 128)),
    ];

    /// Colours for entries that name none, in this order. The green of the ground truth is not
    /// among them.
    pub const PALETTE: [Color; 7] = [
        Color::rgb(255, 255, 255),
        Color::rgb(255, 0, 255),
        Color::rgb(255, 235, 0),
        Color::rgb(255, 0, 0),
        Color::rgb(0, 90, 255),
        Color::rgb(0, 230, 255),
        Color::rgb(255, 140, 0),
    ];

    /// The ground truth's green, in which no entry is drawn.
    pub const TRUTH: Color = Color::rgb(0, 200, 0);

    /// Whether both are hard to tell from each other as dots over a face.
    pub(super) fn is_like(self, other: Color) -> bool {
        let near = |one: u8, other: u8| one.abs_diff(other) < 80;
        near(self.red, other.red) && near(self.green, other.green) && near(self.blue, other.blue)
    }

    /// A colour from its parts.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match Self::NAMES.iter().find(|(_, color)| color == self) {
            Some((name, _)) => f.write_str(name),
            None => write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue),
        }
    }
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        color.to_string()
    }
}

impl TryFrom<String> for Color {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if let Some((_, color)) = Self::NAMES.iter().find(|(name, _)| *name == text) {
            return Ok(*color);
        }
        let digits = text
            .strip_prefix('#')
            .filter(|d| d.len() == 6 && d.is_ascii());
        let part = |digits: &str, i: usize| u8::from_str_radix(&digits[i..i + 2], 16).ok();
        digits
            .and_then(|d| Some(Self::rgb(part(d, 0)?, part(d, 2)?, part(d, 4)?)))
            .ok_or_else(|| {
                let names: Vec<_> = Self::NAMES.iter().map(|(name, _)| *name).collect();
                format!(
                    "expected one of {} or `#rrggbb`, found `{text}`",
                    names.join(", ")
                )
            })
    }
}

impl FromDefault<&'static str> for Color {
    fn from_default(name: &'static str) -> Self {
        let color = Self::NAMES.iter().find(|(known, _)| *known == name);
        color.map_or(Self::PALETTE[0], |(_, color)| *color)
    }
}

impl Value for Color {
    fn read(reader: &dyn Reader, field: &'static Field) -> Option<Self> {
        Option::<Self>::read(reader, field)?
    }
}

impl Value for Option<Color> {
    fn read(reader: &dyn Reader, field: &'static Field) -> Option<Self> {
        match reader.value(field)? {
            Given::Text(name) => Color::try_from(name).ok().map(Some),
            _ => Some(None),
        }
    }
}
