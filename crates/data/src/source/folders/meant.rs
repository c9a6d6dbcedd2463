//! Which image a table means, where it writes the name otherwise than the file is called.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

/// Ends of names that say a format of images.
const EXTENSIONS: [&str; 11] = [
    "png", "jpg", "jpeg", "jpe", "bmp", "gif", "tif", "tiff", "webp", "pgm", "ppm",
];

/// A name that is less like what was written than this is no suggestion.
const LIKE: f64 = 0.9;

/// Which image is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meant<'a> {
    /// The one of that name.
    Exactly(&'a str),
    /// The only one whose name is the same but for what people and programs change.
    Nearly(&'a str),
    /// Any of several whose names are.
    OneOf(Vec<&'a str>),
    /// None.
    None,
}

/// The images of a set.
pub(super) struct Images<'a> {
    /// The set's folder.
    set: &'static str,
    names: BTreeSet<&'a str>,
    /// The images behind what is left of a name at each level. Most tables never ask.
    levels: OnceLock<Vec<HashMap<String, Vec<&'a str>>>>,
}

impl<'a> Images<'a> {
    /// The images called `names` in the folder `set`.
    pub(super) fn new(set: &'static str, names: &'a [String]) -> Self {
        Self {
            set,
            names: names.iter().map(String::as_str).collect(),
            levels: OnceLock::new(),
        }
    }

    /// The image that `written` means.
    pub(super) fn meant(&self, written: &str) -> Meant<'a> {
        if let Some(name) = self.names.get(written) {
            return Meant::Exactly(name);
        }
        for (level, key) in self.levels().iter().zip(keys(self.set, written)) {
            match level
                .get(&key)
                .filter(|_| !key.is_empty())
                .map(Vec::as_slice)
            {
                None => {}
                Some([one]) => return Meant::Nearly(one),
                Some(several) => return Meant::OneOf(several.to_vec()),
            }
        }
        Meant::None
    }

    /// The image whose name is most like `written`, if one is like it.
    pub(super) fn like(&self, written: &str) -> Option<&'a str> {
        let likeness = |name: &&'a str| strsim::jaro_winkler(written, name);
        let best = self.names.iter().map(|name| (likeness(name), *name));
        let best = best.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
        (best.0 >= LIKE).then_some(best.1)
    }

    /// What can be said of `written` where it does not mean one image, to follow its name.
    pub(super) fn instead(&self, written: &str) -> String {
        match self.meant(written) {
            Meant::OneOf(several) => {
                let names: Vec<String> = several.iter().map(|name| format!("`{name}`")).collect();
                format!("; it can be {}", names.join(" or "))
            }
            Meant::Exactly(_) | Meant::Nearly(_) | Meant::None => {
                let like = self.like(written);
                like.map_or(String::new(), |name| format!(", did you mean `{name}`?"))
            }
        }
    }

    fn levels(&self) -> &[HashMap<String, Vec<&'a str>>] {
        self.levels.get_or_init(|| {
            let mut levels: Vec<HashMap<String, Vec<&'a str>>> = Vec::new();
            for name in &self.names {
                let keys = keys(self.set, name);
                levels.resize_with(keys.len(), HashMap::new);
                for (level, key) in levels.iter_mut().zip(keys) {
                    level.entry(key).or_default().push(name);
                }
            }
            levels
        })
    }
}

/// What is left of a name when ever more of it does not count: slashes, spaces around it and the
/// set's folder; small and large letters; the format it ends in; what stands between words. Then the
/// same without folders.
fn keys(set: &str, name: &str) -> [String; 8] {
    let whole: String = name.nfc().collect::<String>().replace('\\', "/");
    let whole = whole.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let mut parts: Vec<&str> = whole
        .split('/')
        .filter(|part| !matches!(*part, "" | "."))
        .collect();
    if let Some(place) = parts
        .iter()
        .rposition(|part| part.eq_ignore_ascii_case(set))
    {
        parts.drain(..=place);
    }
    let last = parts.last().copied().unwrap_or_default().to_owned();
    let [a, b, c, d] = reduced(parts.join("/"));
    let [e, f, g, h] = reduced(last);
    [a, b, c, d, e, f, g, h]
}

fn reduced(name: String) -> [String; 4] {
    let small = name.to_lowercase();
    let stem = match small.rsplit_once('.') {
        Some((stem, end)) if EXTENSIONS.contains(&end.trim()) => stem.to_owned(),
        _ => small.clone(),
    };
    let between = |c: char| c.is_whitespace() || matches!(c, '-' | '_');
    let words = stem.split(between).filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>().join("_");
    [name, small, stem, words]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant<'a>(names: &'a [String], written: &str) -> Meant<'a> {
        Images::new("training", names).meant(written)
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_name_that_is_nearly_right_means_its_image() {
        let there = names(&[
            "Ann_Lee_00.png",
            "Bob_Ray_10.jpeg",
            "Rene\u{301}e_00.png",
            "a/01.png",
        ]);
        for (written, expected) in [
            ("Ann_Lee_00.PNG", "Ann_Lee_00.png"),
            ("ann_lee_00.png", "Ann_Lee_00.png"),
            ("Ann_Lee_00", "Ann_Lee_00.png"),
            ("Ann_Lee_00.jpg", "Ann_Lee_00.png"),
            ("Bob_Ray_10.jpg", "Bob_Ray_10.jpeg"),
            ("training/Ann_Lee_00.png", "Ann_Lee_00.png"),
            ("./training/Ann_Lee_00.png", "Ann_Lee_00.png"),
            (r"C:\faces\training\Ann_Lee_00.png", "Ann_Lee_00.png"),
            ("images/Ann_Lee_00.png", "Ann_Lee_00.png"),
            (" Ann_Lee_00.png ", "Ann_Lee_00.png"),
            ("Ann_Lee_00 .png", "Ann_Lee_00.png"),
            ("Ann Lee 00.png", "Ann_Lee_00.png"),
            ("Ann-Lee-00.png", "Ann_Lee_00.png"),
            ("Ren\u{e9}e_00.png", "Rene\u{301}e_00.png"),
            (r"A\01.png", "a/01.png"),
        ] {
            assert_eq!(meant(&there, written), Meant::Nearly(expected), "{written}");
        }
        assert_eq!(meant(&there, "a/01.png"), Meant::Exactly("a/01.png"));
        for written in [
            "Ann_Lee_01.png",
            "",
            "png",
            ".png",
            "Ann_Lee_0.png",
            "training/",
        ] {
            assert_eq!(meant(&there, written), Meant::None, "{written}");
        }
    }

    #[test]
    fn what_can_mean_several_images_means_none() {
        let there = names(&[
            "a.jpg", "a.png", "B_1.png", "b-1.png", "x/01.png", "y/01.png",
        ]);
        for (written, expected) in [
            ("a", ["a.jpg", "a.png"]),
            ("a.bmp", ["a.jpg", "a.png"]),
            ("b 1.png", ["B_1.png", "b-1.png"]),
            ("01.png", ["x/01.png", "y/01.png"]),
        ] {
            assert_eq!(
                meant(&there, written),
                Meant::OneOf(expected.to_vec()),
                "{written}"
            );
        }
        assert_eq!(meant(&there, "b_1.png"), Meant::Nearly("B_1.png"));
        assert_eq!(meant(&there, "a.PNG"), Meant::Nearly("a.png"));
    }

    #[test]
    fn the_likest_name_is_suggested() {
        let there = names(&["Ann_Lee_00.png", "Bob_Ray_10.png"]);
        let images = Images::new("training", &there);
        assert_eq!(images.like("Anne_Lee_00.png"), Some("Ann_Lee_00.png"));
        assert_eq!(images.like("Cem_Kaya_00.png"), None);
    }
}
