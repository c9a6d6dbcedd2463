//! `faceoff report`: charts, tables and pages from records, without training.

use std::path::Path;

use faceoff_study::{redraw, studies};

use crate::args::Common;
use crate::error::Error;
use crate::{output, progress};

pub(crate) fn run(common: &Common, names: &[String], data: Option<&Path>) -> Result<(), Error> {
    let folders = common.folders();
    let names = match names {
        [] => studies(&folders)?,
        names => names.to_vec(),
    };
    let observer = progress::observer(common);
    for name in &names {
        output::page(common, &redraw(&folders, name, data, &*observer)?)?;
    }
    Ok(())
}
