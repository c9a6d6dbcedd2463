//! Reading a tensor's numbers as a slice.

use std::ops::{Deref, Range};

use candle_core::{CpuStorage, DType, Layout, Result, Storage, Tensor, bail};

/// Whether every tensor lies in main memory as float32: what the fast paths take.
pub(crate) fn fast(tensors: &[&Tensor]) -> bool {
    tensors
        .iter()
        .all(|t| t.device().is_cpu() && t.dtype() == DType::F32)
}

/// The numbers of a contiguous float32 storage.
pub(crate) fn floats<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    let range = contiguous(layout)?;
    match storage {
        CpuStorage::F32(values) => Ok(&values[range]),
        other => bail!("expected float32 numbers, found {:?}", dtype(other)),
    }
}

/// The numbers of a contiguous float32 storage, to be changed.
pub(crate) fn floats_mut<'a>(
    storage: &'a mut CpuStorage,
    layout: &Layout,
) -> Result<&'a mut [f32]> {
    let range = contiguous(layout)?;
    match storage {
        CpuStorage::F32(values) => Ok(&mut values[range]),
        other => bail!("expected float32 numbers, found {:?}", dtype(other)),
    }
}

/// The numbers of a contiguous float32 tensor in main memory; the tensor's storage stays locked
/// for reading while they are held.
pub(crate) fn tensor_floats(tensor: &Tensor) -> Result<impl Deref<Target = [f32]> + '_> {
    let (storage, layout) = tensor.storage_and_layout();
    let range = contiguous(layout)?;
    match &*storage {
        Storage::Cpu(CpuStorage::F32(_)) => Ok(Floats { storage, range }),
        _ => bail!(
            "expected float32 numbers in main memory, found {:?}",
            tensor.dtype()
        ),
    }
}

struct Floats<S> {
    storage: S,
    range: Range<usize>,
}

impl<S: Deref<Target = Storage>> Deref for Floats<S> {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        match &*self.storage {
            Storage::Cpu(CpuStorage::F32(values)) => &values[self.range.clone()],
            // Ruled out when the value was made.
            _ => &[],
        }
    }
}

fn contiguous(layout: &Layout) -> Result<Range<usize>> {
    match layout.contiguous_offsets() {
        Some((start, end)) => Ok(start..end),
        None => bail!(
            "expected contiguous numbers, found strides {:?}",
            layout.stride()
        ),
    }
}

fn dtype(storage: &CpuStorage) -> DType {
    use candle_core::backend::BackendStorage;
    storage.dtype()
}
