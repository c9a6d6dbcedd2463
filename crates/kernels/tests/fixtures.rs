//! Every operation gives PyTorch's values and gradients, on the fast path and composed.

mod common;

use candle_core::{Result, Tensor, Var};
use common::{
    LINEAR_FIXTURES, OptimizerFixture, assert_near, fixture, loss_fixtures, optimizer_fixtures,
    unary_fixture, variable, weighted_sum,
};
use faceoff_kernels::{
    ConvOptions, Optimizer, backward, composed, conv_relu_pool, conv2d, linear, max_pool2d,
    mean_loss, relu,
};
use faceoff_spec::{KindOf, Loss};

type Layer = fn(&Tensor, &Tensor, &Tensor) -> Result<Tensor>;

const CONVOLUTIONS: [(&str, Layer); 2] = [
    ("fast", |x, w, b| conv2d(x, w, b, ConvOptions::default())),
    ("composed", |x, w, b| {
        composed::conv2d(x, w, b, ConvOptions::default())
    }),
];
const BLOCKS: [(&str, Layer); 3] = [
    ("fast", |x, w, b| conv_relu_pool(x, w, b, true)),
    ("one by one", |x, w, b| {
        max_pool2d(&relu(&conv2d(x, w, b, ConvOptions::default())?)?)
    }),
    ("composed", |x, w, b| {
        composed::conv_relu_pool(x, w, b, true)
    }),
];

fn check_layer(file: &str, path: &str, layer: Layer) {
    let t = fixture(file);
    let (x, w, b) = (
        variable(&t["x"]),
        variable(&t["weight"]),
        variable(&t["bias"]),
    );
    let y = layer(&x, &w, &b).unwrap();
    assert_near(&format!("{file}, {path}: y"), &y, &t["y"], 1e-5);
    let loss = weighted_sum(&y, &t["dy"]);
    // Ours and candle's walk through the graph.
    for grads in [backward(&loss).unwrap(), loss.backward().unwrap().into()] {
        for (name, variable) in [("dx", &x), ("dweight", &w), ("dbias", &b)] {
            let found = grads.get(variable).unwrap();
            assert_near(&format!("{file}, {path}: {name}"), found, &t[name], 1e-5);
        }
    }
}

#[test]
fn convolutions() {
    for file in ["conv2d_1to32_odd", "conv2d_32to64", "conv2d_64to128"] {
        for (path, layer) in CONVOLUTIONS {
            check_layer(file, path, layer);
        }
    }
}

#[test]
fn blocks() {
    for file in [
        "conv_relu_pool_1to32_even",
        "conv_relu_pool_32to64_odd",
        "conv_relu_pool_64to128_mixed",
    ] {
        for (path, layer) in BLOCKS {
            check_layer(file, path, layer);
        }
    }
}

#[test]
fn linear_layers() {
    for file in LINEAR_FIXTURES {
        for (path, layer) in [("fast", linear as Layer), ("composed", composed::linear)] {
            check_layer(file, path, layer);
        }
    }
}

#[test]
fn pools_and_relu() {
    type Operation = fn(&Tensor) -> Result<Tensor>;
    let pools: [Operation; 2] = [max_pool2d, composed::max_pool2d];
    let relus: [Operation; 2] = [relu, composed::relu];
    let mut checked = 0;
    for (file, operations) in [
        ("max_pool2d_even", pools),
        ("max_pool2d_odd", pools),
        ("max_pool2d_ties", pools),
        ("relu_at_zero", relus),
    ] {
        let t = unary_fixture(file);
        for operation in operations {
            let x = variable(&t.x);
            let y = operation(&x).unwrap();
            assert_near(file, &y, &t.y, 0.0);
            let grads = weighted_sum(&y, &t.dy).backward().unwrap();
            assert_near(file, grads.get(&x).unwrap(), &t.dx, 0.0);
            checked += 1;
        }
    }
    assert_eq!(checked, 8);
}

#[test]
fn losses() {
    let t = fixture("losses");
    for (name, loss) in loss_fixtures() {
        let prediction = variable(&t["pred"]);
        let value = mean_loss(loss, &prediction, &t["target"]).unwrap();
        assert_near(&name, &value.reshape(1).unwrap(), &t[&name], 1e-6);
        let grads = value.backward().unwrap();
        let expected = &t[&format!("{name}_grad")];
        assert_near(&name, grads.get(&prediction).unwrap(), expected, 1e-6);
        // What is trained with is what is recorded.
        let floats = |t: &Tensor| t.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        let recorded = loss.mean(&floats(&t["pred"]), &floats(&t["target"]));
        assert_eq!(value.to_scalar::<f32>().unwrap(), recorded as f32, "{name}");
    }
}

#[test]
fn every_kind_has_a_fixture() {
    let check = |kinds: &[KindOf], found: Vec<&str>| {
        for kind in kinds {
            assert!(found.contains(&kind.name), "no fixture of {}", kind.name);
        }
    };
    let losses = loss_fixtures();
    check(
        Loss::KINDS,
        losses.iter().map(|(_, loss)| loss.name()).collect(),
    );
    let optimizers = optimizer_fixtures();
    let names = optimizers.iter().map(|fixture| fixture.optimizer.name());
    check(faceoff_spec::Optimizer::KINDS, names.collect());
}

#[test]
fn optimizers() {
    for OptimizerFixture {
        file,
        optimizer: rule,
        rate,
    } in optimizer_fixtures()
    {
        let t = fixture(&file);
        let parameters = |p: &Var| vec![("p".to_owned(), p.clone())];
        let p = variable(&t["p0"]);
        let mut optimizer = Optimizer::new(rule, parameters(&p)).unwrap();
        for step in 0..5 {
            let gradient = &t[&format!("g{step}")];
            // Half way another optimizer goes on from the state of the first.
            if step == 3 {
                let state = optimizer.state().unwrap().into_iter().collect();
                optimizer = Optimizer::new(rule, parameters(&p)).unwrap();
                optimizer.load_state(&state).unwrap();
            }
            let grads = backward(&weighted_sum(&p, gradient)).unwrap();
            optimizer.step(&grads, rate).unwrap();
            let expected = &t[&format!("p{}", step + 1)];
            assert_near(&format!("{file}, step {step}"), &p, expected, 1e-6);
        }
    }
}
