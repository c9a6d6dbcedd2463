//! Over random shapes, values and gradients equal plain loops in float64, and those equal finite
//! differences; on the fast path and composed.

mod common;

use candle_core::{DType, Device, Tensor, Var};
use common::plain::{Conv, pool_choices};
use common::{assert_near, coarse, noise, numbers, tensor, variable, weighted_sum};
use faceoff_kernels::{
    ConvOptions, backward, composed, conv_relu_pool, conv2d, linear, max_pool2d, mean_loss, relu,
};
use faceoff_spec::{Huber, L1, Loss, Mse, SmoothL1, Wing};
use proptest::prelude::*;

/// Sums are exact, see [`coarse`].
const TOLERANCE: f64 = 0.0;

/// What rounding may do where a convolution is computed in tiles.
const ROUNDED: f64 = 2e-5;

fn conv() -> impl Strategy<Value = (Conv, u64)> {
    // Sizes around multiples of vector lengths, tiny ones, primes.
    let size = || prop_oneof![1usize..12, Just(13), Just(17), Just(23), Just(31)];
    let channels = || prop_oneof![1usize..5, Just(7), Just(16)];
    (
        1usize..4,
        channels(),
        size(),
        size(),
        channels(),
        1usize..6,
        1usize..4,
        0usize..4,
        any::<u64>(),
    )
        .prop_map(
            |(n, channels, height, width, filters, kernel, stride, padding, seed)| {
                (
                    Conv {
                        n,
                        channels,
                        height,
                        width,
                        filters,
                        kernel,
                        stride,
                        padding,
                    },
                    seed,
                )
            },
        )
        .prop_filter("the kernel fits", |(c, _)| {
            c.kernel <= c.height.min(c.width) + 2 * c.padding
        })
}

/// Convolutions with enough channels and filters to be computed in tiles.
fn tiled() -> impl Strategy<Value = (Conv, u64)> {
    let size = || prop_oneof![4usize..16, Just(17), Just(23), Just(31), Just(43)];
    let channels = || prop_oneof![Just(16usize), Just(17), Just(24), Just(37)];
    (
        1usize..3,
        channels(),
        size(),
        size(),
        channels(),
        any::<u64>(),
    )
        .prop_map(|(n, channels, height, width, filters, seed)| {
            let (kernel, stride, padding) = (3, 1, 0);
            let c = Conv {
                n,
                channels,
                height,
                width,
                filters,
                kernel,
                stride,
                padding,
            };
            (c, seed)
        })
}

/// The operands x, w, b and the output's gradient.
fn operands(c: &Conv, seed: u64) -> [Vec<f64>; 4] {
    let count = |shape: [usize; 4]| shape.iter().product::<usize>();
    [
        coarse(count(c.x_shape()), seed),
        coarse(count(c.w_shape()), seed ^ 1),
        coarse(c.filters, seed ^ 2),
        coarse(count(c.y_shape()), seed ^ 3),
    ]
}

fn check_grads(what: &str, loss: &Tensor, expected: &[(&Var, &[f64])]) {
    let grads = backward(loss).unwrap();
    for (index, (variable, expected)) in expected.iter().enumerate() {
        let what = format!("{what}, gradient {index}");
        let expected = tensor(expected, variable.dims());
        assert_near(&what, grads.get(variable).unwrap(), &expected, TOLERANCE);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn convolution((c, seed) in conv()) {
        let [x, w, b, dy] = operands(&c, seed);
        let y = tensor(&c.forward(&x, &w, &b), &c.y_shape());
        let [dx, dw, db] = c.backward(&x, &w, &dy);
        let options =
            ConvOptions { stride: c.stride, padding: c.padding, input_gradient: true };
        for (path, layer) in [("fast", conv2d as fn(&_, &_, &_, _) -> _), ("composed", composed::conv2d)] {
            let x = variable(&tensor(&x, &c.x_shape()));
            let w = variable(&tensor(&w, &c.w_shape()));
            let b = variable(&tensor(&b, &[c.filters]));
            let found: Tensor = layer(&x, &w, &b, options).unwrap();
            assert_near(path, &found, &y, TOLERANCE);
            let loss = weighted_sum(&found, &tensor(&dy, &c.y_shape()));
            check_grads(path, &loss, &[(&x, &dx), (&w, &dw), (&b, &db)]);
        }
    }

    #[test]
    fn block((c, seed) in conv()) {
        let c = Conv {
            kernel: 3, stride: 1, padding: 0, height: c.height.max(4), width: c.width.max(4), ..c
        };
        // More are computed in tiles, which rounds: the next test.
        let c = Conv { channels: c.channels.min(15), ..c };
        let [x, w, b, dy] = operands(&c, seed);
        let y = c.forward(&x, &w, &b);
        let [n, filters, height, width] = c.y_shape();
        let choices = pool_choices(&y, n * filters, height, width);
        let pooled = [n, filters, height / 2, width / 2];
        let expected: Vec<f64> = choices.iter().map(|&i| y[i].max(0.0)).collect();
        let dy = &dy[..expected.len()];
        let mut dconv = vec![0.0; y.len()];
        for (&choice, dy) in choices.iter().zip(dy) {
            dconv[choice] = if y[choice] > 0.0 { *dy } else { 0.0 };
        }
        let [dx, dw, db] = c.backward(&x, &w, &dconv);
        for (path, layer) in
            [("fast", conv_relu_pool as fn(&_, &_, &_, _) -> _), ("composed", composed::conv_relu_pool)]
        {
            let x = variable(&tensor(&x, &c.x_shape()));
            let w = variable(&tensor(&w, &c.w_shape()));
            let b = variable(&tensor(&b, &[c.filters]));
            let found: Tensor = layer(&x, &w, &b, true).unwrap();
            assert_near(path, &found, &tensor(&expected, &pooled), TOLERANCE);
            let loss = weighted_sum(&found, &tensor(dy, &pooled));
            check_grads(path, &loss, &[(&x, &dx), (&w, &dw), (&b, &db)]);
        }
    }

    #[test]
    fn block_of_one_channel((c, seed) in conv()) {
        let c = Conv {
            channels: 1, kernel: 3, stride: 1, padding: 0,
            height: c.height.max(4), width: c.width.max(4), ..c
        };
        let [x, w, b, dy] = operands(&c, seed);
        let y = c.forward(&x, &w, &b);
        let [n, filters, height, width] = c.y_shape();
        let choices = pool_choices(&y, n * filters, height, width);
        let pooled = [n, filters, height / 2, width / 2];
        let expected: Vec<f64> = choices.iter().map(|&i| y[i].max(0.0)).collect();
        let dy = &dy[..expected.len()];
        let mut dconv = vec![0.0; y.len()];
        for (&choice, dy) in choices.iter().zip(dy) {
            dconv[choice] = if y[choice] > 0.0 { *dy } else { 0.0 };
        }
        let [_, dw, db] = c.backward(&x, &w, &dconv);
        let (x, w) = (tensor(&x, &c.x_shape()), variable(&tensor(&w, &c.w_shape())));
        let b = variable(&tensor(&b, &[c.filters]));
        let found = conv_relu_pool(&x, &w, &b, false).unwrap();
        assert_near("result", &found, &tensor(&expected, &pooled), TOLERANCE);
        let loss = weighted_sum(&found, &tensor(dy, &pooled));
        check_grads("one channel", &loss, &[(&w, &dw), (&b, &db)]);
    }

    #[test]
    fn block_in_tiles((c, seed) in tiled()) {
        let [n, filters, height, width] = c.y_shape();
        let (count, pooled) = (filters * (height / 2) * (width / 2), [n, filters, height / 2, width / 2]);
        let x = noise(c.x_shape().iter().product(), seed);
        let w = noise(c.w_shape().iter().product(), seed ^ 1);
        let (b, mut dy) = (noise(c.filters, seed ^ 2), noise(n * count, seed ^ 3));
        let y = c.forward(&x, &w, &b);
        let choices = pool_choices(&y, n * filters, height, width);
        let expected: Vec<f64> = choices.iter().map(|&i| y[i].max(0.0)).collect();
        let mut dconv = vec![0.0; y.len()];
        for (&choice, dy) in choices.iter().zip(&mut dy) {
            // Where float32 cannot tell which number is largest, or whether it is above 0, the
            // gradient could go either way: there is none.
            let start = choice - choice / width % height % 2 * width - choice % width % 2;
            let others = [start, start + 1, start + width, start + width + 1];
            let close = others.iter().any(|&i| i != choice && y[choice] - y[i] < 1e-3);
            if close || y[choice].abs() < 1e-3 {
                *dy = 0.0;
            }
            dconv[choice] = if y[choice] > 0.0 { *dy } else { 0.0 };
        }
        let [dx, dw, db] = c.backward(&x, &w, &dconv);
        let (x, w) = (variable(&tensor(&x, &c.x_shape())), variable(&tensor(&w, &c.w_shape())));
        let b = variable(&tensor(&b, &[c.filters]));
        let found = conv_relu_pool(&x, &w, &b, true).unwrap();
        assert_near("result", &found, &tensor(&expected, &pooled), ROUNDED);
        let grads = backward(&weighted_sum(&found, &tensor(&dy, &pooled))).unwrap();
        for (what, variable, expected) in [("x", &x, &dx), ("w", &w, &dw), ("b", &b, &db)] {
            let expected = tensor(expected, variable.dims());
            assert_near(what, grads.get(variable).unwrap(), &expected, ROUNDED);
        }
    }

    #[test]
    fn the_plain_convolution_s_gradients_are_finite_differences((c, seed) in conv()) {
        let [x, w, b, dy] = operands(&c, seed);
        let value = |x: &[f64], w: &[f64], b: &[f64]| -> f64 {
            c.forward(x, w, b).iter().zip(&dy).map(|(y, dy)| y * dy).sum()
        };
        let gradients = c.backward(&x, &w, &dy);
        for (which, gradient) in gradients.iter().enumerate() {
            let at = (seed % gradient.len() as u64) as usize;
            let moved = |by: f64| {
                let mut operands = [x.clone(), w.clone(), b.clone()];
                operands[which][at] += by;
                value(&operands[0], &operands[1], &operands[2])
            };
            let slope = (moved(0.5) - moved(-0.5)) / 1.0; // linear, so exact for any step
            prop_assert!((slope - gradient[at]).abs() < 1e-9, "{slope}, {}", gradient[at]);
        }
    }

    #[test]
    fn pool_with_ties_and_zeros(
        (n, channels, height, width) in (1usize..3, 1usize..4, 2usize..12, 2usize..12),
        seed: u64,
    ) {
        let shape = [n, channels, height, width];
        // Few distinct values, so that most windows have several maxima.
        let x: Vec<f64> =
            noise(shape.iter().product(), seed).iter().map(|v| (v * 2.0).round()).collect();
        let choices = pool_choices(&x, n * channels, height, width);
        let pooled = [n, channels, height / 2, width / 2];
        let dy = noise(choices.len(), seed ^ 1);
        for (path, pool) in
            [("fast", max_pool2d as fn(&Tensor) -> _), ("composed", composed::max_pool2d)]
        {
            let variable = variable(&tensor(&x, &shape));
            let y: Tensor = pool(&variable).unwrap();
            let expected: Vec<f64> = choices.iter().map(|&i| x[i]).collect();
            prop_assert_eq!(numbers(&y), expected, "{}", path);
            let mut dx = vec![0.0; x.len()];
            for (&choice, dy) in choices.iter().zip(&dy) {
                dx[choice] = *dy;
            }
            let grads = weighted_sum(&y, &tensor(&dy, &pooled)).backward().unwrap();
            prop_assert_eq!(numbers(grads.get(&variable).unwrap()), dx, "{}", path);
        }
    }

    #[test]
    fn linear_layers(
        rows in prop_oneof![1usize..20, Just(64)],
        inputs in prop_oneof![1usize..40, Just(511), Just(512), Just(1031)],
        outputs in prop_oneof![1usize..40, Just(136)],
        seed: u64,
    ) {
        let (x, w) = (coarse(rows * inputs, seed), coarse(outputs * inputs, seed ^ 1));
        let (b, dy) = (coarse(outputs, seed ^ 2), coarse(rows * outputs, seed ^ 3));
        let (mut y, mut db) = (vec![0.0; rows * outputs], vec![0.0; outputs]);
        let (mut dx, mut dw) = (vec![0.0; x.len()], vec![0.0; w.len()]);
        for r in 0..rows {
            for o in 0..outputs {
                let at = r * outputs + o;
                y[at] = b[o];
                db[o] += dy[at];
                for i in 0..inputs {
                    y[at] += x[r * inputs + i] * w[o * inputs + i];
                    dx[r * inputs + i] += dy[at] * w[o * inputs + i];
                    dw[o * inputs + i] += dy[at] * x[r * inputs + i];
                }
            }
        }
        for (path, layer) in
            [("fast", linear as fn(&_, &_, &_) -> _), ("composed", composed::linear)]
        {
            let x = variable(&tensor(&x, &[rows, inputs]));
            let w = variable(&tensor(&w, &[outputs, inputs]));
            let b = variable(&tensor(&b, &[outputs]));
            let found: Tensor = layer(&x, &w, &b).unwrap();
            assert_near(path, &found, &tensor(&y, &[rows, outputs]), TOLERANCE);
            let loss = weighted_sum(&found, &tensor(&dy, &[rows, outputs]));
            check_grads(path, &loss, &[(&x, &dx), (&w, &dw), (&b, &db)]);
        }
    }

    #[test]
    fn losses_are_differentiated_with_respect_to_both(
        count in 1usize..50,
        seed: u64,
        loss in prop_oneof![
            Just(Loss::Mse(Mse)),
            Just(Loss::L1(L1)),
            Just(Loss::SmoothL1(SmoothL1 { beta: 0.7 })),
            Just(Loss::Huber(Huber { delta: 0.6 })),
            Just(Loss::Wing(Wing { w: 0.8, epsilon: 0.3 })),
        ],
    ) {
        let (p, t) = (noise(count, seed), noise(count, seed ^ 1));
        let double = |values: &[f64]| Tensor::from_slice(values, count, &Device::Cpu).unwrap();
        // In float64 the loss is put together from candle's operations.
        let value = |p: &[f64]| -> f64 {
            mean_loss(loss, &double(p), &double(&t)).unwrap().to_scalar().unwrap()
        };
        let slopes: Vec<f64> = (0..count)
            .map(|i| {
                let moved = |by: f64| {
                    let mut p = p.clone();
                    p[i] += by;
                    value(&p)
                };
                (moved(1e-6) - moved(-1e-6)) / 2e-6
            })
            .collect();
        // A finite difference across a bend says nothing.
        let bends = [0.0, 0.6, 0.7, 0.8];
        let smooth = p.iter().zip(&t).all(|(p, t)| {
            bends.iter().all(|bend| ((p - t).abs() - bend).abs() > 1e-5)
        });
        prop_assume!(smooth);
        for dtype in [DType::F32, DType::F64] {
            let (p, t) = (double(&p).to_dtype(dtype).unwrap(), double(&t).to_dtype(dtype).unwrap());
            let (p, t) = (variable(&p), variable(&t));
            let found = mean_loss(loss, &p, &t).unwrap();
            prop_assert!((numbers(&found)[0] - value(&numbers(&p))).abs() < 1e-6);
            let grads = found.backward().unwrap();
            let slopes = double(&slopes);
            assert_near("prediction", &grads.get(&p).unwrap().to_dtype(DType::F64).unwrap(), &slopes, 1e-4);
            assert_near("target", &grads.get(&t).unwrap().to_dtype(DType::F64).unwrap(), &slopes.neg().unwrap(), 1e-4);
        }
    }

    #[test]
    fn relu_of_any_shape(shape in prop::collection::vec(1usize..6, 0..5), seed: u64) {
        let x: Vec<f64> =
            noise(shape.iter().product(), seed).iter().map(|v| (v * 2.0).round() / 2.0).collect();
        for (path, relu) in [("fast", relu as fn(&Tensor) -> _), ("composed", composed::relu)] {
            let variable = variable(&tensor(&x, &shape));
            let y: Tensor = relu(&variable).unwrap();
            let expected: Vec<f64> = x.iter().map(|v| v.max(0.0)).collect();
            prop_assert_eq!(numbers(&y), expected, "{}", path);
            let dx = numbers(y.sum_all().unwrap().backward().unwrap().get(&variable).unwrap());
            let expected: Vec<f64> = x.iter().map(|v| f64::from(u8::from(*v > 0.0))).collect();
            prop_assert_eq!(dx, expected, "{}", path);
        }
    }
}
