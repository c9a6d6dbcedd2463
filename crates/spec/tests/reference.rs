//! `docs/reference.md` says of every field what its declaration says. `just reference` writes it
//! again: `UPDATE=1 cargo test -p faceoff-spec --test reference`.

use std::path::Path;

#[test]
fn the_reference_is_as_the_fields_are_declared() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference.md");
    let generated = faceoff_spec::reference();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written.replace("\r\n", "\n") == generated,
        "docs/reference.md is not what the fields say: write it again with `just reference`"
    );
}
