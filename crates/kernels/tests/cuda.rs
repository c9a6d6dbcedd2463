//! Every operation on a real GPU, against PyTorch's values and against the CPU. Without a GPU each
//! test says so and passes; `just cuda-test` lets it fail.
#![cfg(feature = "cuda")]

mod common;

use std::sync::{Mutex, MutexGuard};

use candle_core::{DType, Device, Result, Tensor, Var};
use common::{
    LINEAR_FIXTURES, OptimizerFixture, assert_near, assert_same_bits, coarse, fixture,
    loss_fixtures, noise, numbers, optimizer_fixtures, relative_error, tensor, unary_fixture,
    variable, weighted_sum,
};
use faceoff_kernels::{
    Changes, ConvOptions, Crop, Image, Images, Optimizer, Samples, backward, conv_relu_pool,
    conv2d, cuda_device, dropout, linear, max_pool2d, mean_loss, relu, set_tf32,
};
use faceoff_spec::Mse;

/// A GPU, in float32, for one test at a time: whether products are TF32 is the process's.
struct Gpu {
    device: Device,
    _alone: MutexGuard<'static, ()>,
}

impl Gpu {
    /// None, with a message, where no GPU can be used; with `FACEOFF_NEEDS_GPU` set that fails.
    fn new() -> Option<Self> {
        static ALONE: Mutex<()> = Mutex::new(());
        let alone = ALONE.lock().unwrap_or_else(|e| e.into_inner());
        set_tf32(false);
        match cuda_device(0) {
            Ok(device) => Some(Self {
                device,
                _alone: alone,
            }),
            Err(e) => {
                let text = e.to_string();
                let reason = text.lines().next().unwrap_or_default();
                let needed = std::env::var_os("FACEOFF_NEEDS_GPU").is_some();
                assert!(!needed, "no GPU can be used: {reason}");
                eprintln!("skipped: no GPU can be used ({reason})");
                None
            }
        }
    }

    fn variable(&self, tensor: &Tensor) -> Var {
        variable(&self.tensor(tensor))
    }

    fn tensor(&self, tensor: &Tensor) -> Tensor {
        tensor.to_device(&self.device).unwrap()
    }
}

fn here(tensor: &Tensor) -> Tensor {
    tensor.to_device(&Device::Cpu).unwrap()
}

type Layer = fn(&Tensor, &Tensor, &Tensor) -> Result<Tensor>;

/// The result, and the gradients of x, w and b for `dy`.
fn run(layer: Layer, [x, w, b]: [&Var; 3], dy: &Tensor) -> [Tensor; 4] {
    let y = layer(x, w, b).unwrap();
    let loss = weighted_sum(&y, dy);
    let grads = backward(&loss).unwrap();
    let [dx, dw, db] = [x, w, b].map(|v| here(grads.get(v).unwrap()));
    // Candle's own walk gives the same, but for the sign of zeros.
    let stock = loss.backward().unwrap();
    for (ours, v) in [&dx, &dw, &db].into_iter().zip([x, w, b]) {
        assert_near("gradient", ours, &here(stock.get(v).unwrap()), 0.0);
    }
    [here(&y), dx, dw, db]
}

const NAMES: [&str; 4] = ["y", "dx", "dw", "db"];

#[test]
fn layers_give_pytorchs_values() {
    let Some(gpu) = Gpu::new() else { return };
    let conv: Layer = |x, w, b| conv2d(x, w, b, ConvOptions::default());
    let block: Layer = |x, w, b| conv_relu_pool(x, w, b, true);
    let apart: Layer = |x, w, b| max_pool2d(&relu(&conv2d(x, w, b, ConvOptions::default())?)?);
    for (file, layers) in [
        ("conv2d_1to32_odd", vec![conv]),
        ("conv2d_32to64", vec![conv]),
        ("conv2d_64to128", vec![conv]),
        ("conv_relu_pool_1to32_even", vec![block, apart]),
        ("conv_relu_pool_32to64_odd", vec![block, apart]),
        ("conv_relu_pool_64to128_mixed", vec![block, apart]),
    ] {
        let t = fixture(file);
        for layer in layers {
            let [x, w, b] = ["x", "weight", "bias"].map(|name| gpu.variable(&t[name]));
            let found = run(layer, [&x, &w, &b], &gpu.tensor(&t["dy"]));
            for (found, name) in found.iter().zip(["y", "dx", "dweight", "dbias"]) {
                assert_near(&format!("{file}: {name}"), found, &t[name], 1e-5);
            }
        }
    }
}

/// Shapes of the study's network at small batch, and odd ones.
const SHAPES: [([usize; 4], usize); 6] = [
    ([10, 1, 224, 224], 32),
    ([10, 32, 111, 111], 64),
    ([3, 64, 54, 54], 128),
    ([2, 3, 17, 31], 5),
    ([1, 13, 11, 20], 71),
    ([300, 2, 4, 5], 3),
];

/// How close two numbers of a window, or the largest of them and 0, are where one processor may
/// choose otherwise than another. Results differ by less than a quarter of this.
const CLOSE: f64 = 1e-3;

/// `dy`, the gradient of a block, without that of the windows in which the choice is a close one;
/// `before` is the block's convolution.
fn decided(dy: Vec<f64>, before: &Tensor) -> Vec<f64> {
    let (_, _, height, width) = before.dims4().unwrap();
    let (before, windows) = (numbers(before), (height / 2) * (width / 2));
    let of_window = |(index, dy): (usize, f64)| {
        let (plane, window) = (index / windows, index % windows);
        let (row, column) = (window / (width / 2) * 2, window % (width / 2) * 2);
        let corner = (plane * height + row) * width + column;
        let mut four = [0, 1, width, width + 1].map(|step| before[corner + step]);
        four.sort_by(|a, b| b.total_cmp(a));
        let close = four[0] - four[1] < CLOSE || four[0].abs() < CLOSE;
        if close { 0.0 } else { dy }
    };
    dy.into_iter().enumerate().map(of_window).collect()
}

#[test]
fn layers_give_the_cpus_values() {
    let Some(gpu) = Gpu::new() else { return };
    let padded: Layer = |x, w, b| {
        let options = ConvOptions {
            padding: 2,
            ..ConvOptions::default()
        };
        conv2d(x, w, b, options)
    };
    // Not for the kernels, so candle's.
    let strided: Layer = |x, w, b| {
        let options = ConvOptions {
            stride: 2,
            padding: 1,
            ..ConvOptions::default()
        };
        conv2d(x, w, b, options)
    };
    let block: Layer = |x, w, b| conv_relu_pool(x, w, b, true);
    for (shape, filters) in SHAPES {
        let [_, channels, ..] = shape;
        let x = tensor(&noise(shape.iter().product(), 1), &shape);
        let w = tensor(
            &noise(filters * channels * 9, 2),
            &[filters, channels, 3, 3],
        );
        let b = tensor(&noise(filters, 3), &[filters]);
        for (name, layer) in [("padded", padded), ("strided", strided), ("block", block)] {
            let dims = layer(&x, &w, &b).unwrap().dims().to_vec();
            let mut dy = noise(dims.iter().product(), 4);
            if name == "block" {
                dy = decided(dy, &conv2d(&x, &w, &b, ConvOptions::default()).unwrap());
            }
            let dy = tensor(&dy, &dims);
            let [x, w, b] = [&x, &w, &b];
            let expected = run(layer, [&variable(x), &variable(w), &variable(b)], &dy);
            let [x, w, b] = [x, w, b].map(|t| gpu.variable(t));
            let found = run(layer, [&x, &w, &b], &gpu.tensor(&dy));
            for ((found, expected), of) in found.iter().zip(&expected).zip(NAMES) {
                let what = format!("{name} {shape:?} to {filters}: {of}");
                assert_near(&what, found, expected, 3e-5);
            }
            let again = run(layer, [&x, &w, &b], &gpu.tensor(&dy));
            for (found, again) in found.iter().zip(&again) {
                assert_same_bits(name, found, again);
            }
        }
    }
}

#[test]
fn tf32_is_used_where_asked_for_and_nowhere_else() {
    let Some(gpu) = Gpu::new() else { return };
    let (n, channels, filters) = (4, 32, 48);
    let x = tensor(&noise(n * channels * 400, 1), &[n, channels, 20, 20]);
    let w = tensor(
        &noise(filters * channels * 9, 2),
        &[filters, channels, 3, 3],
    );
    let b = tensor(&noise(filters, 3), &[filters]);
    let layer: Layer = |x, w, b| conv2d(x, w, b, ConvOptions::default());
    let dims = layer(&x, &w, &b).unwrap().dims().to_vec();
    let dy = tensor(&noise(dims.iter().product(), 4), &dims);
    let expected = run(layer, [&variable(&x), &variable(&w), &variable(&b)], &dy);
    for on in [true, false] {
        set_tf32(on);
        let [x, w, b] = [&x, &w, &b].map(|t| gpu.variable(t));
        let found = run(layer, [&x, &w, &b], &gpu.tensor(&dy));
        for ((found, expected), name) in found.iter().zip(&expected).zip(NAMES) {
            let error = relative_error(&numbers(found), &numbers(expected));
            assert!(
                error < if on { 2e-3 } else { 1e-5 },
                "{name}, {on}: {error:e}"
            );
            if on && name == "y" {
                assert!(error > 1e-5, "off by {error:e} only");
            }
        }
    }
}

#[test]
fn layers_without_products_are_the_cpus_bit_for_bit() {
    let Some(gpu) = Gpu::new() else { return };
    type Operation = fn(&Tensor) -> Result<Tensor>;
    let operations: [(&str, Operation); 3] = [
        ("relu", relu),
        ("max-pool", max_pool2d),
        ("dropout", |x| dropout(x, 0.3, 0x1234_5678_9ABC_DEF0)),
    ];
    for shape in [[1, 1, 2, 2], [3, 5, 17, 12], [10, 32, 109, 109]] {
        let mut values = coarse(shape.iter().product(), 5);
        values.iter_mut().for_each(|v| *v += 0.0);
        for (name, operation) in operations {
            // Not where it is multiplied by 0: the bits of that NaN are each processor's own.
            values[2] = if name == "dropout" {
                1.0
            } else {
                f64::INFINITY
            };
            let x = tensor(&values, &shape);
            let (on_cpu, on_gpu) = (variable(&x), gpu.variable(&x));
            let y = operation(&on_cpu).unwrap();
            let dy = tensor(&noise(y.elem_count(), 6), y.dims());
            let expected = weighted_sum(&y, &dy).backward().unwrap();
            let found = operation(&on_gpu).unwrap();
            assert_same_bits(name, &here(&found), &y);
            let grads = weighted_sum(&found, &gpu.tensor(&dy)).backward().unwrap();
            let (found, expected) = (grads.get(&on_gpu).unwrap(), expected.get(&on_cpu).unwrap());
            assert_near(name, &here(found), expected, 0.0);
        }
    }
}

#[test]
fn pools_and_relu_give_pytorchs_values() {
    let Some(gpu) = Gpu::new() else { return };
    for (file, operation) in [
        ("max_pool2d_even", max_pool2d as fn(&Tensor) -> _),
        ("max_pool2d_odd", max_pool2d),
        ("max_pool2d_ties", max_pool2d),
        ("relu_at_zero", relu),
    ] {
        let t = unary_fixture(file);
        let x = gpu.variable(&t.x);
        let y: Tensor = operation(&x).unwrap();
        assert_near(file, &here(&y), &t.y, 0.0);
        let grads = weighted_sum(&y, &gpu.tensor(&t.dy)).backward().unwrap();
        assert_near(file, &here(grads.get(&x).unwrap()), &t.dx, 0.0);
    }
}

#[test]
fn views_are_taken_as_they_are() {
    let Some(gpu) = Gpu::new() else { return };
    let whole = tensor(&noise(6 * 4 * 9 * 9, 1), &[6, 4, 9, 9]);
    let view = |t: &Tensor| t.narrow(0, 2, 3).unwrap();
    let turned = |t: &Tensor| t.transpose(2, 3).unwrap();
    let w = tensor(&noise(5 * 4 * 9, 2), &[5, 4, 3, 3]);
    let b = tensor(&noise(5, 3), &[5]);
    let on_gpu = gpu.tensor(&whole);
    let [w_gpu, b_gpu] = [&w, &b].map(|t| gpu.tensor(t));
    for make in [view, turned] {
        let expected = conv_relu_pool(&make(&whole), &w, &b, false).unwrap();
        let found = conv_relu_pool(&make(&on_gpu), &w_gpu, &b_gpu, false).unwrap();
        assert_near("view", &here(&found), &expected, 1e-5);
        let expected = relu(&make(&whole)).unwrap();
        assert_same_bits("view", &here(&relu(&make(&on_gpu)).unwrap()), &expected);
    }
}

#[test]
fn linear_gives_pytorchs_values() {
    let Some(gpu) = Gpu::new() else { return };
    for file in LINEAR_FIXTURES {
        let t = fixture(file);
        let [x, w, b] = ["x", "weight", "bias"].map(|name| gpu.variable(&t[name]));
        let found = run(linear, [&x, &w, &b], &gpu.tensor(&t["dy"]));
        for (found, name) in found.iter().zip(["y", "dx", "dweight", "dbias"]) {
            assert_near(&format!("{file}: {name}"), found, &t[name], 1e-5);
        }
    }
}

#[test]
fn linear_gives_the_cpus_values() {
    let Some(gpu) = Gpu::new() else { return };
    for [rows, inputs, outputs] in [[1, 1, 1], [10, 1003, 136], [65, 257, 31]] {
        let x = tensor(&noise(rows * inputs, 1), &[rows, inputs]);
        let w = tensor(&noise(outputs * inputs, 2), &[outputs, inputs]);
        let b = tensor(&noise(outputs, 3), &[outputs]);
        let dy = tensor(&noise(rows * outputs, 4), &[rows, outputs]);
        let expected = run(linear, [&variable(&x), &variable(&w), &variable(&b)], &dy);
        let [x, w, b] = [&x, &w, &b].map(|t| gpu.variable(t));
        let found = run(linear, [&x, &w, &b], &gpu.tensor(&dy));
        for ((found, expected), name) in found.iter().zip(&expected).zip(NAMES) {
            assert_near(name, found, expected, 1e-5);
        }
        let y = linear(&x, &w, &b).unwrap();
        let grads = backward(&weighted_sum(&y, &gpu.tensor(&dy))).unwrap();
        let norm = grads.norm(&w).unwrap().unwrap();
        let dw: f64 = numbers(&expected[2]).iter().map(|v| v * v).sum();
        assert!((norm - dw.sqrt()).abs() <= 1e-4 * dw.sqrt());
    }
}

#[test]
fn losses_give_pytorchs_values() {
    let Some(gpu) = Gpu::new() else { return };
    let t = fixture("losses");
    for (name, loss) in loss_fixtures() {
        let [prediction, target] = ["pred", "target"].map(|name| gpu.variable(&t[name]));
        let value = mean_loss(loss, &prediction, &target).unwrap();
        assert_near(&name, &here(&value.reshape(1).unwrap()), &t[&name], 1e-6);
        let grads = value.backward().unwrap();
        let expected = &t[&format!("{name}_grad")];
        let found = here(grads.get(&prediction).unwrap());
        assert_near(&name, &found, expected, 1e-6);
        let of_target = here(grads.get(&target).unwrap());
        assert_same_bits(&name, &of_target.neg().unwrap(), &found);
    }
}

#[test]
fn optimizers_give_pytorchs_values_and_change_devices() {
    let Some(gpu) = Gpu::new() else { return };
    for OptimizerFixture {
        file,
        optimizer: rule,
        rate,
    } in optimizer_fixtures()
    {
        let t = fixture(&file);
        let parameters = |p: &Var| vec![("p".to_owned(), p.clone())];
        let mut p = gpu.variable(&t["p0"]);
        let mut optimizer = Optimizer::new(rule, parameters(&p)).unwrap();
        for step in 0..5 {
            // From the GPU to the CPU and back, as a checkpoint that is resumed elsewhere.
            if step == 2 || step == 4 {
                let state = optimizer.state().unwrap().into_iter().collect();
                p = if step == 2 {
                    variable(&here(&p))
                } else {
                    gpu.variable(&p)
                };
                optimizer = Optimizer::new(rule, parameters(&p)).unwrap();
                optimizer.load_state(&state).unwrap();
            }
            let gradient = t[&format!("g{step}")].to_device(p.device()).unwrap();
            let grads = backward(&weighted_sum(&p, &gradient)).unwrap();
            optimizer.step(&grads, rate).unwrap();
            let expected = &t[&format!("p{}", step + 1)];
            assert_near(&format!("{file}, step {step}"), &here(&p), expected, 1e-6);
        }
    }
}

/// A network with everything in it, some steps long.
fn losses_of(device: &Device, rule: faceoff_spec::Optimizer, rate: f64, batch: usize) -> Vec<f64> {
    let at = |values: &[f64], shape: &[usize]| {
        let small: Vec<f64> = values.iter().map(|v| v * 0.2).collect();
        variable(&tensor(&small, shape).to_device(device).unwrap())
    };
    let parameters = [
        ("w1", at(&noise(8 * 9, 1), &[8, 1, 3, 3])),
        ("b1", at(&noise(8, 2), &[8])),
        ("w2", at(&noise(20 * 8 * 9, 3), &[20, 8, 3, 3])),
        ("b2", at(&noise(20, 4), &[20])),
        ("w3", at(&noise(30 * 20 * 36, 5), &[30, 20 * 36])),
        ("b3", at(&noise(30, 6), &[30])),
        ("w4", at(&noise(6 * 30, 7), &[6, 30])),
        ("b4", at(&noise(6, 8), &[6])),
    ];
    let named = parameters.clone().map(|(name, v)| (name.to_owned(), v));
    let mut optimizer = Optimizer::new(rule, named.to_vec()).unwrap();
    let [w1, b1, w2, b2, w3, b3, w4, b4] = parameters.each_ref().map(|(_, v)| v.as_tensor());
    let mut losses = Vec::new();
    for step in 0..20 {
        let x = tensor(&noise(batch * 900, 9 + step % 3), &[batch, 1, 30, 30]);
        let target = tensor(&noise(batch * 6, 20 + step % 3), &[batch, 6]);
        let [x, target] = [x, target].map(|t| t.to_device(device).unwrap());
        let x = conv_relu_pool(&x, w1, b1, false).unwrap();
        let x = dropout(&conv_relu_pool(&x, w2, b2, true).unwrap(), 0.1, step).unwrap();
        let x = relu(&linear(&x, w3, b3).unwrap()).unwrap();
        let loss = mean_loss(Mse, &linear(&x, w4, b4).unwrap(), &target).unwrap();
        optimizer.step(&backward(&loss).unwrap(), rate).unwrap();
        losses.push(
            loss.to_dtype(DType::F64)
                .unwrap()
                .to_scalar::<f64>()
                .unwrap(),
        );
    }
    losses
}

/// How far a loss may be from the CPU's. Roundings that differ soon let a window choose otherwise;
/// RMSprop makes the most of it, as its first step is as long for the smallest gradient as for the
/// largest. On the CPU, inputs off by 10⁻⁵ move losses by 5·10⁻⁴ at most, RMSprop's by 6·10⁻³.
fn apart(rule: faceoff_spec::Optimizer) -> f64 {
    match rule {
        faceoff_spec::Optimizer::Rmsprop(_) => 2e-2,
        _ => 2e-3,
    }
}

#[test]
fn training_goes_the_cpus_way() {
    let Some(gpu) = Gpu::new() else { return };
    for OptimizerFixture {
        file,
        optimizer: rule,
        rate,
    } in optimizer_fixtures()
    {
        // A linear layer's gradient multiplied out in registers, and by cuBLAS.
        for batch in [10, 70] {
            let on_cpu = losses_of(&Device::Cpu, rule, rate, batch);
            let on_gpu = losses_of(&gpu.device, rule, rate, batch);
            for (step, (found, expected)) in on_gpu.iter().zip(&on_cpu).enumerate() {
                let error = (found - expected).abs() / expected;
                assert!(
                    error < apart(rule),
                    "{file}, {batch}, step {step}: {found}, {expected}"
                );
            }
            assert_eq!(on_gpu, losses_of(&gpu.device, rule, rate, batch));
        }
    }
}

#[test]
fn images_are_cropped() {
    let Some(gpu) = Gpu::new() else { return };
    let eight: Vec<u8> = (0..30 * 20).map(|i| (i * 7 % 256) as u8).collect();
    let sixteen: Vec<u16> = (0..9 * 9).map(|i| (i * 701) as u16).collect();
    let images = [
        Image {
            samples: Samples::Eight(&eight),
            width: 30,
            height: 20,
        },
        Image {
            samples: Samples::Sixteen(&sixteen),
            width: 9,
            height: 9,
        },
    ];
    let kept = Images::new(&images, &gpu.device).unwrap();
    // Not rescaled, a crop is a part of the image; the arithmetic beyond that is tested on the
    // emulated GPU.
    let crop = Crop {
        image: 0,
        resized: [30, 20],
        corner: [5, 3],
        size: 8,
        changes: Changes::NONE,
    };
    let mut crops = vec![crop; 100];
    crops[70].changes.flipped = true;
    crops[80] = Crop {
        image: 1,
        resized: [9, 9],
        corner: [1, 0],
        ..crop
    };
    crops[90].changes.warp = Some([1.0, 0.0, 3.5, 0.0, 0.0]);
    crops[95].changes.tone = [0.5, 0.25];
    let found = here(&kept.crops(&crops).unwrap());
    assert_eq!(found.dims(), [100, 1, 8, 8]);
    let found = numbers(&found);
    for (index, crop) in crops.iter().enumerate() {
        for row in 0..8 {
            for column in 0..8 {
                let source = if crop.changes.flipped {
                    7 - column
                } else {
                    column
                };
                let (x, y) = (crop.corner[0] + source, crop.corner[1] + row);
                let expected = match crop.image {
                    0 => f64::from(eight[y * 30 + x]) / 255.0,
                    _ => f64::from(sixteen[y * 9 + x]) / 65535.0,
                };
                let [gain, offset] = crop.changes.tone.map(f64::from);
                let expected = (gain * expected + offset).clamp(0.0, 1.0);
                let found = found[(index * 8 + row) * 8 + column];
                assert!(
                    (found - expected).abs() < 1e-6,
                    "{index}: {found}, {expected}"
                );
            }
        }
    }
    for wrong in [
        vec![],
        vec![Crop { image: 2, ..crop }],
        vec![crop, Crop { size: 7, ..crop }],
        vec![Crop {
            corner: [23, 3],
            ..crop
        }],
    ] {
        assert!(kept.crops(&wrong).is_err(), "{wrong:?}");
    }
    let wrong = Image {
        width: 31,
        ..images[0]
    };
    assert!(Images::new(&[wrong], &gpu.device).is_err());
    assert!(Images::new(&images, &Device::Cpu).is_err());
}
