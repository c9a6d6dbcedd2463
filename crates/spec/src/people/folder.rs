//! Folders say it.

use crate::field::{Accepts, Wholes};
use crate::macros::spec;

/// The folders that a path can have.
const LEVELS: Wholes = Wholes { from: 1, to: 4 };

spec! {
    /// The folder that an image is in.
    #[derive(Copy)]
    pub struct Folder as "folder" {
        /// Which of the folders below `training` and `test`, counted from 1.
        pub level: usize = 1, Accepts::Whole(LEVELS);
    }
}
