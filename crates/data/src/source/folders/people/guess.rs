//! Whether file names look like names of people, over a whole data set.
//!
//! `Luis_Fonsi_21.jpg` names a person. `image_0021.png`, `indoor_021.png`, `2008_001009.jpg` and
//! `IMG_20200102_123456.jpg` do not: they count.

use std::collections::BTreeSet;

use super::names::{parse_name, stem};

/// Longer numbers count through a data set or tell the time.
const DIGITS: usize = 5;

/// Beginnings of names that are people's whatever they look like, if there are so many.
const MANY: usize = 10;

/// Words that say what an image is, not who is on it.
const THINGS: [&str; 24] = [
    "crop",
    "dataset",
    "face",
    "faces",
    "frame",
    "image",
    "images",
    "img",
    "indoor",
    "outdoor",
    "photo",
    "photograph",
    "picture",
    "pic",
    "sample",
    "scene",
    "screenshot",
    "set",
    "shot",
    "still",
    "test",
    "train",
    "training",
    "val",
];

/// Whether `names` are of people: at least half look like a person's name with a video and a frame,
/// or they have many beginnings, each of two files or more as a rule; and they do not all begin in the
/// same way.
pub(super) fn are_people<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    let (mut count, mut numbered, mut like) = (0, 0, 0);
    let (mut people, mut beginnings) = (BTreeSet::new(), BTreeSet::new());
    for name in names {
        count += 1;
        let (beginning, _, _) = parse_name(name);
        let digits = stem(name).len() - beginning.len();
        // With the `_` in front; nothing where the name has another form.
        if digits == 0 || digits > DIGITS + 1 {
            continue;
        }
        if looks_like_a_person(&beginning) {
            like += 1;
            people.insert(beginning.clone());
        }
        if beginning.starts_with(char::is_alphabetic) {
            numbered += 1;
            beginnings.insert(beginning);
        }
    }
    let named = people.len() >= 2 && 2 * like >= count;
    named || beginnings.len() >= MANY && 2 * beginnings.len() <= numbered && 2 * numbered >= count
}

/// Words with a capital (or one of them and a number), and what may stand between them, such as `de`.
fn looks_like_a_person(beginning: &str) -> bool {
    let words: Vec<&str> = beginning.split(['_', ' ']).collect();
    let is_number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    let known = |word: &&str| {
        let small = word.chars().all(char::is_lowercase);
        !word.is_empty() && (small || is_number(word) || is_name(word))
    };
    let count = words
        .iter()
        .filter(|word| is_number(word) || is_name(word))
        .count();
    let thing = |word: &&str| THINGS.contains(&word.to_lowercase().as_str()) || is_number(word);
    is_name(words[0]) && count >= 2 && words.iter().all(known) && !words.iter().all(thing)
}

/// `Luis`, `O'Neil`, `J`, `Jr.`, or a word of a script without capitals.
fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    let Some(first) = letters.next().filter(|first| first.is_alphabetic()) else {
        return false;
    };
    let capital =
        first.is_uppercase() && (word.chars().count() == 1 || letters.any(char::is_lowercase));
    capital || !first.is_uppercase() && !first.is_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(beginnings: &[&str], each: usize) -> Vec<String> {
        let names = beginnings.iter().flat_map(|beginning| {
            (0..each).map(move |number| format!("{beginning}_{number:02}.png"))
        });
        names.collect()
    }

    fn many(beginning: impl Fn(usize) -> String, each: usize) -> Vec<String> {
        let all: Vec<String> = (0..12).map(beginning).collect();
        numbered(&all.iter().map(String::as_str).collect::<Vec<_>>(), each)
    }

    fn found(names: &[String]) -> bool {
        are_people(names.iter().map(String::as_str))
    }

    #[test]
    fn names_of_people_are_told_from_numbers() {
        for (names, expected) in [
            (numbered(&["Luis_Fonsi", "Abdel_Aziz_Al-Hakim"], 4), true),
            (
                numbered(&["Alfredo_di_Stefano", "J_K_Rowling", "Zoë_Ödön"], 4),
                true,
            ),
            (numbered(&["PersonA_Face", "PersonB_Face"], 4), true),
            (numbered(&["Drawn_Person_001", "Drawn_Person_002"], 4), true),
            (numbered(&["Person_00", "Person_01"], 4), true),
            (
                many(|i| format!("anna_{}", char::from(b'a' + i as u8)), 3),
                true,
            ),
            (many(|i| format!("S{i:03}"), 3), true),
            // LFPW, 300-W, Pascal VOC, COCO, AFLW, WFLW, cameras.
            (numbered(&["image"], 40), false),
            (numbered(&["indoor", "outdoor"], 40), false),
            (numbered(&["Indoor_Scene", "Outdoor_Scene"], 40), false),
            ((0..40).map(|i| format!("2008_{i:06}.jpg")).collect(), false),
            ((0..40).map(|i| format!("{i:012}.jpg")).collect(), false),
            (
                (0..40)
                    .map(|i| format!("COCO_val2014_{i:012}.jpg"))
                    .collect(),
                false,
            ),
            ((0..40).map(|i| format!("image{i:05}.jpg")).collect(), false),
            (
                (0..40)
                    .map(|i| format!("{i}_Parade_Marching_1_{i:03}.jpg"))
                    .collect(),
                false,
            ),
            (
                (0..40)
                    .map(|i| format!("IMG_202001{i:02}_1234{i:02}.jpg"))
                    .collect(),
                false,
            ),
            (numbered(&["happy", "sad", "angry"], 40), false),
            (many(|i| format!("image_{i:04}"), 1), false),
            // A beginning that all share tells nobody from another.
            (numbered(&["Ann_Lee"], 40), false),
            (
                [
                    numbered(&["Ann_Lee", "Bob_Ray"], 2),
                    numbered(&["image"], 9),
                ]
                .concat(),
                false,
            ),
            (vec![], false),
        ] {
            assert_eq!(found(&names), expected, "{:?}", names.first());
        }
    }
}
