//! The sigmoid linear unit.

use crate::macros::bare;

bare! {
    /// A sigmoid linear unit (Elfwing et al. 2018), also called swish: `x / (1 + e⁻ˣ)`.
    pub struct Silu as "silu";
}
