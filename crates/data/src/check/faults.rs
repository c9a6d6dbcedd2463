//! What can be wrong with one set by itself, whatever its format.

use super::finding::{Finding, Severity, counted};
use super::landmarks;
use super::set::{Image, Looked, extension};
use crate::faces::{SHORTEST_SIDE, Unusable};

/// All of it, and what is wrong in its format.
pub(super) fn findings(set: &Looked) -> Vec<Finding> {
    let own = [nothing(set), misnamed(set)];
    let of_format = set.found.findings.iter().cloned();
    let files = [
        outside(set),
        unreadable(set),
        unreadable_unlabelled(set),
        turned(set),
    ];
    let rows = unusable(set).into_iter();
    own.into_iter()
        .flatten()
        .chain(of_format)
        .chain(files.into_iter().flatten())
        .chain(rows.flatten())
        .collect()
}

/// A set with nothing to train or test on.
fn nothing(set: &Looked) -> Option<Finding> {
    set.usable.is_empty().then(|| Finding {
        severity: Severity::Error,
        kind: "no_usable_image",
        set: set.name(),
        count: 1,
        text: "not one readable image with a row that is right".to_owned(),
        examples: Vec::new(),
    })
}

fn misnamed(set: &Looked) -> Option<Finding> {
    let right = |image: &&Image| image.decoded.format.is_named(&extension(&image.name));
    let wrong = set.images.iter().filter(|image| !right(image));
    let wrong = wrong.map(|image| {
        let (name, format, color) = (
            &image.name,
            image.decoded.format.name(),
            &image.decoded.color,
        );
        format!("{}/{name} is {format}, {color}", set.name())
    });
    let wrong = wrong.collect();
    Finding::new(Severity::Note, "misnamed", set.name(), wrong, |n| {
        let files = counted(n, "file is", "files are");
        format!("{files} of another format than the name says; the content counts")
    })
}

/// Images whose EXIF orientation says how they are shown. Landmarks are of the image as shown.
fn turned(set: &Looked) -> Option<Finding> {
    let turned = set.images.iter().filter(|image| image.decoded.turned);
    let turned = turned.map(|image| format!("{}/{}", set.name(), image.name));
    Finding::new(
        Severity::Note,
        "turned",
        set.name(),
        turned.collect(),
        |n| {
            let images = counted(n, "image is", "images are");
            format!(
                "{images} turned by their EXIF orientation; landmarks count in the image as it is shown"
            )
        },
    )
}

fn unreadable(set: &Looked) -> Option<Finding> {
    let kind = "unreadable_images";
    Finding::new(Severity::Error, kind, set.name(), broken(set, true), |n| {
        let images = counted(n, "labelled image is", "labelled images are");
        format!("{images} not readable")
    })
}

fn unreadable_unlabelled(set: &Looked) -> Option<Finding> {
    let kind = "unreadable_unlabelled";
    Finding::new(
        Severity::Warning,
        kind,
        set.name(),
        broken(set, false),
        |n| {
            let files = counted(n, "file is", "files are");
            format!("{files} neither labelled nor a readable image")
        },
    )
}

/// Files that do not decode, those with a label or those without, and why.
fn broken(set: &Looked, labelled: bool) -> Vec<String> {
    let of = set.broken.iter().filter(|file| file.labelled == labelled);
    of.map(|file| format!("{}/{}: {}", set.name(), file.name, file.reason))
        .collect()
}

/// Rows from which nothing can be learned.
fn unusable(set: &Looked) -> [Option<Finding>; 4] {
    let rows = |of: &dyn Fn(&Unusable) -> bool| {
        let rows = set.unusable.iter().filter(|(_, reason)| of(reason));
        rows.map(|(row, reason)| format!("{row}: {reason}"))
            .collect()
    };
    let rows_of = |n| counted(n, "row", "rows");
    let error = |kind, rows, text: &dyn Fn(usize) -> String| {
        Finding::new(Severity::Error, kind, set.name(), rows, text)
    };
    [
        error(
            "small_images",
            rows(&|reason| matches!(reason, Unusable::Small(_))),
            &|n| {
                let images = counted(n, "labelled image", "labelled images");
                format!("{images} with a side below {SHORTEST_SIDE} pixels")
            },
        ),
        error(
            "one_place",
            rows(&|reason| matches!(reason, Unusable::OnePlace(_))),
            &|n| format!("{} with all landmarks in one place", rows_of(n)),
        ),
        error(
            "all_outside",
            rows(&|reason| matches!(reason, Unusable::Outside(_))),
            &|n| format!("{} with all landmarks outside the image", rows_of(n)),
        ),
        error(
            "missing_landmarks",
            rows(&|reason| matches!(reason, Unusable::Marks(..))),
            &|n| {
                format!(
                    "{} with marks where landmarks are missing; complete these rows or leave them out",
                    rows_of(n)
                )
            },
        ),
    ]
}

/// Landmarks outside their images, the worst images first.
fn outside(set: &Looked) -> Option<Finding> {
    let mut outside: Vec<(&str, usize, f32)> = set
        .usable
        .iter()
        .map(|face| {
            let (count, worst) = landmarks::outside_image(face);
            (face.file.as_str(), count, worst)
        })
        .filter(|(_, count, _)| *count > 0)
        .collect();
    outside.sort_by(|a, b| b.2.total_cmp(&a.2));
    let landmarks = counted(
        outside.iter().map(|(_, count, _)| count).sum(),
        "landmark",
        "landmarks",
    );
    let examples = outside
        .into_iter()
        .map(|(file, count, worst)| format!("{file}: {count}, by up to {worst:.1} pixels"))
        .collect();
    Finding::new(
        Severity::Warning,
        "points_outside",
        set.name(),
        examples,
        |n| {
            let images = counted(n, "image", "images");
            format!("{landmarks} of {images} outside the image")
        },
    )
}
