//! Who a request is for.

/// Whether a request with this `Host` is for a server on this machine's `port`: a page from elsewhere
/// whose name was made to lead here asks under that name, and must not be answered.
pub(crate) fn is_own(host: Option<&str>, port: u16) -> bool {
    let Some(host) = host else {
        return false;
    };
    let (name, asked) = match host.rsplit_once(':') {
        Some((name, digits)) if !digits.ends_with(']') => (name, digits.parse().ok()),
        _ => (host, Some(80)),
    };
    let names = ["localhost", "127.0.0.1", "[::1]"];
    asked == Some(port) && names.iter().any(|own| name.eq_ignore_ascii_case(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for (host, expected) in [
            (Some("127.0.0.1:8000"), true),
            (Some("localhost:8000"), true),
            (Some("LocalHost:8000"), true),
            (Some("[::1]:8000"), true),
            (Some("localhost"), false),
            (Some("localhost:8001"), false),
            (Some("example.org:8000"), false),
            (Some("127.0.0.1.example.org:8000"), false),
            (Some("[::1]"), false),
            (Some(""), false),
            (None, false),
        ] {
            assert_eq!(is_own(host, 8000), expected, "{host:?}");
        }
        assert!(is_own(Some("localhost"), 80));
    }
}
