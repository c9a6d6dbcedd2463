//! File names say it.

use crate::macros::bare;

bare! {
    /// File names, made as `Person_Name_VF.jpg`: the person, then a digit for the video and digits for
    /// the frame.
    pub struct Names as "names";
}
