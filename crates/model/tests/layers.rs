//! Layer tables of the study's networks, and networks that cannot be.

use faceoff_landmarks::Scheme;
use faceoff_model::{LayerTable, Sizes, layer_table};
use faceoff_spec::{Activation, Dropout, DropoutSite, Identity, Input, ModelSpec, Relu};

fn spec(linear: &[usize], dropout: &[(DropoutSite, f64)]) -> ModelSpec {
    ModelSpec {
        linear: linear.to_vec(),
        dropout: dropout
            .iter()
            .map(|&(after, p)| Dropout { after, p })
            .collect(),
        ..ModelSpec::default()
    }
}

fn sizes(image: usize) -> Sizes {
    let outputs = Scheme::face_68().outputs();
    Sizes { image, outputs }
}

fn table(spec: &ModelSpec, image: usize) -> String {
    match layer_table(spec, sizes(image)) {
        Ok(rows) => LayerTable(&rows).to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_base_network() {
    insta::assert_snapshot!(table(&spec(&[1088], &[]), 224));
}

#[test]
fn more_linear() {
    insta::assert_snapshot!(table(&spec(&[5440, 1088], &[]), 224));
}

#[test]
fn with_dropout() {
    let sites = [
        DropoutSite::Conv(2),
        DropoutSite::Conv(3),
        DropoutSite::Linear(0),
    ];
    insta::assert_snapshot!(table(&spec(&[1088], &sites.map(|site| (site, 0.3))), 224));
}

#[test]
fn a_relu_at_the_end() {
    let spec = ModelSpec {
        input: Input::Standardized,
        last_activation: Activation::Relu(Relu),
        ..spec(&[], &[])
    };
    insta::assert_snapshot!(table(&spec, 62));
}

#[test]
fn no_activation() {
    let spec = ModelSpec {
        activation: Activation::None(Identity),
        ..spec(&[1088], &[])
    };
    insta::assert_snapshot!(table(&spec, 224));
}

#[test]
fn networks_that_cannot_be() {
    let cases = [
        (spec(&[10], &[]), 30),
        (spec(&[10], &[]), 0),
        (spec(&[10, 0], &[]), 224),
        (
            ModelSpec {
                conv: vec![8, 0],
                ..spec(&[], &[])
            },
            224,
        ),
        (
            ModelSpec {
                conv: vec![],
                ..spec(&[], &[])
            },
            0,
        ),
        (spec(&[usize::MAX / 2], &[]), 224),
        (spec(&[10], &[(DropoutSite::Conv(4), 0.3)]), 224),
        (spec(&[10], &[(DropoutSite::Linear(1), 0.3)]), 224),
    ];
    let messages: Vec<_> = cases
        .iter()
        .map(|(spec, size)| table(spec, *size))
        .collect();
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn the_smallest_image_that_the_study_s_blocks_take() {
    // Backwards from 4×4 before the last block: a side s comes from 2·s + 2.
    let smallest = 2 * (2 * (2 * 4 + 2) + 2) + 2;
    assert_eq!(smallest, 46);
    assert!(layer_table(&spec(&[10], &[]), sizes(smallest)).is_ok());
    assert!(layer_table(&spec(&[10], &[]), sizes(smallest - 1)).is_err());
}
