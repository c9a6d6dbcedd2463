//! What every page, chart and sheet says about the data behind it.

use faceoff_record::{DataKind, Study};

use crate::numbers::thousands;

/// One line: whose faces, how many, at what scale.
pub(crate) fn data_note(study: &Study) -> String {
    let data = &study.data;
    let set = match data.kind {
        DataKind::Drawn => "Faces drawn by the tool, not photographs".to_owned(),
        DataKind::Folder => data.name.clone(),
    };
    let used = |available: usize, at_most: Option<usize>| {
        thousands(at_most.map_or(available, |most| most.min(available)))
    };
    format!(
        "{set} · {} training and {} test images · scale “{}”",
        used(data.train_images, study.scale.train_images),
        used(data.test_images, study.scale.test_images),
        study.scale.name
    )
}

/// What the page's banner says of drawn faces.
pub(crate) fn banner(study: &Study) -> Option<&'static str> {
    match study.data.kind {
        DataKind::Drawn => Some(
            "The faces on this page were drawn by the tool itself. They stand in for real ones: \
             the numbers show what the networks make of drawings, not of people.",
        ),
        DataKind::Folder => None,
    }
}
