//! Memory for results, not cleared first.
#![allow(unsafe_code)]

use std::mem::MaybeUninit;

/// Memory for numbers that are all going to be written. Clearing it first would be one more pass
/// over memory, on one thread.
pub(crate) struct Uninit<T> {
    numbers: Vec<T>,
    length: usize,
}

impl<T: Copy> Uninit<T> {
    pub(crate) fn new(length: usize) -> Self {
        Self {
            numbers: Vec::with_capacity(length),
            length,
        }
    }

    /// The places to write to.
    pub(crate) fn places(&mut self) -> &mut [MaybeUninit<T>] {
        &mut self.numbers.spare_capacity_mut()[..self.length]
    }

    /// The numbers.
    ///
    /// # Safety
    /// Every place has been written to.
    pub(crate) unsafe fn written(mut self) -> Vec<T> {
        // SAFETY: there is capacity for so many, and by this function's contract they are there.
        unsafe { self.numbers.set_len(self.length) }
        self.numbers
    }
}

/// Writes zero to all places.
pub(crate) fn cleared(places: &mut [MaybeUninit<f32>]) -> &mut [f32] {
    for place in &mut *places {
        place.write(0.0);
    }
    // SAFETY: every place has just been written to.
    unsafe { places.assume_init_mut() }
}
