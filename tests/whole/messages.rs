//! What is said where something cannot be done: what is so, and what would be right.

use crate::desk::Desk;

/// A desk with one experiment trained for 3 epochs, whose network was kept after the first and the
/// last.
fn desk() -> Desk {
    let desk = Desk::small();
    let data = ["run", "base", "--data", "faces", "--scale", "tiny"];
    desk.run(&data).succeeds();
    desk
}

#[test]
fn folders_names_and_epochs_that_are_not_there() {
    let desk = desk();
    let mut text = String::new();
    for arguments in [
        &["list", "--experiments", "nowhere", "--results", "nowhere"][..],
        &["run", "base", "--experiments", "nowhere"],
        &["compare", "base", "--results", "nowhere"],
        &["report", "--results", "nowhere"],
        &["report", "drawn-tny"],
        &["compare", "bose"],
        &["compare", "fast"],
        &["compare", "base@9"],
        &["compare", "base@2"],
        &["compare", "base@", "base"],
        &["diff", "base@9", "base"],
        &["diff", "base@2", "base"],
        &["diff", "base@two", "base"],
        &["diff", "base", "bose"],
        &["show", "bose"],
        &["show", "base", "--study", "drawn-tny"],
        &["rm", "fast"],
        &["tag", "fast", "new"],
        &["shwo", "base"],
        &["model", "bose"],
        &["data", "check", "nowhere"],
    ] {
        let ran = desk.run(arguments).fails_with(2);
        text += &format!(
            "$ faceoff {}\n{}\n",
            arguments.join(" "),
            ran.err.trim_end()
        );
    }
    insta::assert_snapshot!("not_there", text);
}

#[test]
fn an_error_is_one_json_object_on_one_line_for_programs() {
    let desk = Desk::small();
    let mut text = String::new();
    for arguments in [
        &["compare", "base", "--results", "nowhere", "--json"][..],
        &["model", "bose", "--json"],
        &["shwo", "--json"],
        &["show", "--json"],
    ] {
        let ran = desk.run(arguments).fails_with(2);
        let value: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
        assert_eq!(ran.err.lines().count(), 1);
        assert_eq!(value["exit_code"], 2);
        text += &format!("$ faceoff {}\n{}", arguments.join(" "), ran.err);
    }
    insta::assert_snapshot!("json_errors", text);
    // Help is no error.
    let help = desk.run(&["show", "--help", "--json"]).succeeds();
    assert!(help.out.contains("Examples:"), "{}", help.out);
}

#[test]
fn shells_complete_every_command_and_every_command_has_a_man_page() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = desk.run(&["completions", shell]).succeeds().out;
        for word in ["reproduce", "completions", "fail-if"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
    let written = desk.run(&["man", "pages/man1"]).succeeds().out;
    let pages = std::fs::read_dir(desk.path("pages/man1")).unwrap().count();
    assert_eq!(written, format!("{pages} pages in pages/man1\n"));
    let page = desk.read("pages/man1/faceoff-compare.1");
    assert!(
        page.contains("fail\\-if") && page.contains("Examples:"),
        "{page}"
    );
    assert!(desk.path("pages/man1/faceoff-data-check.1").is_file());
}
