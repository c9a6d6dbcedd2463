//! Buffers: what a layer keeps but does not learn is saved, restored and exported.

use candle_core::{DType, Device, Tensor};
use faceoff_kernels::{Optimizer, backward, mean_loss};
use faceoff_model::{
    Buffer, Convolution, Error, Initial, Layer, Linear, MaxPool, Network, Parameter, Relu, Step,
    Values,
};
use faceoff_spec::{Mse, Sgd};

/// What a running mean keeps of the one before.
const KEPT: f64 = 0.9;

/// Each channel less its mean over the batch, or in evaluation less the mean of the batches trained
/// on, multiplied by a number that is learned.
#[derive(Debug)]
struct Centred {
    name: &'static str,
}

impl Layer for Centred {
    fn name(&self) -> &str {
        self.name
    }

    fn description(&self, input: &[usize]) -> String {
        format!("{} channels centred", input[0])
    }

    fn output(&self, input: &[usize]) -> Result<Vec<usize>, Error> {
        Ok(input.to_vec())
    }

    fn parameters(&self, input: &[usize]) -> Vec<Parameter> {
        vec![Parameter {
            name: "scale",
            shape: vec![input[0], 1, 1],
            initial: Initial::Constant(1.0),
        }]
    }

    fn buffers(&self, input: &[usize]) -> Vec<Buffer> {
        vec![Buffer {
            name: "running_mean",
            shape: vec![input[0], 1, 1],
            initial: 0.0,
        }]
    }

    fn forward(&self, x: &Tensor, values: &Values<'_>) -> candle_core::Result<Tensor> {
        let centred = x.broadcast_sub(&values.buffer("running_mean")?)?;
        centred.broadcast_mul(&values.parameter("scale")?)
    }

    fn forward_train(
        &self,
        x: &Tensor,
        values: &Values<'_>,
        _: Step,
    ) -> candle_core::Result<Tensor> {
        let mean = x.mean_keepdim((0, 2, 3))?.squeeze(0)?;
        let running = ((values.buffer("running_mean")? * KEPT)? + (&mean * (1.0 - KEPT))?)?;
        values.set_buffer("running_mean", &running)?;
        let centred = x.broadcast_sub(&mean)?;
        centred.broadcast_mul(&values.parameter("scale")?)
    }
}

fn layers() -> Vec<Box<dyn Layer>> {
    vec![
        Box::new(Convolution::new("conv1", 3)),
        Box::new(Centred { name: "centred1" }),
        Box::new(Relu::new("conv1")),
        Box::new(MaxPool::new("pool1")),
        Box::new(Linear::new("linear1", 5)),
    ]
}

fn network(seed: u64) -> Network {
    Network::of(layers(), &[1, 8, 8], seed, &Device::Cpu).unwrap()
}

fn images() -> Tensor {
    let numbers: Vec<f32> = (0..2 * 64).map(|i| (i as f32 * 0.37).sin().abs()).collect();
    Tensor::from_vec(numbers, (2, 1, 8, 8), &Device::Cpu).unwrap()
}

fn numbers(tensor: &Tensor) -> Vec<f32> {
    tensor.flatten_all().unwrap().to_vec1().unwrap()
}

fn trained() -> Network {
    let network = network(1);
    let rule = Sgd::default();
    let mut optimizer = Optimizer::new(rule, network.parameters().to_vec()).unwrap();
    let targets = Tensor::ones((2, 5), DType::F32, &Device::Cpu).unwrap();
    for number in 0..3 {
        let step = Step { seed: 1, number };
        let predictions = network.forward_train(&images(), step).unwrap();
        let loss = mean_loss(Mse, &predictions, &targets).unwrap();
        optimizer.step(&backward(&loss).unwrap(), 0.1).unwrap();
    }
    network
}

#[test]
fn a_layer_of_the_test_s_own_is_placed_named_and_trained() {
    let before = network(1);
    let names = |tensors: &[(String, candle_core::Var)]| -> Vec<String> {
        tensors.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(
        names(before.parameters()),
        [
            "conv1.weight",
            "conv1.bias",
            "centred1.scale",
            "linear1.weight",
            "linear1.bias"
        ]
    );
    assert_eq!(names(before.buffers()), ["centred1.running_mean"]);
    assert_eq!(numbers(&before.parameters()[2].1), [1.0; 3]);
    assert_eq!(numbers(&before.buffers()[0].1), [0.0; 3]);

    let after = trained();
    let moved = |network: &Network| numbers(&network.buffers()[0].1);
    assert!(moved(&after).iter().all(|mean| *mean != 0.0));
    assert!(numbers(&after.parameters()[2].1).iter().any(|s| *s != 1.0));
    // Evaluation reads the buffer and leaves it as it is.
    let held = moved(&after);
    let predictions = numbers(&after.forward(&images()).unwrap());
    assert_eq!(moved(&after), held);
    after.buffers()[0].1.set(&before.buffers()[0].1).unwrap();
    assert_ne!(numbers(&after.forward(&images()).unwrap()), predictions);
}

#[test]
fn buffers_are_exported_and_restored() {
    let (first, second) = (trained(), network(2));
    let bytes = first.to_bytes().unwrap();
    let exported = candle_core::safetensors::load_buffer(&bytes, &Device::Cpu).unwrap();
    assert_eq!(
        numbers(&exported["centred1.running_mean"]),
        numbers(&first.buffers()[0].1)
    );
    second.load_bytes(&bytes).unwrap();
    assert_eq!(
        numbers(&second.buffers()[0].1),
        numbers(&first.buffers()[0].1)
    );
    assert_eq!(
        numbers(&second.forward(&images()).unwrap()),
        numbers(&first.forward(&images()).unwrap())
    );
}

#[test]
fn weights_without_the_buffers_are_refused() {
    let plain: Vec<Box<dyn Layer>> = layers()
        .into_iter()
        .filter(|layer| layer.name() != "centred1")
        .collect();
    let plain = Network::of(plain, &[1, 8, 8], 1, &Device::Cpu).unwrap();
    let error = network(1).load_bytes(&plain.to_bytes().unwrap());
    assert_eq!(
        error.unwrap_err().to_string(),
        "the weights lack `centred1.scale`, a tensor of 3×1×1"
    );
    let error = plain.load_bytes(&network(1).to_bytes().unwrap());
    assert!(
        matches!(error, Err(Error::Unexpected { name, .. }) if name == "centred1.running_mean")
    );
}

#[test]
fn layers_that_do_not_fit_are_refused() {
    let cases: [(Vec<Box<dyn Layer>>, &str); 3] = [
        (
            vec![
                Box::new(Centred { name: "centred" }),
                Box::new(Centred { name: "centred" }),
            ],
            "two layers of the network have a tensor called `centred.scale`",
        ),
        (
            vec![
                Box::new(Linear::new("linear1", 4)),
                Box::new(Convolution::new("conv1", 4)),
            ],
            "conv1 needs images, channels×height×width, it gets 4",
        ),
        (
            vec![
                Box::new(Convolution::new("conv1", 4)),
                Box::new(Convolution::new("conv2", 4)),
                Box::new(Convolution::new("conv3", 4)),
                Box::new(MaxPool::new("pool1")),
                Box::new(MaxPool::new("pool2")),
            ],
            "pool2 gets images of 1×1, it needs at least 2×2; use a larger input_size or fewer \
             convolution layers",
        ),
    ];
    for (layers, expected) in cases {
        let error = Network::of(layers, &[1, 8, 8], 1, &Device::Cpu).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn layers_one_by_one_predict_what_the_fused_block_predicts() {
    let blocks = |apart: bool| -> Network {
        let mut layers: Vec<Box<dyn Layer>> = vec![
            Box::new(Convolution::new("conv1", 3)),
            Box::new(Relu::new("conv1")),
        ];
        if apart {
            layers.push(Box::new(faceoff_model::Dropout::new("dropout1", 0.0, 0)));
        }
        layers.push(Box::new(MaxPool::new("pool1")));
        layers.push(Box::new(Linear::new("linear1", 5)));
        Network::of(layers, &[1, 8, 8], 1, &Device::Cpu).unwrap()
    };
    let (fused, apart) = (blocks(false), blocks(true));
    let of = |network: &Network| numbers(&network.forward(&images()).unwrap());
    for (a, b) in of(&fused).iter().zip(of(&apart)) {
        assert!((a - b).abs() < 1e-6, "{a} {b}");
    }
}
