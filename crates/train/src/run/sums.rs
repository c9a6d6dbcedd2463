//! Sums over tensors: in main memory on all threads and in float64, elsewhere where they are.

use candle_core::{CpuStorage, DType, Result, Storage, Tensor};
use rayon::prelude::*;

/// Numbers summed by one task; partial sums are added in their order, so that the result does not
/// depend on the number of threads.
const CHUNK: usize = 1 << 16;

/// The norms of tensors; none for one that is no finite number.
pub(crate) fn norms<'a>(tensors: impl Iterator<Item = &'a Tensor>) -> Result<Vec<Option<f64>>> {
    let squares = tensors.map(|x| {
        let here = on_host(x, |x| {
            sum(x
                .par_chunks(CHUNK)
                .map(|x| x.iter().map(|v| square(*v)).sum()))
        });
        here.map_or_else(
            || on_device(x).map(Squares::There),
            |s| Ok(Squares::Here(s)),
        )
    });
    roots(squares.collect::<Result<_>>()?)
}

/// The norms of `a - b` of pairs of tensors of one shape; none for one that is no finite number.
pub(crate) fn distances<'a>(
    pairs: impl Iterator<Item = (&'a Tensor, &'a Tensor)>,
) -> Result<Vec<Option<f64>>> {
    let squares = pairs.map(|(a, b)| {
        let here = on_host(a, |a| {
            on_host(b, |b| {
                let pairs = a.par_chunks(CHUNK).zip(b.par_chunks(CHUNK));
                sum(pairs.map(|(a, b)| a.iter().zip(b).map(|(a, b)| square(a - b)).sum()))
            })
        });
        match here.flatten() {
            Some(squares) => Ok(Squares::Here(squares)),
            None => on_device(&(a - b)?).map(Squares::There),
        }
    });
    roots(squares.collect::<Result<_>>()?)
}

/// The sums of `x`, n×units×… or n×units, over the places of each unit of each image.
pub(crate) fn sums(x: &Tensor) -> Result<Vec<f64>> {
    let (images, units) = (x.dim(0)?, x.dim(1)?);
    let places = x.elem_count() / (images * units).max(1);
    let of_unit = |unit: &[f32]| unit.iter().map(|v| f64::from(*v)).sum();
    let found = on_host(x, |x| x.par_chunks(places.max(1)).map(of_unit).collect());
    match found {
        Some(sums) => Ok(sums),
        None => {
            let sums = x
                .reshape((images * units, places))?
                .sum(1)?
                .to_vec1::<f32>()?;
            Ok(sums.into_iter().map(f64::from).collect())
        }
    }
}

fn square(value: f32) -> f64 {
    f64::from(value) * f64::from(value)
}

fn sum(parts: impl IndexedParallelIterator<Item = f64>) -> f64 {
    parts.collect::<Vec<f64>>().into_iter().sum()
}

/// A sum of squares.
enum Squares {
    Here(f64),
    /// One number, still where it was computed.
    There(Tensor),
}

/// The roots of sums, those that lie elsewhere brought in one copy.
fn roots(squares: Vec<Squares>) -> Result<Vec<Option<f64>>> {
    let there = squares.iter().filter_map(|squares| match squares {
        Squares::Here(_) => None,
        Squares::There(squares) => Some(squares),
    });
    let there: Vec<_> = there.collect();
    let mut brought = match there[..] {
        [] => Vec::new(),
        _ => Tensor::stack(&there, 0)?.to_vec1::<f32>()?,
    }
    .into_iter();
    let root = |squares: &Squares| {
        let squares = match squares {
            Squares::Here(squares) => *squares,
            Squares::There(_) => f64::from(brought.next()?),
        };
        Some(squares.sqrt()).filter(|norm| norm.is_finite())
    };
    Ok(squares.iter().map(root).collect())
}

/// Calls `work` with the numbers of `x` where they are float32 in main memory, one after the
/// other; none elsewhere.
fn on_host<R>(x: &Tensor, work: impl FnOnce(&[f32]) -> R) -> Option<R> {
    let (storage, layout) = x.storage_and_layout();
    match (&*storage, layout.contiguous_offsets()) {
        (Storage::Cpu(CpuStorage::F32(numbers)), Some((start, end))) => {
            numbers.get(start..end).map(work)
        }
        _ => None,
    }
}

/// The sum of squares, computed where `x` is and in its precision: bringing a large weight to
/// main memory takes longer than summing it. First by rows: a GPU computes each sum on one of its
/// multiprocessors.
fn on_device(x: &Tensor) -> Result<Tensor> {
    let mut squares = x.sqr()?;
    if x.rank() > 1 {
        squares = squares.flatten_from(1)?.sum(1)?;
    }
    squares.sum_all()?.to_dtype(DType::F32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::Device;

    fn tensor(count: usize, value: impl Fn(usize) -> f32) -> Tensor {
        let numbers: Vec<f32> = (0..count).map(value).collect();
        Tensor::from_vec(numbers, count, &Device::Cpu).unwrap()
    }

    fn norm(x: &Tensor) -> Result<Option<f64>> {
        norms([x].into_iter()).map(|norms| norms[0])
    }

    #[test]
    fn norms_by_hand_whatever_the_chunks() {
        for count in [1, 4, CHUNK, 3 * CHUNK + 1] {
            let found = norm(&tensor(count, |_| 3.0)).unwrap().unwrap();
            assert!(
                (found - 3.0 * (count as f64).sqrt()).abs() < 1e-9,
                "{count}"
            );
            let (a, b) = (tensor(count, |_| 3.0), tensor(count, |_| 1.0));
            let found = distances([(&a, &b)].into_iter()).unwrap()[0];
            assert!((found.unwrap() - 2.0 * (count as f64).sqrt()).abs() < 1e-9);
        }
    }

    #[test]
    fn places_are_summed_by_image_and_unit() {
        let x = tensor(12, |i| i as f32).reshape((2, 3, 2, 1)).unwrap();
        assert_eq!(sums(&x).unwrap(), [1.0, 5.0, 9.0, 13.0, 17.0, 21.0]);
        let flat = tensor(4, |i| i as f32).reshape((2, 2)).unwrap();
        assert_eq!(sums(&flat.t().unwrap()).unwrap(), [0.0, 2.0, 1.0, 3.0]);
    }

    #[test]
    fn sums_that_lie_elsewhere_keep_their_places() {
        // Of float64, which are summed as on a device.
        let there = |value: f32| tensor(6, |_| value).to_dtype(DType::F64).unwrap();
        let tensors = [
            tensor(4, |_| 3.0),
            there(2.0).reshape((1, 3, 2)).unwrap(),
            there(f32::NAN),
            tensor(9, |_| 1.0),
            there(1.0).reshape((3, 2)).unwrap(),
        ];
        let root = |sum: f64| Some(f64::from(sum as f32).sqrt());
        let expected = [root(36.0), root(24.0), None, root(9.0), root(6.0)];
        assert_eq!(norms(tensors.iter()).unwrap(), expected);
        let zeros = tensors.each_ref().map(|t| t.zeros_like().unwrap());
        assert_eq!(distances(tensors.iter().zip(&zeros)).unwrap(), expected);
    }

    #[test]
    fn numbers_that_lie_apart_count_once() {
        let x = tensor(6, |i| i as f32).reshape((2, 3)).unwrap();
        let row = x.narrow(1, 1, 2).unwrap(); // 1, 2, 4, 5
        assert_eq!(norm(&row).unwrap(), Some(46f64.sqrt()));
        assert_eq!(norm(&x.t().unwrap()).unwrap(), Some(55f64.sqrt()));
    }

    #[test]
    fn squares_may_leave_the_range_of_float32_but_not_be_infinite() {
        assert_eq!(
            norm(&tensor(1, |_| 1e-30)).unwrap(),
            Some(f64::from(1e-30f32))
        );
        assert_eq!(
            norm(&tensor(1, |_| 1e30)).unwrap(),
            Some(f64::from(1e30f32))
        );
        assert_eq!(norm(&tensor(2, |_| f32::NAN)).unwrap(), None);
        assert_eq!(norm(&tensor(2, |_| f32::INFINITY)).unwrap(), None);
    }
}
