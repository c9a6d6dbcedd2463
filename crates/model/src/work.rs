//! How much a network computes, from a description alone.

use faceoff_spec::ModelSpec;

use crate::Error;
use crate::build::{Sizes, layers};
use crate::layer::Parameter;
use crate::placed::place;

/// Multiplications that the network of `spec` takes to predict one image: each weight once for every
/// place that it is applied at. What layers without weights compute is little beside that.
///
/// # Errors
/// Those of [`layer_table`](crate::layer_table).
pub fn multiplications(spec: &ModelSpec, sizes: Sizes) -> Result<u64, Error> {
    let placed = place(layers(spec, sizes.outputs)?, &sizes.input())?;
    let of_layers = placed.iter().map(|placed| {
        let parameters = placed.parameters.iter();
        parameters.map(|each| of(each, &placed.input)).sum::<u64>()
    });
    Ok(of_layers.sum())
}

/// Of a weight, which is applied to an `input`: outputs×inputs once, outputs×channels×height×width
/// wherever it fits. A bias is added.
fn of(parameter: &Parameter, input: &[usize]) -> u64 {
    let [_, _, window @ ..] = &parameter.shape[..] else {
        return 0;
    };
    let sides = input.iter().skip(1).zip(window);
    let places = sides.map(|(side, window)| (side + 1).saturating_sub(*window) as u64);
    let numbers = parameter.shape.iter().map(|&size| size as u64);
    numbers.chain(places).product()
}

#[cfg(test)]
mod tests {
    use faceoff_spec::ModelSpec;

    use super::*;

    #[test]
    fn multiplications_by_hand() {
        let spec = ModelSpec {
            conv: vec![2],
            linear: vec![5],
            ..ModelSpec::default()
        };
        let sizes = Sizes {
            image: 8,
            outputs: 3,
        };
        // 2 filters of 1×3×3 at 6×6 places; 2×3×3 numbers after the pooling to 5, to 3.
        let expected = 2 * 9 * 36 + 18 * 5 + 5 * 3;
        assert_eq!(multiplications(&spec, sizes).unwrap(), expected);
    }
}
