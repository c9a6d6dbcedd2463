//! Which images a run was tested on, and what it predicted.

use serde::{Deserialize, Serialize};

/// Rows of numbers: a row for each face, x0, y0, x1, y1, … normalised as `(p − 100) / 50`, where p is
/// in pixels of the crop brought to 224×224.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Numbers in a row: two for each landmark.
    pub columns: usize,
    /// All rows one after the other.
    pub values: Vec<f32>,
}

impl Table {
    /// The rows in order.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, f32> {
        self.values.chunks_exact(self.columns.max(1))
    }

    /// The row at `index`, if there is one.
    pub fn row(&self, index: usize) -> Option<&[f32]> {
        self.rows().nth(index)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

/// One image with the fixed crop it is evaluated on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Path below the data set's folder, with forward slashes.
    pub file: String,
    /// Who is on it; `None` where the data set does not say, and the image stands for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Width and height of the original image, in pixels.
    pub original: [usize; 2],
    /// Width and height after rescaling, in pixels.
    pub resized: [usize; 2],
    /// Left and top of the crop in the rescaled image, in pixels.
    pub corner: [usize; 2],
}

/// Images with their ground truth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SampleSet {
    /// The images, in the order of the rows of tables.
    pub samples: Vec<Sample>,
    /// Ground truth: landmarks, a row for each image.
    pub truth: Table,
    /// The order in which images are picked for contact sheets: indices into `samples`.
    #[serde(rename = "picture_order")]
    pub sheet_order: Vec<usize>,
}

impl SampleSet {
    /// Whether there are no images in it.
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }
}

/// `samples.json`: what predictions are made for at every snapshot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Samples {
    /// Side of the crop the network saw, in pixels.
    pub input_size: usize,
    /// All test images.
    pub test: SampleSet,
    /// A fixed choice of training images.
    pub train: SampleSet,
    /// All validation images; none where choices have no set of their own.
    #[serde(default, skip_serializing_if = "SampleSet::is_empty")]
    pub validation: SampleSet,
}

/// What a network predicted at a snapshot: a row for each image of [`Samples`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Predictions {
    /// For the test images.
    pub test: Table,
    /// For the chosen training images.
    pub train: Table,
    /// For the validation images.
    pub validation: Table,
}
