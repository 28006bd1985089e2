//! Which language a report is in, or that it cannot be told.

use crate::record::note;
use sayso_model::{Language, ReadNote};
use whatlang::{Detector, Lang};

/// The languages that news reports in the field come in; fewer candidates make short texts safer.
const CANDIDATES: [Lang; 24] = [
    Lang::Eng,
    Lang::Ara,
    Lang::Heb,
    Lang::Pes,
    Lang::Rus,
    Lang::Ukr,
    Lang::Fra,
    Lang::Spa,
    Lang::Por,
    Lang::Deu,
    Lang::Ita,
    Lang::Tur,
    Lang::Pol,
    Lang::Nld,
    Lang::Urd,
    Lang::Hin,
    Lang::Ben,
    Lang::Mya,
    Lang::Amh,
    Lang::Cmn,
    Lang::Jpn,
    Lang::Kor,
    Lang::Ind,
    Lang::Ron,
];
/// ISO 639-1 codes of [`CANDIDATES`], in its order.
const CODES: [&str; 24] = [
    "en", "ar", "he", "fa", "ru", "uk", "fr", "es", "pt", "de", "it", "tr", "pl", "nl", "ur", "hi",
    "bn", "my", "am", "zh", "ja", "ko", "id", "ro",
];
/// The languages the coder has knowledge for.
const SUPPORTED: [&str; 1] = ["en"];
/// Below this a guess is not believed (measured on the development reports; English ones lie above .9).
const CONFIDENCE_FLOOR: f64 = 0.5;
/// Enough for a sure answer; identification is linear, but there is no need to read megabytes.
const SAMPLE_BYTES: usize = 16 << 10;

/// Identifies the language of title and body; the note says so where the coder does not know the language.
pub(crate) fn identify(title: Option<&str>, text: &str) -> (Language, Option<ReadNote>) {
    let mut sample = String::new();
    for part in [text, title.unwrap_or("")] {
        let mut end = part.len().min(SAMPLE_BYTES);
        while !part.is_char_boundary(end) {
            end -= 1;
        }
        // Lower case: the statistics know no upper-case wire text.
        sample.extend(part[..end].chars().flat_map(char::to_lowercase));
        sample.push('\n');
    }
    let found = Detector::with_allowlist(CANDIDATES.to_vec()).detect(&sample);
    let code = found
        .filter(|info| info.confidence() >= CONFIDENCE_FLOOR)
        .and_then(|info| CANDIDATES.iter().position(|lang| *lang == info.lang()))
        .and_then(|index| CODES.get(index));
    match code {
        Some(code) if SUPPORTED.contains(code) => (
            Language::Known {
                code: (*code).to_owned(),
            },
            None,
        ),
        Some(code) => (
            Language::Known {
                code: (*code).to_owned(),
            },
            Some(note(
                "language-not-supported",
                format!(
                    "The text is in language `{code}`, which the coder has no knowledge for; it was not coded."
                ),
            )),
        ),
        None => (
            Language::Undetermined,
            Some(note(
                "language-undetermined",
                "The language could not be told, mostly because the text is short.".to_owned(),
            )),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<String> {
        match identify(None, text).0 {
            Language::Known { code } => Some(code),
            Language::Undetermined => None,
        }
    }

    #[test]
    fn news_is_told_apart() {
        for (text, want) in [
            (
                "Three shells fell on the village overnight, the regional governor said, and two people were taken to hospital.",
                "en",
            ),
            (
                "THREE SHELLS FELL ON THE VILLAGE OVERNIGHT, THE REGIONAL GOVERNOR SAID, AND TWO PEOPLE WERE TAKEN TO HOSPITAL.",
                "en",
            ),
            (
                "Trois obus sont tombés sur le village dans la nuit, a déclaré le gouverneur, et deux personnes ont été blessées.",
                "fr",
            ),
            (
                "Ночью на село упали три снаряда, сообщил губернатор, два человека доставлены в больницу.",
                "ru",
            ),
            (
                "سقطت ثلاث قذائف على القرية ليلا وقال المحافظ إن شخصين نقلا إلى المستشفى",
                "ar",
            ),
            (
                "שלושה פגזים נפלו על הכפר בלילה, אמר המושל, ושני בני אדם פונו לבית החולים",
                "he",
            ),
        ] {
            assert_eq!(code(text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn other_languages_carry_a_note_and_scraps_are_not_guessed() {
        assert_eq!(
            identify(
                None,
                "Trois obus sont tombés sur le village dans la nuit, a déclaré le gouverneur."
            )
            .1
            .expect("note")
            .code,
            "language-not-supported"
        );
        assert_eq!(code("12:30"), None);
    }
}
