//! An ordinary candle network, trained with this crate's operations in the place of candle's.
//!
//! It learns which quarter of an image is bright. What differs from plain candle is marked.
//!
//! `cargo run --release -p faceoff-kernels --example swap_in`

use candle_core::{DType, Device, Result, Tensor};
use candle_nn::{Conv2d, Linear, Module, VarBuilder, VarMap, conv2d, linear};
use faceoff_kernels::{Optimizer, backward, mean_loss};
use faceoff_spec::{Adam, Mse};

const SIZE: usize = 30;
const BATCH: usize = 16;

struct Network {
    features: Conv2d,
    answer: Linear,
}

impl Network {
    fn new(builder: VarBuilder<'_>) -> Result<Self> {
        let features = conv2d(1, 8, 3, Default::default(), builder.pp("features"))?;
        let answer = linear(8 * 14 * 14, 4, builder.pp("answer"))?;
        Ok(Self { features, answer })
    }
}

impl Module for Network {
    fn forward(&self, images: &Tensor) -> Result<Tensor> {
        let bias = |bias: Option<&Tensor>| bias.cloned().ok_or(candle_core::Error::msg("no bias"));
        // Instead of `self.features.forward(images)?.relu()?.max_pool2d(2)?`. The images need
        // no gradient.
        let (weight, offset) = (self.features.weight(), bias(self.features.bias())?);
        let x = faceoff_kernels::conv_relu_pool(images, weight, &offset, false)?;
        // Instead of `self.answer.forward(…)`.
        let (weight, offset) = (self.answer.weight(), bias(self.answer.bias())?);
        faceoff_kernels::linear(&x.flatten_from(1)?, weight, &offset)
    }
}

/// Images of noise with one bright quarter, and which one it is as four numbers.
fn batch(step: usize) -> Result<(Tensor, Tensor)> {
    let (mut pixels, mut truth) = (vec![], vec![]);
    for image in 0..BATCH {
        let bright = (step * 7 + image * 5) % 4;
        truth.extend((0..4).map(|quarter| if quarter == bright { 1f32 } else { 0.0 }));
        for y in 0..SIZE {
            for x in 0..SIZE {
                let quarter = y / (SIZE / 2) * 2 + x / (SIZE / 2);
                let noise = ((step * 131 + image * 17 + y * SIZE + x) as f32).sin() * 0.2;
                pixels.push(noise + if quarter == bright { 0.5 } else { 0.0 });
            }
        }
    }
    let images = Tensor::from_vec(pixels, (BATCH, 1, SIZE, SIZE), &Device::Cpu)?;
    Ok((images, Tensor::from_vec(truth, (BATCH, 4), &Device::Cpu)?))
}

fn main() -> Result<()> {
    let variables = VarMap::new();
    let network = Network::new(VarBuilder::from_varmap(
        &variables,
        DType::F32,
        &Device::Cpu,
    ))?;

    // Instead of `candle_nn::AdamW`: names, so that its state can be kept.
    let mut parameters: Vec<_> = match variables.data().lock() {
        Ok(data) => data
            .iter()
            .map(|(name, variable)| (name.clone(), variable.clone()))
            .collect(),
        Err(_) => return Err(candle_core::Error::msg("the variables are locked")),
    };
    parameters.sort_by(|a, b| a.0.cmp(&b.0));
    let rule = Adam::default();
    let mut optimizer = Optimizer::new(rule, parameters)?;

    for step in 0..60 {
        let (images, truth) = batch(step)?;
        let loss = mean_loss(Mse, &network.forward(&images)?, &truth)?;
        // Instead of `optimizer.backward_step(&loss)`.
        optimizer.step(&backward(&loss)?, 1e-3)?;
        if step % 10 == 9 {
            println!("step {:2}: loss {:.4}", step + 1, loss.to_scalar::<f32>()?);
        }
    }

    let (images, truth) = batch(1000)?;
    let right = network.forward(&images)?.argmax(1)?.eq(&truth.argmax(1)?)?;
    let right = right.to_dtype(DType::U32)?.sum_all()?.to_scalar::<u32>()?;
    println!("{right} of {BATCH} new images answered right");
    Ok(())
}
