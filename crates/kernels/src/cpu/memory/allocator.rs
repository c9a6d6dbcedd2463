//! Memory between steps.

/// Keeps freed memory in the process from now on, for tensors to come, in large pages where the
/// system has them.
///
/// A training step allocates and frees the same hundreds of megabytes every time. The C library
/// hands them back to the system at once, which clears them page by page before the next step can
/// use them: a sixth of a step. And a pass over so much in pages of 4 KB waits for their addresses
/// to be looked up: another twentieth. Call this once, when a program starts that is going to
/// train. Where the C library is not glibc it does nothing.
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
        ask_for_large_pages();
    }
}

/// Lets the heap grow once, and asks for large pages where it will lie. Addresses are all this
/// takes up; memory comes with the first use of a page, as ever.
#[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
fn ask_for_large_pages() {
    // More than the 2 GB of the threshold above would be given back at once.
    const ROOM: usize = 3 << 29;
    const PAGE: usize = 2 << 20;
    // SAFETY: what `malloc` gave is freed once. The advice is about whole pages within it, and
    // changes nothing but how the system backs them.
    #[allow(unsafe_code)]
    unsafe {
        let start = libc::malloc(ROOM);
        if start.is_null() {
            return;
        }
        let before = start.align_offset(PAGE);
        if before < ROOM {
            let length = (ROOM - before) / PAGE * PAGE;
            libc::madvise(start.add(before), length, libc::MADV_HUGEPAGE);
        }
        libc::free(start);
    }
}

#[cfg(all(
    target_os = "linux",
    target_env = "gnu",
    not(target_pointer_width = "64")
))]
fn ask_for_large_pages() {}
