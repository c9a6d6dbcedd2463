//! What this crate's operations remember of a graph, so that [`backward`](crate::backward()) can
//! go back through it without candle.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Weak};

use candle_core::{
    CpuStorage, CudaStorage, CustomOp1, CustomOp2, CustomOp3, Layout, Result, Shape, Tensor,
    TensorId, bail,
};

thread_local! {
    /// By result. A node lives as long as candle's graph does.
    static NODES: RefCell<HashMap<TensorId, Weak<Node>>> = RefCell::default();
}

/// An operation and what it was applied to.
pub(crate) struct Node {
    operation: Operation,
    pub(crate) arguments: Vec<Tensor>,
}

enum Operation {
    One(Box<dyn CustomOp1 + Send + Sync>),
    Two(Box<dyn CustomOp2 + Send + Sync>),
    Three(Box<dyn CustomOp3 + Send + Sync>),
}

impl Node {
    /// The gradients of the arguments, from that of the result.
    pub(crate) fn gradients(&self, result: &Tensor, grad: &Tensor) -> Result<Vec<Option<Tensor>>> {
        match (&self.operation, &self.arguments[..]) {
            (Operation::One(op), [x]) => Ok(vec![op.bwd(x, result, grad)?]),
            (Operation::Two(op), [x, y]) => {
                let (x, y) = op.bwd(x, y, result, grad)?;
                Ok(vec![x, y])
            }
            (Operation::Three(op), [x, y, z]) => {
                let (x, y, z) = op.bwd(x, y, z, result, grad)?;
                Ok(vec![x, y, z])
            }
            _ => bail!("an operation has other arguments than it was applied to"),
        }
    }
}

/// Applies an operation.
pub(crate) fn apply1(x: &Tensor, op: impl CustomOp1 + Send + Sync + 'static) -> Result<Tensor> {
    let node = node(Operation::One(Box::new(op)), &[x]);
    let result = x.apply_op1(Remembered(node.clone()))?;
    remember(&result, &node);
    Ok(result)
}

/// Applies an operation of two arguments.
pub(crate) fn apply2(
    x: &Tensor,
    y: &Tensor,
    op: impl CustomOp2 + Send + Sync + 'static,
) -> Result<Tensor> {
    let node = node(Operation::Two(Box::new(op)), &[x, y]);
    let result = x.apply_op2(y, Remembered(node.clone()))?;
    remember(&result, &node);
    Ok(result)
}

/// Applies an operation of three arguments.
pub(crate) fn apply3(
    x: &Tensor,
    y: &Tensor,
    z: &Tensor,
    op: impl CustomOp3 + Send + Sync + 'static,
) -> Result<Tensor> {
    let node = node(Operation::Three(Box::new(op)), &[x, y, z]);
    let result = x.apply_op3(y, z, Remembered(node.clone()))?;
    remember(&result, &node);
    Ok(result)
}

fn node(operation: Operation, arguments: &[&Tensor]) -> Arc<Node> {
    let arguments = arguments.iter().map(|&argument| argument.clone()).collect();
    Arc::new(Node {
        operation,
        arguments,
    })
}

fn remember(result: &Tensor, node: &Arc<Node>) {
    if !result.track_op() {
        return;
    }
    NODES.with_borrow_mut(|nodes| {
        // Those of graphs that are gone, whenever the table would have to grow for them.
        if nodes.len() == nodes.capacity() {
            nodes.retain(|_, node| node.strong_count() > 0);
        }
        nodes.insert(result.id(), Arc::downgrade(node));
    });
}

/// The operations `loss` was made by, with their results, each before those whose results it
/// took; none where some other operation, or some other thread's, takes part.
pub(crate) fn way_back(loss: &Tensor) -> Option<Vec<(Tensor, Arc<Node>)>> {
    NODES.with_borrow(|nodes| {
        let mut way = Vec::new();
        let mut seen = HashSet::new();
        visit(loss, nodes, &mut seen, &mut way)?;
        way.reverse();
        Some(way)
    })
}

fn visit(
    tensor: &Tensor,
    nodes: &HashMap<TensorId, Weak<Node>>,
    seen: &mut HashSet<TensorId>,
    way: &mut Vec<(Tensor, Arc<Node>)>,
) -> Option<()> {
    if !tensor.track_op() || tensor.is_variable() || !seen.insert(tensor.id()) {
        return Some(());
    }
    let node = nodes.get(&tensor.id())?.upgrade()?;
    for argument in &node.arguments {
        visit(argument, nodes, seen, way)?;
    }
    way.push((tensor.clone(), node));
    Some(())
}

/// The operation of a node, as candle sees it.
struct Remembered(Arc<Node>);

/// The operation itself, which has the number of arguments it is called with.
macro_rules! operation {
    ($remembered:ident, $kind:ident) => {
        match &$remembered.0.operation {
            Operation::$kind(operation) => operation,
            _ => unreachable!("an operation is applied as what it was made"),
        }
    };
}

impl CustomOp1 for Remembered {
    fn name(&self) -> &'static str {
        operation!(self, One).name()
    }

    fn cpu_fwd(&self, x: &CpuStorage, x_layout: &Layout) -> Result<(CpuStorage, Shape)> {
        operation!(self, One).cpu_fwd(x, x_layout)
    }

    fn cuda_fwd(&self, x: &CudaStorage, x_layout: &Layout) -> Result<(CudaStorage, Shape)> {
        operation!(self, One).cuda_fwd(x, x_layout)
    }

    fn bwd(&self, x: &Tensor, result: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        operation!(self, One).bwd(x, result, grad)
    }
}

impl CustomOp2 for Remembered {
    fn name(&self) -> &'static str {
        operation!(self, Two).name()
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        x_layout: &Layout,
        y: &CpuStorage,
        y_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        operation!(self, Two).cpu_fwd(x, x_layout, y, y_layout)
    }

    fn cuda_fwd(
        &self,
        x: &CudaStorage,
        x_layout: &Layout,
        y: &CudaStorage,
        y_layout: &Layout,
    ) -> Result<(CudaStorage, Shape)> {
        operation!(self, Two).cuda_fwd(x, x_layout, y, y_layout)
    }

    fn bwd(
        &self,
        x: &Tensor,
        y: &Tensor,
        result: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>)> {
        operation!(self, Two).bwd(x, y, result, grad)
    }
}

impl CustomOp3 for Remembered {
    fn name(&self) -> &'static str {
        operation!(self, Three).name()
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        x_layout: &Layout,
        y: &CpuStorage,
        y_layout: &Layout,
        z: &CpuStorage,
        z_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        operation!(self, Three).cpu_fwd(x, x_layout, y, y_layout, z, z_layout)
    }

    fn cuda_fwd(
        &self,
        x: &CudaStorage,
        x_layout: &Layout,
        y: &CudaStorage,
        y_layout: &Layout,
        z: &CudaStorage,
        z_layout: &Layout,
    ) -> Result<(CudaStorage, Shape)> {
        operation!(self, Three).cuda_fwd(x, x_layout, y, y_layout, z, z_layout)
    }

    fn bwd(
        &self,
        x: &Tensor,
        y: &Tensor,
        z: &Tensor,
        result: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        operation!(self, Three).bwd(x, y, z, result, grad)
    }
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Var};

    use super::*;
    use crate::{linear, relu};

    #[test]
    fn graphs_that_are_gone_are_forgotten() {
        let zeros = |shape: &[usize]| Var::zeros(shape, candle_core::DType::F32, &Device::Cpu);
        let (x, w, b) = (zeros(&[2, 3]), zeros(&[3, 3]), zeros(&[3]));
        let (x, w, b) = (x.unwrap(), w.unwrap(), b.unwrap());
        for _ in 0..10_000 {
            let y = relu(&linear(&x, &w, &b).unwrap()).unwrap();
            assert_eq!(way_back(&y).unwrap().len(), 2);
        }
        let kept = NODES.with_borrow(|nodes| nodes.len());
        assert!(kept < 100, "{kept} nodes of graphs that are gone");
        let live = NODES.with_borrow(|n| n.values().filter(|n| n.strong_count() > 0).count());
        assert_eq!(live, 0);
    }
}
