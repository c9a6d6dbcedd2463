//! The landmarks of more images than contact sheets show, for the page's script: each network's
//! once, however many sheets have it.

use std::collections::BTreeSet;

use faceoff_record::SampleSet;
use faceoff_spec::ImageSet;

use super::rows::Rows;
use super::sheet::{Crops, Sheet};
use crate::scores::image_nme;
use crate::study::{RunData, StudyData, crop_pixels, samples_of};

/// Faces that all sheets of a page may hold together, each with the landmarks of one network: some
/// 140 bytes each, so that a page does not become heavy by them.
const FACES: usize = 2400;
/// Images of one set, however few networks there are.
const MOST_IMAGES: usize = 300;
/// Images in the set's fixed order, before those that are chosen for their errors.
const IN_ORDER: usize = 40;
/// Bytes of all crops together.
const CROPS: usize = 1_100_000;
const QUALITY: u8 = 80;

/// The images of every set that sheets are about.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Further {
    pub(crate) sets: Vec<FurtherSet>,
}

/// Some images of a set, and what networks predict for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FurtherSet {
    /// The runs whose images these are, and of which set.
    pub(crate) images_of: (Vec<String>, ImageSet),
    /// How many images the set has in all.
    pub(crate) of: usize,
    /// How many images are there for their errors: so many of the largest of each network, and of
    /// the largest changes between two that share a sheet.
    pub(crate) largest: usize,
    /// Their files; those of sheets first, the others in the set's fixed order.
    pub(crate) files: Vec<String>,
    /// As JPEG, where the data set is at hand and there is room.
    pub(crate) crops: Vec<Option<Vec<u8>>>,
    /// The ground truth of each image, in pixels of the 224×224 crop.
    pub(crate) truth: Vec<Vec<f32>>,
    pub(crate) networks: Vec<Network>,
}

/// What a network predicts for the images of a set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Network {
    /// Its run, and the epochs it had trained for.
    pub(crate) predicted: (String, usize),
    /// For each image, in pixels of the 224×224 crop; empty where there is none.
    pub(crate) landmarks: Vec<Vec<f32>>,
    /// Inter-ocular NME of each image, as a fraction.
    pub(crate) errors: Vec<Option<f64>>,
}

impl Further {
    /// Of the sets that `sheets` are about.
    pub(crate) fn of(data: &StudyData, sheets: &[&Sheet], crops: &Crops<'_>) -> Self {
        let mut groups: Vec<(&RunData, Vec<&Sheet>)> = Vec::new();
        for sheet in sheets {
            let (id, set) = &sheet.images_of;
            let Some(run) = data.runs.get(id) else {
                continue;
            };
            let samples = samples_of(&run.samples, *set);
            let same = |(other, others): &&mut (&RunData, Vec<&Sheet>)| {
                others[0].images_of.1 == *set && samples_of(&other.samples, *set) == samples
            };
            match groups.iter_mut().find(same) {
                Some((_, others)) => others.push(sheet),
                None => groups.push((run, vec![sheet])),
            }
        }
        let groups: Vec<Group<'_>> = groups
            .into_iter()
            .map(|(run, sheets)| Group::new(data, run, &sheets))
            .collect();
        // The ground truth is as long as a prediction.
        let tables: usize = groups.iter().map(|group| group.networks.len() + 1).sum();
        let images = (FACES / tables.max(1)).min(MOST_IMAGES);
        let mut room = CROPS;
        let sets = groups
            .iter()
            .map(|group| group.further(images, crops, &mut room));
        Self {
            sets: sets.collect(),
        }
    }

    /// Which of the sets `sheet` is about.
    pub(crate) fn set_of(&self, sheet: &Sheet) -> Option<usize> {
        let (run, set) = &sheet.images_of;
        let mut sets = self.sets.iter();
        sets.position(|each| each.images_of.1 == *set && each.images_of.0.contains(run))
    }
}

/// Sheets about the same images.
struct Group<'a> {
    run: &'a RunData,
    images_of: (Vec<String>, ImageSet),
    samples: &'a SampleSet,
    networks: Vec<Candidate<'a>>,
    /// Networks that share a sheet.
    pairs: BTreeSet<(usize, usize)>,
    /// Images that sheets show.
    shown: Vec<usize>,
}

/// A network with its errors of all images of the set.
struct Candidate<'a> {
    predicted: (String, usize),
    rows: Rows<'a>,
    errors: Vec<Option<f64>>,
}

impl<'a> Group<'a> {
    fn new(data: &'a StudyData, run: &'a RunData, sheets: &[&Sheet]) -> Self {
        let set = sheets[0].images_of.1;
        let samples = samples_of(&run.samples, set);
        let mut group = Self {
            run,
            images_of: (Vec::new(), set),
            samples,
            networks: Vec::new(),
            pairs: BTreeSet::new(),
            shown: Vec::new(),
        };
        for sheet in sheets {
            group.images_of.0.push(sheet.images_of.0.clone());
            let predicted = sheet
                .layers
                .iter()
                .filter_map(|layer| layer.predicted.as_ref());
            let places: Vec<usize> = predicted
                .filter_map(|predicted| group.place_of(data, predicted))
                .collect();
            let pairs = places.iter().enumerate();
            let pairs = pairs.flat_map(|(i, a)| places[i + 1..].iter().map(|b| (*a, *b)));
            group.pairs.extend(pairs);
            for tile in &sheet.tiles {
                let mut all = samples.samples.iter();
                let place = all.position(|sample| sample.file == tile.file);
                let new = place.filter(|place| !group.shown.contains(place));
                group.shown.extend(new);
            }
        }
        group
    }

    /// Which of its networks `predicted` is, which becomes one of them.
    fn place_of(&mut self, data: &'a StudyData, predicted: &(String, usize)) -> Option<usize> {
        let mut known = self.networks.iter();
        if let Some(place) = known.position(|each| each.predicted == *predicted) {
            return Some(place);
        }
        let run = data.runs.get(&predicted.0)?;
        let rows = Rows::of(run, run.predictions.get(&predicted.1)?, self.images_of.1);
        let images = self.samples.samples.iter().zip(self.samples.truth.rows());
        let error =
            images.map(|(sample, truth)| Some(image_nme(rows.get(sample)?, truth, self.run)));
        self.networks.push(Candidate {
            predicted: predicted.clone(),
            errors: error.collect(),
            rows,
        });
        Some(self.networks.len() - 1)
    }

    /// At least the images that sheets show, at most so many in all.
    fn further(&self, most: usize, crops: &Crops<'_>, room: &mut usize) -> FurtherSet {
        let (chosen, largest) = self.choose(most);
        let samples = chosen.iter().map(|&image| &self.samples.samples[image]);
        let mut crop = |jpeg: Vec<u8>| {
            let fits = jpeg.len() <= *room;
            *room -= if fits { jpeg.len() } else { 0 };
            fits.then_some(jpeg)
        };
        let jpegs = samples
            .clone()
            .map(|sample| jpeg(&crops(&self.run.record, sample)?));
        let crops: Vec<Option<Vec<u8>>> = jpegs.map(|jpeg| jpeg.and_then(&mut crop)).collect();
        let truths: Vec<&[f32]> = self.samples.truth.rows().collect();
        let network = |each: &Candidate<'_>| Network {
            predicted: each.predicted.clone(),
            landmarks: samples
                .clone()
                .map(|sample| each.rows.get(sample).map(crop_pixels).unwrap_or_default())
                .collect(),
            errors: chosen.iter().map(|&image| each.errors[image]).collect(),
        };
        FurtherSet {
            images_of: self.images_of.clone(),
            of: self.samples.samples.len(),
            largest,
            files: samples.clone().map(|sample| sample.file.clone()).collect(),
            crops,
            truth: chosen
                .iter()
                .map(|&image| crop_pixels(truths[image]))
                .collect(),
            networks: self.networks.iter().map(network).collect(),
        }
    }

    /// Images by their places in the set, and how many there are of each order by errors.
    fn choose(&self, most: usize) -> (Vec<usize>, usize) {
        let all = self.samples.samples.len();
        let order = self
            .samples
            .sheet_order
            .iter()
            .copied()
            .filter(|image| *image < all);
        let order: Vec<usize> = order.collect();
        let shown = self.shown.iter().copied();
        let begin: BTreeSet<usize> = shown.chain(order.iter().copied().take(IN_ORDER)).collect();
        let rankings = self.rankings();
        let with = |largest: usize| {
            let firsts = rankings
                .iter()
                .flat_map(|ranking| ranking.iter().take(largest));
            begin
                .iter()
                .chain(firsts)
                .copied()
                .collect::<BTreeSet<usize>>()
        };
        // The union grows with it.
        let fits = |largest: &usize| with(*largest).len() <= most;
        let largest = (1..=all).take_while(fits).last().unwrap_or(0);
        let mut chosen = with(largest);
        for image in &order {
            if chosen.len() < most {
                chosen.insert(*image);
            }
        }
        let rest = order.iter().filter(|image| !self.shown.contains(image));
        let in_order = self.shown.iter().chain(rest).copied();
        (
            in_order.filter(|image| chosen.contains(image)).collect(),
            largest,
        )
    }

    /// Images by each network's errors, and by each change between two that share a sheet, the
    /// largest first.
    fn rankings(&self) -> Vec<Vec<usize>> {
        let ranked = |value: &dyn Fn(usize) -> Option<f64>| {
            let images = 0..self.samples.samples.len();
            let mut images: Vec<(usize, f64)> = images
                .filter_map(|image| Some((image, value(image)?)))
                .collect();
            images.sort_by(|a, b| b.1.total_cmp(&a.1));
            images.into_iter().map(|(image, _)| image).collect()
        };
        let errors = self.networks.iter();
        let errors = errors.map(|network| ranked(&|image| network.errors[image]));
        let changes = self.pairs.iter().map(|&(a, b)| {
            let [a, b] = [a, b].map(|network| &self.networks[network].errors);
            ranked(&|image| Some((b[image]? - a[image]?).abs()))
        });
        errors.chain(changes).collect()
    }
}

/// A crop as JPEG: many of them would be heavy as PNG.
fn jpeg(crop: &image::GrayImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    // Encoding to memory fails for images without pixels alone.
    crop.write_with_encoder(encoder).ok()?;
    Some(bytes)
}
