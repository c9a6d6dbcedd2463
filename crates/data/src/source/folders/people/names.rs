//! What a file name says.

/// `Person_Name_VF.jpg`: the person, the video (one digit) and the frame.
///
/// Names that are otherwise made are a person of their own in video 0.
pub(crate) fn parse_name(name: &str) -> (String, u32, u32) {
    let parsed = stem(name).rsplit_once('_').and_then(|(person, digits)| {
        let ascii = digits.len() > 1 && digits.bytes().all(|b| b.is_ascii_digit());
        let (video, frame) = digits.split_at_checked(1).filter(|_| ascii)?;
        Some((person.to_owned(), video.parse().ok()?, frame.parse().ok()?))
    });
    parsed.unwrap_or_else(|| (stem(name).to_owned(), 0, 0))
}

/// A file name without its extension.
pub(crate) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_person_video_and_frame() {
        for (name, person, video, frame) in [
            ("Luis_Fonsi_21.jpg", "Luis_Fonsi", 2, 1),
            (
                "Abdel_Aziz_Al-Hakim_0150.jpg",
                "Abdel_Aziz_Al-Hakim",
                0,
                150,
            ),
            ("solo.png", "solo", 0, 0),
            ("a_b.jpg", "a_b", 0, 0),
            ("a_5.jpg", "a_5", 0, 0),
        ] {
            assert_eq!(
                parse_name(name),
                (person.to_owned(), video, frame),
                "{name}"
            );
        }
    }
}
