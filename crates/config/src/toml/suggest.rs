//! Did you mean …?

/// The one of `known` that is most like `name`, if any is like it.
pub(crate) fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let name = plain(name);
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&name, &plain(candidate)), candidate))
        .filter(|(likeness, _)| *likeness >= 0.75)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// `` `a`, `b`, `c` ``
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// `, did you mean X?` or nothing.
pub(crate) fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or(String::new(), |name| format!(", {}", question(name)))
}

/// `did you mean X?`
pub(crate) fn question(name: &str) -> String {
    format!("did you mean `{name}`?")
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn suggestions() {
        let fields = ["epochs", "learning_rate", "epsilon", "warmup", "seed"];
        let cases = [
            ("learning_rat", Some("learning_rate")),
            ("Learning-Rate", Some("learning_rate")),
            ("epoch", Some("epochs")),
            ("eps", Some("epsilon")),
            ("warm_up", Some("warmup")),
            ("colour", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(closest(name, fields), expected, "{name}");
        }
    }
}
