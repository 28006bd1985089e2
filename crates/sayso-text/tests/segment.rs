//! Segmentation: what it promises on any text, and what it does with the shapes that news takes.

use sayso_text::{Document, ParagraphKind, SegmentLexicon, is_invisible, segment};

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

/// Every visible character once, in order, and everything inside what holds it.
fn check(text: &str) {
    let document = cut(text);
    let mut at = 0;
    let blank = |part: &str| part.chars().all(|c| c.is_whitespace() || is_invisible(c));
    let mut next_sentence = 0;
    for (number, paragraph) in document.paragraphs.iter().enumerate() {
        assert_eq!(paragraph.sentences.start, next_sentence, "{text:?}");
        next_sentence = paragraph.sentences.end;
        assert!(!paragraph.sentences.is_empty());
        for sentence in &document.sentences[paragraph.sentences.clone()] {
            assert_eq!(sentence.paragraph, number);
            assert!(
                !sentence.tokens.is_empty() && sentence.tokens.len() <= 250,
                "{text:?}"
            );
            assert!(sentence.tokens.len() == 1 || sentence.span.len() <= 4096 + 400);
            assert_eq!(sentence.span.start, sentence.tokens[0].span.start);
            assert_eq!(
                sentence.span.end,
                sentence.tokens[sentence.tokens.len() - 1].span.end
            );
            for span in sentence
                .dateline
                .into_iter()
                .chain(sentence.tokens.iter().map(|token| token.span))
            {
                let words = span.slice(text).expect("on character boundaries");
                assert!(!blank(words), "an empty token in {text:?}");
                assert!(
                    blank(&text[at..span.start as usize]),
                    "left out {:?} of {text:?}",
                    &text[at..span.start as usize]
                );
                assert!(paragraph.span.contains(span));
                at = span.end as usize;
            }
            for token in &sentence.tokens {
                assert!(!token.form.is_empty() && token.lower == token.form.to_lowercase());
            }
        }
    }
    assert!(blank(&text[at..]), "left out {:?} of {text:?}", &text[at..]);
}

#[test]
fn every_visible_character_is_covered_once() {
    let pieces = [
        "The ",
        "U.S. ",
        "army",
        "'s ",
        "don't ",
        "Lt. ",
        "Gen. ",
        "No. ",
        "5",
        "12,000",
        "3.5",
        " km ",
        ". ",
        ".",
        "...",
        "\u{2026}",
        "! ",
        "?",
        "?!",
        "\"",
        "\u{201C}",
        "\u{201D}",
        "\u{2018}",
        "\u{2019}",
        "'",
        " '",
        "(",
        ")",
        "[TEXT] ",
        "\n",
        "\n\n",
        "\r\n",
        " -- ",
        "\u{2013}",
        " \u{2014} ",
        "-",
        "pro-",
        "AK-47",
        "KYIV, 3 May (Agency) \u{2013} ",
        "- ",
        "\u{2022} ",
        "1. ",
        "\u{200B}",
        "\u{00AD}",
        "\u{FEFF}",
        "\u{202E}",
        "e\u{0301}",
        "\u{0301}",
        "\u{1F600}",
        "\u{1F468}\u{200D}\u{1F469}",
        "\u{0645}\u{062F}\u{064A}\u{0646}\u{0629}",
        "\u{4E2D}\u{6587}",
        "\u{0}",
        "\u{FFFD}",
        "www.name.example/a?b=c ",
        "a.b@c.example",
        "cannot ",
        "said.The",
        "Dr",
        "\t",
        "\u{00A0}",
        "$5m ",
        "50%",
        "#1",
        "@name",
        ":-)",
        "a/b",
        "1990-95",
        "'90s",
        "\u{FF11}\u{FF12}",
        "\u{2028}",
        "_",
        "&",
        "AT&T",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ",",
        ";",
        ": ",
        "he said",
        " and ",
        "THE ARMY ",
    ];
    let mut state = 12345u64;
    let mut next = |n: usize| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) as usize % n
    };
    for _ in 0..20_000 {
        let length = 1 + next(25);
        let text: String = (0..length).map(|_| pieces[next(pieces.len())]).collect();
        check(&text);
    }
    // Runs of one piece reach the caps.
    for piece in pieces {
        check(&piece.repeat(600));
    }
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
        check(text);
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
        check(text);
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
    check(text);
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

#[test]
fn hostile_lines_take_linear_time() {
    let size = 2_000_000;
    for piece in [
        "a", "a.", "A.B.", "\"", "'", "a'", "(", "-", "a-", "1,", "1/", "@", "a@", "http://",
        "x. ", "\u{200B}", "KYIV, ", "e-", "\n", "a\n", "[", "n't",
    ] {
        let text = piece.repeat(size / piece.len());
        let clock = std::time::Instant::now();
        let document = cut(&text);
        assert!(
            clock.elapsed().as_secs() < 20,
            "{piece:?} took {:?}",
            clock.elapsed()
        );
        assert!(document.sentences.iter().all(|s| s.tokens.len() <= 250));
    }
}
