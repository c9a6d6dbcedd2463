//! Contact sheets: the same faces with the landmarks of several entries.

use faceoff_plan::RunRecord;
use faceoff_record::{Sample, SampleSet};
use faceoff_spec::{Color, Comparison, ImageSet, Overlay};
use image::GrayImage;

use super::rows::Rows;
use crate::format::count;
use crate::scores::image_nme;
use crate::study::notes::{Images, set_images};
use crate::study::{EntryData, StudyData, crop_pixels, label, samples_of};

/// Finds the image of a run's sample as its network saw it: the crop, as many pixels a side as
/// the network takes; `None` where the run's data set is not at hand.
pub type Crops<'a> = dyn Fn(&RunRecord, &Sample) -> Option<GrayImage> + Sync + 'a;

/// Landmarks of one entry, or the ground truth, in one colour.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layer {
    /// What the legend says.
    pub(crate) label: String,
    /// Colour of the dots.
    pub(crate) color: Color,
    /// The run that predicted it and the epochs it had trained for; none of the ground truth.
    pub(crate) predicted: Option<(String, usize)>,
}

/// One face with the landmarks of every layer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tile {
    /// The image's file.
    pub(crate) file: String,
    /// The crop as the network saw it, if it is at hand.
    pub(crate) image: Option<GrayImage>,
    /// By layer: x0, y0, x1, y1, … in pixels of the 224×224 crop; empty where an entry was not
    /// tested on this face.
    pub(crate) landmarks: Vec<Vec<f32>>,
    /// By entry: the inter-ocular NME of its landmarks, as a fraction; none where it was not tested
    /// on this face.
    pub(crate) errors: Vec<Option<f64>>,
}

/// A contact sheet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sheet {
    /// Heading where it stands alone, with the comparison's.
    pub(crate) title: String,
    /// Heading in the comparison's section.
    pub(crate) heading: String,
    /// The run whose images the faces are, and of which set.
    pub(crate) images_of: (String, ImageSet),
    /// The ground truth first, then the entries in drawing order.
    pub(crate) layers: Vec<Layer>,
    /// The faces.
    pub(crate) tiles: Vec<Tile>,
    /// Of which images these are some.
    pub(crate) images: Images,
    /// Small print.
    pub(crate) notes: Vec<String>,
}

impl Sheet {
    /// All of its small print, in a row.
    pub(crate) fn small_print(&self) -> Vec<String> {
        let images = std::iter::once(self.images.note.clone());
        images.chain(self.notes.iter().cloned()).collect()
    }
}

/// The sheet that `overlay` describes; `None` when none of its entries has predictions.
pub(crate) fn sheet(
    data: &StudyData,
    comparison: &Comparison,
    overlay: &Overlay,
    crops: &Crops<'_>,
) -> Option<Sheet> {
    let all = data.entries(comparison);
    let of_key = |key: &String| all.iter().find(|entry| entry.entry.key == *key);
    let entries: Vec<EntryData<'_>> = overlay.entries.iter().filter_map(of_key).copied().collect();
    let tested: Vec<EntryData<'_>> = entries
        .into_iter()
        .filter(|entry| entry.predictions().is_some())
        .collect();
    let run = tested.first()?.run;
    let set = samples_of(&run.samples, overlay.set);
    let predictions: Vec<Rows<'_>> = tested
        .iter()
        .filter_map(|entry| Some(Rows::of(entry.run, entry.predictions()?, overlay.set)))
        .collect();

    let tile = |&index: &usize| {
        let sample = set.samples.get(index)?;
        let truth = set.truth.row(index)?;
        let rows = predictions.iter().map(|rows| rows.get(sample));
        let rows: Vec<Option<&[f32]>> = rows.collect();
        let predicted = rows
            .iter()
            .map(|row| row.map(crop_pixels).unwrap_or_default());
        let errors = rows.iter().map(|row| Some(image_nme((*row)?, truth, run)));
        let image = crops(&run.record, sample);
        Some(Tile {
            file: sample.file.clone(),
            image,
            landmarks: std::iter::once(crop_pixels(truth))
                .chain(predicted)
                .collect(),
            errors: errors.collect(),
        })
    };
    let tiles: Vec<Tile> = chosen(overlay, set).iter().filter_map(tile).collect();

    let mut layers = vec![Layer {
        label: "Ground truth".to_owned(),
        color: overlay.truth,
        predicted: None,
    }];
    for entry in &tested {
        layers.push(Layer {
            label: layer_label(entry, &tested),
            color: entry.entry.color,
            predicted: entry
                .epochs()
                .map(|epochs| (entry.run.record.id.clone(), epochs)),
        });
    }
    let mut notes = Vec::new();
    if tiles.iter().any(|tile| tile.image.is_none()) {
        notes.push(
            "drawn over an empty frame: the data set is not at hand, so the faces are missing"
                .to_owned(),
        );
    }
    if tested.iter().any(|entry| entry.seeds().len() > 1) {
        notes.push("of several seeds, the first seed's landmarks".to_owned());
    }
    Some(Sheet {
        title: format!("{} · {}", comparison.title, overlay.title),
        heading: overlay.title.clone(),
        images_of: (run.record.id.clone(), overlay.set),
        layers,
        tiles,
        images: set_images(&data.study, run, overlay.set),
        notes,
    })
}

/// Indices of the faces an overlay shows, in the set's fixed order.
fn chosen(overlay: &Overlay, set: &SampleSet) -> Vec<usize> {
    if overlay.files.is_empty() {
        let order = set.sheet_order.iter().copied();
        return order.skip(overlay.skip).take(overlay.images).collect();
    }
    let position = |file: &String| set.samples.iter().position(|sample| sample.file == *file);
    overlay.files.iter().filter_map(position).collect()
}

/// The entry's name with the epochs behind its landmarks.
fn layer_label(entry: &EntryData<'_>, entries: &[EntryData<'_>]) -> String {
    let name = label::name(entry, entries);
    let epochs = entry.epochs().map(|epochs| count(epochs, "epoch"));
    match epochs {
        Some(epochs) if !name.contains(&epochs) && name.contains(&asked(entry)) => {
            format!("{name} (after {epochs})")
        }
        Some(epochs) if !name.contains(&epochs) => format!("{name}, {epochs}"),
        _ => name,
    }
}

fn asked(entry: &EntryData<'_>) -> String {
    count(entry.entry.epoch, "epoch")
}
