//! Prediction files: safetensors with one float32 table a set.

use std::collections::BTreeMap;
use std::path::Path;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use crate::{Error, Predictions, Table};

pub(crate) fn encode(path: &Path, predictions: &Predictions) -> Result<Vec<u8>, Error> {
    let bytes = |table: &Table| -> Vec<u8> {
        table
            .values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect()
    };
    let tables = [
        ("test", &predictions.test),
        ("train", &predictions.train),
        ("validation", &predictions.validation),
    ];
    let there = |name: &str, table: &Table| name != "validation" || !table.is_empty();
    let tables: Vec<_> = tables
        .into_iter()
        .filter(|(name, table)| there(name, table))
        .map(|(name, table)| (name, table, bytes(table)))
        .collect();
    let mut tensors = BTreeMap::new();
    for (name, table, data) in &tables {
        let view = TensorView::new(Dtype::F32, vec![table.len(), table.columns], data)
            .map_err(|e| Error::malformed(path, e))?;
        tensors.insert(*name, view);
    }
    safetensors::serialize(tensors, None).map_err(|e| Error::malformed(path, e))
}

pub(crate) fn decode(path: &Path, bytes: &[u8]) -> Result<Predictions, Error> {
    let file = SafeTensors::deserialize(bytes).map_err(|e| Error::malformed(path, e))?;
    let table = |name: &str| -> Result<Table, Error> {
        let view = file.tensor(name).map_err(|e| Error::malformed(path, e))?;
        let (Dtype::F32, &[_, columns]) = (view.dtype(), view.shape()) else {
            return Err(Error::malformed(
                path,
                format!(
                    "`{name}` should be a float32 table, found {:?}",
                    view.shape()
                ),
            ));
        };
        let values = view
            .data()
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect();
        Ok(Table { columns, values })
    };
    let validation = match file.names().contains(&"validation") {
        true => table("validation")?,
        false => Table::default(),
    };
    Ok(Predictions {
        test: table("test")?,
        train: table("train")?,
        validation,
    })
}
