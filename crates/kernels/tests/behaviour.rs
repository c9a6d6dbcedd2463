//! What holds besides values: threads, NaN, dropout, gradients that are not wanted, bad input.

mod common;

use candle_core::{DType, Device, Result, Tensor, Var};
use common::{assert_near, assert_same_bits, noise, numbers, tensor, variable, weighted_sum};
use faceoff_kernels::{
    ConvOptions, Optimizer, backward, composed, conv_relu_pool, conv2d, dropout, linear,
    max_pool2d, mean_loss, relu,
};
use faceoff_spec::{Adam, Huber, L1, Loss, Mse, SmoothL1};

const ADAM: Adam = Adam {
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weight_decay: 0.0,
};

/// Two steps of a network that uses everything: the losses, then the parameters.
fn train() -> Result<Vec<Tensor>> {
    let random = |shape: &[usize], seed| {
        let count = shape.iter().product();
        let values: Vec<f64> = noise(count, seed).iter().map(|v| v * 0.2).collect();
        variable(&tensor(&values, shape))
    };
    let parameters: Vec<(String, Var)> = [
        &[16, 1, 3, 3][..],
        &[16],
        &[24, 16, 3, 3],
        &[24],
        &[8, 24, 5, 5],
        &[8],
        &[100, 8 * 7 * 7],
        &[100],
        &[10, 100],
        &[10],
    ]
    .iter()
    .enumerate()
    .map(|(index, shape)| (index.to_string(), random(shape, index as u64)))
    .collect();
    let p = |index: usize| parameters[index].1.as_tensor();
    let mut optimizer = Optimizer::new(ADAM, parameters.clone())?;
    let mut results = vec![];
    for step in 0..2 {
        let x = tensor(&noise(21 * 61 * 61, 90 + step), &[21, 1, 61, 61]);
        let x = conv_relu_pool(&x, p(0), p(1), false)?;
        let x = dropout(&conv_relu_pool(&x, p(2), p(3), true)?, 0.3, step)?;
        let options = ConvOptions {
            stride: 1,
            padding: 2,
            input_gradient: true,
        };
        let x = max_pool2d(&relu(&conv2d(&x, p(4), p(5), options)?)?)?.narrow(2, 0, 6)?;
        let x = x.pad_with_zeros(2, 0, 1)?.pad_with_zeros(3, 0, 1)?;
        let x = x.narrow(3, 0, 7)?.flatten_from(1)?;
        let x = linear(&relu(&linear(&x, p(6), p(7))?)?, p(8), p(9))?;
        let target = tensor(&noise(210, 70 + step), &[21, 10]);
        let loss = mean_loss(SmoothL1 { beta: 0.1 }, &x, &target)?;
        optimizer.step(&backward(&loss)?, 1e-2)?;
        results.push(loss.detach());
    }
    results.extend(
        parameters
            .iter()
            .map(|(_, variable)| variable.as_detached_tensor()),
    );
    Ok(results)
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| train().unwrap())
    };
    let expected = with(1);
    for threads in [2, 3, 5, 16] {
        for (index, (found, expected)) in with(threads).iter().zip(&expected).enumerate() {
            assert_same_bits(
                &format!("{threads} threads, result {index}"),
                found,
                expected,
            );
        }
    }
}

#[test]
fn nan_is_not_hidden() {
    let mut pixels = noise(2 * 3 * 8 * 8, 1);
    // Inside one window, at each of its places.
    for place in [0, 1, 8, 9] {
        pixels[place] = f64::NAN;
        let x = tensor(&pixels, &[2, 3, 8, 8]);
        pixels[place] = 0.5;
        for pooled in [max_pool2d(&x).unwrap(), composed::max_pool2d(&x).unwrap()] {
            let pooled = numbers(&pooled);
            assert!(pooled[0].is_nan(), "NaN at {place}");
            assert_eq!(pooled.iter().filter(|v| v.is_nan()).count(), 1);
        }
        for y in [
            relu(&x).unwrap(),
            composed::relu(&x).unwrap(),
            dropout(&x, 0.9, 3).unwrap(),
        ] {
            assert!(numbers(&y)[place].is_nan());
        }
        let (w, b) = (
            tensor(&noise(4 * 27, 2), &[4, 3, 3, 3]),
            tensor(&[0.0; 4], &[4]),
        );
        for path in [conv_relu_pool, composed::conv_relu_pool] {
            let (w, b) = (variable(&w), variable(&b));
            let y = path(&x, &w, &b, true).unwrap();
            assert!(numbers(&y)[0].is_nan());
            let grads = y.sum_all().unwrap().backward().unwrap();
            assert!(numbers(grads.get(&w).unwrap())[0].is_nan());
        }
        for loss in [
            Loss::Mse(Mse),
            Loss::L1(L1),
            Loss::SmoothL1(SmoothL1 { beta: 1.0 }),
            Loss::Huber(Huber { delta: 1.0 }),
        ] {
            for x in [x.clone(), x.to_dtype(DType::F64).unwrap()] {
                let value = mean_loss(loss, &x, &x.zeros_like().unwrap()).unwrap();
                assert!(numbers(&value)[0].is_nan(), "{loss:?}");
            }
        }
    }
}

#[test]
fn nan_is_not_hidden_in_one_channel_or_in_tiles() {
    for (channels, filters, input_gradient) in [(1, 3, false), (16, 16, true)] {
        let mut pixels = noise(channels * 64, 1);
        pixels[9] = f64::NAN;
        let x = tensor(&pixels, &[1, channels, 8, 8]);
        let w = variable(&tensor(
            &noise(filters * channels * 9, 2),
            &[filters, channels, 3, 3],
        ));
        let b = variable(&tensor(&vec![0.0; filters], &[filters]));
        let y = conv_relu_pool(&x, &w, &b, input_gradient).unwrap();
        assert!(numbers(&y)[0].is_nan(), "{channels} channels");
        let grads = backward(&y.sum_all().unwrap()).unwrap();
        assert!(
            numbers(grads.get(&w).unwrap())[0].is_nan(),
            "{channels} channels"
        );
    }
}

#[test]
fn dropout_keeps_the_mean_and_repeats() {
    let x = variable(&Tensor::ones((100, 1000), DType::F32, &Device::Cpu).unwrap());
    for p in [0.0, 0.3, 0.9] {
        let y = dropout(&x, p, 7).unwrap();
        let values = numbers(&y);
        let kept = values.iter().filter(|v| **v != 0.0).count() as f64 / values.len() as f64;
        assert!((kept - (1.0 - p)).abs() < 0.005, "kept {kept} at p = {p}");
        assert!(
            values
                .iter()
                .all(|v| *v == 0.0 || (v * (1.0 - p) - 1.0).abs() < 1e-6)
        );
        // Backward goes through the same mask, as every time and in every type.
        let grads = y.sum_all().unwrap().backward().unwrap();
        assert_near("gradient", grads.get(&x).unwrap(), &y, 0.0);
        assert_same_bits("again", &dropout(&x, p, 7).unwrap(), &y);
        let double = dropout(&x.to_dtype(DType::F64).unwrap(), p, 7).unwrap();
        assert_near("float64", &double.to_dtype(DType::F32).unwrap(), &y, 0.0);
        assert!(p == 0.0 || numbers(&dropout(&x, p, 8).unwrap()) != values);
    }
}

#[test]
fn the_mask_never_changes() {
    // Runs recorded earlier can be continued only while this holds. SplitMix64 started at 0.
    let y = numbers(&dropout(&tensor(&[1.0; 16], &[16]), 0.5, 0).unwrap());
    let kept: String = y
        .iter()
        .map(|v| if *v == 0.0 { '.' } else { 'x' })
        .collect();
    assert_eq!(kept, "x..x...x.x.xxxxx");
}

#[test]
fn no_gradient_is_computed_for_what_needs_none() {
    let (w, b) = (
        variable(&tensor(&noise(36, 1), &[4, 1, 3, 3])),
        variable(&tensor(&[0.0; 4], &[4])),
    );
    let x = variable(&tensor(&noise(128, 2), &[2, 1, 8, 8]));
    let options = ConvOptions {
        input_gradient: false,
        ..ConvOptions::default()
    };
    for y in [
        conv_relu_pool(&x, &w, &b, false),
        composed::conv_relu_pool(&x, &w, &b, false),
        conv2d(&x, &w, &b, options),
        composed::conv2d(&x, &w, &b, options),
    ] {
        let grads = y.unwrap().sum_all().unwrap().backward().unwrap();
        assert!(grads.get(&x).is_none());
        assert!(grads.get(&w).is_some());
    }
}

#[test]
fn a_variable_used_several_times_gets_the_sum() {
    let (x, b) = (tensor(&noise(6, 1), &[2, 3]), tensor(&[0.0; 3], &[3]));
    let w = variable(&tensor(&noise(9, 2), &[3, 3]));
    // Twice by our operations, once by candle's.
    let y = linear(&linear(&x, &w, &b).unwrap(), &w, &b)
        .unwrap()
        .matmul(&w)
        .unwrap();
    let loss = weighted_sum(&y, &tensor(&noise(6, 3), &[2, 3]));
    let (ours, stock) = (backward(&loss).unwrap(), loss.backward().unwrap());
    assert_near("w", ours.get(&w).unwrap(), stock.get(&w).unwrap(), 1e-6);
    let composed = composed::linear(&composed::linear(&x, &w, &b).unwrap(), &w, &b).unwrap();
    let loss = weighted_sum(
        &composed.matmul(&w).unwrap(),
        &tensor(&noise(6, 3), &[2, 3]),
    );
    let expected = loss.backward().unwrap();
    assert_near("w", ours.get(&w).unwrap(), expected.get(&w).unwrap(), 1e-5);
}

#[test]
fn the_way_back_is_candles_with_and_without_its_help() {
    let w = variable(&tensor(&noise(16, 1), &[4, 4]));
    let b = variable(&tensor(&noise(4, 2), &[4]));
    let unused = variable(&tensor(&[1.0], &[1]));
    let x = tensor(&noise(12, 3), &[3, 4]);
    let target = tensor(&noise(12, 4), &[3, 4]);
    let answers = |stock_between: bool| -> Result<Tensor> {
        let first = linear(&x, &w, &b)?;
        // Two ways lead on from here and meet again: as input, and as target.
        let second = linear(&relu(&first)?, &w, &b)?;
        let second = if stock_between {
            (second * 2.0)?
        } else {
            dropout(&second, 0.3, 5)?
        };
        let ours = mean_loss(Huber { delta: 0.3 }, &second, &first)?;
        let other = mean_loss(Mse, &first, &target)?;
        // Of a shape of its own: nothing comes back to it.
        linear(&first, &w, &b)?;
        mean_loss(Mse, &ours, &other)
    };
    for stock_between in [false, true] {
        let loss = answers(stock_between).unwrap();
        let (ours, stock) = (backward(&loss).unwrap(), loss.backward().unwrap());
        for variable in [&w, &b] {
            let (found, expected) = (ours.get(variable).unwrap(), stock.get(variable).unwrap());
            assert_near("gradient", found, expected, 1e-6);
            assert!(numbers(found).iter().any(|v| *v != 0.0));
        }
        assert!(ours.get(&unused).is_none());
    }
}

#[test]
fn another_thread_can_go_back() {
    let w = variable(&tensor(&noise(16, 1), &[4, 4]));
    let loss = || {
        let (x, b) = (tensor(&noise(12, 3), &[3, 4]), tensor(&[0.0; 4], &[4]));
        let y = linear(&x, &w, &b).unwrap();
        mean_loss(Mse, &y, &x).unwrap()
    };
    let here = backward(&loss()).unwrap();
    let made_elsewhere = std::thread::scope(|scope| scope.spawn(loss).join().unwrap());
    let there = backward(&made_elsewhere).unwrap();
    assert_same_bits("w", there.get(&w).unwrap(), here.get(&w).unwrap());
}

#[test]
fn images_go_into_a_linear_layer_as_they_lie() {
    let (x, dy) = (noise(2 * 3 * 4 * 5, 1), tensor(&noise(14, 2), &[2, 7]));
    let w = variable(&tensor(&noise(7 * 60, 3), &[7, 60]));
    let b = variable(&tensor(&noise(7, 4), &[7]));
    let [images, rows] = [&[2, 3, 4, 5][..], &[2, 60]].map(|shape| {
        let x = variable(&tensor(&x, shape));
        let y = linear(&x, &w, &b).unwrap();
        let composed = composed::linear(&x, &w, &b).unwrap();
        assert_near("composed", &y, &composed, 1e-6);
        let grads = backward(&weighted_sum(&y, &dy)).unwrap();
        let dx = grads.get(&x).unwrap();
        assert_eq!(dx.dims(), shape);
        let dx = dx.flatten_all().unwrap();
        [
            y,
            dx,
            grads.get(&w).unwrap().clone(),
            grads.get(&b).unwrap().clone(),
        ]
    });
    for (found, expected) in images.iter().zip(&rows) {
        assert_same_bits("as rows", found, expected);
    }
    for shape in [&[60][..], &[2, 3, 4, 6], &[]] {
        let wrong = tensor(&vec![0.0; shape.iter().product()], shape);
        assert!(linear(&wrong, &w, &b).is_err());
    }
}

#[test]
fn a_step_is_the_same_whether_gradients_are_multiplied_out_or_not() {
    // Sizes beside those of vectors, panels and the pieces an optimizer works on.
    for (rows, inputs, outputs) in [(10, 2100, 19), (1, 5, 3), (3, 64, 16)] {
        let x = tensor(&noise(rows * inputs, 1), &[rows, inputs]);
        let b = tensor(&vec![0.0; outputs], &[outputs]);
        let dy = tensor(&noise(rows * outputs, 2), &[rows, outputs]);
        let [kept, whole] = [false, true].map(|whole| {
            let w = variable(&tensor(&noise(outputs * inputs, 3), &[outputs, inputs]));
            let mut optimizer = Optimizer::new(ADAM, vec![("w".to_owned(), w.clone())]).unwrap();
            for _ in 0..2 {
                let loss = weighted_sum(&linear(&x, &w, &b).unwrap(), &dy);
                let grads = if whole {
                    loss.backward().unwrap().into()
                } else {
                    backward(&loss).unwrap()
                };
                optimizer.step(&grads, 1e-2).unwrap();
            }
            w.as_detached_tensor()
        });
        assert_near(&format!("{rows}, {inputs}, {outputs}"), &kept, &whole, 1e-6);
    }
}

#[test]
fn operands_may_be_views() {
    let x = tensor(&noise(2 * 3 * 9 * 9, 1), &[2, 3, 9, 9]);
    let (w, b) = (
        tensor(&noise(4 * 27, 2), &[3, 4, 3, 3]),
        tensor(&noise(8, 3), &[8]),
    );
    let view = x.transpose(2, 3).unwrap().narrow(2, 1, 7).unwrap();
    let (w, b) = (w.transpose(0, 1).unwrap(), b.narrow(0, 2, 4).unwrap());
    let found = conv_relu_pool(&view, &w, &b, true).unwrap();
    let copies = [&view, &w, &b].map(|t| tensor(&numbers(t), t.dims()));
    let expected = conv_relu_pool(&copies[0], &copies[1], &copies[2], true).unwrap();
    assert_same_bits("views", &found, &expected);
}

#[test]
fn nothing_in_nothing_out() {
    let zeros = |shape: &[usize]| tensor(&vec![0.0; shape.iter().product()], shape);
    let w = variable(&zeros(&[4, 1, 3, 3]));
    let y = conv_relu_pool(&zeros(&[0, 1, 8, 8]), &w, &zeros(&[4]), true).unwrap();
    assert_eq!(y.dims(), [0, 4, 3, 3]);
    let w = variable(&zeros(&[5, 7]));
    let y = linear(&zeros(&[0, 7]), &w, &zeros(&[5])).unwrap();
    assert_eq!(y.dims(), [0, 5]);
    assert_eq!(
        numbers(y.sum_all().unwrap().backward().unwrap().get(&w).unwrap()),
        [0.0; 35]
    );
}

#[test]
fn bad_input_is_an_error_that_says_what_is_wrong() {
    let zeros = |shape: &[usize]| tensor(&vec![0.0; shape.iter().product()], shape);
    let conv = |x: &[usize], w: &[usize], b: &[usize], stride| {
        let options = ConvOptions {
            stride,
            ..ConvOptions::default()
        };
        conv2d(&zeros(x), &zeros(w), &zeros(b), options)
    };
    let rate = |state: &[(&str, Tensor)]| {
        let parameters = vec![("p".to_owned(), variable(&zeros(&[2])))];
        let mut optimizer = Optimizer::new(ADAM, parameters)?;
        let state = state
            .iter()
            .map(|(name, tensor)| (name.to_string(), tensor.clone()))
            .collect();
        optimizer.load_state(&state).map(|()| zeros(&[1]))
    };
    let steps = Tensor::new(3i64, &Device::Cpu).unwrap();
    let cases = [
        (
            conv(&[2, 3, 8], &[4, 3, 3, 3], &[4], 1),
            "n×channels×height×width",
        ),
        (
            conv(&[2, 3, 8, 8], &[4, 2, 3, 3], &[4], 1),
            "take 2 channels, the input has 3",
        ),
        (conv(&[2, 3, 8, 8], &[4, 3, 3, 3], &[5], 1), "bias of 4"),
        (
            conv(&[2, 3, 8, 8], &[4, 3, 3, 3], &[4], 0),
            "stride of at least 1",
        ),
        (
            conv(&[2, 3, 8, 8], &[4, 3, 9, 9], &[4], 1),
            "kernel of 9 does not fit an input of 8",
        ),
        (
            conv_relu_pool(
                &zeros(&[1, 1, 3, 3]),
                &zeros(&[1, 1, 3, 3]),
                &zeros(&[1]),
                true,
            ),
            "4×4",
        ),
        (
            conv_relu_pool(
                &zeros(&[1, 1, 9, 9]),
                &zeros(&[1, 1, 5, 5]),
                &zeros(&[1]),
                true,
            ),
            "3×3",
        ),
        (max_pool2d(&zeros(&[1, 1, 1, 9])), "2×2"),
        (
            linear(&zeros(&[2, 3]), &zeros(&[4, 2]), &zeros(&[4])),
            "take 2 inputs, the input has 3",
        ),
        (
            linear(&zeros(&[2, 3]), &zeros(&[4, 3]), &zeros(&[3])),
            "bias of 4",
        ),
        (dropout(&zeros(&[2]), 1.0, 0), "below 1, found 1"),
        (dropout(&zeros(&[2]), f64::NAN, 0), "found NaN"),
        (
            mean_loss(Mse, &zeros(&[2]), &zeros(&[3])),
            "expected one shape",
        ),
        (
            mean_loss(Mse, &zeros(&[0]), &zeros(&[0])),
            "at least one number",
        ),
        (
            mean_loss(Huber { delta: 0.0 }, &zeros(&[1]), &zeros(&[1])),
            "numbers above 0",
        ),
        (rate(&[]), "lacks `step`"),
        (rate(&[("step", steps.clone())]), "lacks `p.first_moment`"),
        (
            rate(&[
                ("step", steps.clone()),
                ("p.first_moment", zeros(&[2])),
                ("p.second_moment", zeros(&[3])),
            ]),
            "expected `p.second_moment` of shape [2]",
        ),
        (
            rate(&[
                ("step", steps),
                ("p.first_moment", zeros(&[2])),
                ("p.second_moment", zeros(&[2])),
                ("q", zeros(&[2])),
            ]),
            "expected 3 tensors in the optimizer's state, found 4",
        ),
    ];
    for (result, expected) in cases {
        let message = result.unwrap_err().to_string();
        assert!(
            message.contains(expected),
            "{message}\nshould say: {expected}"
        );
    }
}

#[test]
fn an_optimizer_wants_a_gradient_for_every_parameter() {
    let (p, q) = (
        variable(&tensor(&[1.0], &[1])),
        variable(&tensor(&[1.0], &[1])),
    );
    let parameters = |names: [&str; 2]| {
        vec![
            (names[0].to_owned(), p.clone()),
            (names[1].to_owned(), q.clone()),
        ]
    };
    let mut optimizer = Optimizer::new(ADAM, parameters(["p", "q"])).unwrap();
    let grads = backward(&p.sum_all().unwrap()).unwrap();
    let error = optimizer.step(&grads, 0.1).unwrap_err().to_string();
    assert!(error.contains("parameter `q` has no gradient"), "{error}");
    assert_eq!(numbers(&p), [1.0]);
    let error = Optimizer::new(ADAM, parameters(["p", "p"]))
        .unwrap_err()
        .to_string();
    assert!(error.contains("two parameters are called `p`"), "{error}");
}

#[test]
fn stock_candle_is_as_the_readme_says() {
    // When this fails candle has been mended: say so in the README.
    let gradient = |x: &Var, y: Tensor| {
        y.sum_all()
            .unwrap()
            .backward()
            .map(|grads| numbers(grads.get(x).unwrap()))
    };
    let x = variable(&tensor(&[1.0, 2.0, 3.0, 4.0], &[1, 1, 2, 2]));
    assert_eq!(
        gradient(&x, x.max_pool2d(2).unwrap()).unwrap(),
        [0.0, 0.0, 0.0, 0.25]
    );
    assert_eq!(
        gradient(&x, max_pool2d(&x).unwrap()).unwrap(),
        [0.0, 0.0, 0.0, 1.0]
    );
    let x = variable(&tensor(&[0.0], &[1]));
    assert_eq!(gradient(&x, x.relu().unwrap()).unwrap(), [1.0]);
    assert_eq!(gradient(&x, relu(&x).unwrap()).unwrap(), [0.0]);
    let (x, w) = (
        variable(&tensor(&[0.0; 20], &[1, 1, 4, 5])),
        tensor(&[1.0], &[1, 1, 1, 1]),
    );
    assert!(gradient(&x, x.conv2d(&w, 0, 3, 1, 1).unwrap()).is_err());
    let options = ConvOptions {
        stride: 3,
        ..ConvOptions::default()
    };
    assert!(gradient(&x, conv2d(&x, &w, &tensor(&[0.0], &[1]), options).unwrap()).is_ok());
}

#[test]
fn norms_of_gradients_are_those_of_what_they_multiply_out_to() {
    let x = tensor(&noise(5 * 40, 0), &[5, 40]);
    let w = variable(&tensor(&noise(12 * 40, 1), &[12, 40]));
    let b = variable(&tensor(&noise(12, 2), &[12]));
    let y = linear(&x, &w, &b).unwrap();
    let grads = backward(&y.sqr().unwrap().sum_all().unwrap()).unwrap();
    for variable in [&w, &b] {
        let norm = grads.norm(variable).unwrap().unwrap();
        let whole = numbers(grads.get(variable).unwrap());
        let expected = whole.iter().map(|v| v * v).sum::<f64>().sqrt();
        assert!((norm / expected - 1.0).abs() < 1e-5, "{norm}, {expected}");
    }
    assert_eq!(grads.norm(&x).unwrap(), None);
}
