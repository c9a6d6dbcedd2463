//! The ranking of all experiments.

use crate::verdict::rankings;
use faceoff_measure::Verdict;

use crate::tests::diagnosis::lines;
use crate::tests::verdict::uneven;

#[test]
fn a_rank_is_corrected_for_every_pair() {
    let mut data = uneven();
    let mut third = data.study.experiments[1].clone();
    third.experiment.name = "third".to_owned();
    third.runs = vec!["run-of-third".to_owned()];
    let mut run = data.runs["run-of-high"].clone();
    run.record.id = "run-of-third".to_owned();
    run.settings = "others".to_owned();
    data.runs.insert("run-of-third".to_owned(), run);
    data.study.experiments.push(third);
    let ranking = &rankings(&data)[0];
    let against: Vec<_> = ranking
        .ranked
        .iter()
        .filter_map(|each| each.against_best.as_ref())
        .collect();
    assert_eq!(against.len(), 2);
    for judged in against {
        assert_eq!((judged.reference.as_str(), judged.comparisons), ("Base", 3));
    }

    // A run that two of them have in common does not count as two.
    data.study.experiments[2]
        .runs
        .push("run-of-high".to_owned());
    let ranking = &rankings(&data)[0];
    let ranked: Vec<_> = ranking.ranked.iter().map(|each| each.seeds).collect();
    assert_eq!(ranked, [1, 2]);

    data.study.experiments[1].experiment.train.epochs = 7;
    let high = data.runs.get_mut("run-of-high").unwrap();
    high.predictions.insert(7, high.predictions[&6].clone());
    high.metrics = lines(|_| 0.2, |_| 0.22, 7);
    let note = &rankings(&data)[0].note;
    assert!(
        note.contains("High rate and High rate share 1 run"),
        "{note}"
    );

    let base = data.runs.get_mut("run-of-base").unwrap();
    base.predictions.remove(&6);
    base.metrics.truncate(5);
    let note = &rankings(&data)[0].note;
    assert!(
        note.ends_with("Not ranked: Base (stopped after 5 epochs)."),
        "{note}"
    );
}

#[test]
fn experiments_are_ranked_by_their_error() {
    let found = &rankings(&uneven())[0];
    let names: Vec<_> = found.ranked.iter().map(|each| each.name.as_str()).collect();
    assert_eq!(names, ["Base", "High rate"]);
    assert!(found.ranked[0].against_best.is_none());
    let judged = found.ranked[1].against_best.as_ref().unwrap();
    assert_eq!(judged.verdict, Verdict::Worse);
    assert!(
        !found.note.contains("already"),
        "only one kept a network on the way"
    );

    let mut data = uneven();
    let high = data.runs.get_mut("run-of-high").unwrap();
    let last = high.predictions[&6].clone();
    high.predictions = [(3, last.clone()), (6, last)].into();
    let note = &rankings(&data)[0].note;
    assert!(
        note.ends_with("the order is the same after 3 epochs already."),
        "{note}"
    );

    // Other images are another ranking, and an experiment alone on them has none.
    let mut other = uneven();
    let high = other.runs.get_mut("run-of-high").unwrap();
    high.samples.test.samples[0].file = "another.png".to_owned();
    assert_eq!(rankings(&other), []);

    data.runs.remove("run-of-high");
    assert_eq!(rankings(&data), []);
}
