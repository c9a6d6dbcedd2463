//! Orders in which the numbers of a row may come, besides the right one.

use faceoff_landmarks::Scheme;

/// Regions of which all orders are tried; of more there are too many.
const MOST_REGIONS: usize = 5;

/// An order of the numbers of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Order {
    /// What comes in which order, and what would be right.
    pub(super) words: String,
    /// For every number of the right order, the one that it is in this.
    take: Vec<usize>,
}

impl Order {
    /// The numbers of a row of this order in the right one.
    pub(super) fn sorted(&self, row: &[f32]) -> Vec<f32> {
        self.take.iter().map(|&number| row[number]).collect()
    }

    /// An order of landmarks: for every landmark of the right order, the one that it is in this.
    fn of_landmarks(words: String, landmarks: impl Iterator<Item = usize>) -> Self {
        let take = landmarks.flat_map(|landmark| [2 * landmark, 2 * landmark + 1]);
        Self {
            words,
            take: take.collect(),
        }
    }
}

/// All orders that tables of a scheme are seen in or likely to come in.
pub(super) fn orders(scheme: &Scheme) -> Vec<Order> {
    let mut orders = of_numbers(scheme.count());
    orders.extend(of_regions(scheme));
    orders.extend(of_beginnings(scheme));
    orders
}

/// x and y of each landmark apart, or all numbers shifted.
fn of_numbers(count: usize) -> Vec<Order> {
    const BESIDE: &str = "expected x and y of each landmark beside each other: x0, y0, x1, y1, …";
    let outputs = 2 * count;
    let apart = |first, second, x: usize, y: usize| Order {
        words: format!("all {first} come first, then all {second}; {BESIDE}"),
        take: (0..count).flat_map(|i| [x + i, y + i]).collect(),
    };
    let shifted = |words: &str, by: usize| Order {
        words: format!("{words}; {BESIDE}"),
        take: (0..outputs).map(|number| (number + by) % outputs).collect(),
    };
    vec![
        apart("x", "y", 0, count),
        apart("y", "x", count, 0),
        shifted("one number too many stands before x0", 1),
        shifted(
            "x0 is missing, and all numbers stand one too early",
            outputs - 1,
        ),
    ]
}

/// The regions of the face in another order.
fn of_regions(scheme: &Scheme) -> Vec<Order> {
    let regions = scheme.regions();
    if regions.len() > MOST_REGIONS {
        return Vec::new();
    }
    let names = |order: &[usize]| -> String {
        let names: Vec<&str> = order.iter().map(|&i| regions[i].name.as_str()).collect();
        names.join(", ")
    };
    let right: Vec<usize> = (0..regions.len()).collect();
    let others = permutations(regions.len()).into_iter();
    let others = others.filter(|order| *order != right);
    others
        .map(|order| {
            let mut begins = vec![0; regions.len()];
            let mut begin = 0;
            for &region in &order {
                begins[region] = begin;
                begin += regions[region].landmarks().len();
            }
            let words = format!(
                "the landmarks come in the order {}; expected {}",
                names(&order),
                names(&right)
            );
            let landmarks = regions.iter().zip(begins);
            let landmarks =
                landmarks.flat_map(|(r, begin)| (0..r.landmarks().len()).map(move |i| begin + i));
            Order::of_landmarks(words, landmarks)
        })
        .collect()
}

/// The right order from another landmark on, and backwards.
fn of_beginnings(scheme: &Scheme) -> Vec<Order> {
    let count = scheme.count();
    let begin = |first: usize| {
        let [found, expected] = [first, 0].map(|i| scheme.landmarks()[i].as_str());
        let words = format!("the landmarks begin with {found}; expected {expected}");
        let landmarks = (0..count).map(move |i| (i + count - first) % count);
        Order::of_landmarks(words, landmarks)
    };
    let backwards = Order::of_landmarks(
        "the landmarks come backwards, the last first".to_owned(),
        (0..count).rev(),
    );
    (1..count).map(begin).chain([backwards]).collect()
}

fn permutations(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in permutations(count - 1) {
        for place in 0..count {
            let mut longer = shorter.clone();
            longer.insert(place, count - 1);
            all.push(longer);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scheme() -> Scheme {
        Scheme::parse(
            "name = 'three'\nlandmarks = ['a', 'b', 'c']\nmirror = [0, 1, 2]\n\
             regions = [{ name = 'one', start = 0, end = 1 }, { name = 'two', start = 1, end = 3 }]\n\
             outlines = []\nnormalizers = []\n",
        )
        .unwrap()
    }

    #[test]
    fn every_order_is_sorted() {
        let right = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let orders = orders(&scheme());
        for (words, given) in [
            ("all x come first", [1.0, 3.0, 5.0, 2.0, 4.0, 6.0]),
            ("all y come first", [2.0, 4.0, 6.0, 1.0, 3.0, 5.0]),
            ("one number too many", [6.0, 1.0, 2.0, 3.0, 4.0, 5.0]),
            ("x0 is missing", [2.0, 3.0, 4.0, 5.0, 6.0, 1.0]),
            (
                "the landmarks come in the order two, one; expected one, two",
                [3.0, 4.0, 5.0, 6.0, 1.0, 2.0],
            ),
            (
                "the landmarks begin with c; expected a",
                [5.0, 6.0, 1.0, 2.0, 3.0, 4.0],
            ),
            (
                "the landmarks come backwards",
                [5.0, 6.0, 3.0, 4.0, 1.0, 2.0],
            ),
        ] {
            let order = orders.iter().find(|order| order.words.starts_with(words));
            assert_eq!(order.unwrap().sorted(&given), right, "{words}");
        }
    }
}
