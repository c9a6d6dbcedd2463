//! One body of code, compiled for each set of vector instructions, and eight numbers at once.
//!
//! Bodies are plain Rust on arrays that the compiler turns into vectors; which version runs is
//! decided by the processor at hand.

pub(crate) mod transpose;

/// How many numbers [`Lanes`] holds.
pub(crate) const LANES: usize = 8;

/// How products are added: in one rounding where the processor can, else in two.
pub(crate) trait Arithmetic {
    /// a·b + c.
    fn multiply_add(a: f32, b: f32, c: f32) -> f32;
}

/// For every processor of the architecture the program is built for.
pub(crate) struct Plain;

impl Arithmetic for Plain {
    #[inline(always)]
    fn multiply_add(a: f32, b: f32, c: f32) -> f32 {
        // Where it is no instruction, `mul_add` is a slow function.
        if cfg!(any(target_arch = "aarch64", target_feature = "fma")) {
            a.mul_add(b, c)
        } else {
            a * b + c
        }
    }
}

/// For processors with fused multiply-add.
#[cfg(target_arch = "x86_64")]
pub(crate) struct Fused;

#[cfg(target_arch = "x86_64")]
impl Arithmetic for Fused {
    #[inline(always)]
    fn multiply_add(a: f32, b: f32, c: f32) -> f32 {
        a.mul_add(b, c)
    }
}

/// Sets of instructions that code is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// AVX-512 F and VL, AVX2, FMA.
    #[cfg(target_arch = "x86_64")]
    Avx512,
    /// AVX2 and FMA.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// Those of every processor of the architecture.
    Plain,
}

/// The best that the processor at hand has.
pub(crate) fn level() -> Level {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        let wide = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vl");
        return if wide { Level::Avx512 } else { Level::Avx2 };
    }
    Level::Plain
}

/// Has the processor fetch what lies at `place`, which may be anywhere.
#[inline(always)]
pub(crate) fn prefetch(place: *const f32) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: every processor of the architecture has the instruction, and it reads nothing.
        #[allow(unsafe_code)]
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(place.cast());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = place;
}

/// Defines a function that runs the generic `$body`, which must be `#[inline(always)]`, compiled
/// for AVX2 where the processor has it.
///
/// Not for AVX-512: with more registers than lanes the compiler merges neighbouring [`Lanes`]
/// through masks, and the transforms take several times as long as with AVX2.
macro_rules! compiled_for_each_processor {
    ($(#[$attribute:meta])* $vis:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) = $body:ident) => {
        $(#[$attribute])*
        #[allow(clippy::too_many_arguments)]
        $vis fn $name($($argument: $type),*) {
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            #[allow(clippy::too_many_arguments)]
            fn avx2($($argument: $type),*) {
                $body::<$crate::cpu::simd::Fused>($($argument),*)
            }
            match $crate::cpu::simd::level() {
                // SAFETY: the processor has the instructions, `level` says.
                #[cfg(target_arch = "x86_64")]
                #[allow(unsafe_code)]
                $crate::cpu::simd::Level::Avx512 | $crate::cpu::simd::Level::Avx2 => unsafe {
                    avx2($($argument),*)
                },
                $crate::cpu::simd::Level::Plain => $body::<$crate::cpu::simd::Plain>($($argument),*),
            }
        }
    };
}
pub(crate) use compiled_for_each_processor;

/// Eight numbers that are worked on at once, in one vector.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(transparent)]
pub(crate) struct Lanes(pub(crate) [f32; LANES]);

impl Lanes {
    pub(crate) const ZERO: Self = Self([0.0; LANES]);

    /// The first eight numbers of `numbers`.
    #[inline(always)]
    pub(crate) fn load(numbers: &[f32]) -> Self {
        let mut lanes = [0.0; LANES];
        lanes.copy_from_slice(&numbers[..LANES]);
        Self(lanes)
    }

    /// Writes to the first eight numbers of `numbers`.
    #[inline(always)]
    pub(crate) fn store(self, numbers: &mut [f32]) {
        numbers[..LANES].copy_from_slice(&self.0);
    }

    #[inline(always)]
    pub(crate) fn zip(self, other: Self, work: impl Fn(f32, f32) -> f32) -> Self {
        let mut result = self;
        for lane in 0..LANES {
            result.0[lane] = work(self.0[lane], other.0[lane]);
        }
        result
    }

    /// factor·self + other.
    #[inline(always)]
    pub(crate) fn scaled_plus<A: Arithmetic>(self, factor: f32, other: Self) -> Self {
        self.zip(other, |a, b| A::multiply_add(a, factor, b))
    }
}

impl std::ops::Add for Lanes {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }
}

impl std::ops::Sub for Lanes {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }
}

impl std::ops::Mul<f32> for Lanes {
    type Output = Self;

    #[inline(always)]
    fn mul(self, factor: f32) -> Self {
        self.zip(self, |a, _| a * factor)
    }
}
