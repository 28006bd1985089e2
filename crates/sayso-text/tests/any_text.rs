//! Segmentation: what it promises on any text.

use sayso_text::{Document, SegmentLexicon, is_invisible, segment};

fn cut(text: &str) -> Document {
    segment(text, SegmentLexicon::builtin())
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
