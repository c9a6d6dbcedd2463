//! What is printed.

use faceoff_study::{ExperimentEntry, Inventory, RunEntry};

use crate::table::{Column, table};
use crate::words::{age, counted, digits, hundredths, megabytes, number, size};

/// `12 experiments, 30 runs, 96 MB`.
pub(super) fn counts(found: &Inventory) -> String {
    let mut names: Vec<&String> = found.experiments.iter().map(|each| &each.name).collect();
    names.sort_unstable();
    names.dedup();
    format!(
        "{}, {}, {}",
        counted(names.len(), "experiment"),
        counted(found.runs.len(), "run"),
        size(found.runs.iter().map(|run| run.bytes).sum())
    )
}

/// A table for each study, then the runs that no experiment file asks for.
pub(super) fn experiments(found: &Inventory, width: Option<u16>) -> String {
    const COLUMNS: [Column<'static>; 8] = [
        Column::Words("experiment"),
        Column::Words("state"),
        Column::Numbers("seeds"),
        Column::Numbers("epochs"),
        Column::Numbers("test loss"),
        Column::Numbers("NME (%)"),
        Column::Numbers("age"),
        Column::Numbers("size (MB)"),
    ];
    let mut text = String::new();
    for of_study in found.experiments.chunk_by(|a, b| a.study == b.study) {
        let heading = match &of_study[0].study {
            Some(study) => format!("study {study}"),
            None => "not trained yet, in no study".to_owned(),
        };
        let rows = table(&COLUMNS, of_study.iter().map(experiment_row), width);
        text.push_str(&format!("{heading}\n\n{rows}\n"));
    }
    let others: Vec<&RunEntry> = found.runs.iter().filter(|run| !run.asked_for).collect();
    if !others.is_empty() {
        let rows = run_table(&others, width);
        text.push_str(&format!(
            "runs that no experiment file asks for\n\n{rows}\n"
        ));
    }
    text
}

fn experiment_row(each: &ExperimentEntry) -> Vec<String> {
    let mut name = with_tags(&each.name, each.annotations.tags.iter());
    if !each.has_file {
        name.push_str(" (no file)");
    }
    vec![
        name,
        each.state.to_string(),
        share(each.seeds_complete, each.seeds),
        share(each.epochs_done, each.epochs),
        number(each.test_loss),
        hundredths(each.nme),
        each.age_seconds.map_or_else(|| "–".to_owned(), age),
        megabytes(each.bytes),
    ]
}

/// A table of runs; nothing where there are none.
pub(super) fn runs(runs: &[RunEntry], width: Option<u16>) -> String {
    match runs.is_empty() {
        true => String::new(),
        false => run_table(&runs.iter().collect::<Vec<_>>(), width) + "\n",
    }
}

fn run_table(runs: &[&RunEntry], width: Option<u16>) -> String {
    const COLUMNS: [Column<'static>; 9] = [
        Column::Words("run"),
        Column::Words("experiments"),
        Column::Words("state"),
        Column::Numbers("seed"),
        Column::Numbers("epochs"),
        Column::Numbers("test loss"),
        Column::Numbers("NME (%)"),
        Column::Numbers("age"),
        Column::Numbers("size (MB)"),
    ];
    let digits = digits(runs.iter().map(|run| run.id.as_str()));
    let row = |run: &&RunEntry| {
        let names = names(run);
        vec![
            run.id.chars().take(digits).collect(),
            with_tags(&names.join(", "), run.annotations.tags.iter()),
            run.state.to_string(),
            run.seed
                .map_or_else(|| "–".to_owned(), |seed| seed.to_string()),
            share(run.epochs_done, run.epochs),
            number(run.test_loss),
            hundredths(run.nme),
            run.age_seconds.map_or_else(|| "–".to_owned(), age),
            megabytes(run.bytes),
        ]
    };
    table(&COLUMNS, runs.iter().map(row), width)
}

/// The names of a run's experiments, each once.
pub(super) fn names(run: &RunEntry) -> Vec<&str> {
    let mut names: Vec<&str> = run
        .experiments
        .iter()
        .map(|of| of.experiment.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// `name #tag #tag`, broken between them.
fn with_tags<'a>(name: &str, tags: impl Iterator<Item = &'a String>) -> String {
    let mut text = match name {
        "" => "–".to_owned(),
        name => name.to_owned(),
    };
    for tag in tags {
        text.push_str(&format!(" #{tag}"));
    }
    text
}

/// `5`, or `3/5` where something is missing.
fn share(done: usize, all: usize) -> String {
    match done == all {
        true => all.to_string(),
        false => format!("{done}/{all}"),
    }
}
