//! What comparisons come to, and the ranking of all experiments.

use faceoff_config::Comparison;
use faceoff_measure::Verdict;
use faceoff_record::Sample;
use faceoff_report::{
    StudyData, diagnosis, rankings, rows, text_table, verdicts, write, write_one,
};

use crate::diagnosis::lines;
use crate::seeds::three_seeds;
use crate::study::{comparison, study, truth};

/// The test images of every run again under other names, on other people: 12 in all.
fn more_faces(mut data: StudyData) -> StudyData {
    const TIMES: usize = 4;
    for run in data.runs.values_mut() {
        let set = &mut run.samples.test;
        set.truth.values = set.truth.values.repeat(TIMES);
        set.samples = (0..TIMES)
            .flat_map(|round| set.samples.iter().map(move |sample| (round, sample)))
            .map(|(round, sample)| Sample {
                file: format!("{round}-{}", sample.file),
                person: format!("{round} {}", sample.person),
                ..sample.clone()
            })
            .collect();
        for answers in run.predictions.values_mut() {
            answers.test.values = answers.test.values.repeat(TIMES);
        }
    }
    data
}

/// The study on 12 faces, with answers of the base that are not equally far off on each.
fn uneven() -> StudyData {
    let mut data = more_faces(study());
    let run = data.runs.get_mut("run-of-base").unwrap();
    for answers in run.predictions.values_mut() {
        let rows = answers.test.values.chunks_exact_mut(136);
        for (face, row) in rows.enumerate() {
            for x in row.iter_mut().step_by(2) {
                *x += face as f32 * 0.1 / 50.0;
            }
        }
    }
    data
}

fn sentence(data: &StudyData, comparison: &Comparison) -> String {
    verdicts(data, comparison).sentence
}

#[test]
fn a_comparison_begins_with_its_verdict() {
    let text = text_table(&uneven(), &comparison("rates"));
    insta::assert_snapshot!("verdict_of_one_seed", text);
}

#[test]
fn several_seeds_speak_of_training_again() {
    let text = text_table(&more_faces(three_seeds()), &comparison("epochs"));
    insta::assert_snapshot!("verdict_of_three_seeds", text);
}

#[test]
fn several_entries_are_said_in_one_sentence() {
    let mut both = comparison("epochs");
    both.entries.extend(comparison("rates").entries.pop());
    let found = verdicts(&uneven(), &both);
    insta::assert_snapshot!("verdict_of_three_entries", found.sentence);
    assert_eq!(found.judged.len(), 4, "two entries by two measures");
    assert!(found.notes.iter().any(|note| note.contains("Holm")));
    assert!(found.judged.iter().all(|each| each.comparisons == 2));
}

#[test]
fn one_entry_stands_beside_the_mean_face() {
    let mut alone = comparison("rates");
    alone.entries.truncate(1);
    insta::assert_snapshot!("verdict_of_one_entry", sentence(&uneven(), &alone));
}

#[test]
fn images_are_paired_by_their_names() {
    let (data, comparison) = (uneven(), comparison("rates"));
    let expected = verdicts(&data, &comparison);
    let mut mixed = data.clone();
    let run = mixed.runs.get_mut("run-of-base").unwrap();
    let set = &mut run.samples.test;
    set.samples.reverse();
    let reversed = |values: &[f32]| -> Vec<f32> {
        values.chunks_exact(136).rev().flatten().copied().collect()
    };
    set.truth.values = reversed(&set.truth.values);
    for answers in run.predictions.values_mut() {
        answers.test.values = reversed(&answers.test.values);
    }
    let found = verdicts(&mixed, &comparison);
    for (found, expected) in found.judged.iter().zip(&expected.judged) {
        assert!((found.difference - expected.difference).abs() < 1e-9);
        assert!((found.standard_error - expected.standard_error).abs() < 1e-9);
        assert_eq!(found.verdict, expected.verdict);
    }

    // An image that one of them was not tested on says nothing.
    let run = mixed.runs.get_mut("run-of-high").unwrap();
    run.samples.test.samples[0].file = "test/Somebody_else.jpg".to_owned();
    let found = verdicts(&mixed, &comparison);
    assert_eq!(found.judged[0].images, 11);
    assert_eq!(
        found.remarks,
        [
            "They have only 11 images of their tests in common (Base 12, High rate 12), and are \
          judged by these."
        ]
    );
    assert!(
        found
            .short
            .starts_with("By the 11 images that all were tested on: "),
        "{}",
        found.short
    );
    let run = mixed.runs.get_mut("run-of-high").unwrap();
    run.record.data.shared_people = 0;
    let remark = verdicts(&mixed, &comparison).remarks.remove(0);
    assert!(
        remark.ends_with("Base was trained on people of its test, High rate was not."),
        "{remark}"
    );

    // Nor do the mean faces of two tests share a row.
    let rows = rows(&mixed, &comparison);
    let tested: Vec<_> = rows
        .iter()
        .map(|row| (row.name.as_str(), row.other_images))
        .collect();
    let expected = [
        ("Base", false),
        ("High rate", true),
        ("Mean face for every image", false),
        ("Mean face for every image", true),
    ];
    assert_eq!(tested, expected);
    assert!(
        found
            .notes
            .iter()
            .any(|note| note.contains("that all were tested on"))
    );
}

#[test]
fn where_their_difference_is_drawn_the_losses_are_spoken_of() {
    let mut data = uneven();
    let fall = |e: f64| 0.2 / (1.0 + e / 5.0) + 0.01;
    let mut comparison = comparison("rates");
    comparison.entries[0].epoch = 90;
    let run = data.runs.get_mut("run-of-base").unwrap();
    run.metrics = lines(fall, |e| fall(e) + 0.001 * (e - 30.0).max(0.0), 90);
    let found = verdicts(&data, &comparison);
    let [gap] = found.remarks.as_slice() else {
        panic!("{found:?}");
    };
    assert!(gap.starts_with("Base: it overfits: from epoch "), "{gap}");
    assert!(
        found.short.starts_with("Base: it overfits: from epoch "),
        "{}",
        found.short
    );

    let run = data.runs.get_mut("run-of-base").unwrap();
    run.metrics = lines(fall, fall, 90);
    run.record.constant_face.face = truth(11);
    assert!(verdicts(&data, &comparison).remarks.is_empty());
    comparison.entries.truncate(1);
    // On people it was trained on nothing clears it of overfitting.
    for (shared_people, begins) in [
        (3, "The test loss ends less than a tenth above"),
        (
            0,
            "No overfitting: the test loss ends less than a tenth above",
        ),
    ] {
        let run = data.runs.get_mut("run-of-base").unwrap();
        run.record.data.shared_people = shared_people;
        let found = verdicts(&data, &comparison);
        assert!(found.remarks[0].starts_with(begins), "{found:?}");
        assert!(found.short.starts_with(begins), "{found:?}");
    }
    let run = data.runs.get_mut("run-of-base").unwrap();
    run.metrics = lines(fall, |e| fall(e) * 1.1 * (0.1 * (7.0 * e).sin()).exp(), 90);
    let found = verdicts(&data, &comparison);
    let begins = "Whether the test loss parts from the training loss is not clear";
    assert!(found.short.starts_with(begins), "{found:?}");
    comparison.difference_chart = None;
    assert!(verdicts(&data, &comparison).remarks.is_empty());
}

#[test]
fn the_terminal_says_what_the_page_says() {
    let mut data = uneven();
    let run = data.runs.get_mut("run-of-high").unwrap();
    run.samples.test.samples[0].file = "test/Somebody_else.jpg".to_owned();
    let comparison = comparison("rates");
    let folder = tempfile::tempdir().unwrap();
    write_one(&data, &comparison, &|_, _| None, folder.path()).unwrap();
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    let text = text_table(&data, &comparison);
    let verdicts = verdicts(&data, &comparison);
    let found = diagnosis(&data, &comparison).found.into_iter();
    let said = std::iter::once(verdicts.sentence)
        .chain(verdicts.remarks)
        .chain(verdicts.notes)
        .chain(found.map(|found| found.finding.sentence));
    for words in said {
        assert!(page.contains(&words), "not on the page: {words}");
        assert!(text.contains(&words), "not on the terminal: {words}");
    }
}

#[test]
fn a_page_begins_with_the_answers_of_its_comparisons() {
    let data = uneven();
    let folder = tempfile::tempdir().unwrap();
    write(&data, &|_, _| None, folder.path()).unwrap();
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    let (top, _) = page.split_once("id=\"overview\"").unwrap();
    for comparison in &data.study.comparisons {
        let answer = verdicts(&data, comparison).short;
        assert!(top.contains(&answer), "{answer}");
        assert!(top.contains(&format!("href=\"#{}\"", comparison.name)));
    }
}

#[test]
fn the_smallest_difference_decides_what_matters() {
    let mut comparison = comparison("rates");
    assert_eq!(
        verdicts(&uneven(), &comparison).judged[0].verdict,
        Verdict::Worse
    );
    comparison.smallest_difference = Some(50.0);
    let found = verdicts(&uneven(), &comparison);
    let [error, nme] = found.judged.as_slice() else {
        panic!("{found:?}");
    };
    assert!((error.smallest - 50.0).abs() < 1e-9);
    for judged in [error, nme] {
        assert_eq!(judged.verdict, Verdict::NoDifferenceThatMatters);
    }
    let note = &found.notes[0];
    assert!(
        note.contains("50.0 px") && note.contains("as this comparison says"),
        "{note}"
    );
}

#[test]
fn what_cannot_be_judged_says_why() {
    let mut data = uneven();
    let run = data.runs.get_mut("run-of-high").unwrap();
    run.predictions.get_mut(&4).unwrap().test.values[0] = f32::NAN;
    let said = sentence(&data, &comparison("rates"));
    assert!(
        said.ends_with("some answers are not numbers: High rate."),
        "{said}"
    );
    data.runs.clear();
    let said = sentence(&data, &comparison("rates"));
    assert_eq!(said, "There are no answers to judge yet.");
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
    let last = high.predictions[&4].clone();
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

#[test]
fn every_link_of_the_page_leads_somewhere() {
    let folder = tempfile::tempdir().unwrap();
    write(&three_seeds(), &|_, _| None, folder.path()).unwrap();
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    let links: Vec<_> = page
        .split("href=\"#")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(
        links.contains(&"rates/loss") && links.contains(&"epochs/numbers"),
        "{links:?}"
    );
    for link in links {
        assert_eq!(page.matches(&format!("id=\"{link}\"")).count(), 1, "{link}");
    }
}
