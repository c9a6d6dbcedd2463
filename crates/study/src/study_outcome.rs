//! What a study came to, for whoever trained it.

use faceoff_plan::{Study, ad_hoc_comparison};
use faceoff_report::StudyData;
use faceoff_spec::{Comparison, Experiment};
use serde_json::Value;

use crate::compare;
use crate::workspace::Workspace;

/// What a study came to: all of it, or the experiments that were asked for.
#[derive(Debug)]
pub struct StudyOutcome {
    data: StudyData,
    /// The experiments that were asked for with what they extend; `None` where all were.
    asked: Option<Comparison>,
    /// What was settled where nothing was said: sentences for whoever asked.
    pub notes: Vec<String>,
}

impl StudyOutcome {
    /// What the experiments called `names` came to, or all without a name.
    pub(crate) fn new(workspace: &Workspace, data: StudyData, names: &[String]) -> Self {
        let mut notes = Vec::new();
        let asked = (!names.is_empty()).then(|| asked(workspace, data.study(), names, &mut notes));
        Self {
            data,
            asked: asked.flatten(),
            notes,
        }
    }

    /// The verdicts and the numbers, no wider than a terminal of `width` columns where that is known.
    pub fn text(&self, width: Option<u16>) -> String {
        match &self.asked {
            Some(asked) => faceoff_report::text_table(&self.data, asked, width),
            None => faceoff_report::answers_text(&self.data, width),
        }
    }

    /// The same for programs, a value for each comparison.
    pub fn json(&self) -> Vec<Value> {
        let all = match &self.asked {
            Some(asked) => std::slice::from_ref(asked),
            None => &self.data.study().comparisons[..],
        };
        all.iter()
            .map(|each| faceoff_report::summary_json(&self.data, each))
            .collect()
    }
}

/// The experiments called `names` beside what they extend, what is extended first; `None` where too
/// little of them is trained.
fn asked(
    workspace: &Workspace,
    study: &Study,
    names: &[String],
    notes: &mut Vec<String>,
) -> Option<Comparison> {
    let recorded = |name: &str| {
        let mut all = study.experiments.iter().map(|each| &each.experiment);
        all.find(|each| each.name == name)
    };
    let mut chosen: Vec<&Experiment> = Vec::new();
    let parents = names
        .iter()
        .filter_map(|name| recorded(name)?.extends.as_deref());
    for name in parents.chain(names.iter().map(String::as_str)) {
        let experiment = recorded(name)?;
        if !chosen.iter().any(|other| other.name == experiment.name) {
            chosen.push(experiment);
        }
    }
    let all: Vec<_> = chosen.into_iter().map(|each| (each, None)).collect();
    let mut comparison = ad_hoc_comparison(&all);
    compare::settle(&workspace.store, study, names, &mut comparison, notes).ok()?;
    Some(comparison)
}
