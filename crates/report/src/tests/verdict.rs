//! What comparisons come to.

use crate::diagnosis::diagnosis;
use crate::not_trained::not_trained;
use crate::scores::rows;
use crate::study::StudyData;
use crate::verdict::{rankings, verdicts};
use crate::write::{text_table, write, write_one};
use faceoff_measure::Verdict;
use faceoff_record::{Sample, Status};
use faceoff_spec::Comparison;

use crate::tests::diagnosis::lines;
use crate::tests::seeds::three_seeds;
use crate::tests::study::{comparison, study, truth};

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
                person: sample
                    .person
                    .as_ref()
                    .map(|person| format!("{round} {person}")),
                ..sample.clone()
            })
            .collect();
        for predictions in run.predictions.values_mut() {
            predictions.test.values = predictions.test.values.repeat(TIMES);
        }
    }
    data
}

/// The study on 12 faces, with predictions of the base that are not equally far off on each, and with a
/// high rate that went on to the end.
pub(crate) fn uneven() -> StudyData {
    let mut data = more_faces(study());
    let high = data.runs.get_mut("run-of-high").unwrap();
    high.metrics = lines(|_| 0.2, |_| 0.22, 6);
    high.predictions = [(6, high.predictions[&4].clone())].into();
    high.record.status = Status::Finished;
    high.record.snapshots[0].epochs = 6;
    let run = data.runs.get_mut("run-of-base").unwrap();
    for predictions in run.predictions.values_mut() {
        let rows = predictions.test.values.chunks_exact_mut(136);
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
    let text = text_table(&uneven(), &comparison("rates"), None);
    insta::assert_snapshot!("verdict_of_one_seed", text);
}

#[test]
fn several_seeds_speak_of_training_again() {
    let mut data = more_faces(three_seeds());
    // The last seed gains a little more by the second half than the others do.
    let run = data.runs.get_mut("run-of-base-2").unwrap();
    let early = run.predictions.get_mut(&3).unwrap().test.values.iter_mut();
    early.step_by(2).for_each(|x| *x += 0.5 / 50.0);
    let text = text_table(&data, &comparison("epochs"), None);
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
    for predictions in run.predictions.values_mut() {
        predictions.test.values = reversed(&predictions.test.values);
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
    let text = text_table(&data, &comparison, None);
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
    write(&data, &[], &|_, _| None, folder.path()).unwrap();
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    let (top, overview) = page.split_once("id=\"/overview\"").unwrap();
    assert!(overview.contains("so none is called the best"));
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
        note.contains("50 px") && note.contains("as this comparison says"),
        "{note}"
    );
}

#[test]
fn what_cannot_be_judged_says_why() {
    let mut data = uneven();
    let run = data.runs.get_mut("run-of-high").unwrap();
    run.predictions.get_mut(&6).unwrap().test.values[0] = f32::NAN;
    let said = sentence(&data, &comparison("rates"));
    assert!(
        said.ends_with(" Not judged: High rate (some predictions are not numbers)."),
        "{said}"
    );
    data.runs.clear();
    let said = sentence(&data, &comparison("rates"));
    assert_eq!(said, "There are no predictions to judge yet.");
}

/// What is not judged in the comparison of rates, as the list of answers and the page say it.
fn not_judged(data: &StudyData) -> String {
    let found = verdicts(data, &comparison("rates"));
    let (_, words) = found.short.split_once(". Not judged: ").unwrap();
    let end = format!(" Not judged: {words}.");
    assert!(found.sentence.ends_with(&end), "{}", found.sentence);
    words.to_owned()
}

#[test]
fn who_has_not_got_there_is_not_judged() {
    let mut data = uneven();
    let run = data.runs.get_mut("run-of-base").unwrap();
    run.metrics.truncate(5);
    run.predictions.remove(&6);
    assert_eq!(not_judged(&data), "Base (stopped after 5 epochs)");

    let run = data.runs.get_mut("run-of-high").unwrap();
    let predictions = run.predictions[&6].clone();
    run.predictions = [(2, predictions.clone()), (5, predictions)].into();
    assert_eq!(
        not_judged(&data),
        "Base (stopped after 5 epochs); High rate (no network was kept after 6 epochs, only after \
         2, 5)"
    );
    assert_eq!(not_judged(&study()), "High rate (diverged in epoch 4)");
}

#[test]
fn seeds_that_have_not_got_there_are_in_no_mean() {
    let mut data = more_faces(three_seeds());
    let run = data.runs.get_mut("run-of-base-2").unwrap();
    run.metrics.truncate(4);
    run.predictions.remove(&6);
    let words = "1 of 3 seeds of Base (stopped after 4 epochs); High rate (diverged in epoch 4)";
    assert_eq!(not_judged(&data), words);
    let found = verdicts(&data, &comparison("rates"));
    assert!(
        found.sentence.starts_with("Base is 2.50 px off"),
        "{found:?}"
    );
    assert_eq!(found.remarks, [] as [&str; 0]);
    let row = &rows(&data, &comparison("rates"))[0];
    assert_eq!((row.seeds, row.seeds_left_out, row.asked), (2, 1, None));
    assert!((row.scores.unwrap().pixel_error - 2.5).abs() < 1e-4);
    let text = text_table(&data, &comparison("rates"), None);
    assert!(
        text.contains("without 1 seed that did not get there"),
        "{text}"
    );

    let run = data.runs.get_mut("run-of-base-2").unwrap();
    run.record.status = Status::Diverged { epoch: 4 };
    let found = verdicts(&data, &comparison("rates"));
    assert_eq!(
        found.remarks,
        ["Seeds of Base diverged: its numbers are of those that went well, and flatter it."]
    );
}

#[test]
fn the_same_trainings_are_compared_one_by_one() {
    let data = more_faces(three_seeds());
    let found = verdicts(&data, &comparison("epochs"));
    assert!(found.judged.iter().all(|judged| judged.same_trainings));
    assert!(
        found
            .notes
            .iter()
            .any(|note| note.contains("training by training"))
    );

    // Fewer after one number of epochs: who is one of the others is not independent of them.
    let mut fewer = data.clone();
    let run = fewer.runs.get_mut("run-of-base-2").unwrap();
    run.predictions.remove(&3);
    let found = verdicts(&fewer, &comparison("epochs"));
    assert!(found.judged.iter().all(|judged| !judged.same_trainings));
    assert_eq!(
        found.remarks,
        [
            "Base, 3 epochs and Base, 6 epochs share 2 runs, but are compared as if all runs were \
          different."
        ]
    );
}

#[test]
fn who_shares_runs_at_one_epoch_is_not_compared() {
    let mut data = uneven();
    data.study.experiments[1]
        .runs
        .push("run-of-base".to_owned());
    assert_eq!(not_judged(&data), "High rate (shares 1 run with Base)");
}

#[test]
fn longer_training_is_an_advantage_that_is_said() {
    let mut data = uneven();
    let high = data.runs.get_mut("run-of-high").unwrap();
    high.predictions.insert(3, high.predictions[&6].clone());
    let mut rates = comparison("rates");
    let said = |rates: &Comparison| verdicts(&data, rates).remarks;
    assert_eq!(said(&rates), [] as [&str; 0]);
    rates.entries[1].epoch = 3;
    assert_eq!(
        said(&rates),
        [
            "They were not trained equally long (Base 6 epochs, High rate 3 epochs): part of a \
          difference may come of that."
        ]
    );
    assert_eq!(
        said(&comparison("epochs")),
        [] as [&str; 0],
        "that is the question"
    );
}

#[test]
fn images_of_one_person_give_no_interval() {
    let mut data = uneven();
    for run in data.runs.values_mut() {
        for sample in &mut run.samples.test.samples {
            sample.person = Some("Ada".to_owned());
        }
    }
    let found = verdicts(&data, &comparison("rates"));
    assert!(found.judged.is_empty());
    assert_eq!(
        found.sentence,
        "No verdict is possible: the 12 test images that count are of one person, and as such images \
         resemble each other, they do not tell how it would be with other people."
    );
    assert_eq!(rankings(&data), []);
}

#[test]
fn every_link_of_the_page_leads_somewhere() {
    let links = links(&three_seeds());
    for part in ["rates/loss", "epochs/numbers", "/answers"] {
        assert!(links.iter().any(|link| link == part), "{links:?}");
    }
}

#[test]
fn comparisons_may_be_called_what_parts_of_the_page_are() {
    let mut data = three_seeds();
    for (comparison, name) in data
        .study
        .comparisons
        .iter_mut()
        .zip(["overview", "answers"])
    {
        comparison.name = name.to_owned();
    }
    links(&data);
    let folder = tempfile::tempdir().unwrap();
    write(&data, &[], &|_, _| None, folder.path()).unwrap();
    let table = std::fs::read_to_string(folder.path().join("results.csv")).unwrap();
    let first = |line: &str| line.split(',').next().unwrap().to_owned();
    let mut names: Vec<_> = table.lines().skip(1).map(first).collect();
    names.dedup();
    assert_eq!(names, ["(overview)", "answers", "overview"]);
}

/// Where the links of the page of `data` lead: each to one place.
fn links(data: &StudyData) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    write(data, &[], &|_, _| None, folder.path()).unwrap();
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    let links: Vec<_> = page
        .split("href=\"#")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    for link in &links {
        assert_eq!(page.matches(&format!("id=\"{link}\"")).count(), 1, "{link}");
    }
    links
}

#[test]
fn what_was_asked_comes_first_and_what_is_not_trained_is_one_line() {
    let mut data = uneven();
    let page = |data: &StudyData, asked: &[String]| {
        let folder = tempfile::tempdir().unwrap();
        write(data, asked, &|_, _| None, folder.path()).unwrap();
        std::fs::read_to_string(folder.path().join("report.html")).unwrap()
    };
    let place = |page: &str, name: &str| {
        page.find(&format!("<section class=\"comparison\" id=\"{name}\""))
            .unwrap()
    };
    let usual = page(&data, &[]);
    assert!(place(&usual, "epochs") < place(&usual, "rates"));
    let asked = page(&data, &["high".to_owned()]);
    assert!(place(&asked, "rates") < place(&asked, "epochs"));

    // What is left says nothing about the high rate.
    data.runs.remove("run-of-high");
    let page = page(&data, &["base".to_owned()]);
    assert!(
        !page.contains("<section class=\"comparison\" id=\"rates\"")
            && !page.contains("href=\"#rates\"")
    );
    assert!(page.contains("Not trained yet: Learning rate (High rate)."));
    assert_eq!(page.matches("is 2.55 px off").count(), 0);
    assert!(page.contains("<section class=\"comparison\" id=\"epochs\""));
}

#[test]
fn who_was_not_to_train_so_long_is_not_trained_so_long() {
    let mut data = uneven();
    let run = data.runs.get_mut("run-of-base").unwrap();
    run.metrics.truncate(5);
    run.predictions.remove(&6);
    let epochs = comparison("epochs");
    let waits = not_trained(&data, &epochs).unwrap();
    assert_eq!(waits.waits_for, ["Base after 6 epochs"]);
    // One that was stopped goes on, and its curves can be seen.
    let run = data.runs.get_mut("run-of-base").unwrap();
    run.record.status = Status::Partial;
    assert_eq!(not_trained(&data, &epochs), None);
}

#[test]
fn a_mean_face_beside_an_entry_is_measured_on_the_same_images() {
    let mut data = uneven();
    let high = data.runs.get_mut("run-of-high").unwrap();
    // Not judged, but it was tested on one image less.
    high.samples.test.samples[0].file = "test/Somebody_else.jpg".to_owned();
    high.predictions.get_mut(&6).unwrap().test.values[136] = f32::NAN;
    let base = data.runs.get_mut("run-of-base").unwrap();
    // On the image that is not in common the mean face is far off.
    let truth = &mut base.samples.test.truth.values[..136];
    truth.iter_mut().for_each(|at| *at -= 1.0);
    let said = sentence(&data, &comparison("rates"));
    assert!(
        said.contains("predicting the mean face for every image is 0.636 px off"),
        "{said}"
    );
}

#[test]
fn numbers_of_common_images_are_told_apart_from_those_of_all() {
    let mut data = uneven();
    let run = data.runs.get_mut("run-of-high").unwrap();
    run.samples.test.samples[0].file = "test/Somebody_else.jpg".to_owned();
    let folder = tempfile::tempdir().unwrap();
    write_one(&data, &comparison("rates"), &|_, _| None, folder.path()).unwrap();
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("Against Base, over 11 images in common"));
    assert_eq!(
        page.matches(">3 (3)</td>").count(),
        4,
        "every row says its own"
    );
}

#[test]
fn what_is_counted_over_the_whole_data_set_says_so() {
    let mut data = uneven();
    let head = |data: &StudyData| {
        let folder = tempfile::tempdir().unwrap();
        write(data, &[], &|_, _| None, folder.path()).unwrap();
        let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
        let from = page.find("faces · ").unwrap();
        page[from..from + page[from..].find("</p>").unwrap()].to_owned()
    };
    let all = head(&data);
    assert!(
        all.ends_with("2 of the 3 test images look nearly like a training image"),
        "{all}"
    );
    data.study.scale.test_images = Some(2);
    let some = head(&data);
    assert!(
        some.starts_with("faces · 30 training and 2 test images"),
        "{some}"
    );
    let whole = "the whole data set, of 30 training and 3 test images, has 3 of the 3 people of its \
                 test images in training too · 2 of all its 3 test images look nearly like";
    assert!(some.contains(whole), "{some}");
}
