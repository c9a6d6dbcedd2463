//! What is shown.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use faceoff_study::{ExperimentEntry, RunEntry, RunState};

/// What is shown: everything, unless something is asked for.
#[derive(Debug, Args)]
pub(super) struct Filter {
    /// Show only what has all of these words in its name, id, title, study, tags or notes
    #[arg(value_name = "TEXT")]
    words: Vec<String>,
    /// Show only what is in this state, or in one of several
    #[arg(long = "state", value_name = "STATE",
          value_parser = PossibleValuesParser::new(RunState::ALL.map(RunState::word))
              .try_map(|word| word.parse::<RunState>()))]
    states: Vec<RunState>,
    /// Show only what has this tag, or all of several
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Show only this study, or these
    #[arg(long = "study", value_name = "STUDY")]
    studies: Vec<String>,
}

impl Filter {
    /// Whether an experiment is shown.
    pub(super) fn shows_experiment(&self, each: &ExperimentEntry) -> bool {
        let study = each.study.as_deref();
        let texts = [each.name.as_str(), &each.title, study.unwrap_or_default()];
        let notes = each.annotations.notes.iter().map(|note| note.text.as_str());
        let tags = each.annotations.tags.iter().map(String::as_str);
        self.shows(each.state, &study.into_iter().collect::<Vec<_>>())
            && self.has_tags(|tag| each.annotations.tags.contains(tag))
            && self.has_words(texts.into_iter().chain(notes).chain(tags))
    }

    /// Whether a run is shown.
    pub(super) fn shows_run(&self, each: &RunEntry) -> bool {
        let of = || each.experiments.iter();
        let studies: Vec<&str> = of().map(|of| of.study.as_str()).collect();
        let names = of().map(|of| of.experiment.as_str());
        let notes = each.annotations.notes.iter().map(|note| note.text.as_str());
        let tags = each.annotations.tags.iter().map(String::as_str);
        let texts = std::iter::once(each.id.as_str()).chain(studies.iter().copied());
        self.shows(each.state, &studies)
            && self.has_tags(|tag| each.annotations.tags.contains(tag))
            && self.has_words(texts.chain(names).chain(notes).chain(tags))
    }

    fn shows(&self, state: RunState, studies: &[&str]) -> bool {
        let in_state = self.states.is_empty() || self.states.contains(&state);
        let in_study = |study: &&str| self.studies.iter().any(|asked| asked == study);
        in_state && (self.studies.is_empty() || studies.iter().any(in_study))
    }

    fn has_tags(&self, has: impl Fn(&String) -> bool) -> bool {
        let bare = |tag: &String| tag.trim_start_matches('#').to_owned();
        self.tags.iter().all(|tag| has(&bare(tag)))
    }

    fn has_words<'a>(&self, texts: impl Iterator<Item = &'a str>) -> bool {
        let texts: Vec<String> = texts.map(str::to_lowercase).collect();
        let mut words = self.words.iter().map(|word| word.to_lowercase());
        words.all(|word| texts.iter().any(|text| text.contains(&word)))
    }
}
