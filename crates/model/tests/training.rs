//! Eight steps of training end where PyTorch's do.

use std::collections::HashMap;
use std::path::Path;

use candle_core::{DType, Device, Tensor};
use faceoff_config::{Activation, ModelSpec};
use faceoff_kernels::{Loss, Optimizer, Rule, backward};
use faceoff_model::Network;

/// Tensors computed by PyTorch, see `fixtures/README.md`.
fn fixture(name: &str) -> HashMap<String, Tensor> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(format!("{name}.safetensors"));
    candle_core::safetensors::load(&path, &Device::Cpu)
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The name that a parameter has in the `Sequential` of the reference.
fn sequential(name: &str) -> String {
    let place = [
        ("conv1", 0),
        ("conv2", 3),
        ("conv3", 6),
        ("conv4", 9),
        ("linear1", 13),
        ("linear2", 15),
        ("linear3", 17),
    ];
    let (layer, kind) = name.split_once('.').unwrap();
    let (_, place) = place.iter().find(|(known, _)| *known == layer).unwrap();
    format!("{place}.{kind}")
}

/// The largest difference, relative to the largest expected number.
fn relative_error(found: &Tensor, expected: &Tensor) -> f64 {
    assert_eq!(found.shape(), expected.shape());
    let numbers = |t: &Tensor| -> Vec<f64> {
        t.flatten_all()
            .unwrap()
            .to_dtype(DType::F64)
            .unwrap()
            .to_vec1()
            .unwrap()
    };
    let (found, expected) = (numbers(found), numbers(expected));
    let largest = expected.iter().fold(0f64, |a, b| a.max(b.abs()));
    let differences = found.iter().zip(&expected).map(|(f, e)| (f - e).abs());
    differences.fold(
        0f64,
        |a, b| if b.is_nan() { f64::INFINITY } else { a.max(b) },
    ) / largest
}

struct Case {
    network: &'static str,
    run: &'static str,
    hidden: &'static [usize],
    rule: Rule,
    rate: f64,
    loss: Loss,
}

const ADAM: Rule = Rule::Adam {
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weight_decay: 0.0,
};
const SGD: Rule = Rule::Sgd {
    momentum: 0.0,
    nesterov: false,
    weight_decay: 0.0,
};

const CASES: [Case; 3] = [
    Case {
        network: "base",
        run: "base_adam_mse",
        hidden: &[96],
        rule: ADAM,
        rate: 1e-3,
        loss: Loss::Mse,
    },
    Case {
        network: "base",
        run: "base_sgd_mse",
        hidden: &[96],
        rule: SGD,
        rate: 1e-1,
        loss: Loss::Mse,
    },
    Case {
        network: "extra_linear",
        run: "extra_linear_adam_smooth_l1",
        hidden: &[96, 64],
        rule: ADAM,
        rate: 1e-3,
        loss: Loss::SmoothL1 { beta: 1.0 },
    },
];

#[test]
fn eight_steps() {
    let batches = fixture("batches");
    for Case {
        network: kind,
        run,
        hidden,
        rule,
        rate,
        loss,
    } in CASES
    {
        let spec = ModelSpec {
            conv: vec![32, 64, 64, 128],
            linear: hidden.to_vec(),
            last_activation: Activation::None,
            dropout: vec![],
        };
        let network = Network::new(&spec, 62, 0, &Device::Cpu).unwrap();
        let initial = fixture(&format!("{kind}_initial"));
        assert_eq!(network.parameters().len(), initial.len());
        for (name, variable) in network.parameters() {
            variable.set(&initial[&sequential(name)]).unwrap();
        }
        let gradients = fixture(&format!("{kind}_gradients"));
        let end = fixture(run);
        let losses = end["losses"].to_vec1::<f32>().unwrap();

        let mut optimizer = Optimizer::new(rule, network.parameters().to_vec()).unwrap();
        for (step, expected) in losses.into_iter().enumerate() {
            let answers = network
                .forward_train(&batches["x"].get(step).unwrap(), 0, step as u64)
                .unwrap();
            let value = loss
                .forward(&answers, &batches["y"].get(step).unwrap())
                .unwrap();
            let found = value.to_scalar::<f32>().unwrap();
            assert!(
                (found / expected - 1.0).abs() < 1e-4,
                "{run}, step {step}: {found}, {expected}"
            );
            let grads = backward(&value).unwrap();
            if step == 0 {
                for (name, variable) in network.parameters() {
                    let expected = &gradients[&sequential(name)];
                    let error = relative_error(grads.get(variable).unwrap(), expected);
                    assert!(error < 1e-4, "{run}, gradient of {name}: {error:e}");
                }
            }
            optimizer.step(&grads, rate).unwrap();
        }
        for (name, variable) in network.parameters() {
            let error = relative_error(variable, &end[&sequential(name)]);
            assert!(error < 1e-3, "{run}, {name} after eight steps: {error:e}");
        }
    }
}
