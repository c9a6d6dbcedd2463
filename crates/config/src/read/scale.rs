//! Scale files.

use super::Known;
use super::file::File;
use super::model::{sides, smallest_input};
use crate::defaults::defaults;
use crate::document::Placed;
use crate::fields::Fields;
use crate::mistake::{Mistake, Place};
use crate::values::{COUNT, FACTOR, Log, PIXELS, SEEDS};
use crate::{DropoutSite, Scale};

pub(super) fn scale(file: &File, known: &[Known<'_>]) -> (Option<Scale>, Vec<Mistake>) {
    let log = Log::new(std::slice::from_ref(&file.source), false);
    let table = file.table.over(defaults(&["scale"]));
    let fields = Fields::new(&log, "", table, &Place::start_of(&file.source));
    let scale = read(fields, &file.name.value, known);
    let mistakes = log.into_mistakes();
    (scale.filter(|_| mistakes.is_empty()), mistakes)
}

fn read(fields: Fields<'_>, name: &str, known: &[Known<'_>]) -> Option<Scale> {
    fields.optional_text("name");
    let description = fields.optional_text("description");
    let input_size = fields.optional_whole("input_size", &PIXELS);
    let count = |name| Some(fields.optional_whole(name, &COUNT)?.value);
    let train_images = count("train_images");
    let test_images = count("test_images");
    let longest = count("longest");
    let evaluate_every = count("evaluate_every");
    let seeds = fields.optional_whole("seeds", &SEEDS);
    let epochs = fields.number("epochs", &FACTOR);
    if let Some(size) = &input_size {
        shrinking(fields.log, size, known);
    }
    fields.finish(&[]);
    Some(Scale {
        name: name.to_owned(),
        description: description.map(|d| d.value).unwrap_or_default(),
        input_size: input_size.map(|size| size.value),
        train_images,
        test_images,
        epochs: epochs?.value,
        longest,
        evaluate_every,
        seeds: seeds.map(|seeds| seeds.value),
    })
}

/// At this scale some experiment's layers leave nothing of the picture.
fn shrinking(log: &Log<'_>, size: &Placed<usize>, known: &[Known<'_>]) {
    let experiments = || known.iter().filter_map(|known| known.experiment.as_ref());
    let Some(deepest) = experiments().max_by_key(|e| e.model.conv.len()) else {
        return;
    };
    let blocks = deepest.model.conv.len();
    let left = sides(size.value, blocks).len();
    if left < blocks {
        let layer = DropoutSite::Conv(left);
        let name = &deepest.name;
        let message = format!("at this scale `{name}` shrinks the picture to nothing at `{layer}`");
        let smallest = smallest_input(blocks);
        let label = format!("its {blocks} convolution blocks need at least {smallest} pixels");
        log.add(Mistake::new(&size.place, message).label(label));
    }
}
