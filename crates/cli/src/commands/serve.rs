//! `faceoff serve`: a study's page in a browser, while its runs are trained or not.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use faceoff_study::LiveStudy;

use crate::args::Common;
use crate::error::Error;
use crate::{live, output, progress};

/// Show a study in a browser on this machine, with its curves growing while runs are trained
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Name of the study; by default the one that was written last
    #[arg(value_name = "STUDY")]
    study: Option<String>,
    /// Folder of the data set, to draw landmarks over its images
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Port of the page on this machine; by default 8380, or another where that is taken
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
}

impl Serve {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let observer = progress::observer(common);
        let (name, data) = (self.study.as_deref(), self.data.as_deref());
        let study = LiveStudy::open(&common.folders(), name, data, &*observer)?;
        let study = Arc::new(study);
        let _server = live::start(common, self.port, &study)?;
        if !common.quiet && !common.json {
            output::say("Ctrl-C ends it");
        }
        // Ends with Ctrl-C; what is trained is another process's.
        loop {
            std::thread::park();
        }
    }
}
