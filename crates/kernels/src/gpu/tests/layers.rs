use candle_core::{Tensor, Var};

use super::common::{
    coarse, fixture, loss_fixtures, noise, numbers, tensor, unary_fixture, weighted_sum,
};
use super::{Held, bits, wide};
use crate::cpu::mask::Mask;
use crate::gpu::emulated::Emulated;
use crate::gpu::launches::loss::Side;
use crate::gpu::launches::{layers, loss};
use crate::mean_loss;
use faceoff_spec::{Loss, Mse};

/// Enough for more blocks than one, and none that ends where they do.
const COUNT: usize = 1013;

fn floats(tensor: &Tensor) -> Vec<f32> {
    tensor.flatten_all().unwrap().to_vec1().unwrap()
}

/// Numbers with zeros of both signs, NaN and infinities among them.
fn awkward(count: usize) -> Vec<f64> {
    let mut numbers = coarse(count, 5);
    for (at, value) in [
        (0, -0.0),
        (7, f64::NAN),
        (11, f64::INFINITY),
        (12, -f64::INFINITY),
    ] {
        if at < count {
            numbers[at] = value;
        }
    }
    numbers
}

#[test]
fn relu_is_the_cpus() {
    let Some(gpu) = Emulated::new() else { return };
    for count in [1, 32, COUNT] {
        let (x, dy) = (awkward(count), noise(count, 6));
        let variable = Var::from_tensor(&tensor(&x, &[count])).unwrap();
        let y = crate::relu(&variable).unwrap();
        let grads = weighted_sum(&y, &tensor(&dy, &[count])).backward().unwrap();
        let found = layers::pointwise(&gpu, "relu", Held::new(&x).numbers(), count).unwrap();
        assert_eq!(bits(&found), bits(&floats(&y)));
        let dy = Held::new(&dy);
        let held = Held::new(&x);
        let sides = [held.numbers(), dy.numbers()];
        let found = layers::pointwise_gradient(&gpu, "relu", sides, count).unwrap();
        assert_eq!(bits(&found), bits(&floats(grads.get(&variable).unwrap())));
    }
}

#[test]
fn max_pool_is_the_cpus() {
    let Some(gpu) = Emulated::new() else { return };
    for shape in [[1, 1, 2, 2], [2, 3, 7, 5], [1, 5, 13, 18]] {
        let [n, channels, height, width] = shape;
        // Of few values, so that windows hold equal ones.
        let mut x: Vec<f64> = coarse(shape.iter().product(), 8);
        // No −0: the CPU's, which adds a bias of 0, makes it 0.
        x.iter_mut().for_each(|v| *v = (*v * 2.0).round() + 0.0);
        x[1] = f64::NAN;
        let dy = noise(n * channels * (height / 2) * (width / 2), 9);
        let variable = Var::from_tensor(&tensor(&x, &shape)).unwrap();
        let y = crate::max_pool2d(&variable).unwrap();
        let weights = tensor(&dy, y.dims());
        let grads = weighted_sum(&y, &weights).backward().unwrap();
        let (x, dy) = (Held::new(&x), Held::new(&dy));
        let (planes, size) = (n * channels, [height, width]);
        let (found, choices) = layers::max_pool(&gpu, x.numbers(), planes, size).unwrap();
        assert_eq!(bits(&found), bits(&floats(&y)));
        let found = layers::max_pool_gradient(&gpu, dy.numbers(), &choices, planes, size).unwrap();
        assert_eq!(found, floats(grads.get(&variable).unwrap()));
    }
}

#[test]
fn dropout_is_the_cpus() {
    let Some(gpu) = Emulated::new() else { return };
    for (p, key) in [(0.1, 0), (0.5, 0xDEAD_BEEF_0123_4567), (0.999, u64::MAX)] {
        let x = noise(COUNT, 10);
        let expected = crate::dropout(&tensor(&x, &[COUNT]), p, key).unwrap();
        let x = Held::new(&x);
        let found = layers::dropout(&gpu, x.numbers(), COUNT, Mask::new(p, key)).unwrap();
        assert_eq!(bits(&found), bits(&floats(&expected)));
    }
}

#[test]
fn standardized_images_are_the_cpus() {
    let Some(gpu) = Emulated::new() else { return };
    for shape in [[1, 1, 1, 1], [3, 1, 17, 12], [2, 2, 31, 40]] {
        let count = shape[1..].iter().product();
        let mut x: Vec<f64> = noise(shape[0] * count, 15)
            .iter()
            .map(|v| v * 0.2 + 0.5)
            .collect();
        // One image of one grey.
        x[..count].fill(0.75);
        let expected = numbers(&crate::standardize(&tensor(&x, &shape), 1e-5).unwrap());
        let x = Held::new(&x);
        let found = layers::standardize(&gpu, x.numbers(), [shape[0], count], 1e-5).unwrap();
        for (found, expected) in wide(&found).into_iter().zip(expected) {
            assert!(
                (found - expected).abs() < 1e-4,
                "{shape:?}: {found}, {expected}"
            );
        }
    }
}

#[test]
fn pools_and_relu_give_pytorchs_values() {
    let Some(gpu) = Emulated::new() else { return };
    for file in ["max_pool2d_even", "max_pool2d_odd", "max_pool2d_ties"] {
        let t = unary_fixture(file);
        let (n, channels, height, width) = t.x.dims4().unwrap();
        let (x, dy) = (Held::new(&numbers(&t.x)), Held::new(&numbers(&t.dy)));
        let (planes, size) = (n * channels, [height, width]);
        let (y, choices) = layers::max_pool(&gpu, x.numbers(), planes, size).unwrap();
        assert_eq!(y, floats(&t.y), "{file}");
        let dx = layers::max_pool_gradient(&gpu, dy.numbers(), &choices, planes, size).unwrap();
        assert_eq!(dx, floats(&t.dx), "{file}");
    }
    let t = unary_fixture("relu_at_zero");
    let (x, dy) = (Held::new(&numbers(&t.x)), Held::new(&numbers(&t.dy)));
    let count = t.x.elem_count();
    let y = layers::pointwise(&gpu, "relu", x.numbers(), count).unwrap();
    assert_eq!(y, floats(&t.y));
    let dx = layers::pointwise_gradient(&gpu, "relu", [x.numbers(), dy.numbers()], count).unwrap();
    assert_eq!(dx, floats(&t.dx));
}

#[test]
fn bias_and_its_gradient() {
    let Some(gpu) = Emulated::new() else { return };
    for [rows, columns] in [[1, 1], [10, 136], [7, 301]] {
        let (y, b) = (coarse(rows * columns, 11), coarse(columns, 12));
        let mut found: Vec<f32> = y.iter().map(|v| *v as f32).collect();
        let held = Held::new(&b);
        layers::add_bias(&gpu, &mut found, held.numbers(), [rows, columns]).unwrap();
        let sums = layers::column_sums(&gpu, Held::new(&y).numbers(), [rows, columns]).unwrap();
        for (at, found) in wide(&found).into_iter().enumerate() {
            assert_eq!(found, y[at] + b[at % columns]);
        }
        for (column, sum) in wide(&sums).into_iter().enumerate() {
            assert_eq!(sum, y.iter().skip(column).step_by(columns).sum::<f64>());
        }
    }
}

#[test]
fn losses_are_pytorchs_and_the_cpus() {
    let Some(gpu) = Emulated::new() else { return };
    let t = fixture("losses");
    for (name, loss) in loss_fixtures() {
        let (prediction, target) = (numbers(&t["pred"]), numbers(&t["target"]));
        let count = prediction.len();
        let (p, q) = (Held::new(&prediction), Held::new(&target));
        let sides = [p.numbers(), q.numbers()];
        let found = loss::value(&gpu, loss, sides, count).unwrap();
        let expected = numbers(&t[&name])[0];
        let error = (f64::from(found[0]) - expected).abs();
        assert!(
            error <= 1e-6 * expected.abs(),
            "{name}: {found:?}, {expected}"
        );

        let variables = [&t["pred"], &t["target"]].map(|t| Var::from_tensor(t).unwrap());
        let value = mean_loss(loss, &variables[0], &variables[1]).unwrap();
        let grads = (value * 0.75).unwrap().backward().unwrap();
        let of_mean = Held::new(&[0.75]);
        let [p, q] = sides;
        for (side, variable) in [Side::Prediction, Side::Target].into_iter().zip(&variables) {
            let numbers = [p, q, of_mean.numbers()];
            let found = loss::gradient(&gpu, loss, numbers, count, side).unwrap();
            assert_eq!(found, floats(grads.get(variable).unwrap()), "{name}");
        }
    }
}

#[test]
fn a_loss_of_more_numbers_than_threads() {
    let Some(gpu) = Emulated::new() else { return };
    for count in [1, 513, 4001] {
        let (p, q) = (coarse(count, 13), coarse(count, 14));
        let expected = mean_loss(Mse, &tensor(&p, &[count]), &tensor(&q, &[count])).unwrap();
        let (p, q) = (Held::new(&p), Held::new(&q));
        let found = loss::value(&gpu, Loss::Mse(Mse), [p.numbers(), q.numbers()], count).unwrap();
        assert_eq!(found, floats(&expected));
    }
}
