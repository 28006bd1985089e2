//! Segmentation: what it does with the shapes that news takes.

use sayso_text::{Document, ParagraphKind, SegmentLexicon, segment};

fn cut(text: &str) -> Document {
    segment(text, SegmentLexicon::builtin())
}

fn sentences(text: &str) -> Vec<String> {
    cut(text)
        .sentences
        .iter()
        .map(|s| s.span.slice(text).unwrap_or("?").to_owned())
        .collect()
}

fn forms(text: &str) -> Vec<String> {
    cut(text)
        .sentences
        .iter()
        .flat_map(|s| s.tokens.iter().map(|t| t.form.clone()))
        .collect()
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
    for (text, expected) in [
        (
            "Lt. Gen. A. B. Corr spoke. He left.",
            vec!["Lt. Gen. A. B. Corr spoke.", "He left."],
        ),
        (
            "It began on Oct. 7 at 6.30 a.m. in Brannock. Nobody was hurt.",
            vec![
                "It began on Oct. 7 at 6.30 a.m. in Brannock.",
                "Nobody was hurt.",
            ],
        ),
        (
            "The convoy left the U.S. The army said so.",
            vec!["The convoy left the U.S.", "The army said so."],
        ),
        (
            "The U.S. Army struck No. 4 Camp.",
            vec!["The U.S. Army struck No. 4 Camp."],
        ),
        (
            "Did it hit? No. It missed.",
            vec!["Did it hit?", "No.", "It missed."],
        ),
        (
            "\"We fired,\" he said. \"We will fire again.\" The army denied it.",
            vec![
                "\"We fired,\" he said.",
                "\"We will fire again.\"",
                "The army denied it.",
            ],
        ),
        (
            "\u{201C}Go!\u{201D} he shouted. They went.",
            vec!["\u{201C}Go!\u{201D} he shouted.", "They went."],
        ),
        (
            "It fell (the mayor said so.) Then it burned.",
            vec!["It fell (the mayor said so.)", "Then it burned."],
        ),
        (
            "He waited ... and left. Nobody came...",
            vec!["He waited ... and left.", "Nobody came..."],
        ),
        (
            "Toll of the day\n\nThree died. Five were hurt.",
            vec!["Toll of the day", "Three died.", "Five were hurt."],
        ),
        (
            "1. The bridge fell. It was old.\n2. The road held.",
            vec!["1. The bridge fell.", "It was old.", "2. The road held."],
        ),
        (
            "The shell cost $3.5 million. It missed.",
            vec!["The shell cost $3.5 million.", "It missed."],
        ),
        (
            "They shelled Brannock.Then they left.",
            vec!["They shelled Brannock.", "Then they left."],
        ),
        (
            "THE UNIT WITHDREW.  COL. CORR SAID SO.",
            vec!["THE UNIT WITHDREW.", "COL. CORR SAID SO."],
        ),
    ] {
        assert_eq!(sentences(text), expected);
    }
}

#[test]
fn tokens_are_split_as_the_treebank_splits_them() {
    for (text, expected) in [
        (
            "They don\u{2019}t know the army's plan.",
            "They do n't know the army 's plan .",
        ),
        (
            "We'll see; it can't and cannot last.",
            "We 'll see ; it ca n't and can not last .",
        ),
        (
            "The Veldan-based, pro-government group",
            "The Veldan - based , pro-government group",
        ),
        (
            "an AK-47 and a 15-year-old",
            "an AK - 47 and a 15 - year - old",
        ),
        (
            "12,000 people, 3.5 km, 5km, 10am, 1990s",
            "12,000 people , 3.5 km , 5 km , 10 am , 1990s",
        ),
        (
            "\u{201C}Yes\u{201D} \u{2013} or no\u{2026}",
            "\" Yes \" - or no ...",
        ),
        ("the rebels' camp", "the rebels ' camp"),
        ("O'Dell of Sana'a", "O'Dell of Sana'a"),
        ("$5m, 50%, No. 7", "$ 5 m , 50 % , No. 7"),
        ("see www.name.example/a.", "see www.name.example/a ."),
        ("kil\u{200B}led", "killed"),
        ("on 2017-05-09 at 16:45", "on 2017-05-09 at 16:45"),
    ] {
        assert_eq!(forms(text).join(" "), expected);
    }
}

#[test]
fn quotations_are_followed_over_sentences_and_paragraphs() {
    let text = "\u{201C}We came. We saw,\u{201D} he said.\n\n\u{201C}We left.\n\n\u{201C}And we came back.\u{201D} He wept.";
    let document = cut(text);
    let flags: Vec<(bool, bool)> = document
        .sentences
        .iter()
        .map(|s| (s.starts_in_quote, s.ends_in_quote))
        .collect();
    assert_eq!(
        flags,
        [
            (false, true),
            (true, false),
            (false, true),
            (true, false),
            (false, false)
        ]
    );
    let outside: Vec<&str> = document
        .sentences
        .iter()
        .flat_map(|s| &s.tokens)
        .filter(|t| !t.quoted)
        .map(|t| t.lower.as_str())
        .filter(|w| w.chars().all(char::is_alphabetic))
        .collect();
    assert_eq!(outside, ["he", "said", "he", "wept"]);
    // Straight marks, and a mark that is never closed ends with its paragraph.
    for (text, inside) in [
        ("He said \"it fell\" twice.", "it fell"),
        ("He said \"it fell.\n\nNobody knew.", "it fell ."),
        (
            "He called it 'a lie' and the rebels' camp 'a ruin'.",
            "a lie a ruin",
        ),
    ] {
        let document = cut(text);
        let quoted: Vec<&str> = document
            .sentences
            .iter()
            .flat_map(|s| &s.tokens)
            .filter(|t| t.quoted)
            .map(|t| t.form.as_str())
            .collect();
        assert_eq!(quoted.join(" "), inside);
    }
}

#[test]
fn datelines_stand_apart() {
    let text = "BRANNOCK, 3 May (VNA) \u{2013} Two men died. One was hurt.";
    let document = cut(text);
    assert_eq!(document.sentences.len(), 2);
    assert_eq!(
        document.sentences[0]
            .dateline
            .and_then(|span| span.slice(text)),
        Some("BRANNOCK, 3 May (VNA) \u{2013}")
    );
    assert_eq!(document.sentences[0].tokens[0].form, "Two");
}

#[test]
fn kinds_of_paragraph() {
    let document = cut("Day of fire\n\nTwo towns were hit.\n- Brannock\n- Hollin");
    let kinds: Vec<ParagraphKind> = document.paragraphs.iter().map(|p| p.kind).collect();
    assert_eq!(
        kinds,
        [
            ParagraphKind::Heading,
            ParagraphKind::Body,
            ParagraphKind::ListItem,
            ParagraphKind::ListItem
        ]
    );
}
