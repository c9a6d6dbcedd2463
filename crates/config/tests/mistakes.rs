//! Every kind of mistake, as a person sees it. A case is a name and files; what is shown for
//! them is in `snapshots/`.

use faceoff_config::{Catalog, Error};

/// A base that the cases extend.
const BASE: (&str, &str) = (
    "experiments/base.toml",
    "[model]\nlinear = [32]\n[train]\nepochs = 100\n",
);

fn shown(files: &[(&str, &str)]) -> String {
    let files = files
        .iter()
        .map(|(path, text)| (path.into(), (*text).to_owned()));
    match Catalog::from_texts(files) {
        Err(Error::Mistakes(mistakes)) => mistakes.to_string(),
        Err(error) => panic!("not a mistake in a file: {error}"),
        Ok(_) => panic!("no mistake found"),
    }
}

/// Lists of kinds and of their fields, which grow, and what stands for them in snapshots.
const OF_KINDS: [(&str, &str); 3] = [
    (
        r"(`(?:train\.(?:optimizer|loss|schedule)|model\.\w*activation|data\.split)(?:\.kind)?` must be one of )(?:`[\w-]+`, )+`[\w-]+`",
        "${1}[every kind]",
    ),
    (
        r"known here: `alpha`, .*",
        "known here: [every field of every kind]",
    ),
    (
        r"a field of `[\w-]+`(?:, `[\w-]+`)+",
        "a field of [every kind that has it]",
    ),
];

fn check(name: &str, files: &[(&str, &str)]) {
    let shown = shown(files);
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        omit_expression => true,
        filters => OF_KINDS.to_vec(),
    }, {
        insta::assert_snapshot!(name, shown);
    });
}

#[test]
fn every_kind_there_is_is_listed() {
    let text = "[train]\noptimizer = \"adma\"\n";
    let shown = shown(&[("experiments/new.toml", text)]);
    for kind in faceoff_spec::Optimizer::KINDS {
        assert!(shown.contains(&format!("`{}`", kind.name)), "{shown}");
    }
}

/// One experiment that extends [`BASE`].
fn check_experiment(name: &str, text: &str) {
    let text = format!("extends = \"base\"\n{text}");
    check(name, &[BASE, ("experiments/new.toml", &text)]);
}

/// One comparison of `base` and of `other`, which is trained for 85 epochs.
fn check_comparison(name: &str, text: &str) {
    let other = ("experiments/other.toml", "[train]\nepochs = 85\n");
    check(
        name,
        &[BASE, other, ("experiments/comparisons/new.toml", text)],
    );
}

fn check_scale(name: &str, text: &str) {
    check(name, &[BASE, ("experiments/scales/small.toml", text)]);
}

#[test]
fn toml() {
    check_experiment(
        "toml_unclosed_text",
        "title = \"Smooth\n[train]\nepochs = 3\n",
    );
    check_experiment("toml_missing_value", "[train]\nepochs =\nseed = 1\n");
    check_experiment("toml_double_key", "[train]\nepochs = 3\nepochs = 4\n");
    check_experiment("toml_several", "title = Smooth\n[train]\nepochs = 3 4\n");
}

#[test]
fn unknown_fields() {
    check_experiment("unknown_field_alike", "[train]\nlearning_rat = 0.1\n");
    check_experiment(
        "unknown_field_in_another_table",
        "epochs = 3\n[model]\nbatch_size = 2\n",
    );
    check_experiment("unknown_field_of_the_top", "[train]\ntitle = \"A\"\n");
    check_experiment("unknown_field_of_a_deeper_table", "[data]\nflip = 0.5\n");
    check_experiment("unknown_field", "[data]\ncolour = true\n");
    check_experiment("unknown_table", "[trian]\nepochs = 3\n");
    check_experiment(
        "unknown_field_inline",
        "[data]\naugment = { crop = \"center\", flips = 0.5 }\n",
    );
}

#[test]
fn wrong_types() {
    check_experiment("type_text_for_whole", "[train]\nepochs = \"many\"\n");
    check_experiment("type_fraction_for_whole", "[train]\nepochs = 1.5\n");
    check_experiment("type_flag_for_number", "[train]\nlearning_rate = true\n");
    check_experiment("type_list_for_table", "train = [1, 2]\n");
    check_experiment("type_number_for_list", "[model]\nlinear = 1088\n");
    check_experiment("type_text_in_list", "[model]\nlinear = [1088, \"136\"]\n");
    check_experiment("type_number_for_text", "title = 7\n");
    check_experiment(
        "type_date_for_number",
        "[train]\nlearning_rate = 2024-01-01\n",
    );
    check_experiment("type_number_for_kind", "[train]\noptimizer = 1\n");
    check_experiment("type_number_for_snapshots", "[train]\nsnapshots = 3\n");
    check(
        "type_of_extends",
        &[("experiments/new.toml", "extends = [\"base\"]\n")],
    );
}

#[test]
fn numbers_out_of_range() {
    check_experiment("rate_negative", "[train]\nlearning_rate = -0.1\n");
    check_experiment("rate_zero", "[train]\nlearning_rate = 0\n");
    check_experiment("rate_nan", "[train]\nlearning_rate = nan\n");
    check_experiment("rate_infinite", "[train]\nlearning_rate = inf\n");
    check_experiment("epochs_zero", "[train]\nepochs = 0\n");
    check_experiment(
        "epochs_huge",
        "[train]\nepochs = 99999999999999999999999999999999999999999\n",
    );
    check_experiment("seed_negative", "[train]\nseed = -1\n");
    check_experiment("seeds_none", "[train]\nseeds = 0\n");
    check_experiment("seeds_too_many", "[train]\nseeds = 101\n");
    check_experiment(
        "dropout_one",
        "[model]\ndropout = [{ after = \"conv4\", p = 1.0 }]\n",
    );
    check_experiment(
        "dropout_negative",
        "[model]\ndropout = [{ after = \"conv4\", p = -0.3 }]\n",
    );
    check_experiment("flip_above_one", "[data]\naugment = { flip = 1.5 }\n");
    check_experiment(
        "split_fraction",
        "[data]\nsplit = { kind = \"person\", test_fraction = 1.0 }\n",
    );
    check_experiment(
        "images_none",
        "[data]\ntrain_images = 0\ntest_images = \"most\"\n",
    );
    check_experiment(
        "momentum_one",
        "[train]\noptimizer = { kind = \"sgd\", momentum = 1 }\n",
    );
    check_experiment("widths_zero", "[model]\nconv = [8, 0]\nlinear = [0]\n");
}

#[test]
fn extends() {
    check_experiment_extending("extends_unknown", "bse", "");
    check_experiment_extending(
        "extends_unknown_and_more",
        "bse",
        "[train]\nepoch = 3\nseed = -1\noptimizer = { momentum = 2, betta = 1 }\n",
    );
    check_experiment_extending("extends_itself", "new", "");
    check(
        "extends_circle",
        &[
            ("experiments/a.toml", "extends = \"c\"\n"),
            ("experiments/b.toml", "extends = \"a\"\n"),
            ("experiments/c.toml", "title = \"C\"\nextends = \"b\"\n"),
            ("experiments/d.toml", "extends = \"b\"\n"),
        ],
    );
}

fn check_experiment_extending(name: &str, parent: &str, text: &str) {
    let text = format!("extends = \"{parent}\"\n{text}");
    check(name, &[BASE, ("experiments/new.toml", &text)]);
}

#[test]
fn inherited_values_are_shown_where_they_were_written() {
    // Found in the base only, though two experiments extend it.
    let base = ("experiments/base.toml", "[train]\nlearning_rate = -1\n");
    let a = ("experiments/a.toml", "extends = \"base\"\n");
    let b = (
        "experiments/b.toml",
        "extends = \"a\"\n[train]\nepochs = 0\n",
    );
    check("inherited_mistake", &[a, b, base]);
    // What the nearest file changed does not go with what it inherits.
    let base = (
        "experiments/base.toml",
        "[model]\ndropout = [{ after = \"conv4\", p = 0.3 }]\n",
    );
    let a = (
        "experiments/a.toml",
        "extends = \"base\"\n[model]\nconv = [8, 8]\n",
    );
    let b = ("experiments/b.toml", "extends = \"a\"\n");
    check("inherited_dropout_without_layer", &[a, b, base]);
    let base = (
        "experiments/base.toml",
        "[train]\noptimizer = { kind = \"sgd\", momentum = 0.9, nesterov = true }\n",
    );
    let a = (
        "experiments/a.toml",
        "extends = \"base\"\n[train]\noptimizer = { momentum = 0 }\n",
    );
    check("inherited_nesterov", &[a, base]);
    let a = (
        "experiments/a.toml",
        "extends = \"base\"\n[data]\ninput_size = 40\n",
    );
    check("inherited_layers_too_many", &[BASE, a]);
}

#[test]
fn networks() {
    check_experiment(
        "layers_shrink_to_nothing",
        "[model]\nconv = [8, 8, 8, 8, 8, 8, 8]\n",
    );
    check_experiment(
        "dropout_without_layer",
        "[model]\ndropout = [{ after = \"linear2\", p = 0.3 }]\n",
    );
    check_experiment(
        "dropout_after_nothing",
        "[model]\ndropout = [{ after = \"pool1\", p = 0.3 }]\n",
    );
    check_experiment(
        "dropout_without_p",
        "[model]\ndropout = [{ after = \"conv1\" }]\n",
    );
    check_experiment(
        "dropout_twice",
        "[model]\ndropout = [\n  { after = \"conv1\", p = 0.1 },\n  { after = \"conv1\", p = 0.2 },\n]\n",
    );
    check_experiment(
        "activation_unknown",
        "[model]\nlast_activation = \"relo\"\n",
    );
}

#[test]
fn kinds() {
    check_experiment("optimizer_unknown", "[train]\noptimizer = \"adma\"\n");
    check_experiment(
        "optimizer_unknown_in_table",
        "[train]\noptimizer = { kind = \"sdg\" }\n",
    );
    check_experiment(
        "optimizer_field_of_another",
        "[train]\noptimizer = { kind = \"adam\", momentum = 0.9 }\n",
    );
    check_experiment(
        "optimizer_field_unknown",
        "[train]\noptimizer = { kind = \"adam\", beta_1 = 0.9 }\n",
    );
    check_experiment(
        "nesterov_without_momentum",
        "[train]\noptimizer = { kind = \"sgd\", nesterov = true }\n",
    );
    check_experiment(
        "loss_beta_of_another",
        "[train]\nloss = { kind = \"huber\", beta = 1.0 }\n",
    );
    check_experiment("loss_takes_no_fields", "[train]\nloss = { beta = 1.0 }\n");
    check_experiment(
        "schedule_step_without_every",
        "[train]\nschedule = \"step\"\n",
    );
    check_experiment(
        "schedule_warmup_too_long",
        "[train]\nschedule = { kind = \"cosine\", warmup = 100 }\n",
    );
    check_experiment(
        "schedule_minimum_above_rate",
        "[train]\nschedule = { kind = \"cosine\", minimum = 0.1 }\n",
    );
    check_experiment(
        "snapshot_beyond_the_end",
        "[train]\nepochs = 50\nsnapshots = [15, 85]\n",
    );
}

#[test]
fn names() {
    check(
        "two_of_one_name",
        &[
            BASE,
            (
                "experiments/other.toml",
                "title = \"Other\"\nname = \"base\"\n",
            ),
        ],
    );
    check(
        "two_of_one_name_by_file",
        &[
            ("experiments/a.toml", "name = \"b\"\n"),
            ("experiments/b.toml", "\n"),
        ],
    );
    check("name_from_file", &[("experiments/my experiment.toml", "")]);
    check(
        "name_not_allowed",
        &[("experiments/a.toml", "name = \"a@b\"\n")],
    );
    check("name_empty", &[("experiments/a.toml", "name = \"\"\n")]);
}

#[test]
fn comparisons() {
    check_comparison("comparison_without_entries", "title = \"Nothing\"\n");
    check_comparison(
        "comparison_entry_without_experiment",
        "[[entries]]\nepoch = 3\n",
    );
    check_comparison(
        "comparison_unknown_experiment",
        "[[entries]]\nexperiment = \"othr\"\n",
    );
    check_comparison(
        "comparison_epoch_beyond_the_end",
        "[[entries]]\nexperiment = \"other\"\nepoch = 700\n",
    );
    check_comparison(
        "comparison_epoch_zero",
        "[[entries]]\nexperiment = \"other\"\nepoch = 0\n",
    );
    check_comparison(
        "comparison_colors",
        "[[entries]]\nexperiment = \"base\"\ncolor = \"magneta\"\n\n[[entries]]\nexperiment = \"other\"\ncolor = \"#12345\"\n",
    );
    check_comparison(
        "comparison_same_twice",
        "[[entries]]\nexperiment = \"base\"\n[[entries]]\nexperiment = \"base\"\nepoch = 100\n",
    );
    check_comparison(
        "comparison_entries_not_a_list",
        "[entries]\nexperiment = \"base\"\n",
    );
    check_comparison(
        "comparison_order",
        "order = -999999999999999999999999999999999999999999\n[[entries]]\nexperiment = \"base\"\n",
    );
    check_comparison(
        "comparison_unknown_field",
        "[[entry]]\nexperiment = \"base\"\n",
    );
    check_comparison(
        "comparison_charts",
        "[[entries]]\nexperiment = \"other\"\n[loss_chart]\naxis = \"log\"\nfirst_epoch = 3\nfirst_test_epoch = 85\n[difference_chart]\nfirst_epoch = -1\nlines = 1\n",
    );
    check_comparison(
        "comparison_smallest_difference",
        "smallest_difference = 0\n[[entries]]\nexperiment = \"base\"\n",
    );
}

#[test]
fn overlays() {
    let entries = "[[entries]]\nexperiment = \"base\"\nepoch = 15\n[[entries]]\nexperiment = \"base\"\n[[entries]]\nexperiment = \"other\"\n";
    let check_overlay = |name, text| {
        check_comparison(name, &format!("{entries}[[overlays]]\n{text}\n"));
    };
    check_overlay("overlay_unknown_entry", "entries = [\"base\", \"othr\"]");
    check_overlay("overlay_entry_twice", "entries = [\"other\", \"other\"]");
    check_overlay("overlay_set", "set = \"training\"");
    check_overlay("overlay_no_images", "images = 0");
    check_overlay(
        "overlay_files_and_images",
        "files = [\"test/A_12.jpg\"]\nimages = 3",
    );
    check_overlay("overlay_truth_color", "truth = \"white\"");
    check_comparison(
        "overlay_same_color",
        "[[entries]]\nexperiment = \"base\"\ncolor = \"red\"\n[[entries]]\nexperiment = \"other\"\ncolor = \"#ff0000\"\n[[overlays]]\n",
    );
}

#[test]
fn no_entry_has_the_colour_of_the_ground_truth() {
    let comparison = |color: &str| {
        let text = format!("[[entries]]\nexperiment = \"base\"\ncolor = \"{color}\"\n");
        shown(&[BASE, ("experiments/comparisons/new.toml", &text)])
    };
    for color in ["green", "#00c800", "#22b422"] {
        let shown = comparison(color);
        let message = "`base` has the colour of the ground truth";
        assert!(shown.contains(message), "{shown}");
        assert!(shown.contains("new.toml:3:9"), "{shown}");
    }
}

#[test]
fn texts_hold_what_can_be_shown() {
    let unfit = [
        ("\"a \\u001b[31mred title\"", "an escape character, U+001B"),
        ("\"a\\u0000b\"", "a control character, U+0000"),
        (
            "\"a \u{202e}b\"",
            "a character that turns the direction of writing, U+202E",
        ),
        ("\"a\\tb\"", "a tab, U+0009"),
        ("\"\"\"one\ntwo\"\"\"", "a line break, U+000A"),
    ];
    for field in ["title", "description"] {
        for (text, found) in unfit {
            // A description may go over several lines.
            if field == "description" && (found.contains("tab") || found.contains("line break")) {
                continue;
            }
            let text = format!("{field} = {text}\n");
            let shown = shown(&[("experiments/new.toml", &text)]);
            let message =
                format!("`{field}` must be a text in one line, without control characters");
            assert!(shown.contains(&message), "{shown}");
            assert!(shown.contains(found), "{shown}");
            assert!(shown.contains("new.toml:1:"), "{shown}");
            assert!(!shown.contains(['\u{1b}', '\0', '\u{202e}']), "{shown:?}");
        }
    }
    let comparison = "question = \"why\\u0007\"\n[[entries]]\nexperiment = \"base\"\nlabel = \"\\u0008\"\n\
                      [[overlays]]\ntitle = \"\\u200b\"\nfiles = [\"a\\u001b.jpg\"]\n";
    let shown = shown(&[BASE, ("experiments/comparisons/new.toml", comparison)]);
    for field in [
        "question",
        "entries.label",
        "overlays.title",
        "overlays.files",
    ] {
        assert!(
            shown.contains(&format!("`{field}` must be")),
            "{field}: {shown}"
        );
    }
}

#[test]
fn scales() {
    check_scale("scale_epochs_as_a_number", "epochs = 70\n");
    check_scale("scale_epochs_zero", "epochs = 0.0\n");
    check_scale("scale_too_small", "input_size = 32\n");
    check_scale("scale_unknown_field", "train_image = 3\n");
}

#[test]
fn all_mistakes_are_shown_together() {
    check(
        "many",
        &[
            (
                "experiments/a.toml",
                "titel = \"A\"\n[model]\ndropout = [{ after = \"conv9\", p = 2 }]\n[train]\nepochs = 0\nlearning_rate = -1\noptimizer = { kind = \"sgd\", nesterov = true, beta1 = 3 }\n",
            ),
            (
                "experiments/b.toml",
                "extends = \"x\"\n[data]\ninput_size = 5000\n",
            ),
            (
                "experiments/comparisons/c.toml",
                "[[entries]]\nexperiment = \"a\"\ncolor = \"rot\"\n[[entries]]\nexperiment = \"d\"\n",
            ),
        ],
    );
}

#[test]
fn windows_lines_and_wide_letters_keep_their_columns() {
    check(
        "columns",
        &[(
            "experiments/a.toml",
            "title = \"Größe 顔\"\r\n[train]\r\nseed = 1\r\nloss = { kind = \"größe\" }\r\n",
        )],
    );
    let files = [(
        "experiments/a.toml".into(),
        "x = { \"ö\" = 1 , z = 3 }\n".to_owned(),
    )];
    let Err(Error::Mistakes(mistakes)) = Catalog::from_texts(files) else {
        panic!("no mistake found");
    };
    let places: Vec<_> = mistakes.iter().map(|m| (m.line(), m.column())).collect();
    assert_eq!(places, [(1, 1)]);
}

#[test]
fn colours_are_the_callers_choice() {
    let files = [("experiments/a.toml".into(), "x = 1\n".to_owned())];
    let Err(Error::Mistakes(mistakes)) = Catalog::from_texts(files) else {
        panic!("no mistake found");
    };
    assert!(mistakes.render(true).contains('\u{1b}'));
    assert!(!mistakes.render(false).contains('\u{1b}'));
    assert_eq!(mistakes.render(false), mistakes.to_string());
}
