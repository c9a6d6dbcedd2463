//! What can be wrong with a network.

use std::path::PathBuf;

/// A network that cannot be built, read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The image is too small for a layer.
    #[error(
        "{layer} gets images of {height}×{width}, it needs at least {least}×{least}; use a larger \
         input_size or fewer convolution layers"
    )]
    ShrinksToNothing {
        /// The layer's name.
        layer: String,
        /// Height of the image that it would get.
        height: usize,
        /// Width of the image that it would get.
        width: usize,
        /// The smallest side that it can take.
        least: usize,
    },
    /// A layer for images behind one that gives none.
    #[error(
        "{layer} needs images, channels×height×width, it gets {}",
        shape(found)
    )]
    NoImage {
        /// The layer's name.
        layer: String,
        /// The shape it would get.
        found: Vec<usize>,
    },
    /// A layer without outputs.
    #[error("{layer} has a width of 0, it needs at least 1")]
    ZeroWidth {
        /// The layer's name.
        layer: String,
    },
    /// A dropout after a layer that is not there.
    #[error(
        "dropout after {site}, but the network has {conv} convolution and {linear} hidden linear layers"
    )]
    NoSuchSite {
        /// Where the dropout should be.
        site: String,
        /// Convolution blocks.
        conv: usize,
        /// Hidden linear layers.
        linear: usize,
    },
    /// More parameters than can be counted.
    #[error("{layer} has more parameters than can be counted")]
    TooLarge {
        /// The layer's name.
        layer: String,
    },
    /// Two tensors of one name.
    #[error("two layers of the network have a tensor called `{name}`")]
    SameName {
        /// The tensor's name.
        name: String,
    },
    /// A tensor operation failed.
    #[error(transparent)]
    Tensor(#[from] candle_core::Error),
    /// A file of weights cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// What is wrong in a file of weights.
    #[error("{}: {source}", path.display())]
    Contents {
        /// The file.
        path: PathBuf,
        /// What is wrong in it.
        source: Box<Error>,
    },
    /// Bytes that are not safetensors, or cannot be made into them.
    #[error("not a file of weights: {0}")]
    Format(#[from] safetensors::SafeTensorError),
    /// A tensor of the network that the weights lack.
    #[error("the weights lack `{name}`, a tensor of {}", shape(expected))]
    Missing {
        /// The tensor.
        name: String,
        /// Its shape.
        expected: Vec<usize>,
    },
    /// A tensor that the network does not have.
    #[error("the weights hold `{name}`, which the network does not have; it has {known}")]
    Unexpected {
        /// The tensor.
        name: String,
        /// The network's tensors.
        known: String,
    },
    /// A tensor of another shape.
    #[error(
        "`{name}` is {} in the weights, {} in the network",
        shape(found),
        shape(expected)
    )]
    Shape {
        /// The tensor.
        name: String,
        /// Its shape in the weights.
        found: Vec<usize>,
        /// Its shape in the network.
        expected: Vec<usize>,
    },
    /// A tensor of another type.
    #[error("`{name}` holds {found} numbers in the weights, expected float32")]
    Type {
        /// The tensor.
        name: String,
        /// What it holds.
        found: String,
    },
}

fn shape(sizes: &[usize]) -> String {
    sizes
        .iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join("×")
}
