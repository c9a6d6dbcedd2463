//! Networks: initial weights, predictions, dropout, files.

use candle_core::{Device, Tensor};
use faceoff_kernels::{Optimizer, backward, mean_loss};
use faceoff_landmarks::Scheme;
use faceoff_model::{Error, Network, Sizes, Step, layer_table};
use faceoff_spec::{Activation, Dropout, DropoutSite, Input, ModelSpec, Mse, Relu, Sgd};

const SIZE: usize = 22;

const FIRST: Step = Step { seed: 0, number: 0 };

fn outputs() -> usize {
    Scheme::face_68().outputs()
}

fn sizes() -> Sizes {
    Sizes {
        image: SIZE,
        outputs: outputs(),
    }
}

fn spec() -> ModelSpec {
    ModelSpec {
        conv: vec![4, 6],
        linear: vec![20],
        dropout: vec![
            Dropout {
                after: DropoutSite::Conv(1),
                p: 0.3,
            },
            Dropout {
                after: DropoutSite::Linear(0),
                p: 0.5,
            },
        ],
        ..ModelSpec::default()
    }
}

fn network(seed: u64) -> Network {
    network_of(&spec(), seed)
}

fn network_of(spec: &ModelSpec, seed: u64) -> Network {
    Network::new(spec, sizes(), seed, &Device::Cpu).unwrap()
}

fn images(n: usize) -> Tensor {
    let pixels: Vec<f32> = (0..n * SIZE * SIZE)
        .map(|i| (i as f32 * 0.37).sin().abs())
        .collect();
    Tensor::from_vec(pixels, (n, 1, SIZE, SIZE), &Device::Cpu).unwrap()
}

fn numbers(tensor: &Tensor) -> Vec<f32> {
    tensor.flatten_all().unwrap().to_vec1().unwrap()
}

fn all_parameters(network: &Network) -> Vec<f32> {
    network
        .parameters()
        .iter()
        .flat_map(|(_, variable)| numbers(variable))
        .collect()
}

#[test]
fn parameters_are_named_and_shaped_as_pytorch_s_and_counted_by_the_table() {
    let network = network(1);
    let shapes: Vec<_> = network
        .parameters()
        .iter()
        .map(|(name, variable)| format!("{name} {:?}", variable.dims()))
        .collect();
    insta::assert_snapshot!(shapes.join("\n"));
    let counted: usize = layer_table(&spec(), sizes())
        .unwrap()
        .iter()
        .map(|row| row.parameters)
        .sum();
    assert_eq!(counted, all_parameters(&network).len());
}

#[test]
fn initial_weights_are_uniform_within_one_over_root_fan_in() {
    let network = network(1);
    for (name, fan_in) in [
        ("conv1.weight", 9),
        ("conv1.bias", 9),
        ("conv2.weight", 36),
        ("conv2.bias", 36),
        ("linear1.weight", 6 * 4 * 4),
        ("linear1.bias", 6 * 4 * 4),
        ("linear2.weight", 20),
        ("linear2.bias", 20),
    ] {
        let bound = 1.0 / (fan_in as f32).sqrt();
        let (_, variable) = network
            .parameters()
            .iter()
            .find(|(n, _)| n == name)
            .unwrap();
        let weights = numbers(variable);
        let largest = weights.iter().fold(0f32, |a, b| a.max(b.abs()));
        assert!(
            largest <= bound && largest > 0.5 * bound,
            "{name}: {largest} of {bound}"
        );
        if weights.len() > 200 {
            let variance = weights.iter().map(|w| w * w).sum::<f32>() / weights.len() as f32;
            let uniform = bound * bound / 3.0;
            assert!(
                (variance / uniform - 1.0).abs() < 0.2,
                "{name}: {variance}, {uniform}"
            );
        }
    }
    assert_eq!(all_parameters(&network), all_parameters(&self::network(1)));
    assert_ne!(all_parameters(&network), all_parameters(&self::network(2)));
}

#[test]
fn dropout_is_for_training_and_depends_on_seed_and_step() {
    let network = network(1);
    let x = images(3);
    let trained = |seed, number| {
        let step = Step { seed, number };
        numbers(&network.forward_train(&x, step).unwrap())
    };
    let still = numbers(&network.forward(&x).unwrap());
    assert_eq!(still.len(), 3 * outputs());
    assert_eq!(still, numbers(&network.forward(&x).unwrap()));
    assert_eq!(trained(5, 0), trained(5, 0));
    assert_ne!(trained(5, 0), still);
    assert_ne!(trained(5, 0), trained(5, 1));
    assert_ne!(trained(5, 0), trained(6, 0));
}

#[test]
fn standardized_images_may_be_darker() {
    let input = Input::Standardized;
    let network = network_of(&ModelSpec { input, ..spec() }, 1);
    let darker = (images(2) * 0.5).unwrap();
    let predicted = |images: &Tensor| numbers(&network.forward(images).unwrap());
    for (a, b) in predicted(&images(2)).into_iter().zip(predicted(&darker)) {
        assert!((a - b).abs() < 1e-3, "{a} {b}");
    }
    // In training too: the same image and mask, the same prediction.
    let trained = |images: &Tensor| numbers(&network.forward_train(images, FIRST).unwrap());
    for (a, b) in trained(&images(2)).into_iter().zip(trained(&darker)) {
        assert!((a - b).abs() < 1e-3, "{a} {b}");
    }
}

#[test]
fn a_relu_at_the_end_leaves_nothing_negative() {
    let spec = ModelSpec {
        last_activation: Activation::Relu(Relu),
        ..spec()
    };
    let with_relu = network_of(&spec, 1);
    let (with_relu, plain) = (
        with_relu.forward(&images(2)).unwrap(),
        network(1).forward(&images(2)).unwrap(),
    );
    let expected: Vec<f32> = numbers(&plain).iter().map(|y| y.max(0.0)).collect();
    assert!(numbers(&plain).iter().any(|y| *y < 0.0));
    assert_eq!(numbers(&with_relu), expected);
}

#[test]
fn a_prediction_does_not_depend_on_the_rest_of_the_batch() {
    let network = network(1);
    let together = network.forward(&images(40)).unwrap();
    let alone = network
        .forward(&images(40).narrow(0, 33, 1).unwrap())
        .unwrap();
    for (a, b) in numbers(&together.get(33).unwrap())
        .iter()
        .zip(numbers(&alone))
    {
        assert!((a - b).abs() < 1e-5, "{a}, {b}");
    }
}

#[test]
fn a_few_steps_of_training_learn() {
    let network = network(1);
    let (x, y) = (
        images(10),
        Tensor::ones((10, outputs()), candle_core::DType::F32, &Device::Cpu).unwrap(),
    );
    let rule = Sgd {
        momentum: 0.9,
        nesterov: true,
        weight_decay: 0.0,
    };
    let mut optimizer = Optimizer::new(rule, network.parameters().to_vec()).unwrap();
    let loss = || {
        let predictions = network.forward(&x).unwrap();
        mean_loss(Mse, &predictions, &y)
            .unwrap()
            .to_scalar::<f32>()
            .unwrap()
    };
    let before = loss();
    for number in 0..30 {
        let step = Step { seed: 0, number };
        let predictions = network.forward_train(&x, step).unwrap();
        let value = mean_loss(Mse, &predictions, &y).unwrap();
        optimizer.step(&backward(&value).unwrap(), 0.1).unwrap();
    }
    assert!(loss() < 0.2 * before, "{before} to {}", loss());
}

#[test]
fn weights_survive_a_file() {
    let (first, second) = (network(1), network(2));
    let path =
        std::env::temp_dir().join(format!("faceoff-model-{}.safetensors", std::process::id()));
    first.save(&path).unwrap();
    second.load(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(all_parameters(&first), all_parameters(&second));
    assert!(matches!(first.load(&path), Err(Error::File { .. })));
}

#[test]
fn weights_that_do_not_fit_are_refused_and_nothing_changes() {
    let network = network(1);
    let before = all_parameters(&network);
    let other = |spec: ModelSpec| network_of(&spec, 3).to_bytes().unwrap();
    let cases = [
        b"\x05\0\0\0\0\0\0\0oops!".to_vec(),
        other(ModelSpec {
            linear: vec![],
            dropout: vec![],
            ..spec()
        }),
        other(ModelSpec {
            linear: vec![20, 8],
            ..spec()
        }),
        other(ModelSpec {
            linear: vec![21],
            ..spec()
        }),
        other(ModelSpec {
            linear: vec![20, outputs()],
            ..spec()
        }),
    ];
    let messages: Vec<_> = cases
        .iter()
        .map(|bytes| network.load_bytes(bytes).unwrap_err().to_string())
        .collect();
    insta::assert_snapshot!(messages.join("\n"));
    assert_eq!(before, all_parameters(&network));
}

#[test]
fn layers_with_a_relu_are_shown_in_order_and_change_nothing() {
    let network = network(4);
    let mut seen = Vec::new();
    let predictions = network
        .forward_showing(&images(3), |layer, x| {
            assert!(numbers(x).iter().all(|&number| number >= 0.0), "{layer}");
            seen.push((layer.to_owned(), x.dims().to_vec()));
            Ok(())
        })
        .unwrap();
    let expected = [
        ("conv1".to_owned(), vec![3, 4, 10, 10]),
        ("conv2".to_owned(), vec![3, 6, 4, 4]),
        ("linear1".to_owned(), vec![3, 20]),
    ];
    assert_eq!(seen, expected);
    let unseen = network.forward(&images(3)).unwrap();
    assert_eq!(numbers(&predictions), numbers(&unseen));
}
