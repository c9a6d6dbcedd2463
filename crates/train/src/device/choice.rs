//! Which processors people ask for.

use std::fmt;
use std::str::FromStr;

/// Where to train, as people ask for it: `auto`, `cpu`, `cuda` or `cuda:N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceChoice {
    /// Every GPU there is; the CPU without one.
    Auto,
    /// The CPU.
    Cpu,
    /// Every GPU there is, at least one.
    Gpus,
    /// The GPU of this number, counted from 0.
    Cuda(usize),
}

impl FromStr for DeviceChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse().ok().map(Self::Cuda);
        match text {
            "auto" => Some(Self::Auto),
            "cpu" => Some(Self::Cpu),
            "cuda" => Some(Self::Gpus),
            _ => text.strip_prefix("cuda:").and_then(number),
        }
        .ok_or_else(|| "expected `auto`, `cpu`, `cuda` or `cuda:N`, N counted from 0".to_owned())
    }
}

impl fmt::Display for DeviceChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Cpu => f.write_str("cpu"),
            Self::Gpus => f.write_str("cuda"),
            Self::Cuda(number) => write!(f, "cuda:{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_by_their_names() {
        let cases = [
            ("auto", Some(DeviceChoice::Auto)),
            ("cpu", Some(DeviceChoice::Cpu)),
            ("cuda:0", Some(DeviceChoice::Cuda(0))),
            ("cuda:12", Some(DeviceChoice::Cuda(12))),
            ("cuda", Some(DeviceChoice::Gpus)),
            ("cuda:", None),
            ("cuda:-1", None),
            ("gpu", None),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse().ok(), expected, "{text}");
            assert!(expected.is_none_or(|choice| choice.to_string() == text));
        }
    }
}
