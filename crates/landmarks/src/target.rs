//! From pixels to targets and back.

/// Side of the crop that targets are stated for, in pixels.
pub const SIDE: f32 = 224.0;
/// Shorter side of the rescaled image at that crop, in pixels.
pub const SHORTER: f32 = 250.0;
/// Where a target is 0, in pixels of the crop.
pub const CENTER: f32 = 100.0;
/// Pixels a target of 1 stands for.
pub const SPREAD: f32 = 50.0;

/// The target of a coordinate in pixels of a 224-pixel crop.
pub fn target(pixel: f32) -> f32 {
    (pixel - CENTER) / SPREAD
}

/// The coordinate in pixels of a 224-pixel crop that a target stands for.
pub fn pixel(target: f32) -> f32 {
    target * SPREAD + CENTER
}
