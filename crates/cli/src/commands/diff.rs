//! `faceoff diff`: two experiments or runs beside each other.

use clap::Args;
use faceoff_report::{Scores, thousands};
use faceoff_study::{Diff as Found, Outcomes, Side, diff};
use serde_json::json;

use crate::args::Common;
use crate::error::Error;
use crate::table::{Column, table};
use crate::words::{hundredths, number};
use crate::{output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff diff base dropout         what differs in their settings, and what they came to
  faceoff diff base@15 base         the same after 15 epochs and at the end
  faceoff diff 5b3052 a14030        two runs
  faceoff diff base dropout --all   equal settings too

It says what is different. Whether a difference in errors is more than chance, `faceoff compare` says.";

/// Show two experiments or runs beside each other: settings that differ, and outcomes
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Diff {
    /// Name of an experiment, NAME@EPOCH for its networks after that many epochs, or the id of a
    /// run, which may be abbreviated
    #[arg(value_name = "A")]
    a: String,
    /// The same for what it is held beside
    #[arg(value_name = "B")]
    b: String,
    /// Show equal settings too
    #[arg(long)]
    all: bool,
    /// Name of the study whose experiments are meant; by default one that has both, the one with
    /// the most evidence
    #[arg(long, value_name = "STUDY")]
    study: Option<String>,
}

impl Diff {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let study = self.study.as_deref();
        let observer = progress::observer(common);
        let mut found = diff(&common.folders(), [&self.a, &self.b], study, &*observer)?;
        let equal = found.settings.iter().filter(|each| each.is_equal()).count();
        if !self.all {
            found.settings.retain(|each| !each.is_equal());
        }
        let value = json!({ "sides": found.sides, "settings": found.settings });
        output::result(common, &self.text(&found, equal, output::width()), &value)
    }

    fn text(&self, found: &Found, equal: usize, width: Option<u16>) -> String {
        let names = found.sides.each_ref().map(name);
        let columns = [
            Column::Words("settings"),
            Column::Words(&names[0]),
            Column::Words(&names[1]),
        ];
        let rows = found.settings.iter().map(|setting| {
            let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
            let [a, b] = setting.values.each_ref().map(value);
            vec![setting.field.clone(), a, b]
        });
        let mut text = match found.settings.is_empty() {
            true => "no setting differs\n".to_owned(),
            false => table(&columns, rows, width),
        };
        if !self.all && equal > 0 {
            text.push_str(&format!("({equal} are equal; --all shows them)\n"));
        }
        let columns = [
            Column::Words("outcomes"),
            Column::Numbers(&names[0]),
            Column::Numbers(&names[1]),
            Column::Numbers("difference"),
        ];
        text + "\n" + &table(&columns, outcomes(&found.sides), width)
    }
}

/// `base` or `base after 15 epochs`.
fn name(side: &Side) -> String {
    let plural = if side.epochs == 1 { "" } else { "s" };
    format!("{} after {} epoch{plural}", side.name, side.epochs)
}

/// A line for each outcome that one of the two has.
fn outcomes(sides: &[Side; 2]) -> Vec<Vec<String>> {
    type Get = fn(&Outcomes) -> Option<f64>;
    type Write = fn(Option<f64>) -> String;
    fn scores(of: &Outcomes) -> Option<&Scores> {
        of.scores.as_ref()
    }
    let whole: Write =
        |value| value.map_or_else(|| "–".to_owned(), |value| thousands(value.abs() as usize));
    let lines: [(&str, Get, Write); 12] = [
        ("seeds", |of| Some(of.seeds as f64), whole),
        ("train loss", |of| of.train_loss, number),
        ("test loss", |of| of.test_loss, number),
        ("validation loss", |of| of.validation_loss, number),
        ("NME (%)", |of| Some(scores(of)?.nme), hundredths),
        (
            "median NME (%)",
            |of| Some(scores(of)?.nme_median),
            hundredths,
        ),
        ("error (px)", |of| Some(scores(of)?.pixel_error), number),
        ("AUC@8 %", |of| Some(scores(of)?.auc_08), number),
        (
            "FR@10 % (%)",
            |of| Some(scores(of)?.failure_rate_10),
            hundredths,
        ),
        ("minutes of training", |of| Some(of.seconds? / 60.0), number),
        ("parameters", |of| Some(of.parameters? as f64), whole),
        ("test images", |of| Some(of.test_images? as f64), whole),
    ];
    let state = sides.each_ref().map(|side| side.state.to_string());
    let mut rows = vec![vec![
        "state".to_owned(),
        state[0].clone(),
        state[1].clone(),
        String::new(),
    ]];
    for (what, get, write) in lines {
        let [a, b] = sides.each_ref().map(|side| get(&side.outcomes));
        if a.is_none() && b.is_none() {
            continue;
        }
        let difference = match (a, b) {
            (Some(a), Some(b)) if a != b => signed(b - a, write),
            _ => String::new(),
        };
        rows.push(vec![what.to_owned(), write(a), write(b), difference]);
    }
    rows
}

fn signed(difference: f64, write: fn(Option<f64>) -> String) -> String {
    let sign = if difference > 0.0 { "+" } else { "−" };
    format!("{sign}{}", write(Some(difference.abs())))
}
