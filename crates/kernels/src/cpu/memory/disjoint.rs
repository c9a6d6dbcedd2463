//! Writing to one slice from many threads, each to places of its own.
#![allow(unsafe_code)]

use std::marker::PhantomData;

/// A slice that several threads write to, no two to the same place.
pub(crate) struct Disjoint<'a, T> {
    start: *mut T,
    length: usize,
    slice: PhantomData<&'a mut [T]>,
}

// SAFETY: sharing the value shares only the address; `part`'s contract keeps parts handed to
// different threads apart, and `T: Send` lets their contents be written from those threads.
unsafe impl<T: Send> Sync for Disjoint<'_, T> {}

impl<'a, T> Disjoint<'a, T> {
    pub(crate) fn new(slice: &'a mut [T]) -> Self {
        Self {
            start: slice.as_mut_ptr(),
            length: slice.len(),
            slice: PhantomData,
        }
    }

    /// The `length` elements from `start` on. Panics when they are not all inside the slice.
    ///
    /// # Safety
    /// No two parts that are alive at the same time may overlap.
    #[allow(clippy::mut_from_ref)] // what the contract above is for
    pub(crate) unsafe fn part(&self, start: usize, length: usize) -> &mut [T] {
        assert!(
            start <= self.length && length <= self.length - start,
            "part outside its slice"
        );
        // SAFETY: inside the borrowed slice by the assert, unaliased by this method's contract.
        unsafe { std::slice::from_raw_parts_mut(self.start.add(start), length) }
    }
}
