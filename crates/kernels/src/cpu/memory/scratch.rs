//! Working memory that each thread keeps from call to call.

use std::cell::Cell;

/// Numbers of a cache line: no vector that starts at a multiple of its length lies across two.
const LINE: usize = 16;

thread_local! {
    static BUFFER: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

/// Calls `work` with `N` buffers of the given lengths, each on cache lines of its own. Their
/// contents are left over from earlier calls: `work` must write before it reads.
pub(crate) fn with_scratch<const N: usize, R>(
    lengths: [usize; N],
    work: impl FnOnce([&mut [f32]; N]) -> R,
) -> R {
    let lengths = lengths.map(|length| (length, length.next_multiple_of(LINE)));
    let total: usize = lengths.iter().map(|(_, padded)| padded).sum();
    // Taken out while in use, so that a call within a call gets memory of its own.
    let mut buffer = BUFFER.take();
    if buffer.len() < total + LINE {
        buffer = vec![0.0; total + LINE];
    }
    let start = buffer.as_ptr().align_offset(LINE * size_of::<f32>());
    let mut rest = &mut buffer[start.min(LINE)..];
    let result = work(lengths.map(|(length, padded)| {
        let (part, after) = std::mem::take(&mut rest).split_at_mut(padded);
        rest = after;
        &mut part[..length]
    }));
    BUFFER.set(buffer);
    result
}
