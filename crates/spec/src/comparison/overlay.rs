//! Contact sheets.

use serde::{Deserialize, Serialize};

use super::color::{COLORS, Color};
use super::entry::ComparisonEntry;
use crate::field::{Accepts, COUNT, COUNT_OR_ZERO};
use crate::macros::{choice, spec};
use crate::reader::tables;
use crate::{Conflict, Field, Given, Reader, Value};

choice! {
    /// The images overlays are drawn over.
    pub enum ImageSet {
        /// Test images.
        Test = "test" default,
        /// Training images.
        Train = "train",
    }
}

/// A contact sheet: the same faces with the landmarks of several entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// Heading of the sheet.
    pub title: String,
    /// Keys of the entries drawn, in drawing order; the ground truth is drawn first.
    pub entries: Vec<String>,
    /// Which set the faces are from.
    pub set: ImageSet,
    /// How many faces.
    pub images: usize,
    /// How many faces of the set's fixed order to pass over first.
    pub skip: usize,
    /// These files instead of `images` and `skip`; empty for none.
    pub files: Vec<String>,
    /// Colour of the ground truth.
    pub truth: Color,
}

spec! {
    /// A contact sheet: the same faces with the landmarks of several entries.
    pub struct OverlayDraft, default {
        /// Heading of the sheet.
        pub title: Option<String> = (absent "the comparison's"), Accepts::Text;
        /// The entries drawn, each called by its experiment, or `experiment@epoch` where that is
        /// there at several epochs; in drawing order, after the ground truth.
        pub entries: Option<Vec<String>> = (absent "all of them"),
            Accepts::Texts("keys like `\"base\"` or `\"base@85\"`");
        /// Which set the faces are from.
        pub set: ImageSet = "test", Accepts::Choice(ImageSet::NAMES);
        /// How many faces.
        pub images: usize = 5, Accepts::Whole(COUNT);
        /// How many faces of the set's fixed order are passed over first.
        pub skip: usize = 0, Accepts::Whole(COUNT_OR_ZERO);
        /// The faces of these files instead of `images` faces after `skip`.
        pub files: Vec<String> = [], Accepts::Texts("files like `\"test/Name_12.jpg\"`");
        /// Colour of the ground truth.
        pub truth: Color = "green", Accepts::Word(COLORS);
    }
    check no_entry_is_named_twice(entries);
    check images_are_said_once();
}

fn no_entry_is_named_twice(reader: &dyn Reader, entries: &Option<Vec<String>>) {
    let keys = entries.as_deref().unwrap_or_default();
    for (index, key) in keys.iter().enumerate() {
        if keys[..index].contains(key) {
            let message = format!("`overlays.entries` names `{key}` twice");
            let path = format!("entries.{index}");
            reader.conflict(Conflict::new(message).at(path, "the second"));
        }
    }
}

fn images_are_said_once(reader: &dyn Reader) {
    for field in ["images", "skip"] {
        if reader.says("files") && reader.says(field) {
            let message =
                format!("`overlays.files` says which images are drawn, and so does `{field}`");
            reader.conflict(
                Conflict::new(message)
                    .at(field, "leave this out")
                    .also("files", "or this"),
            );
        }
    }
}

impl Value for Vec<OverlayDraft> {
    fn read(reader: &dyn Reader, field: &'static Field) -> Option<Self> {
        let sheets = tables(reader, field, OverlayDraft::read)?;
        sheets.into_iter().collect()
    }
}

impl OverlayDraft {
    /// The sheet in a comparison with this title and these entries.
    pub(super) fn complete(self, title: &str, entries: &[ComparisonEntry]) -> Overlay {
        let keys = entries.iter().map(|entry| entry.key.clone());
        let (images, skip) = match self.files.len() {
            0 => (self.images, self.skip),
            files => (files, 0),
        };
        Overlay {
            title: self.title.unwrap_or_else(|| title.to_owned()),
            entries: self.entries.unwrap_or_else(|| keys.collect()),
            set: self.set,
            images,
            skip,
            files: self.files,
            truth: self.truth,
        }
    }
}

/// Sheets draw entries that there are, and each in a colour of its own. Every sheet of which that
/// can be told is looked at, whatever else is wrong with it.
pub(super) fn sheets_draw_entries(reader: &dyn Reader, entries: &[ComparisonEntry]) {
    let sheets = (0..).map(|index| format!("overlays.{index}"));
    for sheet in sheets.take_while(|sheet| reader.says(sheet)) {
        let all = || entries.iter().map(|entry| entry.key.clone()).collect();
        let path = format!("{sheet}.entries");
        let keys: Vec<String> = match (reader.at(&path), reader.says(&path)) {
            (Some(Given::Texts(keys)), _) => keys,
            (_, true) => continue,
            (_, false) => all(),
        };
        for (index, key) in keys.iter().enumerate() {
            if keys[..index].contains(key) || entries.iter().any(|entry| entry.key == *key) {
                continue;
            }
            let message = format!("`overlays.entries` names no entry: there is no `{key}`");
            reader.conflict(
                Conflict::new(message)
                    .at(format!("{path}.{index}"), "not known")
                    .unknown(key, all())
                    .help("an experiment at several epochs is called `name@epoch`"),
            );
        }
        colors_differ(reader, &sheet, &keys, entries);
    }
    truth_has_its_own_color(reader, entries);
}

/// The ground truth has a colour that no entry has: on the sheets, and where there are none green.
fn truth_has_its_own_color(reader: &dyn Reader, entries: &[ComparisonEntry]) {
    let sheets = (0..).map(|index| format!("overlays.{index}"));
    let sheets = sheets.take_while(|sheet| reader.says(sheet));
    let truth = |sheet: String| match reader.at(&format!("{sheet}.truth")) {
        Some(Given::Text(truth)) => Some((Color::try_from(truth).ok()?, Some(sheet))),
        _ => None,
    };
    let mut truths: Vec<_> = sheets.map(truth).collect();
    if truths.is_empty() {
        truths.push(Some((Color::TRUTH, None)));
    }
    for (index, ComparisonEntry { key, color, .. }) in entries.iter().enumerate() {
        let mut truths = truths.iter().flatten();
        let Some((truth, sheet)) = truths.find(|(truth, _)| truth.is_like(*color)) else {
            continue;
        };
        let like = match truth == color {
            true => "like the ground truth".to_owned(),
            false => format!("hard to tell from the ground truth's {truth}"),
        };
        let label = format!("{color}, {like}");
        let conflict = Conflict::new(format!("`{key}` has the colour of the ground truth"))
            .at(format!("entries.{index}.color"), &label)
            .at(format!("entries.{index}"), &label)
            .help("the ground truth is green unless a sheet's `truth` says otherwise");
        reader.conflict(match sheet {
            Some(sheet) => conflict.also(sheet, "this sheet"),
            None => conflict,
        });
    }
}

/// Landmarks of one colour on one sheet cannot be told from each other.
fn colors_differ(reader: &dyn Reader, sheet: &str, keys: &[String], entries: &[ComparisonEntry]) {
    let drawn = |key: &String| {
        let index = entries.iter().position(|entry| entry.key == *key)?;
        Some((index, &entries[index]))
    };
    let drawn: Vec<_> = keys.iter().filter_map(drawn).collect();
    for (i, (index, ComparisonEntry { key, color, .. })) in drawn.iter().enumerate() {
        let same = drawn[..i].iter().find(|(_, other)| other.color == *color);
        let Some((_, other)) = same.filter(|(_, other)| other.key != *key) else {
            continue;
        };
        let other = &other.key;
        let label = format!("{color}, like `{other}`");
        reader.conflict(
            Conflict::new(format!("`{key}` has the colour of `{other}` on one sheet"))
                .at(format!("entries.{index}.color"), &label)
                .at(format!("entries.{index}"), &label)
                .also(sheet, "this sheet"),
        );
    }
}
