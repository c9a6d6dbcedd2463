//! The ranking of all experiments.

use crate::study::StudyData;
use crate::verdict::rankings;
use faceoff_measure::Verdict;
use faceoff_record::{Sample, SampleSet, Table};

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
        .filter_map(|each| each.against_first.as_ref())
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
        note.contains("High rate (`third@6`) and High rate (`high@7`) share 1 run"),
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
    assert!(found.ranked[0].against_first.is_none());
    let judged = found.ranked[1].against_first.as_ref().unwrap();
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

/// Gives the run `id` one validation image, on which it predicts the ground truth but for `off`.
fn validate(data: &mut StudyData, id: &str, off: f32) {
    let run = data.runs.get_mut(id).unwrap();
    let test = &run.samples.test;
    let columns = test.truth.columns;
    let truth = test.truth.values[..columns].to_vec();
    run.samples.validation = SampleSet {
        samples: vec![Sample {
            file: "validation.png".to_owned(),
            ..test.samples[0].clone()
        }],
        truth: Table {
            columns,
            values: truth.clone(),
        },
        sheet_order: vec![0],
    };
    for predictions in run.predictions.values_mut() {
        predictions.validation = Table {
            columns,
            values: truth.iter().map(|value| value + off).collect(),
        };
    }
}

#[test]
fn a_choice_is_made_by_validation_where_all_have_the_same_images_for_it() {
    let mut data = uneven();
    let names = |data: &StudyData| {
        let ranking = &rankings(data)[0];
        let names = ranking.ranked.iter().map(|each| each.name.clone());
        (ranking.by_validation, names.collect::<Vec<_>>())
    };
    let by_test = (false, vec!["Base".to_owned(), "High rate".to_owned()]);
    assert_eq!(names(&data), by_test);
    validate(&mut data, "run-of-base", 0.5);
    assert_eq!(names(&data), by_test, "one alone has validation images");
    validate(&mut data, "run-of-high", 0.1);
    // The other way round than on the test images.
    let by_validation = (true, vec!["High rate".to_owned(), "Base".to_owned()]);
    assert_eq!(names(&data), by_validation);
    let ranked = &rankings(&data)[0].ranked;
    assert!(ranked[0].validation_nme < ranked[1].validation_nme);
    assert!(ranked[0].nme.mean > ranked[1].nme.mean);
}
