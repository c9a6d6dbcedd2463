//! What experiments are called where titles alone do not tell them apart, and titles in any script.

use std::path::PathBuf;

use faceoff_plan::Study;

use crate::study::{StudyData, told_apart};
use crate::tests::shown::charts;
use crate::tests::study::{comparison, study};
use crate::{text_table, write_one};

fn titled(titles: [&str; 2]) -> StudyData {
    let mut data = study();
    for (each, title) in data.study.experiments.iter_mut().zip(titles) {
        each.experiment.title = title.to_owned();
    }
    data
}

#[test]
fn two_experiments_of_one_title_are_told_apart() {
    let titles = |study: &Study| -> Vec<String> {
        let experiments = study.experiments.iter();
        experiments
            .map(|each| each.experiment.title.clone())
            .collect()
    };
    let mut data = titled(["Base", "Base "]);
    data.study = told_apart(data.study);
    assert_eq!(titles(&data.study), ["Base (`base`)", "Base  (`high`)"]);
    let comparison = comparison("rates");
    let text = text_table(&data, &comparison, None);
    assert!(text.contains("Base (`base`)"), "{text}");
    let labels = charts(&data, &comparison, "loss").remove(0).lines;
    assert!(
        labels[0]
            .label
            .to_string()
            .starts_with("train: Base (`base`) ·"),
        "{}",
        labels[0].label
    );
    assert_eq!(titles(&told_apart(study().study)), ["Base", "High rate"]);
}

#[test]
fn two_labels_of_one_text_are_told_apart() {
    let mut comparison = comparison("epochs");
    for entry in &mut comparison.entries {
        entry.label = Some("Base".to_owned());
    }
    let text = text_table(&study(), &comparison, None);
    assert!(
        text.contains("Base (`base@3`)") && text.contains("Base (`base@6`)"),
        "{text}"
    );
}

#[test]
fn a_title_of_any_characters_is_drawn_and_the_page_has_it_as_it_is() {
    let folder = std::env::temp_dir().join(format!("faceoff-titles-{}", std::process::id()));
    let title = "学习率 🙂 \u{1b}[31mمعدل";
    let data = titled(["Base", title]);
    let written = write_one(&data, &comparison("rates"), &|_, _| None, &folder).unwrap();
    let read = |path: &PathBuf| std::fs::read(path).unwrap();
    let page = String::from_utf8(read(&written.page)).unwrap();
    assert!(page.contains("学习率 🙂"), "the page shows the true title");
    for file in written
        .files
        .iter()
        .filter(|f| f.extension().is_some_and(|e| e == "svg"))
    {
        assert!(!read(file).contains(&0x1b), "{}", file.display());
    }
    std::fs::remove_dir_all(folder).unwrap();
}
