//! The images of a run as bytes on a GPU, which renders the crops there.

#[cfg(feature = "cuda")]
pub(super) use with_cuda::OnGpu;
#[cfg(not(feature = "cuda"))]
pub(super) use without_cuda::OnGpu;

#[cfg(feature = "cuda")]
mod with_cuda {
    use candle_core::{Device, Result, Tensor};
    use faceoff_data::{Face, Samples, View};
    use faceoff_kernels as kernels;

    /// Images on a GPU.
    pub(crate) struct OnGpu(kernels::Images);

    impl OnGpu {
        /// The images of `faces`; nothing where `device` is no GPU or there are none.
        pub(crate) fn new(faces: &[Face], device: &Device) -> Result<Option<Self>> {
            if !device.is_cuda() || faces.is_empty() {
                return Ok(None);
            }
            let image = |face| -> kernels::Image<'_> {
                let face: &Face = face;
                kernels::Image {
                    samples: match face.samples() {
                        Samples::Eight(samples) => kernels::Samples::Eight(samples),
                        Samples::Sixteen(samples) => kernels::Samples::Sixteen(samples),
                    },
                    width: face.width,
                    height: face.height,
                }
            };
            let images: Vec<_> = faces.iter().map(image).collect();
            kernels::Images::new(&images, device).map(|images| Some(Self(images)))
        }

        /// The crops of `views`, n×1×side×side.
        pub(crate) fn crops(&self, views: &[View]) -> Result<Tensor> {
            let crop = |view: &View| kernels::Crop {
                image: view.face,
                resized: view.geometry.resized,
                corner: view.geometry.corner,
                size: view.geometry.input_size,
                changes: kernels::Changes {
                    flipped: view.geometry.flipped,
                    warp: view.geometry.warp.map(|warp| warp.inverse()),
                    tone: [view.geometry.tone.gain, view.geometry.tone.offset],
                    cutout: view.geometry.cutout.map_or([0; 4], |covered| {
                        let ([left, top], [right, bottom]) = (covered.from, covered.to);
                        // A crop has less than 2¹⁵ pixels in a row.
                        [left, top, right, bottom].map(|edge| edge as u16)
                    }),
                },
            };
            let crops: Vec<_> = views.iter().map(crop).collect();
            self.0.crops(&crops)
        }
    }
}

#[cfg(not(feature = "cuda"))]
mod without_cuda {
    use candle_core::{Device, Result, Tensor};
    use faceoff_data::{Face, View};

    /// No images: this program knows no GPU.
    pub(crate) enum OnGpu {}

    impl OnGpu {
        pub(crate) fn new(_: &[Face], _: &Device) -> Result<Option<Self>> {
            Ok(None)
        }

        pub(crate) fn crops(&self, _: &[View]) -> Result<Tensor> {
            match *self {}
        }
    }
}
