//! Optimizers that touch each parameter, gradient and moment once a step.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use candle_core::backprop::GradStore;
use candle_core::{CpuStorage, DType, Device, InplaceOp2, Layout, Result, Tensor, Var, bail};
use rayon::prelude::*;

use crate::Rule;
use crate::rule::Step;
use crate::storage::{fast, floats, floats_mut};

/// Numbers of one parameter updated by one task.
const CHUNK: usize = 1 << 15;
const STEP: &str = "step";

/// Moves parameters along their gradients, step by step, by one [`Rule`].
#[derive(Debug)]
pub struct Optimizer {
    rule: Rule,
    steps: u64,
    parameters: Vec<Parameter>,
}

#[derive(Debug)]
struct Parameter {
    name: String,
    variable: Var,
    /// As named by [`Rule::moments`], each as long as the parameter.
    moments: Vec<Vec<f32>>,
}

impl Optimizer {
    /// An optimizer of `parameters`, before its first step. Names say which state belongs to
    /// which parameter.
    ///
    /// # Errors
    /// Two parameters of one name, parameters that are not float32.
    pub fn new(rule: Rule, parameters: Vec<(String, Var)>) -> Result<Self> {
        let mut names = HashSet::new();
        for (name, variable) in &parameters {
            if !names.insert(name.clone()) {
                bail!("two parameters are called `{name}`")
            }
            if variable.dtype() != DType::F32 {
                bail!(
                    "expected parameter `{name}` in float32, found {:?}",
                    variable.dtype()
                )
            }
        }
        let parameters = parameters
            .into_iter()
            .map(|(name, variable)| {
                let moments = vec![vec![0f32; variable.elem_count()]; rule.moments().len()];
                Parameter {
                    name,
                    variable,
                    moments,
                }
            })
            .collect();
        Ok(Self {
            rule,
            steps: 0,
            parameters,
        })
    }

    /// Moves every parameter along its gradient.
    ///
    /// # Errors
    /// A parameter without a gradient: hand the optimizer only what is trained. Nothing has
    /// moved then.
    pub fn step(&mut self, grads: &GradStore, learning_rate: f64) -> Result<()> {
        let mut gradients = Vec::with_capacity(self.parameters.len());
        for Parameter { name, variable, .. } in &self.parameters {
            match grads.get(variable) {
                Some(gradient) if gradient.shape() == variable.shape() => {
                    gradients.push(gradient.contiguous()?);
                }
                Some(gradient) => bail!(
                    "parameter `{name}` is {:?}, its gradient {:?}",
                    variable.shape(),
                    gradient.shape()
                ),
                None => bail!("parameter `{name}` has no gradient"),
            }
        }
        self.steps += 1;
        let step = self.rule.at(self.steps, learning_rate);
        for (parameter, gradient) in self.parameters.iter_mut().zip(gradients) {
            parameter.update(step, &gradient)?;
        }
        Ok(())
    }

    /// Everything the next step depends on besides parameters and gradients: tensors by name, of
    /// the parameters' shapes, and the number of steps taken as `step`, an int64 scalar.
    ///
    /// # Errors
    /// Those of candle.
    pub fn state(&self) -> Result<Vec<(String, Tensor)>> {
        let steps = i64::try_from(self.steps).map_err(candle_core::Error::wrap)?;
        let mut state = vec![(STEP.to_owned(), Tensor::new(steps, &Device::Cpu)?)];
        for parameter in &self.parameters {
            for (kind, moment) in self.rule.moments().iter().zip(&parameter.moments) {
                let shape = parameter.variable.shape();
                let tensor = Tensor::from_slice(moment, shape, &Device::Cpu)?;
                state.push((format!("{}.{kind}", parameter.name), tensor));
            }
        }
        Ok(state)
    }

    /// Goes on from what [`state`](Self::state) gave.
    ///
    /// # Errors
    /// A tensor that is missing, has no place here or has another shape. Nothing has changed then.
    pub fn load_state(&mut self, state: &HashMap<String, Tensor>) -> Result<()> {
        let find = |name: &str| match state.get(name) {
            Some(tensor) => Ok(tensor),
            None => bail!("the optimizer's state lacks `{name}`"),
        };
        let steps = find(STEP)?.to_device(&Device::Cpu)?.to_scalar::<i64>()?;
        let Ok(steps) = u64::try_from(steps) else {
            bail!("expected at least 0 steps in the optimizer's state, found {steps}")
        };
        let mut loaded = Vec::new();
        for Parameter { name, variable, .. } in &self.parameters {
            for kind in self.rule.moments() {
                let name = format!("{name}.{kind}");
                let tensor = find(&name)?;
                if tensor.shape() != variable.shape() {
                    bail!(
                        "expected `{name}` of shape {:?} in the optimizer's state, found {:?}",
                        variable.shape(),
                        tensor.shape()
                    )
                }
                loaded.push(tensor.flatten_all()?.to_vec1::<f32>()?);
            }
        }
        if state.len() != loaded.len() + 1 {
            bail!(
                "expected {} tensors in the optimizer's state, found {}",
                loaded.len() + 1,
                state.len()
            )
        }
        let mut loaded = loaded.into_iter();
        for parameter in &mut self.parameters {
            for (moment, values) in parameter.moments.iter_mut().zip(&mut loaded) {
                *moment = values;
            }
        }
        self.steps = steps;
        Ok(())
    }
}

impl Parameter {
    fn update(&mut self, step: Step, gradient: &Tensor) -> Result<()> {
        let tensor = self.variable.as_tensor();
        if fast(&[tensor, gradient]) && tensor.is_contiguous() {
            let update = Update {
                step,
                moments: RefCell::new(&mut self.moments),
            };
            return tensor.inplace_op2(gradient, &update);
        }
        // Elsewhere the numbers come here and go back.
        let mut values = tensor.flatten_all()?.to_vec1::<f32>()?;
        let gradient = gradient.flatten_all()?.to_vec1::<f32>()?;
        apply(step, &mut values, &gradient, &mut self.moments);
        self.variable
            .set(&Tensor::from_vec(values, tensor.shape(), tensor.device())?)
    }
}

struct Update<'a> {
    step: Step,
    moments: RefCell<&'a mut Vec<Vec<f32>>>,
}

impl InplaceOp2 for Update<'_> {
    fn name(&self) -> &'static str {
        "optimizer-step"
    }

    fn cpu_fwd(
        &self,
        values: &mut CpuStorage,
        values_layout: &Layout,
        gradient: &CpuStorage,
        gradient_layout: &Layout,
    ) -> Result<()> {
        let values = floats_mut(values, values_layout)?;
        let gradient = floats(gradient, gradient_layout)?;
        apply(self.step, values, gradient, &mut self.moments.borrow_mut());
        Ok(())
    }
}

fn apply(step: Step, values: &mut [f32], gradient: &[f32], moments: &mut [Vec<f32>]) {
    let chunks = values.par_chunks_mut(CHUNK).zip(gradient.par_chunks(CHUNK));
    match moments {
        [] => chunks.for_each(|(p, g)| step.apply(p, g, &mut [])),
        [only] => chunks
            .zip(only.par_chunks_mut(CHUNK))
            .for_each(|((p, g), only)| step.apply(p, g, &mut [only])),
        [first, second, ..] => chunks
            .zip(first.par_chunks_mut(CHUNK))
            .zip(second.par_chunks_mut(CHUNK))
            .for_each(|(((p, g), first), second)| step.apply(p, g, &mut [first, second])),
    }
}
