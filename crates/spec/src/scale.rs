//! How far the study is shrunk.

use crate::field::{Accepts, COUNT, FACTOR, PIXELS, SEEDS};
use crate::macros::spec;
use crate::model::{smallest_input, too_small};
use crate::{Conflict, Reader};

spec! {
    /// A scale shrinks every experiment and comparison of a study alike, so that it finishes on the
    /// machine at hand. `full` changes nothing.
    pub struct Scale {
        /// Unique name, what `--scale` takes. Letters, digits, `-`, `_`, `.`.
        pub name: String = (absent "the file's name without `.toml`"), Accepts::Text;
        /// A sentence for the report page.
        pub description: String = "", Accepts::Prose;
        /// Side of the crop, instead of the experiment's.
        pub input_size: Option<usize> = (absent "the experiment's"), Accepts::Whole(PIXELS);
        /// At most this many training images.
        pub train_images: Option<usize> = (absent "no limit"), Accepts::Whole(COUNT);
        /// At most this many test images.
        pub test_images: Option<usize> = (absent "no limit"), Accepts::Whole(COUNT);
        /// Factor on every number of epochs (experiments', snapshots', comparisons', schedules',
        /// first epochs of charts). Results are rounded up, so none becomes 0.
        pub epochs: f64 = 1.0, Accepts::Number(FACTOR);
        /// At most this many epochs, after the factor; longer experiments end there, and so does
        /// what is compared of them.
        pub longest: Option<usize> = (absent "no limit"), Accepts::Whole(COUNT);
        /// Epochs between evaluations, instead of the experiment's.
        pub evaluate_every: Option<usize> = (absent "the experiment's"), Accepts::Whole(COUNT);
        /// At most this many trainings of an experiment, with seeds that follow on one another.
        pub seeds: Option<usize> = (absent "no limit"), Accepts::Whole(SEEDS);
    }
    check images_are_large_enough(input_size);
}

fn images_are_large_enough(reader: &dyn Reader, input_size: &Option<usize>) {
    let Some(size) = *input_size else { return };
    let experiments = reader.experiments().iter();
    let experiments = experiments.filter_map(|known| Some((known.name, known.blocks?)));
    let Some((name, blocks)) = experiments.max_by_key(|(_, blocks)| *blocks) else {
        return;
    };
    if let Some(layer) = too_small(blocks, size) {
        let smallest = smallest_input(blocks);
        let message = format!("at this scale `{name}` shrinks the image to nothing at `{layer}`");
        let label = format!("its {blocks} convolution blocks need at least {smallest} pixels");
        reader.conflict(Conflict::new(message).at("input_size", label));
    }
}

impl Scale {
    /// A number of epochs at this scale: at least 1 when it was.
    pub fn epochs(&self, epochs: usize) -> usize {
        // Far from 2^52, so exact; the small subtraction keeps 0.1 · 50 at 5.
        let scaled = (epochs as f64 * self.epochs - 1e-9).ceil().max(0.0) as usize;
        scaled.min(self.longest.unwrap_or(usize::MAX))
    }
}
