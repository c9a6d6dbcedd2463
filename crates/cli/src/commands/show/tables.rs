//! What is said in tables.

use faceoff_report::Scores;
use faceoff_study::{Lowest, Shown};

use crate::table::{Column, narrower, section, table};
use crate::words::{age, counted, digits, hundredths, megabytes, number, size};

/// The runs of an experiment.
pub(super) fn runs(shown: &Shown, width: Option<u16>) -> Option<String> {
    const COLUMNS: [Column<'static>; 8] = [
        Column::Words("run"),
        Column::Numbers("seed"),
        Column::Words("state"),
        Column::Numbers("test loss"),
        Column::Numbers("lowest (epoch)"),
        Column::Numbers("NME (%)"),
        Column::Numbers("age"),
        Column::Numbers("size (MB)"),
    ];
    if !shown.experiment || shown.runs.is_empty() {
        return None;
    }
    let lowest = |lowest: Option<Lowest>| match lowest {
        Some(Lowest { epoch, loss }) => format!("{} ({epoch})", number(Some(loss))),
        None => "–".to_owned(),
    };
    let digits = digits(shown.runs.iter().map(|run| run.entry.id.as_str()));
    let rows = shown.runs.iter().map(|run| {
        let entry = &run.entry;
        vec![
            entry.id.chars().take(digits).collect(),
            entry
                .seed
                .map_or_else(|| "–".to_owned(), |seed| seed.to_string()),
            entry.state.to_string(),
            number(entry.test_loss),
            lowest(run.minima.test_loss),
            hundredths(entry.nme),
            entry.age_seconds.map_or_else(|| "–".to_owned(), age),
            megabytes(entry.bytes),
        ]
    });
    Some(section("runs", &table(&COLUMNS, rows, narrower(width))))
}

/// The networks that were kept, of the first run where there are several: the others keep them after
/// as many epochs.
pub(super) fn networks(shown: &Shown, width: Option<u16>) -> Option<String> {
    let columns = [
        Column::Numbers("epochs"),
        Column::Numbers("test loss"),
        Column::Numbers("NME (%)"),
        Column::Numbers("median NME (%)"),
        Column::Numbers("AUC@8 %"),
        Column::Numbers("FR@10 % (%)"),
        Column::Numbers("error (px)"),
    ];
    let run = shown.runs.iter().find(|run| !run.networks.is_empty())?;
    let rows = run.networks.iter().map(|network| {
        let scores = network.measures.map(|measures| measures.scores);
        let score = |of: fn(&Scores) -> f64| scores.as_ref().map(of);
        vec![
            network.epochs.to_string(),
            number(Some(network.test_loss)),
            hundredths(score(|scores| scores.nme)),
            hundredths(score(|scores| scores.nme_median)),
            number(score(|scores| scores.auc_08)),
            hundredths(score(|scores| scores.failure_rate_10)),
            number(score(|scores| scores.pixel_error)),
        ]
    });
    let of = match shown.runs.len() {
        1 => String::new(),
        _ => format!(" of run {}", run.entry.id),
    };
    let heading = format!("networks{of}, on the test images");
    Some(section(&heading, &table(&columns, rows, narrower(width))))
}

/// The files of a run; how many each of several runs has.
pub(super) fn files(shown: &Shown, width: Option<u16>) -> Option<String> {
    if let [run] = shown.runs.as_slice() {
        let rows = run
            .files
            .iter()
            .map(|file| vec![file.name.clone(), size(file.bytes)]);
        let columns = [Column::Words("file"), Column::Numbers("size")];
        let state = match run.checkpoint {
            true => "",
            false => "(no checkpoint: to go on, it is trained from the start)\n",
        };
        let files = table(&columns, rows, narrower(width)) + state;
        return Some(section("files", &files));
    }
    let rows = shown.runs.iter().map(|run| {
        let networks = run
            .files
            .iter()
            .filter(|file| file.name.starts_with("snapshots/"));
        vec![
            run.entry.id.clone(),
            counted(run.files.len(), "file"),
            counted(networks.count(), "network"),
            match run.checkpoint {
                true => "checkpoint".to_owned(),
                false => "no checkpoint".to_owned(),
            },
            size(run.entry.bytes),
        ]
    });
    (!shown.runs.is_empty()).then(|| section("files", &table(&[], rows, narrower(width))))
}
