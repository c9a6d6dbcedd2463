//! Did you mean …?

/// Fields that earlier versions called otherwise: the earlier name, and the name now.
const RENAMED: [(&str, &str); 1] = [("point_chart", "landmark_chart")];

/// The one of `known` that `name` was renamed to, or else that is most like it, if any is.
pub(crate) fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let name = plain(name);
    let renamed = RENAMED.iter().find(|(earlier, _)| *earlier == name);
    let name = renamed.map_or(name, |(_, now)| (*now).to_owned());
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

    #[test]
    fn an_earlier_name_leads_to_the_name_of_now() {
        let charts = ["loss_chart", "error_chart", "landmark_chart"];
        assert_eq!(closest("point_chart", charts), Some("landmark_chart"));
    }
}
