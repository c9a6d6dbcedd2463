//! Student's t distribution, for intervals from few values.

/// Probability that a t-distributed value with `degrees` degrees of freedom (they need not be
/// whole) is at most `t`.
///
/// Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964), 26.7.1 and 26.5.27.
pub fn student_probability(t: f64, degrees: f64) -> f64 {
    let tail = 0.5 * incomplete_beta(degrees / (degrees + t * t), 0.5 * degrees, 0.5);
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// The value that a t-distributed value with `degrees` degrees of freedom is at most with
/// `probability`.
pub fn student_quantile(probability: f64, degrees: f64) -> f64 {
    if probability < 0.5 {
        return -student_quantile(1.0 - probability, degrees);
    }
    let (mut low, mut high) = (0.0, 1.0);
    while student_probability(high, degrees) < probability && high < 1e12 {
        (low, high) = (high, 2.0 * high);
    }
    // Each step halves the bracket: 80 of them reach the last bit.
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if student_probability(middle, degrees) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Regularised incomplete beta function I_x(a, b), by the continued fraction of the NIST Digital
/// Library of Mathematical Functions, 8.17.22, evaluated by Lentz's method.
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast on this side only; the other follows by symmetry.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let front =
        (log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    let away_from_zero = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..500 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for coefficient in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + coefficient * d);
            c = away_from_zero(1.0 + coefficient / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * fraction / a
}

/// Logarithm of the gamma function for positive `x`, by Stirling's series (Abramowitz and Stegun,
/// 6.1.41) after shifting `x` to where five terms are exact to rounding.
fn log_gamma(x: f64) -> f64 {
    let mut shifted = x;
    let mut product = 1.0;
    while shifted < 12.0 {
        product *= shifted;
        shifted += 1.0;
    }
    let inverse = 1.0 / shifted;
    let square = inverse * inverse;
    let series = inverse
        * (1.0 / 12.0
            - square
                * (1.0 / 360.0
                    - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0))));
    (shifted - 0.5) * shifted.ln() - shifted + 0.5 * std::f64::consts::TAU.ln() + series
        - product.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_printed_tables() {
        for (probability, degrees, expected) in [
            (0.975, 1.0, 12.706_205),
            (0.975, 2.0, 4.302_653),
            (0.975, 4.0, 2.776_445),
            (0.995, 10.0, 3.169_273),
            (0.95, 30.0, 1.697_261),
            (0.975, 1e7, 1.959_964),
            (0.025, 4.0, -2.776_445),
        ] {
            let found = student_quantile(probability, degrees);
            assert!(
                (found - expected).abs() < 1e-5,
                "{probability} {degrees}: {found}"
            );
        }
    }

    #[test]
    fn one_degree_is_the_cauchy_distribution() {
        for t in [-30.0f64, -1.0, -0.1, 0.0, 0.5, 3.0] {
            let expected = 0.5 + t.atan() / std::f64::consts::PI;
            assert!(
                (student_probability(t, 1.0) - expected).abs() < 1e-12,
                "{t}"
            );
        }
    }
}
