//! Memory between steps.

/// Keeps freed memory in the process from now on, for tensors to come.
///
/// A training step allocates and frees the same hundred megabytes every time. The C library hands
/// them back to the system at once, which clears them page by page before the next step can use
/// them: a sixth of a step. Call this once, when a program starts that is going to train. Where
/// the C library is not glibc it does nothing.
pub fn keep_freed_memory() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        // SAFETY: `mallopt` takes two integers, and may be called at any time.
        #[allow(unsafe_code)]
        unsafe {
            // No mappings of their own for large tensors, and no giving back from the heap's end.
            libc::mallopt(libc::M_MMAP_MAX, 0);
            libc::mallopt(libc::M_TRIM_THRESHOLD, libc::c_int::MAX);
        }
    }
}
