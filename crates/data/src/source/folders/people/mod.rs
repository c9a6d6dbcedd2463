//! Who is on the images: said by the data set's own file, by a column, by folders or file names; or by
//! nothing.

mod guess;
mod names;

use std::collections::BTreeSet;

use faceoff_spec::People;
use regex::Regex;

use super::table::{PersonColumn, short};
use crate::source::images::{LabelledImage, Person};

pub(super) use names::{parse_name, stem};

/// The file in which a data set says something of itself.
pub(super) const FILE: &str = "dataset.toml";

/// What is said where nothing names anybody.
const NOBODY: &str = "each image stands for itself, as file names name nobody; a column `person` in the \
                      tables or `people` in dataset.toml says who is who";

/// Which column of the tables names people, as far as the data set's file says.
pub(super) fn column(people: &People) -> PersonColumn<'_> {
    match people {
        People::Auto(_) => PersonColumn::IfThere,
        People::Column(column) => PersonColumn::Called(&column.column),
        People::Names(_) | People::Images(_) | People::Folder(_) | People::Pattern(_) => {
            PersonColumn::None
        }
    }
}

/// What says who is on an image.
pub(super) enum Rule {
    Column(String),
    Names,
    Folder(usize),
    Pattern(Regex),
    /// Nothing, because the data set's file says so, or because nothing else names anybody.
    Nothing {
        said: bool,
    },
}

impl Rule {
    /// What says it in a data set with the rows `rows`, whose tables have the columns of people
    /// `columns`.
    pub(super) fn new<'a>(
        people: &People,
        columns: &[Option<String>],
        names: impl Iterator<Item = &'a str>,
    ) -> Self {
        match people {
            People::Auto(_) => match columns {
                [Some(column), ..] if columns.iter().all(Option::is_some) => {
                    Self::Column(column.clone())
                }
                _ if guess::are_people(names) => Self::Names,
                _ => Self::Nothing { said: false },
            },
            People::Names(_) => Self::Names,
            People::Images(_) => Self::Nothing { said: true },
            People::Column(column) => Self::Column(column.column.clone()),
            People::Folder(folder) => Self::Folder(folder.level),
            People::Pattern(pattern) => match Regex::new(&pattern.pattern) {
                Ok(pattern) => Self::Pattern(pattern),
                // The data set's file is refused before.
                Err(_) => Self::Nothing { said: false },
            },
        }
    }

    /// Who is on the image called `name`, whose row says `said`.
    pub(super) fn person(&self, name: &str, said: Option<&str>) -> Person {
        let only = |name: Option<&str>| Person {
            name: name.map(str::to_owned),
            video: None,
            frame: None,
        };
        match self {
            Self::Names => {
                let (name, video, frame) = parse_name(name);
                Person {
                    name: Some(name),
                    video: Some(video),
                    frame: Some(frame),
                }
            }
            Self::Column(_) => only(said.map(str::trim).filter(|said| !said.is_empty())),
            Self::Folder(level) => {
                let mut folders: Vec<&str> = name.split('/').collect();
                folders.pop();
                only(folders.get(level - 1).copied())
            }
            Self::Pattern(pattern) => {
                let found = pattern.captures(name);
                only(
                    found
                        .as_ref()
                        .and_then(|found| found.name("person"))
                        .map(|it| it.as_str()),
                )
            }
            Self::Nothing { .. } => only(None),
        }
    }

    /// The same in words, for images of `people`.
    pub(super) fn known<'a>(&self, people: impl Iterator<Item = &'a Option<String>>) -> String {
        let (mut names, mut alone) = (BTreeSet::new(), 0);
        for person in people {
            match person {
                Some(name) => {
                    names.insert(name);
                }
                None => alone += 1,
            }
        }
        let from = match self {
            Self::Names => "taken from file names".to_owned(),
            Self::Column(column) => format!("taken from column `{}`", short(column)),
            Self::Folder(1) => "taken from folders".to_owned(),
            Self::Folder(level) => format!("taken from folders of level {level}"),
            Self::Pattern(pattern) => {
                format!(
                    "taken from file names by the pattern `{}`",
                    short(pattern.as_str())
                )
            }
            Self::Nothing { said: true } => {
                return format!("each image stands for itself, as {FILE} says");
            }
            Self::Nothing { said: false } => {
                return NOBODY.to_owned();
            }
        };
        let others = match alone {
            0 => String::new(),
            1 => "; 1 image without a person stands for itself".to_owned(),
            alone => format!("; {alone} images without a person stand for themselves"),
        };
        format!("{from}, {}{others}", names.len())
    }
}

/// Whether the people on `images` are those that file names alone say.
pub(super) fn as_named(images: &[LabelledImage]) -> bool {
    // What had the name of a training image was taken for its person.
    let mut alone = BTreeSet::new();
    images.iter().all(|image| {
        let name = image
            .file
            .split_once('/')
            .map_or(&*image.file, |(_, name)| name);
        let named = parse_name(name).0;
        match &image.person.name {
            Some(person) => *person == named,
            None => named == stem(name) && alone.insert(stem(name)),
        }
    })
}
