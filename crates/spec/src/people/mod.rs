//! What says who is on the images of a data set.

mod auto;
mod column;
mod folder;
mod images;
mod names;
mod pattern;

pub use auto::Auto;
pub use column::Column;
pub use folder::Folder;
pub use images::Images;
pub use names::Names;
pub use pattern::Pattern;

use crate::macros::kinds;

kinds! {
    $
    /// What says who is on the images of a data set.
    pub enum People, on_people {
        Auto(Auto),
        Names(Names),
        Images(Images),
        Column(Column),
        Folder(Folder),
        Pattern(Pattern),
    }
}
