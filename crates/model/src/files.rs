//! Weights as safetensors, names and shapes as a PyTorch `state_dict`.

use std::collections::HashMap;
use std::path::Path;

use candle_core::{Device, Tensor};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use crate::{Error, Network};

impl Network {
    /// The parameters and buffers as the bytes of a safetensors file.
    ///
    /// # Errors
    /// Tensors that cannot be read from their device.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let mut tensors = Vec::new();
        for (name, variable) in self.tensors() {
            let numbers = variable
                .flatten_all()?
                .to_device(&Device::Cpu)?
                .to_vec1::<f32>()?;
            let bytes: Vec<u8> = numbers
                .iter()
                .flat_map(|number| number.to_le_bytes())
                .collect();
            tensors.push((name, variable.dims().to_vec(), bytes));
        }
        let mut views = Vec::new();
        for (name, shape, bytes) in &tensors {
            views.push((name, TensorView::new(Dtype::F32, shape.clone(), bytes)?));
        }
        Ok(safetensors::serialize(views, None)?)
    }

    /// Sets the parameters and buffers to those of a safetensors file's bytes.
    ///
    /// # Errors
    /// Bytes that are not safetensors; tensors that are missing, have no place in the network, or
    /// are of another shape or type. The network is as before then.
    pub fn load_bytes(&self, bytes: &[u8]) -> Result<(), Error> {
        let file = SafeTensors::deserialize(bytes)?;
        let mut found: HashMap<String, TensorView<'_>> = file.tensors().into_iter().collect();
        let mut values = Vec::new();
        for (name, variable) in self.tensors() {
            let expected = variable.dims();
            let Some(view) = found.remove(name) else {
                return Err(Error::Missing {
                    name: name.clone(),
                    expected: expected.to_vec(),
                });
            };
            if view.shape() != expected {
                return Err(Error::Shape {
                    name: name.clone(),
                    found: view.shape().to_vec(),
                    expected: expected.to_vec(),
                });
            }
            if view.dtype() != Dtype::F32 {
                let found = format!("{:?}", view.dtype());
                return Err(Error::Type {
                    name: name.clone(),
                    found,
                });
            }
            let numbers = view.data().chunks_exact(4);
            let numbers: Vec<f32> = numbers
                .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
                .collect();
            values.push(Tensor::from_vec(numbers, expected, variable.device())?);
        }
        if let Some(name) = found.into_keys().min() {
            let known: Vec<_> = self.tensors().map(|(name, _)| &name[..]).collect();
            return Err(Error::Unexpected {
                name,
                known: known.join(", "),
            });
        }
        for ((_, variable), value) in self.tensors().zip(&values) {
            variable.set(value)?;
        }
        Ok(())
    }

    /// Writes the parameters and buffers to a safetensors file. The file is half written while this runs:
    /// write to a place of its own and rename.
    ///
    /// # Errors
    /// Those of [`to_bytes`](Self::to_bytes), and a file that cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        std::fs::write(path, self.to_bytes()?).map_err(|source| Error::File {
            path: path.to_path_buf(),
            source,
        })
    }

    /// Sets the parameters and buffers to those of a safetensors file.
    ///
    /// # Errors
    /// Those of [`load_bytes`](Self::load_bytes), and a file that cannot be read.
    pub fn load(&self, path: &Path) -> Result<(), Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::File {
            path: path.to_path_buf(),
            source,
        })?;
        self.load_bytes(&bytes).map_err(|e| Error::Contents {
            path: path.to_path_buf(),
            source: Box::new(e),
        })
    }
}
