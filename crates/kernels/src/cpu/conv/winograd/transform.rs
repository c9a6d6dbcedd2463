//! The transforms of F(4×4, 3×3) (Lavin & Gray 2016), on eight channels at once.
//!
//! A tile of 4×4 outputs is Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A: d the 6×6 inputs, g the 3×3 weights. The
//! matrices come from the points 0, ±P, ±Q and infinity; each [`Transform`] applies one of them,
//! or the transpose of one, to a vector; [`both`] to the columns and then to the rows of a matrix.

use crate::cpu::simd::{Arithmetic, Lanes};

/// Outputs of a tile, on a side.
pub(crate) const OUT: usize = 4;
/// Inputs of a tile, on a side.
pub(crate) const IN: usize = 6;
/// Numbers of a transformed tile, and so products it takes.
pub(crate) const POINTS: usize = IN * IN;

// What P and Q are decides how much rounding errors grow; these are near the best pair.
const P: f32 = 1.0;
const Q: f32 = 2.0;
const P2: f32 = P * P;
const Q2: f32 = Q * Q;
const PQ2: f32 = P2 * Q2;
const SUM2: f32 = P2 + Q2;
/// What G divides by at 0, ±P and ±Q.
const AT_0: f32 = 1.0 / PQ2;
const AT_P: f32 = 1.0 / (2.0 * P2 * (P2 - Q2));
const AT_Q: f32 = 1.0 / (2.0 * Q2 * (Q2 - P2));

/// One of the matrices, as it is applied to a vector. A type and not a function, because the
/// compiler does not always inline functions that are handed over.
pub(crate) trait Transform<const FROM: usize, const TO: usize> {
    fn apply<A: Arithmetic>(vector: [Lanes; FROM]) -> [Lanes; TO];
}

/// `T` applied to the columns, then to the rows of `matrix`.
#[inline(always)]
pub(crate) fn both<A: Arithmetic, T: Transform<FROM, TO>, const FROM: usize, const TO: usize>(
    matrix: [[Lanes; FROM]; FROM],
) -> [[Lanes; TO]; TO] {
    let mut columns = [[Lanes::ZERO; FROM]; TO];
    for column in 0..FROM {
        let mut vector = [Lanes::ZERO; FROM];
        for row in 0..FROM {
            vector[row] = matrix[row][column];
        }
        let vector = T::apply::<A>(vector);
        for row in 0..TO {
            columns[row][column] = vector[row];
        }
    }
    let mut result = [[Lanes::ZERO; TO]; TO];
    for row in 0..TO {
        result[row] = T::apply::<A>(columns[row]);
    }
    result
}

/// Bᵀ: inputs to points.
pub(crate) struct Input;

impl Transform<IN, IN> for Input {
    #[inline(always)]
    fn apply<A: Arithmetic>(d: [Lanes; IN]) -> [Lanes; IN] {
        let even_p = d[2].scaled_plus::<A>(-Q2, d[4]);
        let odd_p = d[1].scaled_plus::<A>(-Q2, d[3]);
        let even_q = d[2].scaled_plus::<A>(-P2, d[4]);
        let odd_q = d[1].scaled_plus::<A>(-P2, d[3]);
        [
            d[0].scaled_plus::<A>(PQ2, d[2].scaled_plus::<A>(-SUM2, d[4])),
            odd_p.scaled_plus::<A>(P, even_p),
            odd_p.scaled_plus::<A>(-P, even_p),
            odd_q.scaled_plus::<A>(Q, even_q),
            odd_q.scaled_plus::<A>(-Q, even_q),
            d[1].scaled_plus::<A>(PQ2, d[3].scaled_plus::<A>(-SUM2, d[5])),
        ]
    }
}

/// B: gradients of points to gradients of inputs.
pub(crate) struct InputGradient;

impl Transform<IN, IN> for InputGradient {
    #[inline(always)]
    fn apply<A: Arithmetic>(v: [Lanes; IN]) -> [Lanes; IN] {
        let (sum_p, sum_q) = (v[1] + v[2], v[3] + v[4]);
        let (odd_p, odd_q) = ((v[1] - v[2]) * P, (v[3] - v[4]) * Q);
        [
            v[0] * PQ2,
            odd_p.scaled_plus::<A>(-Q2, odd_q.scaled_plus::<A>(-P2, v[5] * PQ2)),
            v[0].scaled_plus::<A>(-SUM2, sum_p.scaled_plus::<A>(-Q2, sum_q * -P2)),
            v[5].scaled_plus::<A>(-SUM2, odd_p + odd_q),
            v[0] + sum_p + sum_q,
            v[5],
        ]
    }
}

/// Aᵀ: points to outputs.
pub(crate) struct Output;

impl Transform<IN, OUT> for Output {
    #[inline(always)]
    fn apply<A: Arithmetic>(m: [Lanes; IN]) -> [Lanes; OUT] {
        let (sum_p, sum_q) = (m[1] + m[2], m[3] + m[4]);
        let (odd_p, odd_q) = ((m[1] - m[2]) * P, (m[3] - m[4]) * Q);
        [
            m[0] + sum_p + sum_q,
            odd_p + odd_q,
            sum_p.scaled_plus::<A>(P2, sum_q * Q2),
            odd_p.scaled_plus::<A>(P2, odd_q.scaled_plus::<A>(Q2, m[5])),
        ]
    }
}

/// A: gradients of outputs to gradients of points.
pub(crate) struct OutputGradient;

impl Transform<OUT, IN> for OutputGradient {
    #[inline(always)]
    fn apply<A: Arithmetic>(y: [Lanes; OUT]) -> [Lanes; IN] {
        let even_p = y[2].scaled_plus::<A>(P2, y[0]);
        let odd_p = y[3].scaled_plus::<A>(P2, y[1]);
        let even_q = y[2].scaled_plus::<A>(Q2, y[0]);
        let odd_q = y[3].scaled_plus::<A>(Q2, y[1]);
        [
            y[0],
            odd_p.scaled_plus::<A>(P, even_p),
            odd_p.scaled_plus::<A>(-P, even_p),
            odd_q.scaled_plus::<A>(Q, even_q),
            odd_q.scaled_plus::<A>(-Q, even_q),
            y[3],
        ]
    }
}

/// G: weights to points.
pub(crate) struct Filter;

impl Transform<3, IN> for Filter {
    #[inline(always)]
    fn apply<A: Arithmetic>(g: [Lanes; 3]) -> [Lanes; IN] {
        let even_p = g[2].scaled_plus::<A>(P2, g[0]) * AT_P;
        let even_q = g[2].scaled_plus::<A>(Q2, g[0]) * AT_Q;
        [
            g[0] * AT_0,
            g[1].scaled_plus::<A>(P * AT_P, even_p),
            g[1].scaled_plus::<A>(-P * AT_P, even_p),
            g[1].scaled_plus::<A>(Q * AT_Q, even_q),
            g[1].scaled_plus::<A>(-Q * AT_Q, even_q),
            g[2],
        ]
    }
}

/// Gᵀ: gradients of points to gradients of weights.
pub(crate) struct FilterGradient;

impl Transform<IN, 3> for FilterGradient {
    #[inline(always)]
    fn apply<A: Arithmetic>(u: [Lanes; IN]) -> [Lanes; 3] {
        let (even_p, even_q) = ((u[1] + u[2]) * AT_P, (u[3] + u[4]) * AT_Q);
        let (odd_p, odd_q) = ((u[1] - u[2]) * AT_P, (u[3] - u[4]) * AT_Q);
        [
            u[0].scaled_plus::<A>(AT_0, even_p + even_q),
            odd_p.scaled_plus::<A>(P, odd_q * Q),
            even_p.scaled_plus::<A>(P2, even_q.scaled_plus::<A>(Q2, u[5])),
        ]
    }
}
