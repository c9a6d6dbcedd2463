//! Layers, their outputs and their parameter counts, from a description alone.

use std::fmt;

use faceoff_spec::ModelSpec;

use crate::Error;
use crate::build::{Sizes, layers};
use crate::grouped::grouped;
use crate::placed::place;

/// One row of a table of layers: a layer and the activations and pooling behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerRow {
    /// What the layers do, for people.
    pub name: String,
    /// Shape of their output for one image.
    pub output: Vec<usize>,
    /// Numbers they learn.
    pub parameters: usize,
}

/// Layers to be shown as a table with a total.
#[derive(Clone, Copy, Debug)]
pub struct LayerTable<'a>(pub &'a [LayerRow]);

/// The layers of the network of `spec` with their parameter counts; nothing is built.
///
/// # Errors
/// An image that shrinks to nothing, layers without outputs, dropout after no layer.
pub fn layer_table(spec: &ModelSpec, sizes: Sizes) -> Result<Vec<LayerRow>, Error> {
    let mut rows: Vec<LayerRow> = Vec::new();
    for placed in place(layers(spec, sizes.outputs)?, &sizes.input())? {
        let name = placed.layer.description(&placed.input);
        match rows.last_mut().filter(|_| placed.layer.shares_row()) {
            Some(row) => {
                row.name = format!("{}, {name}", row.name);
                row.output = placed.output;
                row.parameters += placed.count;
            }
            None => rows.push(LayerRow {
                name,
                output: placed.output,
                parameters: placed.count,
            }),
        }
    }
    Ok(rows)
}

impl fmt::Display for LayerTable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["layer", "output", "parameters"].map(str::to_owned);
        let rows = self.0.iter().map(|row| {
            let output: Vec<_> = row.output.iter().map(|&size| grouped(size)).collect();
            [row.name.clone(), output.join("×"), grouped(row.parameters)]
        });
        let total = self.0.iter().map(|row| row.parameters).sum();
        let total = ["total".to_owned(), String::new(), grouped(total)];
        let lines: Vec<_> = std::iter::once(head).chain(rows).chain([total]).collect();
        let width = |column: usize| {
            lines
                .iter()
                .map(|line| line[column].chars().count())
                .max()
                .unwrap_or(0)
        };
        let (name, output, parameters) = (width(0), width(1), width(2));
        for [a, b, c] in &lines {
            writeln!(f, "{a:name$}  {b:output$}  {c:>parameters$}")?;
        }
        Ok(())
    }
}
