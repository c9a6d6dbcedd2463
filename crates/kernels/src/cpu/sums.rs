//! Sums in a fixed order.

/// The sum, in float64 and in a fixed order.
pub(crate) fn sum(values: &[f32]) -> f64 {
    const LANES: usize = 8;
    let mut lanes = [0f64; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest: f64 = chunks.remainder().iter().map(|v| f64::from(*v)).sum();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += f64::from(*value);
        }
    }
    lanes.iter().sum::<f64>() + rest
}

/// Adds up `count` runs of `length` numbers, the first first.
pub(crate) fn add_in_order<T>(runs: &[T], count: usize, length: usize) -> Vec<T>
where
    T: Copy + Default + std::ops::AddAssign,
{
    let mut total = vec![T::default(); length];
    for run in runs.chunks_exact(length.max(1)).take(count) {
        for (t, r) in total.iter_mut().zip(run) {
            *t += *r;
        }
    }
    total
}
