//! What is said where the study has more seeds of the same settings, or none.

use faceoff_record::Status;

use crate::scores::rows;
use crate::study::{StudyData, overview};
use crate::tests::study::comparison;
use crate::tests::verdict::uneven;
use crate::verdict::{Verdicts, verdicts};

/// The study of [`uneven`] predictions with two more seeds of both experiments, in experiments of
/// their own that a comparison of their own compares.
fn with_more_seeds() -> StudyData {
    let mut data = uneven();
    let mut seeds = comparison("rates");
    seeds.name = "seeds".to_owned();
    seeds.title = "Other seeds".to_owned();
    for (place, name) in ["base", "high"].into_iter().enumerate() {
        let mut experiment = data.study.experiments[place].clone();
        experiment.experiment.name = format!("{name}-seeds");
        experiment.experiment.title.push_str(", seeds");
        experiment.experiment.extends = Some(name.to_owned());
        for seed in [1u64, 2] {
            let mut run = data.runs[&format!("run-of-{name}")].clone();
            let id = format!("run-of-{name}-{seed}");
            run.record.id.clone_from(&id);
            run.record.config.train.seed = seed;
            for predicted in run.predictions.values_mut() {
                let x = predicted.test.values.iter_mut().step_by(2);
                x.for_each(|x| *x += seed as f32 / 50.0);
            }
            experiment.runs.push(id.clone());
            data.runs.insert(id, run);
        }
        experiment.experiment.seeds = experiment.runs.len();
        seeds.entries[place].experiment = format!("{name}-seeds");
        data.study.experiments.push(experiment);
    }
    data.study.comparisons.push(seeds);
    data
}

fn of(data: &StudyData, name: &str) -> Verdicts {
    let mut comparisons = data.study.comparisons.iter();
    verdicts(data, comparisons.find(|c| c.name == name).unwrap())
}

#[test]
fn the_strongest_evidence_is_the_answer_and_what_fewer_seeds_showed_stands_below() {
    let data = with_more_seeds();
    let found = of(&data, "rates");
    // 28 px, less the 0.55 px by which the base is uneven.
    assert_eq!(
        found.short,
        "High rate is worse than Base by 27.4 px (25.2 to 29.7; 3 seeds each)"
    );
    let [fewer] = found.fewer_seeds.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(
        fewer,
        "With 1 seed each, as the experiments compared here ask for: High rate is worse than Base by \
         27.45 px (27.22 to 27.69); this holds for these trained networks. The answer is by all seeds \
         that the study has of these settings (Base 3, High rate 3)."
    );
    assert_eq!(found.other_seeds, None);
    // The numbers of a section are those of its verdict.
    let rates = comparison("rates");
    let rows = rows(&data, &rates);
    assert_eq!([rows[0].seeds, rows[1].seeds], [3, 3]);
    for (row, mean) in [
        (&rows[0], found.judged[0].reference_mean),
        (&rows[1], found.judged[0].entry_mean),
    ] {
        assert!((row.scores.unwrap().pixel_error - mean).abs() < 1e-9);
    }
    let seeds = of(&data, "seeds");
    assert!(
        seeds.fewer_seeds.is_empty() && !seeds.asks_in_vain,
        "{seeds:?}"
    );

    // Who compares one training after two numbers of epochs compares it with itself.
    let epochs = of(&data, "epochs");
    assert!(epochs.judged.iter().all(|judged| judged.same_trainings));
    assert_eq!(epochs.judged[0].entry_seeds, 3);
}

#[test]
fn seeds_of_one_side_are_evidence_too() {
    let mut data = with_more_seeds();
    data.study.experiments.pop();
    data.study.comparisons.pop();
    for seed in [1, 2] {
        data.runs.remove(&format!("run-of-high-{seed}"));
    }
    let found = of(&data, "rates");
    let judged = &found.judged[0];
    assert_eq!((judged.entry_seeds, judged.reference_seeds), (1, 3));
    let caution = "Of High rate there is one seed: how far others may lie from it is taken from the \
                   seeds of Base.";
    assert_eq!(found.other_seeds.as_deref(), Some(caution));
    assert!(found.sentence.ends_with(caution), "{found:?}");
}

#[test]
fn other_seeds_are_not_answered_from_one() {
    let mut data = with_more_seeds();
    for name in ["base", "high"] {
        for seed in [1, 2] {
            data.runs.remove(&format!("run-of-{name}-{seed}"));
        }
    }
    for experiment in &mut data.study.experiments {
        experiment.runs.truncate(1);
    }
    let found = of(&data, "seeds");
    assert!(found.asks_in_vain);
    assert!(
        found
            .short
            .starts_with("Not known: one seed each. With these: High rate"),
        "{}",
        found.short
    );
    assert!(
        found
            .sentence
            .starts_with("Not known: there is one seed each")
    );
    // Who asks something else is answered, and told what is not known.
    let found = of(&data, "rates");
    assert!(!found.asks_in_vain && found.fewer_seeds.is_empty());
    assert_eq!(
        found.other_seeds.as_deref(),
        Some("One seed each: whether other seeds would say the same is not known.")
    );
}

#[test]
fn trainings_of_the_same_settings_are_ranked_once() {
    let mut data = with_more_seeds();
    let ranked = |data: &StudyData| -> Vec<String> {
        let overview = overview(data);
        let entries = overview.entries.iter();
        entries.map(|entry| entry.experiment.clone()).collect()
    };
    assert_eq!(
        ranked(&data),
        ["base-seeds", "high-seeds"],
        "those of most seeds"
    );
    for experiment in &mut data.study.experiments {
        experiment.runs.truncate(1);
    }
    data.study.experiments.reverse();
    assert_eq!(
        ranked(&data),
        ["high", "base"],
        "not those that repeat them"
    );
}

#[test]
fn seeds_after_other_epochs_are_another_question_that_is_mentioned() {
    let mut data = with_more_seeds();
    // The further seeds were trained for half as long, and so were the first on their way.
    let runs = data.runs.iter_mut();
    for (_, run) in runs.filter(|(id, _)| id.ends_with(char::is_numeric)) {
        let last = run.predictions.remove(&6).unwrap();
        run.predictions.insert(3, last);
        run.metrics.truncate(3);
    }
    for name in ["run-of-base", "run-of-high"] {
        let run = data.runs.get_mut(name).unwrap();
        let last = run.predictions[&6].clone();
        run.predictions.insert(3, last);
    }
    let found = of(&data, "rates");
    assert_eq!(found.judged[0].entry_seeds, 1);
    let begins = "After 3 epochs the study has more seeds of these settings (3 seeds each): High \
                  rate is worse than Base by 27.4 px";
    let [then] = found.fewer_seeds.as_slice() else {
        panic!("{found:?}");
    };
    assert!(then.starts_with(begins), "{then}");
}

#[test]
fn a_seed_that_diverged_is_part_of_the_evidence() {
    let mut data = with_more_seeds();
    let run = data.runs.get_mut("run-of-high-2").unwrap();
    run.predictions.clear();
    run.record.status = Status::Diverged { epoch: 1 };
    let found = of(&data, "rates");
    assert_eq!(found.judged[0].entry_seeds, 2);
    let words = "Not judged: 1 of 3 seeds of High rate (diverged in epoch 1)";
    assert!(found.short.ends_with(words), "{}", found.short);
}
