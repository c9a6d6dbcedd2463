//! How many runs are trained at the same time, and on what.

use std::str::FromStr;

use faceoff_train::{Gpu, Processor};

/// Runs that [`Jobs::Auto`] trains at once on one GPU.
///
/// A step of ten images is some fifty small operations, each too short to fill a GPU and about as
/// long as the CPU takes to start it, on one thread. Several runs fill what one leaves idle and
/// start their work from threads of their own. Beyond a few, each waits for the others: they then
/// share the time and only need more memory. So many is a guess; `just cuda-bench` measures it
/// beside one.
const RUNS_PER_GPU: usize = 4;

/// Share of a GPU's free memory that runs are planned to use: what they need is an estimate.
const USED: f64 = 0.8;

/// How many runs are trained at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jobs {
    /// As many as the processors are good for.
    Auto,
    /// So many, at least one.
    Count(usize),
}

impl FromStr for Jobs {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match (text, text.parse()) {
            ("auto", _) => Ok(Self::Auto),
            (_, Ok(count @ 1..)) => Ok(Self::Count(count)),
            _ => Err("expected `auto` or a number from 1 on".to_owned()),
        }
    }
}

/// A processor for each run that goes on at the same time as others: at most `runs`, at least one.
///
/// `needed` is the memory that a run needs, in bytes, the largest of them.
pub(crate) fn slots(
    processors: &[Processor],
    jobs: Jobs,
    runs: usize,
    needed: u64,
) -> Vec<Processor> {
    let each = |processor: &Processor| match processor {
        Processor::Cpu => 1,
        Processor::Gpu(Gpu { free, .. }) => {
            let room = *free as f64 * USED / needed.max(1) as f64;
            RUNS_PER_GPU.min(room as usize).max(1)
        }
    };
    let count = match jobs {
        Jobs::Count(count) => count,
        Jobs::Auto => processors.iter().map(each).min().unwrap_or(1) * processors.len(),
    };
    let taken = processors.iter().cycle().take(count.min(runs).max(1));
    taken.cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gpu(number: usize, free: u64) -> Processor {
        Processor::Gpu(Gpu {
            number,
            name: "NVIDIA H200".into(),
            free,
        })
    }

    #[test]
    fn runs_are_spread_as_memory_and_people_allow() {
        let (cpu, large, small) = (Processor::Cpu, gpu(0, 100), gpu(1, 30));
        let cases = [
            ("auto", vec![cpu.clone()], 9, vec![&cpu]),
            ("2", vec![cpu.clone()], 9, vec![&cpu; 2]),
            ("auto", vec![large.clone()], 9, vec![&large; 4]),
            ("auto", vec![small.clone()], 9, vec![&small; 2]),
            ("8", vec![small.clone()], 9, vec![&small; 8]),
            ("8", vec![large.clone()], 3, vec![&large; 3]),
            ("8", vec![large.clone()], 0, vec![&large]),
            (
                "auto",
                vec![large.clone(), small.clone()],
                9,
                vec![&large, &small, &large, &small],
            ),
            (
                "3",
                vec![large.clone(), small.clone()],
                9,
                vec![&large, &small, &large],
            ),
        ];
        for (jobs, processors, runs, expected) in cases {
            let found = slots(&processors, jobs.parse().unwrap(), runs, 10);
            assert!(
                found.iter().eq(expected),
                "{jobs} of {processors:?}: {found:?}"
            );
        }
        assert_eq!(slots(&[gpu(0, 5)], Jobs::Auto, 9, 10).len(), 1);
    }

    #[test]
    fn no_jobs_at_all_are_refused() {
        for text in ["0", "-1", "many", ""] {
            assert!(text.parse::<Jobs>().is_err(), "{text}");
        }
    }
}
