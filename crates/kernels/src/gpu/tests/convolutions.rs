use candle_core::Tensor;

use super::common::plain::{self, pool_choices};
use super::common::{coarse, fixture, noise, numbers, relative_error, tensor};
use super::{Held, wide};
use crate::cpu::conv::geometry::Geometry;
use crate::cpu::conv::pool_rows::NONE;
use crate::gpu::emulated::Emulated;
use crate::gpu::launches::conv::{self, Precision};

const PRECISIONS: [Precision; 2] = [Precision::Float32, Precision::Tf32];

fn sizes(n: usize, channels: usize, [height, width]: [usize; 2], filters: usize) -> plain::Conv {
    plain::Conv {
        n,
        channels,
        height,
        width,
        filters,
        kernel: 3,
        stride: 1,
        padding: 0,
    }
}

fn geometry(c: &plain::Conv) -> Geometry {
    let zeros = |shape: &[usize]| tensor(&vec![0.0; shape.iter().product()], shape);
    let (x, w, b) = (
        zeros(&c.x_shape()),
        zeros(&c.w_shape()),
        zeros(&[c.filters]),
    );
    Geometry::new(&x, &w, &b, c.stride, c.padding).unwrap()
}

struct Numbers {
    x: Vec<f64>,
    w: Vec<f64>,
    b: Vec<f64>,
    dy: Vec<f64>,
}

impl Numbers {
    /// Drawn by `draw` for a result of `results` numbers.
    fn new(c: &plain::Conv, results: usize, draw: fn(usize, u64) -> Vec<f64>) -> Self {
        Self {
            x: draw(c.x_shape().iter().product(), 1),
            w: draw(c.w_shape().iter().product(), 2),
            b: draw(c.filters, 3),
            dy: draw(results, 4),
        }
    }
}

/// Checks [y, dx, dw, db] against what is expected.
fn check(what: &str, found: &[Vec<f32>; 4], expected: &[Vec<f64>; 4], tolerance: f64) {
    for ((found, expected), name) in found.iter().zip(expected).zip(["y", "dx", "dw", "db"]) {
        let error = relative_error(&wide(found), expected);
        assert!(error <= tolerance, "{what}: {name} is off by {error:e}");
    }
}

fn plain_on(gpu: &Emulated, c: &plain::Conv, precision: Precision, n: &Numbers) -> [Vec<f32>; 4] {
    let g = geometry(c);
    let [x, w, b, dy] = [&n.x, &n.w, &n.b, &n.dy].map(|v| Held::new(v));
    let y = conv::forward(gpu, &g, precision, [x.numbers(), w.numbers(), b.numbers()]).unwrap();
    let dx = conv::input_gradient(gpu, &g, precision, w.numbers(), dy.numbers(), None).unwrap();
    let (dw, db) =
        conv::weight_gradients(gpu, &g, precision, x.numbers(), dy.numbers(), None).unwrap();
    [y, dx, dw, db]
}

fn pooled_on(gpu: &Emulated, c: &plain::Conv, precision: Precision, n: &Numbers) -> [Vec<f32>; 4] {
    let g = geometry(c);
    let [x, w, b, dy] = [&n.x, &n.w, &n.b, &n.dy].map(|v| Held::new(v));
    let (y, choices) =
        conv::forward_pooled(gpu, &g, precision, [x.numbers(), w.numbers(), b.numbers()]).unwrap();
    for (y, choice) in y.iter().zip(&choices) {
        assert_eq!(*y == 0.0, *choice == NONE);
    }
    let choices = Some(&choices);
    let dx = conv::input_gradient(gpu, &g, precision, w.numbers(), dy.numbers(), choices).unwrap();
    let (dw, db) =
        conv::weight_gradients(gpu, &g, precision, x.numbers(), dy.numbers(), choices).unwrap();
    [y, dx, dw, db]
}

fn pooled_plainly(c: &plain::Conv, n: &Numbers) -> [Vec<f64>; 4] {
    let (height, width) = c.out();
    let before = c.forward(&n.x, &n.w, &n.b);
    let rectified: Vec<f64> = before.iter().map(|v| v.max(0.0)).collect();
    let choices = pool_choices(&rectified, c.n * c.filters, height, width);
    let y = choices.iter().map(|at| rectified[*at]).collect();
    let mut gradient = vec![0.0; before.len()];
    for (at, dy) in choices.iter().zip(&n.dy) {
        gradient[*at] = if before[*at] > 0.0 { *dy } else { 0.0 };
    }
    let [dx, dw, db] = c.backward(&n.x, &n.w, &gradient);
    [y, dx, dw, db]
}

/// Shapes with one and several tiles, chunks of inputs and blocks of outputs, whole and broken.
const SHAPES: [(usize, usize, [usize; 2], usize); 7] = [
    (1, 1, [3, 3], 1),
    (2, 1, [11, 12], 33),
    (3, 2, [9, 5], 5),
    (1, 8, [10, 10], 32),
    (2, 9, [13, 7], 37),
    (1, 17, [12, 23], 65),
    (2, 3, [19, 11], 17),
];

#[test]
fn a_convolution_is_exact_where_products_and_sums_are() {
    let Some(gpu) = Emulated::new() else { return };
    for (index, (n, channels, size, filters)) in SHAPES.into_iter().enumerate() {
        let c = plain::Conv {
            padding: index % 4,
            ..sizes(n, channels, size, filters)
        };
        let numbers = Numbers::new(&c, c.y_shape().iter().product(), coarse);
        let y = c.forward(&numbers.x, &numbers.w, &numbers.b);
        let [dx, dw, db] = c.backward(&numbers.x, &numbers.w, &numbers.dy);
        let expected = [y, dx, dw, db];
        for precision in PRECISIONS {
            let found = plain_on(&gpu, &c, precision, &numbers);
            check(&format!("{c:?} in {precision:?}"), &found, &expected, 0.0);
        }
    }
}

#[test]
fn a_block_is_exact_where_products_and_sums_are() {
    let Some(gpu) = Emulated::new() else { return };
    for (n, channels, size, filters) in SHAPES {
        let c = sizes(n, channels, size.map(|side| side + 1), filters);
        let (height, width) = c.out();
        let numbers = Numbers::new(&c, n * filters * (height / 2) * (width / 2), coarse);
        let expected = pooled_plainly(&c, &numbers);
        for precision in PRECISIONS {
            let found = pooled_on(&gpu, &c, precision, &numbers);
            check(&format!("{c:?} in {precision:?}"), &found, &expected, 0.0);
        }
    }
}

#[test]
fn float32_keeps_its_precision_and_tf32_its_own() {
    let Some(gpu) = Emulated::new() else { return };
    let c = sizes(2, 20, [12, 11], 35);
    let numbers = Numbers::new(&c, c.y_shape().iter().product(), noise);
    let y = c.forward(&numbers.x, &numbers.w, &numbers.b);
    let [dx, dw, db] = c.backward(&numbers.x, &numbers.w, &numbers.dy);
    let expected = [y, dx, dw, db];
    let found = plain_on(&gpu, &c, Precision::Float32, &numbers);
    check("float32", &found, &expected, 1e-6);
    let found = plain_on(&gpu, &c, Precision::Tf32, &numbers);
    check("TF32", &found, &expected, 1e-3);
    let error = relative_error(&wide(&found[0]), &expected[0]);
    assert!(
        error > 1e-5,
        "TF32 is off by {error:e} only: it was not used"
    );
}

/// Compares what `compute` makes of each fixture with PyTorch's values.
fn against_pytorch(
    files: [&str; 3],
    compute: impl Fn(&Emulated, &plain::Conv, Precision, &Numbers) -> [Vec<f32>; 4],
) {
    let Some(gpu) = Emulated::new() else { return };
    for file in files {
        let t = fixture(file);
        let (n, channels, height, width) = t["x"].dims4().unwrap();
        let c = sizes(n, channels, [height, width], t["bias"].elem_count());
        let read = |name: &str| numbers(&t[name]);
        let n = Numbers {
            x: read("x"),
            w: read("weight"),
            b: read("bias"),
            dy: read("dy"),
        };
        let expected = ["y", "dx", "dweight", "dbias"].map(read);
        let found = compute(&gpu, &c, Precision::Float32, &n);
        check(file, &found, &expected, 1e-5);
    }
}

#[test]
fn blocks_give_pytorchs_values() {
    let files = [
        "conv_relu_pool_1to32_even",
        "conv_relu_pool_32to64_odd",
        "conv_relu_pool_64to128_mixed",
    ];
    against_pytorch(files, pooled_on);
}

#[test]
fn convolutions_give_pytorchs_values() {
    let files = ["conv2d_1to32_odd", "conv2d_32to64", "conv2d_64to128"];
    against_pytorch(files, plain_on);
}

#[test]
fn nan_is_shown() {
    let Some(gpu) = Emulated::new() else { return };
    for channels in [1, 4] {
        let c = sizes(1, channels, [6, 6], 3);
        let mut numbers = Numbers::new(&c, 3 * 4, noise);
        numbers.x[14] = f64::NAN;
        let [x, w, b] = [&numbers.x, &numbers.w, &numbers.b].map(|v| Held::new(v));
        let numbers = [x.numbers(), w.numbers(), b.numbers()];
        let g = geometry(&c);
        let (y, _) = conv::forward_pooled(&gpu, &g, Precision::Float32, numbers).unwrap();
        // The pixel in row 2, column 2 is seen by every window.
        assert!(y.iter().all(|v| v.is_nan()), "{y:?}");
    }
}

#[test]
fn what_fits() {
    let fits = |x: [usize; 4], w: [usize; 4], stride| {
        let zeros = |shape: &[usize]| {
            Tensor::zeros(shape, candle_core::DType::U8, &candle_core::Device::Cpu)
        };
        let (x, w, b) = (
            zeros(&x).unwrap(),
            zeros(&w).unwrap(),
            zeros(&w[..1]).unwrap(),
        );
        super::super::fits(&Geometry::new(&x, &w, &b, stride, 0).unwrap())
    };
    assert!(fits([2, 3, 8, 9], [4, 3, 3, 3], 1));
    assert!(!fits([2, 3, 8, 9], [4, 3, 3, 3], 2));
    assert!(!fits([2, 3, 8, 9], [4, 3, 3, 5], 1));
    assert!(!fits([1 << 16, 1, 3, 3], [1, 1, 3, 3], 1));
}
