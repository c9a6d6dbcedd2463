//! What an experiment is trained and tested on.

use crate::field::{Accepts, COUNT, Kinds, PIXELS};
use crate::macros::spec;
use crate::{Augmentation, Skip, Split};

spec! {
    /// What an experiment is trained and tested on.
    pub struct DataSpec {
        /// Folder of the data set.
        pub set: Option<String> = (absent "what `--data` says, or drawn faces"), Accepts::Text;
        /// What of the data set is left out. Without it, the first broken image or row stops the
        /// training; with `"broken"` it goes on with the others, and the report says how many are
        /// left out of which set, and why. What is compared should leave out the same.
        pub skip: Skip = "nothing", Accepts::Choice(Skip::NAMES);
        /// Which images are for training and which for testing.
        pub split: Split = "distributed", Accepts::Kind(Kinds {
            kinds: Split::KINDS,
            shared: &[],
        });
        /// Side of the square crop the network sees, in pixels. The study's is 224; the shorter
        /// side of the image is first scaled to `round(250 · input_size / 224)`.
        pub input_size: usize = 224, Accepts::Whole(PIXELS);
        /// Use only this many training images (a seeded subset), or all.
        pub train_images: Option<usize> = "all", Accepts::WholeOrAll(COUNT);
        /// Use only this many test images (a seeded subset), or all.
        pub test_images: Option<usize> = "all", Accepts::WholeOrAll(COUNT);
        /// Random changes to training images.
        pub augment: Augmentation = {}, Accepts::Table(&[Augmentation::FIELDS]);
    }
}
