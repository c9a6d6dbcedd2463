//! Max-pool of 2×2 windows, two rows of numbers at once.

/// The choice of a window that passes no gradient on.
pub(crate) const NONE: u8 = 4;

/// The maximum, plus `bias`, of the windows of two rows, and which of the four numbers it is.
pub(crate) fn pick(upper: &[f32], lower: &[f32], bias: f32, y: &mut [f32], choices: &mut [u8]) {
    let windows = upper.chunks_exact(2).zip(lower.chunks_exact(2));
    for (((u, l), y), choice) in windows.zip(y).zip(choices) {
        let (mut best, mut at) = (u[0] + bias, 0);
        for (value, index) in [(u[1] + bias, 1), (l[0] + bias, 2), (l[1] + bias, 3)] {
            let better = (value > best) | value.is_nan();
            best = if better { value } else { best };
            at = if better { index } else { at };
        }
        (*y, *choice) = (best, at);
    }
}

/// Writes two rows, `width` long each, of gradients from those of their windows; zeros everywhere
/// else.
pub(crate) fn place(dy: &[f32], choices: &[u8], rows: &mut [f32], width: usize) {
    rows.fill(0.0);
    for (window, (dy, choice)) in dy.iter().zip(choices).enumerate() {
        // Without a branch, as choices cannot be foretold: none writes 0 to the first place.
        let choice = usize::from(*choice);
        let at = 2 * window + (choice & 1) + (choice >> 1 & 1) * width;
        rows[at] = if choice < usize::from(NONE) { *dy } else { 0.0 };
    }
}
