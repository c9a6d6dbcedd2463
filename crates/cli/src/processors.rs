//! What runs are trained on, and how many at once.

use faceoff_train::{Gpu, Processor, set_tf32};

use crate::args::{DeviceArguments, Jobs};
use crate::error::Error;

/// Runs that `--jobs auto` trains at once on one GPU.
///
/// A step of ten images is some fifty small operations, each too short to fill a GPU and about as
/// long as the CPU takes to start it, on one thread. Several runs fill what one leaves idle and
/// start their work from threads of their own. Beyond a few, each waits for the others: they then
/// share the time and only need more memory. So many is a guess; `just cuda-bench` measures it
/// beside one.
const AT_ONCE: usize = 4;

/// Share of a GPU's free memory that runs are planned to use: what they need is an estimate.
const USED: f64 = 0.8;

/// The processors that were asked for, told what is allowed; at least one.
///
/// # Errors
/// One that is not there: a mistake on the command line.
pub(crate) fn find(arguments: &DeviceArguments) -> Result<Vec<Processor>, Error> {
    set_tf32(arguments.tf32);
    let found = Processor::find(arguments.device).map_err(|e| Error::Usage(e.to_string()))?;
    let reasons = found.left_out.join("; ");
    match (&found.processors[..], &reasons[..]) {
        (_, "") => {}
        ([Processor::Cpu], _) => {
            tracing::warn!("no NVIDIA GPU was found ({reasons}), so the CPU is used");
        }
        _ => tracing::warn!("{reasons}; the other GPUs are used"),
    }
    Ok(found.processors)
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
            AT_ONCE.min(room as usize).max(1)
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
