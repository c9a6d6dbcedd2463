//! What losses are compared with.

use faceoff_spec::{LossChart, Which};

use crate::charts::chart::{Curve, Line};
use crate::charts::epochs::LossKind;
use crate::charts::label::Label;
use crate::color::{INK, on_paper};
use crate::format::short;
use crate::study::{EntryData, label};

/// Lines at what the constant mean face scores, once for each value there is.
pub(super) fn mean_faces(kind: &LossKind<'_>, chart: &LossChart, ends: (f64, f64)) -> Vec<Line> {
    let losses = |entry: &EntryData<'_>| {
        let face = &entry.run.record.constant_face;
        [face.train_loss, face.test_loss].map(|loss| loss / kind.divisor(entry))
    };
    let mut lines: Vec<Line> = Vec::new();
    for entry in &kind.entries {
        let [train, test] = losses(entry);
        // Where entries were trained or tested on different images, each one's is in its colour.
        let several = kind
            .entries
            .iter()
            .any(|other| losses(other) != [train, test]);
        let (whose, color) = match several {
            true => (
                format!(", as for {}", label::name(entry, kind.drawn)),
                on_paper(entry.entry.color),
            ),
            false => (String::new(), INK),
        };
        let train =
            (Which::Test != chart.curves).then_some(("train", Curve::TrainReference, train));
        let test = (Which::Train != chart.curves).then_some(("test", Curve::Reference, test));
        for (set, curve, value) in train.into_iter().chain(test) {
            let known = lines
                .iter()
                .any(|line| line.curve == curve && line.points[0].1 == value);
            if !known {
                let label = Label {
                    what: set,
                    name: format!("mean face for every image{whose}: {}", short(value)),
                    details: Vec::new(),
                };
                let points = vec![(ends.0, value), (ends.1, value)];
                lines.push(Line::plain(label, curve, color, points));
            }
        }
    }
    lines
}
