//! A landmark scheme and its checks.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::Error;

/// The tables of all schemes. The first is that of drawn faces and of records that name none.
const TABLES: [&str; 1] = [include_str!("../schemes/face-68.toml")];

static SCHEMES: LazyLock<Vec<Scheme>> = LazyLock::new(|| {
    let parse = |table| {
        Scheme::parse(table)
            .unwrap_or_else(|error| panic!("embedded tables are checked by a test: {error}"))
    };
    TABLES.map(parse).into()
});

/// Landmarks whose mean is one end of a normalizer's length.
pub type Group = Vec<usize>;

/// What landmarks a face has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    name: String,
    landmarks: Vec<String>,
    mirror: Vec<usize>,
    regions: Vec<Region>,
    outlines: Vec<Outline>,
    normalizers: Vec<Normalizer>,
    /// No fractions, so that schemes can be equal.
    #[serde(default)]
    mean_face: Option<Vec<[i32; 2]>>,
}

/// A part of the face.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// The region's name in a sentence.
    pub name: String,
    start: usize,
    end: usize,
}

/// Landmarks that are joined by a line when a face is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// The landmarks, in the order of the line.
    pub landmarks: Vec<usize>,
    /// Whether the last landmark is joined to the first.
    pub closed: bool,
}

/// A length that errors are divided by.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Normalizer {
    /// The length's name.
    pub name: String,
    /// The groups between whose centres it lies.
    pub ends: [Group; 2],
}

impl Region {
    /// The region's landmarks, counted from 0.
    pub fn landmarks(&self) -> Range<usize> {
        self.start..self.end
    }
}

impl Scheme {
    /// The 68 landmarks of the iBUG 300-W markup.
    pub fn face_68() -> &'static Self {
        &SCHEMES[0]
    }

    /// The scheme of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        SCHEMES.iter().find(|scheme| scheme.name == name)
    }

    /// Reads and checks a table.
    ///
    /// # Errors
    /// When the table does not describe a scheme.
    pub fn parse(table: &str) -> Result<Self, Error> {
        let scheme: Self = toml::from_str(table)?;
        scheme.check()?;
        Ok(scheme)
    }

    /// The scheme's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of landmarks.
    pub fn count(&self) -> usize {
        self.landmarks.len()
    }

    /// Number of coordinates, which is what a network predicts: x0, y0, x1, y1, …
    pub fn outputs(&self) -> usize {
        2 * self.count()
    }

    /// The landmarks' names.
    pub fn landmarks(&self) -> &[String] {
        &self.landmarks
    }

    /// For each landmark, the landmark that stands in its place in a mirrored face.
    pub fn mirror(&self) -> &[usize] {
        &self.mirror
    }

    /// The regions, which hold every landmark once and in order.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The outlines to draw.
    pub fn outlines(&self) -> &[Outline] {
        &self.outlines
    }

    /// The lengths that errors are divided by.
    pub fn normalizers(&self) -> &[Normalizer] {
        &self.normalizers
    }

    /// The groups between whose centres the length of that name lies.
    pub fn normalizer(&self, name: &str) -> Option<&[Group; 2]> {
        let named = |normalizer: &&Normalizer| normalizer.name == name;
        Some(&self.normalizers.iter().find(named)?.ends)
    }

    /// Where the landmarks of a mean face seen from the front lie, x to the right and y downwards in no
    /// particular unit, where the scheme says so.
    pub fn mean_face(&self) -> Option<&[[i32; 2]]> {
        self.mean_face.as_deref()
    }

    /// Mirrors coordinates in place in an image `width` wide: x becomes `width − 1 − x`, and the
    /// landmarks change places with their mirror images.
    ///
    /// # Panics
    /// When there are not as many coordinates as the scheme has.
    pub fn mirror_coordinates(&self, coordinates: &mut [f32], width: f32) {
        assert_eq!(coordinates.len(), self.outputs(), "scheme {}", self.name);
        for (index, &image) in self.mirror.iter().enumerate() {
            // A pair changes places once; a landmark of the middle stays in its place.
            if index < image {
                coordinates.swap(2 * index, 2 * image);
                coordinates.swap(2 * index + 1, 2 * image + 1);
            }
        }
        for x in coordinates.iter_mut().step_by(2) {
            *x = width - 1.0 - *x;
        }
    }

    fn check(&self) -> Result<(), Error> {
        let scheme = || self.name.clone();
        let count = self.count();
        if count == 0 {
            return Err(Error::Empty { scheme: scheme() });
        }
        let mut names = HashSet::new();
        if let Some(name) = self.landmarks.iter().find(|name| !names.insert(*name)) {
            let name = name.clone();
            return Err(Error::RepeatedName {
                scheme: scheme(),
                name,
            });
        }
        if self.mirror.len() != count {
            return Err(Error::MirrorCount {
                scheme: scheme(),
                expected: count,
                found: self.mirror.len(),
            });
        }
        self.check_landmarks("the mirror", &self.mirror)?;
        if let Some(face) = &self.mean_face
            && face.len() != count
        {
            return Err(Error::MeanFace {
                scheme: scheme(),
                expected: count,
                found: face.len(),
            });
        }
        for (index, &image) in self.mirror.iter().enumerate() {
            let back = self.mirror[image];
            if back != index {
                return Err(Error::Mirror {
                    scheme: scheme(),
                    index,
                    image,
                    back,
                });
            }
        }
        self.check_regions()?;
        for outline in &self.outlines {
            self.check_landmarks("an outline", &outline.landmarks)?;
        }
        for group in self.normalizers.iter().flat_map(|each| &each.ends) {
            self.check_landmarks("a normalizer", group)?;
        }
        Ok(())
    }

    fn check_regions(&self) -> Result<(), Error> {
        let mut expected = 0;
        for region in &self.regions {
            if region.start != expected {
                return Err(Error::Regions {
                    scheme: self.name.clone(),
                    region: region.name.clone(),
                    expected,
                    found: region.start,
                });
            }
            if region.end <= region.start {
                return Err(Error::NoLandmarks {
                    scheme: self.name.clone(),
                    place: format!("region {}", region.name),
                });
            }
            expected = region.end;
        }
        if expected != self.count() {
            return Err(Error::Regions {
                scheme: self.name.clone(),
                region: "end".to_owned(),
                expected,
                found: self.count(),
            });
        }
        Ok(())
    }

    fn check_landmarks(&self, place: &str, landmarks: &[usize]) -> Result<(), Error> {
        if landmarks.is_empty() {
            return Err(Error::NoLandmarks {
                scheme: self.name.clone(),
                place: place.to_owned(),
            });
        }
        match landmarks.iter().find(|&&index| index >= self.count()) {
            None => Ok(()),
            Some(&index) => Err(Error::OutOfRange {
                scheme: self.name.clone(),
                place: place.to_owned(),
                index,
                count: self.count(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIR: &str = "name = 'pair'\nlandmarks = ['a', 'b']\nmirror = [1, 0]\n\
        [[normalizers]]\nname = 'span'\nends = [[0], [1]]\n\
        [[regions]]\nname = 'all'\nstart = 0\nend = 2\n\
        [[outlines]]\nlandmarks = [0, 1]\nclosed = false\n";

    #[test]
    fn embedded_tables_are_schemes() {
        let names: HashSet<&str> = SCHEMES.iter().map(Scheme::name).collect();
        assert_eq!(names.len(), TABLES.len(), "each has a name of its own");
        for name in names {
            assert_eq!(Scheme::named(name).map(Scheme::name), Some(name));
        }
        let scheme = Scheme::face_68();
        assert_eq!([scheme.count(), scheme.outputs()], [68, 136]);
        assert_eq!(scheme.name(), "face-68");
        let ends = scheme.normalizer("inter-ocular");
        assert_eq!(ends, Some(&[vec![36], vec![45]]));
        let face = scheme.mean_face().unwrap();
        for (landmark, &[x, y]) in face.iter().enumerate() {
            assert_eq!([-x, y], face[scheme.mirror()[landmark]], "{landmark}");
        }
    }

    #[test]
    fn mistakes_are_said_in_words() {
        assert!(Scheme::parse(PAIR).is_ok());
        let count = "landmarks = ['a', 'b']\nmirror = [1, 0]";
        for (from, to, message) in [
            (count, "landmarks = []\nmirror = []", "has no landmarks"),
            ("['a', 'b']", "['a', 'a']", "two landmarks are named a"),
            (
                "mirror = [1, 0]",
                "mirror = [0]",
                "expected 2 mirror images, found 1",
            ),
            (
                "mirror = [1, 0]",
                "mirror = [1, 2]",
                "the mirror has landmark 2, expected less than 2",
            ),
            (
                "mirror = [1, 0]",
                "mirror = [1, 1]",
                "the mirror image of landmark 0 is 1",
            ),
            (
                "start = 0",
                "start = 1",
                "region all starts at 1, expected 0",
            ),
            ("end = 2", "end = 0", "region all has no landmarks"),
            ("end = 2", "end = 1", "region end starts at 2, expected 1"),
            (
                "landmarks = [0, 1]",
                "landmarks = [0, 9]",
                "an outline has landmark 9",
            ),
            (
                "landmarks = [0, 1]",
                "landmarks = []",
                "an outline has no landmarks",
            ),
            (
                "ends = [[0], [1]]",
                "ends = [[0], [7]]",
                "a normalizer has landmark 7",
            ),
            (
                "ends = [[0], [1]]",
                "ends = [[0], []]",
                "a normalizer has no landmarks",
            ),
            ("ends", "tips", "unknown field"),
            (
                "mirror = [1, 0]",
                "mirror = [1, 0]\nmean_face = [[0, 0]]",
                "expected 2 landmarks of the mean face, found 1",
            ),
        ] {
            let table = PAIR.replacen(from, to, 1);
            assert_ne!(table, PAIR, "{from}");
            let error = Scheme::parse(&table).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn mirroring_twice_changes_nothing() {
        let scheme = Scheme::face_68();
        let mut coordinates: Vec<f32> = (0..scheme.outputs()).map(|i| i as f32).collect();
        let before = coordinates.clone();
        scheme.mirror_coordinates(&mut coordinates, 224.0);
        assert_eq!(coordinates[..2], [223.0 - before[32], before[33]]);
        scheme.mirror_coordinates(&mut coordinates, 224.0);
        assert_eq!(coordinates, before);
    }
}
