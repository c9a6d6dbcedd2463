//! The study's base network as candle computes it by itself.

use candle_core::{DType, Device, Module, Result, Tensor};
use candle_nn::{AdamW, Optimizer as _, ParamsAdamW, Sequential, VarBuilder, VarMap};
use faceoff_landmarks::Scheme;

/// The network in training.
pub(crate) struct Training {
    network: Sequential,
    optimizer: AdamW,
}

impl Training {
    pub(crate) fn new() -> Result<Self> {
        let (variables, network) = network()?;
        let parameters = ParamsAdamW {
            weight_decay: 0.0,
            ..ParamsAdamW::default()
        };
        let optimizer = AdamW::new(variables.all_vars(), parameters)?;
        Ok(Self { network, optimizer })
    }

    /// One step on a batch.
    pub(crate) fn step(&mut self, images: &Tensor, targets: &Tensor) -> Result<()> {
        let loss = candle_nn::loss::mse(&self.network.forward(images)?, targets)?;
        self.optimizer.step(&loss.backward()?)
    }
}

fn network() -> Result<(VarMap, Sequential)> {
    let variables = VarMap::new();
    let builder = VarBuilder::from_varmap(&variables, DType::F32, &Device::Cpu);
    let mut network = candle_nn::seq();
    for (inputs, outputs) in [(1, 32), (32, 64), (64, 64), (64, 128)] {
        let name = format!("conv{inputs}-{outputs}");
        let conv = candle_nn::conv2d(inputs, outputs, 3, Default::default(), builder.pp(name))?;
        network = network.add(conv).add_fn(|x| x.relu()?.max_pool2d(2));
    }
    let hidden = candle_nn::linear(18_432, 1088, builder.pp("linear1"))?;
    let outputs = Scheme::face_68().outputs();
    let last = candle_nn::linear(1088, outputs, builder.pp("linear2"))?;
    let network = network
        .add_fn(|x| x.flatten_from(1))
        .add(hidden)
        .add_fn(Tensor::relu)
        .add(last);
    Ok((variables, network))
}
