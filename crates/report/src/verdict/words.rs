//! Verdicts in words and as a table for a terminal.

use comfy_table::CellAlignment;
use faceoff_measure::{Against, Comparison as Judged, Metric, Verdict};

use super::verdicts::Verdicts;
use crate::format::{fitted, lined_table, short, wrap};

/// The columns of a table of verdicts.
pub(crate) const COLUMNS: [&str; 7] = [
    "measure",
    "mean",
    "difference",
    "95 % interval",
    "effect size",
    "p",
    "verdict",
];

/// The cells below [`COLUMNS`].
pub(crate) fn cells(judged: &Judged) -> [String; 7] {
    let name = match judged.metric == Metric::NME {
        true => "NME (%)",
        false => "error (px)",
    };
    let number = |value: f64| short(value * judged.metric.scale);
    // To the same digits as in the sentence.
    let signed = |value: f64| {
        let number = judged.number(value);
        match value > 0.0 && number.chars().any(|digit| ('1'..='9').contains(&digit)) {
            true => format!("+{number}"),
            false => number,
        }
    };
    let interval = judged.interval;
    [
        name.to_owned(),
        number(judged.entry_mean),
        signed(judged.difference),
        format!("{} to {}", signed(interval.low), signed(interval.high)),
        effect(judged),
        judged.probability(),
        in_words(judged.verdict).to_owned(),
    ]
}

/// A verdict in a word or a few.
pub(crate) fn in_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        Verdict::NoDifferenceThatMatters => "no difference that matters",
        Verdict::Undecided => "cannot be told apart",
    }
}

/// How far an entry lies from the reference, with the unit and without a sign.
pub(super) fn amount(judged: &Judged) -> String {
    let distance = judged.number(judged.difference.abs());
    format!("{distance}{}", judged.metric.unit)
}

fn effect(judged: &Judged) -> String {
    let Some(effect) = judged.effect else {
        return "–".to_owned();
    };
    let against = match effect.against {
        Against::Images => "images",
        Against::Seeds => "seeds",
    };
    format!("{} ({against})", short(effect.size))
}

/// The verdict for a terminal, of `width` columns where that is known.
pub(crate) fn text(verdicts: &Verdicts, width: Option<u16>) -> String {
    let mut text = wrap(&format!("{}\n", verdicts.sentence), width);
    for remark in verdicts.fewer_seeds.iter().chain(&verdicts.remarks) {
        text.push_str(&wrap(&format!("{remark}\n"), width));
    }
    if !verdicts.judged.is_empty() {
        let mut table = lined_table();
        let against = format!("against {}", verdicts.reference());
        table.set_header(std::iter::once(against.as_str()).chain(COLUMNS));
        for judged in &verdicts.judged {
            let name = std::iter::once(judged.entry.clone());
            table.add_row(name.chain(cells(judged)));
        }
        for column in table.column_iter_mut().skip(2).take(5) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        text.push_str(&format!("\n{}\n", fitted(table, width)));
    }
    for note in &verdicts.notes {
        text.push_str(&wrap(&format!("- {note}\n"), width));
    }
    text
}
