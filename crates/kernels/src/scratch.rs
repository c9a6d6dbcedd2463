//! Working memory that each thread keeps from call to call.

use std::cell::Cell;

thread_local! {
    static BUFFER: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

/// Calls `work` with `N` buffers of the given lengths. Their contents are left over from earlier
/// calls: `work` must write before it reads.
pub(crate) fn with_scratch<const N: usize, R>(
    lengths: [usize; N],
    work: impl FnOnce([&mut [f32]; N]) -> R,
) -> R {
    // Buffers start on cache lines of their own.
    let lengths = lengths.map(|length| (length, length.next_multiple_of(16)));
    let total: usize = lengths.iter().map(|(_, padded)| padded).sum();
    // Taken out while in use, so that a call within a call gets memory of its own.
    let mut buffer = BUFFER.take();
    if buffer.len() < total {
        buffer.resize(total, 0.0);
    }
    let mut rest = buffer.as_mut_slice();
    let result = work(lengths.map(|(length, padded)| {
        let (part, after) = std::mem::take(&mut rest).split_at_mut(padded);
        rest = after;
        &mut part[..length]
    }));
    BUFFER.set(buffer);
    result
}
