//! `faceoff compare`: any experiments that have records, without a comparison file.

use std::path::Path;

use faceoff_study::compare;

use crate::args::Common;
use crate::error::Error;
use crate::{output, progress};

pub(crate) fn run(
    common: &Common,
    names: &[String],
    study: Option<&str>,
    data: Option<&Path>,
) -> Result<(), Error> {
    let observer = progress::observer(common);
    let compared = compare(&common.folders(), names, study, data, &*observer)?;
    if !common.quiet {
        for note in &compared.notes {
            output::say(&format!("note: {note}"));
        }
    }
    // First what was asked for: there may be no room for the page.
    output::result(common, &compared.text(output::width()), &compared.json())?;
    let page = compared.write()?;
    match common.json {
        true => Ok(()),
        false => output::page(common, &page),
    }
}
