//! Errors with their intervals as dots and bars below one axis, in a column of a table.

use faceoff_measure::MeanEstimate;
use maud::{Markup, html};

use crate::charts::Axis;
use crate::format::percent;
use crate::verdict::Ranking;

/// Length of the axis, and the space beside it for what lies on its ends, in pixels.
const LENGTH: f64 = 240.0;
const BESIDE: f64 = 16.0;
/// From this error on, the distance of the eyes itself, nothing was learned: larger ones are not
/// told apart.
const LARGEST: f64 = 100.0;

/// The axis of a page's strips: NME in per cent.
pub(super) struct Strip(Axis);

impl Strip {
    /// One axis for all `rankings`, so that they compare by eye. Logarithmic, so that networks that
    /// learned nothing do not squeeze the others.
    pub(super) fn of(rankings: &[Ranking]) -> Self {
        let ranked = rankings.iter().flat_map(|ranking| &ranking.ranked);
        let ends = ranked.flat_map(|ranked| {
            let nme = ranked.nme;
            // An interval that reaches far down would squeeze what is above.
            let low = nme.interval.low.max(nme.mean / 2.0);
            [low, nme.mean, nme.interval.high].map(|nme| (100.0 * nme).min(LARGEST))
        });
        Self(Axis::ratios(ends))
    }

    /// The column's heading: the numbers of the axis.
    pub(super) fn head(&self) -> Markup {
        html! {
            "NME (logarithmic axis)"
            (drawing(16, html! {
                @for tick in &self.0.ticks {
                    text x=(self.place(*tick)) y="13" text-anchor="middle" { (self.0.tick_text(*tick)) " %" }
                }
            }))
        }
    }

    /// An error as a dot in its interval; a triangle where it is beyond the axis.
    pub(super) fn row(&self, nme: &MeanEstimate) -> Markup {
        let [mean, low, high] =
            [nme.mean, nme.interval.low, nme.interval.high].map(|nme| 100.0 * nme);
        let (left, right) = (self.along(low), self.along(high));
        html! {
            span role="img" aria-label={ "NME " (percent(nme.mean)) } {
                (drawing(16, html! {
                    @for tick in &self.0.ticks {
                        line x1=(self.place(*tick)) x2=(self.place(*tick)) y1="0" y2="16" {}
                    }
                    rect x=(pixels(left)) y="5" width=(pixels((right - left).max(1.0))) height="6" rx="3" {}
                    @if mean > self.0.high {
                        path d={ "M" (pixels(LENGTH - 2.0)) " 3l9 5l-9 5z" } {}
                    } @else {
                        circle cx=(self.place(mean)) cy="8" r="3.5" {}
                    }
                }))
            }
        }
    }

    /// Where an error lies, in pixels from the axis's beginning; at its ends what is beyond.
    fn along(&self, error: f64) -> f64 {
        let [low, high, error] = [self.0.low, self.0.high, error].map(|v| self.0.place(v));
        LENGTH * ((error - low) / (high - low)).clamp(0.0, 1.0)
    }

    fn place(&self, error: f64) -> String {
        pixels(self.along(error))
    }
}

fn pixels(length: f64) -> String {
    format!("{length:.1}")
}

fn drawing(height: u32, inside: Markup) -> Markup {
    let width = LENGTH + 2.0 * BESIDE;
    html! {
        svg class="whisker" width=(width) height=(height)
            viewBox={ "-" (BESIDE) " 0 " (width) " " (height) } { (inside) }
    }
}

#[cfg(test)]
mod tests {
    use faceoff_measure::{Interval, Scope};

    use super::*;
    use crate::verdict::Ranked;

    /// Each with an interval of a tenth to both sides.
    fn ranking(means: &[f64]) -> Ranking {
        let ranked = means.iter().map(|mean| Ranked {
            name: mean.to_string(),
            epochs: 1,
            seeds: 1,
            nme: MeanEstimate {
                mean: *mean,
                interval: Interval {
                    low: 0.9 * mean,
                    high: 1.1 * mean,
                    level: 0.95,
                },
                standard_error: 0.05 * mean,
                scope: Scope::TheseNetworks,
            },
            validation_nme: None,
            against_first: None,
        });
        Ranking {
            by_validation: false,
            tested: String::new(),
            ranked: ranked.collect(),
            note: String::new(),
        }
    }

    #[test]
    fn what_learned_nothing_does_not_squeeze_the_others() {
        let rankings = [ranking(&[0.091, 0.105, 0.436]), ranking(&[0.083])];
        let strip = Strip::of(&rankings);
        assert!(strip.along(10.5) - strip.along(9.1) > 12.0);
        assert!(strip.along(8.3 * 0.9) > 0.0 && strip.along(43.6 * 1.1) < LENGTH);
        let head = strip.head().into_string();
        assert!(head.contains(">5 %<") && head.contains(">50 %<"), "{head}");
    }

    #[test]
    fn an_error_beyond_the_axis_is_a_triangle_at_its_end() {
        let ranking = ranking(&[0.1, 7e10]);
        let strip = Strip::of(std::slice::from_ref(&ranking));
        let row = |i: usize| strip.row(&ranking.ranked[i].nme).into_string();
        assert!(row(0).contains("<circle") && !row(0).contains("<path"));
        assert!(!row(1).contains("<circle") && row(1).contains("<path"));
    }
}
