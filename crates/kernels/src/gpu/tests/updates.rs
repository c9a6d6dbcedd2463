use candle_core::{Device, Tensor, Var};

use super::common::{
    OptimizerFixture, coarse, fixture, noise, numbers, optimizer_fixtures, tensor,
};
use super::{Held, bits};
use crate::gpu::emulated::Emulated;
use crate::gpu::launches::update::{Gradient, in_registers, update};
use crate::optimizer::rule::Rule as _;
use crate::{Optimizer, backward, linear, mean_loss};
use faceoff_spec::{Mse, Sgd};

#[test]
fn steps_are_pytorchs_and_the_cpus() {
    let Some(gpu) = Emulated::new() else { return };
    for OptimizerFixture {
        file,
        optimizer: rule,
        rate,
    } in optimizer_fixtures()
    {
        let t = fixture(&file);
        let start: Vec<f32> = t["p0"].flatten_all().unwrap().to_vec1().unwrap();
        let count = start.len();
        // Parameters may begin somewhere in their memory; what is before stays.
        let mut memory = [&[7.0; 5], &start[..]].concat();
        let mut moments = vec![vec![0f32; count]; rule.moments().len()];
        let on_cpu = Var::from_tensor(&t["p0"]).unwrap();
        let mut optimizer = Optimizer::new(rule, vec![("p".into(), on_cpu.clone())]).unwrap();
        for index in 0..5 {
            let gradient = &t[&format!("g{index}")];
            let loss = on_cpu.mul(gradient).unwrap().sum_all().unwrap();
            optimizer.step(&backward(&loss).unwrap(), rate).unwrap();

            let held = Held::new(&numbers(gradient));
            let step = rule.step(index + 1, rate);
            let gradient = Gradient::Whole(held.numbers());
            update(
                &gpu,
                &*step,
                (&mut memory, 5, count),
                &mut moments,
                gradient,
            )
            .unwrap();
            let expected = numbers(&t[&format!("p{}", index + 1)]);
            for (found, expected) in memory[5..].iter().zip(&expected) {
                assert!((f64::from(*found) - expected).abs() <= 1e-6 * expected.abs().max(1.0));
            }
        }
        assert_eq!(memory[..5], [7.0; 5]);
        // The CPU may fuse a product and a sum in a rule; at most the last bits differ then.
        let expected = on_cpu.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        let apart = bits(&memory[5..])
            .into_iter()
            .zip(bits(&expected))
            .map(|(a, b)| a.abs_diff(b));
        assert!(apart.max().unwrap() <= 1, "{file}");
    }
}

#[test]
fn a_product_moves_the_weights_like_the_whole() {
    let Some(gpu) = Emulated::new() else { return };
    for [rows, outputs, inputs] in [[1, 1, 1], [10, 17, 263], [33, 8, 256], [64, 9, 5]] {
        assert!(in_registers([rows, outputs, inputs]));
        let (left, right) = (coarse(rows * outputs, 1), coarse(rows * inputs, 2));
        let mut gradient = vec![0.0; outputs * inputs];
        for row in 0..rows {
            for (at, sum) in gradient.iter_mut().enumerate() {
                *sum += left[row * outputs + at / inputs] * right[row * inputs + at % inputs];
            }
        }
        let [left, right, whole] = [&left, &right, &gradient].map(|v| Held::new(v));
        for OptimizerFixture {
            file,
            optimizer: rule,
            rate,
        } in optimizer_fixtures()
        {
            let count = outputs * inputs;
            let start: Vec<f32> = noise(count, 3).iter().map(|v| *v as f32).collect();
            let mut results = Vec::new();
            for of_product in [false, true] {
                let mut memory = start.clone();
                let mut moments = vec![vec![0f32; count]; rule.moments().len()];
                for index in 1..3 {
                    let gradient = if of_product {
                        let sizes = [rows, outputs, inputs];
                        Gradient::Product(left.numbers(), right.numbers(), sizes)
                    } else {
                        Gradient::Whole(whole.numbers())
                    };
                    let step = rule.step(index, rate);
                    update(
                        &gpu,
                        &*step,
                        (&mut memory, 0, count),
                        &mut moments,
                        gradient,
                    )
                    .unwrap();
                }
                moments.push(memory);
                results.push(moments.iter().map(|m| bits(m)).collect::<Vec<_>>());
            }
            assert_eq!(results[0], results[1], "{file}");
        }
    }
}

/// What a linear layer's backward hands over is what the kernel for products takes.
#[test]
fn a_linear_layers_step_is_the_cpus() {
    let Some(gpu) = Emulated::new() else { return };
    let [rows, inputs, outputs] = [10, 37, 11];
    let x = tensor(&noise(rows * inputs, 1), &[rows, inputs]);
    let w = Var::from_tensor(&tensor(&noise(outputs * inputs, 2), &[outputs, inputs])).unwrap();
    let b = Tensor::zeros(outputs, candle_core::DType::F32, &Device::Cpu).unwrap();
    let target = tensor(&noise(rows * outputs, 3), &[rows, outputs]);
    let y = Var::from_tensor(&linear(&x, &w, &b).unwrap()).unwrap();
    let dy = mean_loss(Mse, &y, &target).unwrap().backward().unwrap();
    let dy = numbers(dy.get(&y).unwrap());
    let rule = Sgd::default();
    let mut memory: Vec<f32> = w.flatten_all().unwrap().to_vec1().unwrap();
    let (left, right) = (Held::new(&dy), Held::new(&numbers(&x)));
    let sizes = [rows, outputs, inputs];
    let gradient = Gradient::Product(left.numbers(), right.numbers(), sizes);
    let count = outputs * inputs;
    update(
        &gpu,
        &*rule.step(1, 0.5),
        (&mut memory, 0, count),
        &mut [],
        gradient,
    )
    .unwrap();

    let loss = mean_loss(Mse, &linear(&x, &w, &b).unwrap(), &target).unwrap();
    let mut optimizer = Optimizer::new(rule, vec![("w".into(), w.clone())]).unwrap();
    optimizer.step(&backward(&loss).unwrap(), 0.5).unwrap();
    let expected = w.flatten_all().unwrap().to_vec1::<f32>().unwrap();
    for (found, expected) in memory.iter().zip(&expected) {
        assert!((found - expected).abs() <= 1e-6, "{found} {expected}");
    }
}
