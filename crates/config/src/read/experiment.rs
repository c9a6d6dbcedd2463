//! Experiment files.

use std::sync::{Arc, LazyLock};

use super::extends::Family;
use super::file::File;
use super::model::model;
use super::train::train;
use crate::defaults::defaults;
use crate::document::Placed;
use crate::fields::{Fields, Kind};
use crate::mistake::{Mistake, Place};
use crate::values::{DEGREES, Log, PIXELS, PROBABILITY, SHARE};
use crate::{
    Augmentation, Brightness, Contrast, Crop, DataSpec, Distributed, Experiment, Flip, Person,
    Rotate, Shift, Split, Zoom,
};

const CROPS: [(&str, Crop); 2] = [("random", Crop::Random), ("center", Crop::Center)];

const SPLITS: [Kind; 2] = [
    Kind {
        name: "distributed",
        fields: &[],
    },
    Kind {
        name: "person",
        fields: &["test_fraction", "seed"],
    },
];

/// Which table every field belongs in, for fields that are found in another.
pub(super) static HOMES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let mut homes = vec![("set", "data"), ("snapshots", "train")];
    for table in ["data", "model", "train"] {
        let fields = defaults(&["experiment", table]).0.keys();
        homes.extend(fields.map(|field| (field.as_str(), table)));
    }
    homes
});

/// Reads an experiment from its `family`: its fields laid over all that it extends. Without one,
/// only its own fields are looked at.
pub(super) fn experiment(
    file: &File,
    family: Option<&Family>,
) -> (Option<Experiment>, Vec<Mistake>) {
    if !file.readable {
        return (None, Vec::new());
    }
    let alone = [Arc::clone(&file.source)];
    let (table, line) = match family {
        Some(family) => (&family.table, family.line.as_slice()),
        None => (&file.table, alone.as_slice()),
    };
    let log = Log::new(line, family.is_none());
    let fields = Fields::new(&log, "", table.clone(), &Place::start_of(&file.source));
    let experiment = top(fields, &file.name.value);
    let mistakes = log.into_mistakes();
    (experiment.filter(|_| mistakes.is_empty()), mistakes)
}

fn top(fields: Fields<'_>, name: &str) -> Option<Experiment> {
    fields.optional_text("name");
    let text = |field| Some(fields.optional_text(field)?.value);
    let title = text("title");
    let description = text("description");
    let extends = text("extends");
    let data = fields.table("data").map(data);
    let (data, input_size) = data.unwrap_or_default();
    let model = fields
        .table("model")
        .and_then(|f| model(f, input_size.as_ref()));
    let train = fields.table("train").and_then(train);
    fields.finish(&HOMES);
    let (train, seeds) = train?;
    Some(Experiment {
        name: name.to_owned(),
        title: title.unwrap_or_else(|| name.to_owned()),
        description: description.unwrap_or_default(),
        extends,
        data: data?,
        model: model?,
        train,
        seeds,
    })
}

/// What the data table says, and the input size by itself: the network is checked against it.
fn data(fields: Fields<'_>) -> (Option<DataSpec>, Option<Placed<usize>>) {
    let set = fields.optional_text("set").map(|set| set.value);
    let split = fields
        .kind("split", &SPLITS, defaults(&["split"]))
        .and_then(split);
    let input_size = fields.whole("input_size", &PIXELS);
    let images = (fields.images("train_images"), fields.images("test_images"));
    let augment = fields.table("augment").and_then(augment);
    fields.finish(&HOMES);
    let (Some(split), Some(size), (Some(train_images), Some(test_images)), Some(augment)) =
        (split, &input_size, images, augment)
    else {
        return (None, input_size);
    };
    let spec = DataSpec {
        set,
        split,
        input_size: size.value,
        train_images,
        test_images,
        augment,
    };
    (Some(spec), input_size)
}

fn split((kind, fields): (&str, Fields<'_>)) -> Option<Split> {
    let split = match kind {
        "person" => person(&fields),
        _ => Some(Distributed.into()),
    };
    fields.finish(&[]);
    split
}

fn person(fields: &Fields<'_>) -> Option<Split> {
    let test_fraction = fields.number("test_fraction", &SHARE);
    let seed = fields.seed("seed");
    Some(Split::Person(Person {
        test_fraction: test_fraction?.value,
        seed: seed?,
    }))
}

fn augment(fields: Fields<'_>) -> Option<Augmentation> {
    let crop = fields.choice("crop", &CROPS);
    let flip = fields.number("flip", &PROBABILITY);
    let rotate = fields.number("rotate", &DEGREES);
    let zoom = fields.number("zoom", &PROBABILITY);
    let shift = fields.number("shift", &PROBABILITY);
    let brightness = fields.number("brightness", &PROBABILITY);
    let contrast = fields.number("contrast", &PROBABILITY);
    fields.finish(&[]);
    Some(Augmentation {
        crop: crop?.value,
        flip: Flip(flip?.value),
        rotate: Rotate(rotate?.value),
        zoom: Zoom(zoom?.value),
        shift: Shift(shift?.value),
        brightness: Brightness(brightness?.value),
        contrast: Contrast(contrast?.value),
    })
}
