//! Whatever a file holds, reading it ends in types or in mistakes that can be shown.

use faceoff_config::{Catalog, Error, LeftOut};
use proptest::prelude::*;

const VALID: [(&str, &str); 5] = [
    (
        "experiments/base.toml",
        include_str!("../../../experiments/base.toml"),
    ),
    (
        "experiments/dropout.toml",
        include_str!("../../../experiments/dropout.toml"),
    ),
    (
        "experiments/smooth-l1.toml",
        include_str!("../../../experiments/smooth-l1.toml"),
    ),
    (
        "experiments/comparisons/epochs.toml",
        include_str!("../../../experiments/comparisons/epochs.toml"),
    ),
    (
        "experiments/scales/quick.toml",
        include_str!("../../../experiments/scales/quick.toml"),
    ),
];

/// Reads and shows, which must not panic, and holds that every mistake lies within its file.
fn try_all(files: Vec<(&str, String)>) {
    let lines = |path: &std::path::Path| {
        let text = files
            .iter()
            .find(|(other, _)| path == std::path::Path::new(other));
        text.map_or(0, |(_, text)| text.split('\n').count())
    };
    let texts = files.iter().map(|(path, text)| (path.into(), text.clone()));
    match Catalog::from_texts(texts) {
        // Nothing is left out without a word.
        Ok(catalog) => {
            let read = [
                catalog.experiments.len(),
                catalog.comparisons.len(),
                catalog.scales.len(),
            ];
            assert_eq!(read.iter().sum::<usize>(), files.len());
        }
        Err(Error::Mistakes(mistakes)) => {
            for mistake in mistakes.iter() {
                assert!(mistake.line() <= lines(mistake.path()), "{mistake:?}");
                assert!(!mistake.message().is_empty());
            }
            for shown in [mistakes.render(true), mistakes.render(false)] {
                assert!(shown.contains("error"), "{shown}");
            }
        }
        Err(error) => panic!("{error}"),
    }
}

/// Words of the format in any order: text that gets past the parser more often than any text.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "[data]\n",
        "[model]\n",
        "[train]\n",
        "[[entries]]\n",
        "[[overlays]]\n",
        "[loss_chart]\n",
        "name",
        "extends",
        "epochs",
        "snapshots",
        "split",
        "optimizer",
        "loss",
        "schedule",
        "kind",
        "conv",
        "linear",
        "dropout",
        "after",
        "experiment",
        "epoch",
        "color",
        "files",
        "images",
        " = ",
        " = ",
        " = ",
        ".",
        ", ",
        "{ ",
        " }",
        "[",
        "]",
        "\n",
        "\n",
        "\"base\"",
        "\"sgd\"",
        "\"person\"",
        "\"conv1\"",
        "\"cosine\"",
        "\"red\"",
        "\"é\"",
        "0",
        "1",
        "85",
        "-1",
        "0.5",
        "nan",
        "inf",
        "1e400",
        "true",
        "1979-05-27",
        "'''",
        "\"\"\"",
        "#",
        "\r\n",
        "\u{feff}",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text(text in any::<String>(), folder in 0usize..3) {
        let path = ["experiments/a.toml", "experiments/comparisons/a.toml", "experiments/scales/a.toml"];
        try_all(vec![("experiments/base.toml", String::new()), (path[folder], text)]);
    }

    #[test]
    fn any_words(one in words(), two in words(), folder in 0usize..3) {
        let path = ["experiments/b.toml", "experiments/comparisons/a.toml", "experiments/scales/a.toml"];
        try_all(vec![("experiments/a.toml", one), (path[folder], two)]);
    }

    #[test]
    fn valid_files_with_a_piece_changed(
        file in 0usize..VALID.len(),
        at in any::<prop::sample::Index>(),
        length in 0usize..12,
        piece in prop_oneof![words(), "[ -~]{0,6}", any::<char>().prop_map(String::from)],
    ) {
        let mut files: Vec<_> = VALID.iter().map(|(path, text)| (*path, (*text).to_owned())).collect();
        let text = &mut files[file].1;
        let boundaries: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        let first = at.index(boundaries.len());
        let start = boundaries[first];
        let end = *boundaries.get(first + length).unwrap_or(&text.len());
        text.replace_range(start..end, &piece);
        try_all(files);
    }

    #[test]
    fn valid_files_with_two_lines_swapped(
        file in 0usize..VALID.len(),
        a in any::<prop::sample::Index>(),
        b in any::<prop::sample::Index>(),
    ) {
        let mut files: Vec<_> = VALID.iter().map(|(path, text)| (*path, (*text).to_owned())).collect();
        let mut lines: Vec<_> = files[file].1.lines().map(str::to_owned).collect();
        let (a, b) = (a.index(lines.len()), b.index(lines.len()));
        lines.swap(a, b);
        files[file].1 = lines.join("\n");
        try_all(files);
    }
}

#[test]
fn deep_nesting() {
    let lists = format!("x = {}", "[".repeat(100_000));
    let tables = format!("x = {}", "{a=".repeat(100_000));
    let keys = format!("{}a = 1", "a.".repeat(10_000));
    for text in [lists, tables, keys] {
        try_all(vec![("experiments/a.toml", text)]);
    }
}

#[test]
fn the_valid_files_are_valid() {
    let files = VALID
        .iter()
        .map(|(path, text)| (path.into(), (*text).to_owned()));
    if let Err(error) = Catalog::from_texts(files) {
        panic!("{error}");
    }
}

/// Writes the experiment files `files` and reads what can be used of them.
fn sound(files: &[(&str, &str)]) -> Result<(Catalog, Option<LeftOut>), Error> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Catalog::load_sound(folder.path())
}

#[test]
fn a_draft_stops_only_what_needs_it() {
    let (catalog, left_out) = sound(&[
        (
            "base.toml",
            "[model]\nconv = [8, 16]\ndropout = [{ after = \"conv2\", p = 0.1 }]",
        ),
        ("sound.toml", "extends = \"base\""),
        (
            "draft.toml",
            "extends = \"base\"\n[train]\nepochs = \"many\"",
        ),
        ("child.toml", "extends = \"draft\""),
        ("no-toml.toml", "= ="),
        // The mistake is seen in what it extends.
        ("narrow.toml", "extends = \"base\"\n[model]\nconv = [8]"),
        (
            "comparisons/of-child.toml",
            "[[entries]]\nexperiment = \"child\"",
        ),
        (
            "comparisons/of-base.toml",
            "[[entries]]\nexperiment = \"base\"",
        ),
    ])
    .unwrap();
    let names: Vec<_> = catalog
        .experiments
        .iter()
        .map(|e| e.name.as_str())
        .collect();
    assert_eq!(names, ["base", "sound"]);
    let names: Vec<_> = catalog
        .comparisons
        .iter()
        .map(|c| c.name.as_str())
        .collect();
    assert_eq!(names, ["of-base"]);
    let mut left_out = left_out.unwrap();
    left_out.names.sort();
    assert_eq!(
        left_out.names,
        ["child", "draft", "narrow", "no-toml", "of-child"]
    );
    // That `child` extends what is left out is no mistake of its own.
    let mistakes = left_out.mistakes.to_string();
    assert!(!mistakes.contains("child.toml"), "{mistakes}");
    assert!(mistakes.contains("must be a whole number"), "{mistakes}");
}

#[test]
fn nothing_is_left_out_of_what_is_sound() {
    assert!(sound(&[("base.toml", "")]).unwrap().1.is_none());
    assert!(matches!(
        sound(&[("base.toml", "= =")]),
        Err(Error::Mistakes(_))
    ));
}
