//! Where another comparison asks the same of more seeds.

use crate::page::more_seeds;
use crate::section::section;
use crate::study::StudyData;
use crate::tests::study::comparison;
use crate::tests::verdict::uneven;

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

#[test]
fn one_training_is_held_against_several() {
    let mut data = with_more_seeds();
    let found = |data: &StudyData| {
        let of = |name: &str| {
            let mut comparisons = data.study.comparisons.iter();
            let comparison = comparisons.find(|c| c.name == name).unwrap();
            section(data, comparison, &|_, _| None)
        };
        let sections = [of("rates"), of("epochs"), of("seeds")];
        sections.each_ref().map(|section| {
            let found = more_seeds(data, section, sections.iter()).into_iter();
            let words = found.map(|more| format!("{} ({})", more.words, more.section.title));
            words.collect::<Vec<_>>().join("; ")
        })
    };
    // 28 px, less the 0.55 px by which the base is uneven.
    let held = "With 3 seeds each, High rate, seeds is worse than Base, seeds by 27.4 px (25.2 to \
                29.7) (Other seeds)";
    assert_eq!(found(&data), [held, "", ""]);

    // At other epochs it is another question.
    let seeds = data.study.comparisons.last_mut().unwrap();
    seeds.entries[0].epoch = 3;
    assert_eq!(found(&data), ["", "", ""]);
}
