//! Optimizers that touch each parameter, gradient and moment once a step: one file for each rule.

mod adam;
mod adamw;
mod nadam;
mod rmsprop;
pub(crate) mod rule;
mod sgd;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use candle_core::{CpuStorage, DType, Device, InplaceOp1, Layout, Result, Tensor, Var, bail};
use faceoff_spec as spec;
use rayon::prelude::*;

use rule::{Rule, Step};

use crate::autograd::{Factors, Gradients, Kept};
use crate::cpu::memory::with_scratch;
use crate::cpu::storage::{fast, floats_mut, tensor_floats};

/// Numbers of one parameter updated by one task.
const CHUNK: usize = 1 << 15;
/// Outputs of a linear layer updated by one task, and inputs whose gradients are multiplied out
/// at once: these, and so many inputs of a batch, stay in a core's cache.
const OUTPUTS: usize = 8;
const INPUTS: usize = 2048;
const STEP: &str = "step";

/// Moves parameters along their gradients, step by step, as a [`faceoff_spec::Optimizer`] says.
#[derive(Debug)]
pub struct Optimizer {
    rule: spec::Optimizer,
    steps: u64,
    parameters: Vec<Parameter>,
}

#[derive(Debug)]
struct Parameter {
    name: String,
    variable: Var,
    moments: Moments,
}

/// As the rule names them, each as long as the parameter.
#[derive(Debug)]
enum Moments {
    /// In main memory.
    Host(Vec<Vec<f32>>),
    /// On the parameter's GPU.
    #[cfg(feature = "cuda")]
    Cuda(crate::gpu::cuda::Moments),
}

impl Moments {
    /// Where those of `variable` belong.
    fn new(numbers: Vec<Vec<f32>>, variable: &Tensor) -> Result<Self> {
        #[cfg(feature = "cuda")]
        if let Some(moments) = crate::gpu::cuda::Moments::new(variable, &numbers)? {
            return Ok(Self::Cuda(moments));
        }
        // Without GPUs there is one place.
        let _ = variable;
        Ok(Self::Host(numbers))
    }

    fn read(&self) -> Result<Cow<'_, [Vec<f32>]>> {
        match self {
            Self::Host(numbers) => Ok(Cow::Borrowed(numbers)),
            #[cfg(feature = "cuda")]
            Self::Cuda(moments) => moments.read().map(Cow::Owned),
        }
    }
}

impl Optimizer {
    /// An optimizer of `parameters`, before its first step. Names say which state belongs to
    /// which parameter.
    ///
    /// # Errors
    /// Two parameters of one name, parameters that are not float32, a GPU without memory for
    /// what is kept between steps.
    pub fn new(rule: impl Into<spec::Optimizer>, parameters: Vec<(String, Var)>) -> Result<Self> {
        let rule = rule.into();
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
                Ok(Parameter {
                    name,
                    moments: Moments::new(moments, &variable)?,
                    variable,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            rule,
            steps: 0,
            parameters,
        })
    }

    /// How many numbers such an optimizer keeps between steps for each number of a parameter.
    pub fn moments(rule: &spec::Optimizer) -> usize {
        rule.moments().len()
    }

    /// Moves every parameter along its gradient.
    ///
    /// # Errors
    /// A parameter without a gradient: hand the optimizer only what is trained. Nothing has
    /// moved then.
    pub fn step(&mut self, grads: &Gradients, learning_rate: f64) -> Result<()> {
        let mut gradients = Vec::with_capacity(self.parameters.len());
        for Parameter { name, variable, .. } in &self.parameters {
            let Some(gradient) = grads.kept(variable) else {
                bail!("parameter `{name}` has no gradient")
            };
            let found = match &gradient {
                Kept::Whole(whole) => whole.dims().to_vec(),
                Kept::Product(product) => product.dims().to_vec(),
            };
            if found != variable.dims() {
                bail!(
                    "parameter `{name}` is {:?}, its gradient {found:?}",
                    variable.dims()
                )
            }
            gradients.push(gradient);
        }
        self.steps += 1;
        let step = self.rule.step(self.steps, learning_rate);
        for (parameter, gradient) in self.parameters.iter_mut().zip(gradients) {
            parameter.update(&*step, gradient)?;
        }
        Ok(())
    }

    /// Everything the next step depends on besides parameters and gradients: tensors by name, of
    /// the parameters' shapes, and the number of steps taken as `step`, an int64 scalar. They lie
    /// in main memory, wherever the parameters are, so that an optimizer of another device can go
    /// on from them.
    ///
    /// # Errors
    /// Those of candle.
    pub fn state(&self) -> Result<Vec<(String, Tensor)>> {
        let steps = i64::try_from(self.steps).map_err(candle_core::Error::wrap)?;
        let mut state = vec![(STEP.to_owned(), Tensor::new(steps, &Device::Cpu)?)];
        for parameter in &self.parameters {
            let moments = parameter.moments.read()?;
            for (kind, moment) in self.rule.moments().iter().zip(&moments[..]) {
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
        let kinds = self.rule.moments().len();
        let of_parameter = |parameter: &Parameter| {
            Moments::new(loaded.by_ref().take(kinds).collect(), &parameter.variable)
        };
        let moments = self.parameters.iter().map(of_parameter);
        let moments = moments.collect::<Result<Vec<_>>>()?;
        for (parameter, moments) in self.parameters.iter_mut().zip(moments) {
            parameter.moments = moments;
        }
        self.steps = steps;
        Ok(())
    }
}

impl Parameter {
    fn update(&mut self, step: &dyn Step, gradient: Kept<'_>) -> Result<()> {
        let tensor = self.variable.as_tensor();
        #[allow(clippy::infallible_destructuring_match)] // it is not, with feature `cuda`
        let moments = match &mut self.moments {
            Moments::Host(moments) => moments,
            #[cfg(feature = "cuda")]
            Moments::Cuda(moments) => return moments.update(step, tensor, gradient),
        };
        if fast(&[tensor]) && tensor.is_contiguous() {
            let mut update = |numbers: Numbers<'_>| {
                let moments = RefCell::new(&mut *moments);
                tensor.inplace_op1(&Update {
                    step,
                    moments,
                    numbers,
                })
            };
            match gradient {
                Kept::Product(product) => {
                    return product.with(|factors| update(Numbers::Product(factors)))?;
                }
                Kept::Whole(whole) if fast(&[whole]) => {
                    let whole = whole.contiguous()?;
                    return update(Numbers::Whole(&tensor_floats(&whole)?));
                }
                Kept::Whole(_) => {}
            }
        }
        // Elsewhere the numbers come here and go back.
        let whole = match gradient {
            Kept::Product(product) => product.multiplied()?,
            Kept::Whole(whole) => whole.clone(),
        };
        let mut values = tensor.flatten_all()?.to_vec1::<f32>()?;
        let gradient = whole.flatten_all()?.to_vec1::<f32>()?;
        apply(step, &mut values, &gradient, moments);
        self.variable
            .set(&Tensor::from_vec(values, tensor.shape(), tensor.device())?)
    }
}

/// The numbers of a gradient.
enum Numbers<'a> {
    Whole(&'a [f32]),
    Product(Factors<'a>),
}

struct Update<'a> {
    step: &'a dyn Step,
    moments: RefCell<&'a mut Vec<Vec<f32>>>,
    numbers: Numbers<'a>,
}

impl InplaceOp1 for Update<'_> {
    fn name(&self) -> &'static str {
        "optimizer-step"
    }

    fn cpu_fwd(&self, values: &mut CpuStorage, layout: &Layout) -> Result<()> {
        let values = floats_mut(values, layout)?;
        let moments: &mut [Vec<f32>] = &mut self.moments.borrow_mut();
        match &self.numbers {
            Numbers::Whole(gradient) => apply(self.step, values, gradient, moments),
            Numbers::Product(factors) => apply_product(self.step, values, *factors, moments),
        }
        Ok(())
    }
}

fn apply(step: &dyn Step, values: &mut [f32], gradient: &[f32], moments: &mut [Vec<f32>]) {
    let pieces = pieces(values, moments, CHUNK);
    pieces
        .into_par_iter()
        .zip(gradient.par_chunks(CHUNK))
        .for_each(|((values, mut moments), gradient)| step.apply(values, gradient, &mut moments));
}

/// Multiplies a few outputs at a time, a piece of their inputs after the other: what is read and
/// written stays in cache, but for the parameters themselves.
fn apply_product(
    step: &dyn Step,
    values: &mut [f32],
    factors: Factors<'_>,
    moments: &mut [Vec<f32>],
) {
    let inputs = factors.inputs();
    if inputs == 0 {
        return;
    }
    pieces(values, moments, OUTPUTS * inputs)
        .into_par_iter()
        .enumerate()
        .for_each(|(index, (values, mut moments))| {
            let count = values.len() / inputs;
            with_scratch([count * INPUTS.min(inputs)], |[gradient]| {
                for start in (0..inputs).step_by(INPUTS) {
                    let width = INPUTS.min(inputs - start);
                    let gradient = &mut gradient[..count * width];
                    factors.multiply([index * OUTPUTS, count], [start, width], gradient);
                    for (output, gradient) in gradient.chunks_exact(width).enumerate() {
                        let place = output * inputs + start..output * inputs + start + width;
                        let mut moments: Vec<_> =
                            moments.iter_mut().map(|m| &mut m[place.clone()]).collect();
                        step.apply(&mut values[place], gradient, &mut moments);
                    }
                }
            });
        });
}

/// Parameters and their moments, `length` numbers at a time.
fn pieces<'a>(
    values: &'a mut [f32],
    moments: &'a mut [Vec<f32>],
    length: usize,
) -> Vec<(&'a mut [f32], Vec<&'a mut [f32]>)> {
    let mut moments: Vec<_> = moments.iter_mut().map(|m| m.chunks_mut(length)).collect();
    values
        .chunks_mut(length)
        .map(|values| {
            (
                values,
                moments.iter_mut().filter_map(Iterator::next).collect(),
            )
        })
        .collect()
}
