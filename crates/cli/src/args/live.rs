//! Whether training is shown in a browser.

use clap::Args;

/// Whether training is shown in a browser.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct LiveArguments {
    /// Show the report in a browser on this machine while it grows
    #[arg(long)]
    pub(crate) live: bool,
    /// Port of that page; by default 8380, or another where that is taken
    #[arg(long, value_name = "PORT", requires = "live")]
    pub(crate) port: Option<u16>,
}
