//! Runs the built program as a user would, in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with the project's experiments, a tiny scale, and nothing else.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// Asks what would be trained on the faces of [`Desk::draw_faces`].
pub(crate) const PLAN: [&str; 5] = ["plan", "--data", "faces", "--scale", "tiny"];

/// The scale the tests train at: seconds, not minutes.
const TINY: &str = r#"
name = "tiny"
description = "Small enough for tests."
input_size = 48
train_images = 40
test_images = 16
epochs = 0.02
evaluate_every = 1
seeds = 2
"#;

/// Three small experiments, and a scale for them.
pub(crate) const BASE: &str = "title = \"Base\"\n[data]\ninput_size = 40\n[model]\nconv = [4, 8]\nlinear = [16]\n\
    [train]\nepochs = 3\nsnapshots = [1]\nevaluate_every = 1\n";
pub(crate) const FAST: &str =
    "title = \"Fast\"\nextends = \"base\"\n[train]\nlearning_rate = 0.01\n";
pub(crate) const SGD: &str = "title = \"SGD\"\nextends = \"base\"\n[train]\noptimizer = \"sgd\"\n";
pub(crate) const SCALE: &str = "input_size = 40\ntrain_images = 24\ntest_images = 8\n";

impl Desk {
    /// A desk with three small experiments and a few faces.
    pub(crate) fn small() -> Self {
        let desk = Self::new();
        std::fs::remove_dir_all(desk.path("experiments")).unwrap();
        for (name, text) in [
            ("base", BASE),
            ("fast", FAST),
            ("sgd", SGD),
            ("scales/tiny", SCALE),
        ] {
            desk.write(&format!("experiments/{name}.toml"), text);
        }
        desk.draw_faces();
        desk
    }

    /// Another desk with the same files.
    pub(crate) fn copied(&self) -> Self {
        let folder = temporary();
        copy(self.folder.path(), folder.path());
        Self { folder }
    }

    pub(crate) fn new() -> Self {
        let folder = temporary();
        let desk = Self { folder };
        copy(&project().join("experiments"), &desk.path("experiments"));
        desk.write("experiments/scales/tiny.toml", TINY);
        desk
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub(crate) fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, below: &str) -> String {
        let path = self.path(below);
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_faceoff"));
        command
            .current_dir(self.folder.path())
            .args(arguments)
            .env_remove("FACEOFF_LOG");
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().unwrap();
        Ran::new(arguments, output)
    }

    /// Few drawn faces in `faces`, for `--data faces`.
    pub(crate) fn draw_faces(&self) {
        let options = [
            "--people", "8", "--videos", "1", "--frames", "8", "--seed", "1",
        ];
        let mut arguments = vec!["data", "synth", "faces"];
        arguments.extend(options);
        self.run(&arguments).succeeds();
    }
}

/// What the program printed and how it ended.
pub(crate) struct Ran {
    pub(crate) what: String,
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn new(arguments: &[&str], output: Output) -> Self {
        Self {
            what: format!("faceoff {}", arguments.join(" ")),
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(
            self.code,
            Some(0),
            "{}\n{}\n{}",
            self.what,
            self.out,
            self.err
        );
        self
    }

    #[track_caller]
    pub(crate) fn fails_with(self, code: i32) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "{}\n{}\n{}",
            self.what,
            self.out,
            self.err
        );
        self
    }
}

/// The project's root folder.
pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// A folder within the build folder: what a test that was stopped leaves goes with that.
fn temporary() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
