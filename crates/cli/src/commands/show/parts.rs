//! What is said in lines.

use std::time::Duration;

use faceoff_report::{short, thousands};
use faceoff_study::{DataDescription, Shown, ShownRun};

use crate::chart::{Curve, chart};
use crate::clock::clock_time;
use crate::commands::note;
use crate::table::{narrower, section, table};
use crate::words::{ago, counted, size};

/// What it is called, how far it is, what is said of it.
pub(super) fn head(shown: &Shown, width: Option<u16>) -> String {
    let heading = match (&shown.title, shown.runs.first()) {
        (Some(title), _) if *title == shown.name => format!("experiment {}", shown.name),
        (Some(title), _) => format!("experiment {}: {title}", shown.name),
        (None, Some(run)) => format!("run {}{}", shown.name, experiments_of(run)),
        (None, None) => format!("run {}", shown.name),
    };
    let mut lines: Vec<String> = Vec::new();
    lines.extend(shown.description.clone());
    lines.extend(
        shown
            .extends
            .iter()
            .map(|parent| format!("extends {parent}")),
    );
    match (&shown.study, shown.experiment) {
        (Some(study), _) => lines.push(format!("study {study}")),
        (None, true) => {
            lines.push("in no study yet, so as its file says, at full scale".to_owned());
        }
        (None, false) => {}
    }
    if !shown.other_studies.is_empty() {
        let others = shown.other_studies.join(", ");
        lines.push(format!("also in {others}, which --study shows"));
    }
    lines.push(format!("{}, {}", shown.state, how_far(shown)));
    let changes = shown.changed.iter();
    lines.extend(changes.map(|change| format!("its file says something else now: {change}")));
    let problems = shown
        .runs
        .iter()
        .filter_map(|run| run.entry.problem.as_ref());
    lines.extend(problems.map(|problem| format!("not readable: {problem}")));
    let annotations = note::lines(&shown.annotations);
    lines.extend(annotations.lines().map(|line| line.trim_start().to_owned()));
    let rows = lines.into_iter().map(|line| vec![line]);
    section(&heading, &table(&[], rows, narrower(width)))
}

/// ` of base in youtube-small, dropout in youtube-small`.
fn experiments_of(run: &ShownRun) -> String {
    let of = run.entry.experiments.iter();
    let of: Vec<String> = of
        .map(|of| format!("{} in {}", of.experiment, of.study))
        .collect();
    match (of.is_empty(), run.entry.asked_for) {
        (false, _) => format!(" of {}", of.join(", ")),
        (true, true) => ", of an experiment file and in no study".to_owned(),
        (true, false) => ", which no experiment file asks for".to_owned(),
    }
}

/// `5 runs, 140 epochs, 12 MB, 3d ago`.
fn how_far(shown: &Shown) -> String {
    let runs = &shown.runs;
    let mut words = Vec::new();
    if shown.experiment {
        words.push(counted(runs.len(), "run"));
    }
    let done = runs.iter().map(|run| run.entry.epochs_done).max();
    match done.unwrap_or_default() {
        done if done >= shown.epochs => words.push(counted(shown.epochs, "epoch")),
        done => words.push(format!("{done} of {}", counted(shown.epochs, "epoch"))),
    }
    if let [run] = runs.as_slice() {
        if let Some(epoch) = run.entry.diverged_in {
            words.push(format!("diverged in epoch {epoch}"));
        }
        if !shown.experiment {
            let seed = run.entry.seed.map(|seed| format!("seed {seed}"));
            words.extend(seed);
        }
    }
    if !runs.is_empty() {
        words.push(size(runs.iter().map(|run| run.entry.bytes).sum()));
    }
    let age = runs.iter().filter_map(|run| run.entry.age_seconds).min();
    words.extend(age.map(ago));
    words.join(", ")
}

/// All settings, a line each.
pub(super) fn settings(shown: &Shown) -> Option<String> {
    if shown.settings.is_empty() {
        return None;
    }
    let mut rows: Vec<Vec<String>> = shown
        .settings
        .iter()
        .map(|(field, value)| vec![field.clone(), value.clone()])
        .collect();
    rows.push(vec!["train.epochs".to_owned(), shown.epochs.to_string()]);
    if !shown.snapshots.is_empty() {
        let kept: Vec<String> = shown.snapshots.iter().map(usize::to_string).collect();
        rows.push(vec!["train.snapshots".to_owned(), kept.join(", ")]);
    }
    rows.sort();
    Some(section("settings", &table(&[], rows, None)))
}

/// What it was trained and tested on, each set of images once.
pub(super) fn data(shown: &Shown) -> Option<String> {
    let data = shown.runs.iter().filter_map(|run| run.data.as_ref());
    each_once("data", data.map(in_words))
}

fn in_words(data: &DataDescription) -> String {
    let images = |count: usize, which: &str, people: usize| {
        let of = match people {
            0 => String::new(),
            people => format!(" of {} people", thousands(people)),
        };
        format!("{} {which} images{of}", thousands(count))
    };
    let mut test = images(data.test_images, "test", data.test_people);
    match data.shared_people {
        0 => {}
        all if all == data.test_people => test.push_str(", all of them also in training"),
        some => test.push_str(&format!(", {} of them also in training", thousands(some))),
    }
    let mut lines = vec![
        data.name.clone(),
        images(data.train_images, "training", data.train_people),
        test,
    ];
    if data.validation_images > 0 {
        let people = data.validation_people;
        lines.push(images(data.validation_images, "validation", people));
    }
    let left_out: usize = data.left_out.iter().map(|each| each.count).sum();
    if left_out > 0 {
        lines.push(format!("{} left out as broken", counted(left_out, "image")));
    }
    lines.join("\n")
}

/// Where it was trained, each place once.
pub(super) fn environment(shown: &Shown) -> Option<String> {
    let places = shown.runs.iter().filter_map(|run| {
        let place = run.environment.as_ref()?;
        let commit = place.commit.as_ref();
        let short = |commit: &String| commit.chars().take(10).collect::<String>();
        let commit = commit.map_or_else(String::new, |commit| format!(" ({})", short(commit)));
        let tf32 = if place.tf32 { ", TF32" } else { "" };
        let parameters = run.parameters.map_or_else(String::new, |parameters| {
            format!("; {} parameters", thousands(parameters))
        });
        Some(format!(
            "faceoff {}{commit} on {}{tf32}, {}, {}{parameters}",
            place.version,
            place.device,
            counted(place.threads, "thread"),
            place.platform
        ))
    });
    let text = each_once("environment", places)?;
    let times = shown
        .runs
        .iter()
        .map(|run| run.seconds)
        .filter(|time| *time > 0.0);
    let times: Vec<String> = times
        .map(|seconds| clock_time(Duration::from_secs_f64(seconds)))
        .collect();
    Some(match times.is_empty() {
        true => text,
        false => format!("{text}  {} of training\n", times.join(", ")),
    })
}

fn each_once(heading: &str, lines: impl Iterator<Item = String>) -> Option<String> {
    let mut distinct: Vec<String> = Vec::new();
    for line in lines {
        if !distinct.contains(&line) {
            distinct.push(line);
        }
    }
    (!distinct.is_empty()).then(|| section(heading, &distinct.join("\n")))
}

/// Where the losses of a run alone were lowest; several runs have them in their table.
pub(super) fn lowest(shown: &Shown) -> Option<String> {
    let [run] = shown.runs.as_slice() else {
        return None;
    };
    let minima = [
        ("train loss", run.minima.train_loss),
        ("test loss", run.minima.test_loss),
        ("validation loss", run.minima.validation_loss),
    ];
    let lines = minima.into_iter().filter_map(|(what, lowest)| {
        let lowest = lowest?;
        Some(format!(
            "{what} {} in epoch {}",
            short(lowest.loss),
            lowest.epoch
        ))
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| section("lowest", &lines.join("\n")))
}

/// Losses by epoch, means over the runs that have the epoch.
pub(super) fn losses(shown: &Shown) -> Option<String> {
    let epochs = shown.runs.iter().map(|run| run.curves.len()).max()?;
    let curve = |title: &str, of: fn(&faceoff_study::EpochMetrics) -> Option<f64>| {
        let points = (0..epochs).filter_map(|epoch| {
            let lines = shown.runs.iter().filter_map(|run| run.curves.get(epoch));
            let losses = lines.filter_map(of).filter(|loss| loss.is_finite());
            let losses: Vec<f64> = losses.collect();
            let mean = losses.iter().sum::<f64>() / losses.len() as f64;
            (!losses.is_empty()).then_some((epoch, mean))
        });
        let points: Vec<(usize, f64)> = points.collect();
        let title = title.to_owned();
        (!points.is_empty()).then_some(Curve { title, points })
    };
    let curves = [
        curve("train loss", |line| Some(line.train_loss)),
        curve("test loss", |line| line.test_loss),
    ];
    let curves: Vec<Curve> = curves.into_iter().flatten().collect();
    let heading = match shown.runs.len() {
        1 => "losses".to_owned(),
        several => format!("losses, means over {several} runs"),
    };
    Some(section(&heading, &chart(&curves)?))
}

/// Where it is compared.
pub(super) fn comparisons(shown: &Shown) -> Option<String> {
    let used = shown.comparisons.iter();
    let lines: Vec<String> = used
        .map(|used| match shown.study {
            Some(_) => format!("{}: {}", used.comparison, used.title),
            None => format!("{} in {}: {}", used.comparison, used.study, used.title),
        })
        .collect();
    (!lines.is_empty()).then(|| section("comparisons", &lines.join("\n")))
}
