//! NVIDIA GPUs: the operations on candle's CUDA tensors.
//!
//! Everything is asked of the device's stream and nothing waited for; memory comes from the
//! stream's own allocator and goes back to it in its order.

use std::ops::Deref;

use candle_core::cuda::WrapErr;
use candle_core::cuda::cudarc::driver::{CudaSlice, CudaView, CudaViewMut, LaunchConfig};
use candle_core::cuda::cudarc::driver::{PushKernelArg, result, sys};
use candle_core::op::BackpropOp;
use candle_core::{CpuStorage, CudaDevice, CudaStorage, DType, Device, Layout, Result, Shape};
use candle_core::{Storage, Tensor, bail};

use super::{Argument, File, Gpu, Kernel, Numbers};

mod context;
mod conv;
mod images;
mod layers;
mod linear;
mod loss;
mod update;

pub use super::launches::crops::Changes;
pub use context::cuda_context;
pub(crate) use conv::{conv_relu_pool, conv2d};
pub use images::{Crop, Image, Images, Samples};
pub(crate) use layers::{dropout, max_pool2d, pointwise, standardize};
pub(crate) use linear::linear;
pub(crate) use loss::mean_loss;
pub(crate) use update::Moments;

const CONV: &str = include_str!(concat!(env!("OUT_DIR"), "/conv.ptx"));
const LAYERS: &str = include_str!(concat!(env!("OUT_DIR"), "/layers.ptx"));

/// GPU number `ordinal`, to train on.
///
/// What candle gives, with a stream of its own, so that several networks in one process do not
/// wait for each other; and freed memory stays with the process, as
/// [`keep_freed_memory`](crate::keep_freed_memory) does for main memory. Tensors of one such
/// device cannot be mixed with those of another, even of the same GPU.
///
/// # Errors
/// No such GPU, or none that works.
#[allow(unsafe_code)]
pub fn cuda_device(ordinal: usize) -> Result<Device> {
    cuda_context(ordinal).w()?;
    let device = CudaDevice::new_with_stream(ordinal)?;
    // SAFETY: tracking orders work on several streams. All tensors of this device are made, used
    // and freed on its only stream, as candle lets no operation mix devices.
    unsafe { device.disable_event_tracking() };
    let stream = device.cuda_stream();
    let (mut keep, mut wait) = (u64::MAX, 0i32);
    let attributes = [
        (
            sys::CUmemPool_attribute::CU_MEMPOOL_ATTR_RELEASE_THRESHOLD,
            std::ptr::from_mut(&mut keep).cast(),
        ),
        // Else a stream may be made to wait for another's freed memory.
        (
            sys::CUmemPool_attribute::CU_MEMPOOL_ATTR_REUSE_ALLOW_INTERNAL_DEPENDENCIES,
            std::ptr::from_mut(&mut wait).cast(),
        ),
    ];
    // SAFETY: the device is one that the driver gave; the attributes are a number of 64 bits and
    // one of 32.
    unsafe {
        // A driver without such pools works as well.
        if let Ok(pool) = result::device::get_default_mem_pool(stream.context().cu_device()) {
            for (attribute, value) in attributes {
                result::mem_pool::set_attribute(pool, attribute, value).w()?;
            }
        }
    }
    Ok(Device::Cuda(device))
}

/// Whether every tensor lies on one CUDA device as float32 and holds a number: what the kernels
/// take.
pub(crate) fn ready(tensors: &[&Tensor]) -> bool {
    tensors.iter().all(|t| {
        let device = t.device();
        device.is_cuda()
            && device.same_device(tensors[0].device())
            && t.dtype() == DType::F32
            && t.elem_count() > 0
    })
}

/// A kernel's numbers are its own: what it reads and writes is checked here against nothing but
/// the ends of the memory.
impl Gpu for CudaDevice {
    type Floats = CudaSlice<f32>;
    type Bytes = CudaSlice<u8>;

    #[allow(unsafe_code)]
    fn floats(&self, count: usize) -> Result<CudaSlice<f32>> {
        // SAFETY: any bits are a number, and kernels write all of it before anything reads it.
        unsafe { self.alloc(count) }
    }

    #[allow(unsafe_code)]
    fn bytes(&self, count: usize) -> Result<CudaSlice<u8>> {
        // SAFETY: as above.
        unsafe { self.alloc(count) }
    }

    #[allow(unsafe_code)]
    fn launch(
        &self,
        kernel: Kernel<'_>,
        grid: [usize; 3],
        threads: usize,
        arguments: &mut [Argument<'_, Self>],
    ) -> Result<()> {
        let (file, ptx) = match kernel.file {
            File::Conv => ("faceoff-conv", CONV),
            File::Layers => ("faceoff-layers", LAYERS),
        };
        let function = self.get_or_load_custom_func(kernel.name, file, ptx)?;
        // The launch refers to these.
        let mut held: Vec<Held<'_>> = arguments
            .iter_mut()
            .map(|argument| match argument {
                Argument::Floats(numbers) => Held::Floats(numbers.memory.slice(numbers.start..)),
                Argument::Bytes(bytes) => Held::Bytes(bytes.as_view()),
                Argument::ToFloats(numbers, start) => Held::ToFloats(numbers.slice_mut(*start..)),
                Argument::ToBytes(bytes) => Held::ToBytes(bytes.as_view_mut()),
                Argument::Nothing => Held::Nothing(0),
                Argument::Value(words) => Held::Value(words),
            })
            .collect();
        let mut launch = function.builder();
        for argument in &mut held {
            match argument {
                Held::Floats(numbers) => launch.arg(&*numbers),
                Held::Bytes(bytes) => launch.arg(&*bytes),
                Held::ToFloats(numbers) => launch.arg(numbers),
                Held::ToBytes(bytes) => launch.arg(bytes),
                Held::Nothing(null) => launch.arg(&*null),
                // The driver copies as many bytes from here on as the kernel declares, which are
                // all words there are.
                Held::Value(words) => launch.arg(&words[0]),
            };
        }
        let [x, y, z] = grid.map(|blocks| blocks as u32);
        let config = LaunchConfig {
            grid_dim: (x, y, z),
            block_dim: (threads as u32, 1, 1),
            shared_mem_bytes: 0,
        };
        // SAFETY: arguments are the kernel's, in order and in size, and it stays within them: by
        // `Gpu::launch`'s contract, which tests on the emulated GPU hold the callers to.
        unsafe { launch.launch(config) }.w()?;
        Ok(())
    }
}

enum Held<'a> {
    Floats(CudaView<'a, f32>),
    Bytes(CudaView<'a, u8>),
    ToFloats(CudaViewMut<'a, f32>),
    ToBytes(CudaViewMut<'a, u8>),
    Nothing(u64),
    Value(&'a [u32]),
}

/// The numbers of a contiguous float32 storage.
fn floats<'a>(storage: &'a CudaStorage, layout: &Layout) -> Result<Numbers<'a, CudaDevice>> {
    Ok(Numbers {
        memory: storage.as_cuda_slice::<f32>()?,
        start: start(layout)?,
    })
}

/// Where the numbers of a contiguous tensor begin.
fn start(layout: &Layout) -> Result<usize> {
    match layout.contiguous_offsets() {
        Some((start, _)) => Ok(start),
        None => bail!(
            "expected contiguous numbers, found strides {:?} of {:?}",
            layout.stride(),
            layout.shape()
        ),
    }
}

/// A contiguous float32 tensor whose storage stays locked for reading.
struct Locked<S> {
    storage: S,
    start: usize,
    device: CudaDevice,
}

fn locked(tensor: &Tensor) -> Result<Locked<impl Deref<Target = Storage> + '_>> {
    let (storage, layout) = tensor.storage_and_layout();
    Ok(Locked {
        start: start(layout)?,
        storage,
        device: tensor.device().as_cuda_device()?.clone(),
    })
}

impl<S: Deref<Target = Storage>> Locked<S> {
    fn numbers(&self) -> Result<Numbers<'_, CudaDevice>> {
        match &*self.storage {
            Storage::Cuda(storage) => Ok(Numbers {
                memory: storage.as_cuda_slice::<f32>()?,
                start: self.start,
            }),
            _ => bail!("expected numbers on a CUDA device"),
        }
    }
}

/// Numbers as a storage.
fn stored(numbers: CudaSlice<f32>, device: &CudaDevice) -> CudaStorage {
    CudaStorage::wrap_cuda_slice(numbers, device.clone())
}

/// Numbers as a tensor that nothing is known about.
pub(crate) fn tensor(
    numbers: CudaSlice<f32>,
    device: &CudaDevice,
    shape: impl Into<Shape>,
) -> Tensor {
    let storage = Storage::Cuda(stored(numbers, device));
    Tensor::from_storage(storage, shape, BackpropOp::none(), false)
}

/// What the operations of this module do in main memory, where others take their place.
fn not_here<T>(name: &str) -> Result<(CpuStorage, T)> {
    bail!("this {name} is the one for GPUs")
}
