//! A report as people read it.

use std::fmt::{Display, Formatter, Result};

use super::finding::{Finding, Severity};
use super::report::{CheckReport, KindCount, Range, SetReport};

impl Display for CheckReport {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        writeln!(out, "data set {}\n", self.folder.display())?;
        let sets = [&self.training, &self.test];
        line(out, "", ["training", "test"].map(str::to_owned))?;
        for (name, count) in COUNTS {
            line(
                out,
                name,
                sets.map(|set| count(set).map_or("not known".to_owned(), |n| n.to_string())),
            )?;
        }
        line(out, "image width", sets.map(|set| range(set.width)))?;
        line(out, "image height", sets.map(|set| range(set.height)))?;
        line(
            out,
            "landmarks outside image",
            sets.map(|set| share(set, set.landmarks.outside_image)),
        )?;
        line(
            out,
            "landmarks outside crop",
            sets.map(|set| share(set, set.landmarks.outside_crop)),
        )?;
        if let Some(baseline) = self.baseline {
            let scores = [baseline.training_mse, baseline.test_mse];
            line(
                out,
                "MSE of the mean face",
                scores.map(|score| format!("{score:.4}")),
            )?;
        }
        writeln!(out)?;
        for (name, set) in ["training", "test"].into_iter().zip(sets) {
            for kind in &set.kinds {
                writeln!(out, "{name}: {}", kind_text(kind))?;
            }
        }
        writeln!(out, "people: {}", self.people)?;
        for reading in sets.iter().flat_map(|set| &set.readings) {
            writeln!(out, "{reading}")?;
        }
        for (severity, title) in [
            (
                Severity::Error,
                "errors: these keep the set from being used",
            ),
            (
                Severity::Warning,
                "warnings: these change what results mean",
            ),
            (Severity::Note, "notes"),
        ] {
            let mut of = self
                .findings
                .iter()
                .filter(|f| f.severity == severity)
                .peekable();
            if of.peek().is_some() {
                writeln!(out, "\n{title}")?;
            }
            for found in of {
                finding(out, found)?;
            }
        }
        writeln!(out, "\n{}", verdict(self))
    }
}

type Count = fn(&SetReport) -> Option<usize>;

const COUNTS: [(&str, Count); 6] = [
    ("files", |set| Some(set.files)),
    ("rows", |set| Some(set.rows)),
    ("labelled files", |set| Some(set.labelled)),
    ("files without a row", |set| Some(set.unlabelled)),
    ("people", |set| set.people),
    ("videos", |set| set.videos),
];

fn line(out: &mut Formatter<'_>, name: &str, [training, test]: [String; 2]) -> Result {
    writeln!(
        out,
        "{}",
        format!("{name:<24}{training:>16}{test:>16}").trim_end()
    )
}

fn range(range: Option<Range>) -> String {
    range.map_or_else(
        || "none".to_owned(),
        |range| format!("{} to {}", range.smallest, range.largest),
    )
}

fn share(set: &SetReport, outside: usize) -> String {
    let landmarks = set.landmarks.count.max(1);
    format!(
        "{outside} ({:.2} %)",
        100.0 * outside as f64 / landmarks as f64
    )
}

fn kind_text(kind: &KindCount) -> String {
    let KindCount {
        named,
        format,
        color,
        count,
    } = kind;
    let files = if *count == 1 { "file" } else { "files" };
    format!("{count} {files} named {named} with {format} in them, {color}")
}

fn finding(out: &mut Formatter<'_>, finding: &Finding) -> Result {
    let set = match finding.set {
        "both" => String::new(),
        set => format!("{set}: "),
    };
    writeln!(out, "  {set}{}", finding.text)?;
    for example in &finding.examples {
        writeln!(out, "    {example}")?;
    }
    let more = finding.count - finding.examples.len();
    if more > 0 && !finding.examples.is_empty() {
        writeln!(out, "    … and {more} more")?;
    }
    Ok(())
}

fn verdict(report: &CheckReport) -> String {
    let of = |severity| {
        let found = report.findings.iter().filter(|f| f.severity == severity);
        found.map(|f| f.count).sum::<usize>()
    };
    match of(Severity::Error) {
        0 => "the set can be used".to_owned(),
        1 => "the set cannot be used: 1 error".to_owned(),
        errors => format!("the set cannot be used: {errors} errors"),
    }
}
