//! The command line: parses, prints, sets exit codes.
fn main() {}
