//! Any text is coded without a panic, and twice the text is about twice the work.

use crate::rules::breaches;
use crate::world::{coder, report, world};
use sayso_code::Coder;
use sayso_text::{Analyser, TokenAnalysis};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts what it is given to analyse.
struct Counting {
    sentences: AtomicUsize,
    tokens: AtomicUsize,
}

impl Analyser for Counting {
    fn name(&self) -> &'static str {
        "counting"
    }

    fn analyse(&self, sentences: &[Vec<&str>]) -> Vec<Vec<TokenAnalysis>> {
        self.sentences.fetch_add(sentences.len(), Ordering::Relaxed);
        self.tokens
            .fetch_add(sentences.iter().map(Vec::len).sum(), Ordering::Relaxed);
        sayso_syntax::Light.analyse(sentences)
    }
}

/// Codes a text with the light analysis; gives the sentences and tokens analysed.
fn light(text: &str) -> (usize, usize) {
    let counting = Counting {
        sentences: AtomicUsize::new(0),
        tokens: AtomicUsize::new(0),
    };
    let coder = Coder::new(&world().knowledge, &world().gazetteer, &counting);
    let report = report(text, None, None);
    let claims = coder.code(&report).claims;
    hold(&report, &claims);
    (
        counting.sentences.into_inner(),
        counting.tokens.into_inner(),
    )
}

fn accurate(text: &str) {
    let report = report(text, None, Some("Coast Wire"));
    hold(&report, &coder().code(&report).claims);
}

/// On nonsense only what keeps the ledger whole is asked for: spans, evidence, figures.
fn hold(report: &sayso_model::Report, claims: &[sayso_model::Claim]) {
    let found: Vec<String> = breaches(report, claims)
        .into_iter()
        .filter(|breach| {
            ["evidence", "span", "id", "count", "days", "rule-id"]
                .iter()
                .any(|class| breach.starts_with(class))
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// Texts that grow with `n`.
fn grown(n: usize) -> Vec<(&'static str, String)> {
    vec![
        (
            "no stop",
            "the Reed Column killed two people and ".repeat(n),
        ),
        (
            "quotes",
            "\u{201c}\"".repeat(n * 5) + " the bomb killed five",
        ),
        ("open quotes", "\"We killed two soldiers, ".repeat(n)),
        (
            "said that",
            "a man said that ".repeat(n * 5) + "a bomb killed two people in Tarnbeck.",
        ),
        (
            "brackets",
            "(".repeat(n) + "the bomb killed two" + &")".repeat(n),
        ),
        (
            "nested brackets",
            "(the army said [that ".repeat(n) + "a bomb killed two" + &"])".repeat(n),
        ),
        (
            "sentences",
            "The Reed Column attacked Tarnbeck on Monday, killing three people. "
                .repeat(n * 3 / 10),
        ),
        (
            "paragraphs",
            "The Reed Column said it attacked Tarnbeck, killing three.\n\n".repeat(n * 3 / 10),
        ),
        ("labels", "ARMY: killed two: said: ".repeat(n)),
        ("numbers", "1,000 2 killed 30 and 40 injured ".repeat(n)),
        ("commas", "killed, ".repeat(n * 3)),
    ]
}

#[test]
fn long_and_strange_texts_are_coded_in_linear_work() {
    for ((name, text), (_, twice)) in grown(1_000).iter().zip(&grown(2_000)) {
        let (one, two) = (light(text), light(twice));
        assert!(
            two.0 <= 3 * one.0 + 3 && two.1 <= 3 * one.1 + 300,
            "{name}: {one:?} then {two:?}"
        );
    }
}

#[test]
fn very_long_texts_are_coded() {
    for text in [
        "x".repeat(200_000),
        "the Ash Guard killed two people and ".repeat(5_600),
        "attack ".repeat(5_000),
        "\"killed\" ".repeat(10_000),
        "said that ".repeat(50_000) + "two people were killed",
        "The Ash Guard attacked Tarnbeck and killed two people, the Delta Monitor said. "
            .repeat(3_000),
    ] {
        light(&text);
    }
}

#[test]
fn strange_texts_are_coded_with_the_accurate_analysis() {
    for text in [
        "",
        " \n\n \u{feff}\u{200b} ",
        "…!?!?—–\"\"''«»()[]{};:,.",
        "\0killed\0two\0",
        "Two people were killed\0 in Tarnbeck.\0\0 He said\0.",
        "昨日、爆発で五人が死亡したと軍は発表した。killed 5人。",
        "قال الجيش إن خمسة أشخاص قتلوا في تارنبك يوم الاثنين. attack killed 5",
        "הצבא אמר כי חמישה בני אדם נהרגו ביום שני. bomb killed 5",
        "killed",
        "Killed by. Said that. According to. Denied.",
        "He said she said it said they said we killed them.",
        "99999999999999999999999999 people were killed and -5 injured, 0.5 dead, 1/0 wounded on 31 February 0000.",
        "The e\u{301}lite Re\u{301}ed\u{ad} Col\u{200d}umn attack\u{200b}ed Tarn\u{ad}beck. 💥 5⃣ people killed 👨‍👩‍👧.",
        "\r\n\r\nTwo killed.\rThree killed.\u{2028}Four killed.\u{85}Five killed.",
    ] {
        accurate(text);
    }
    for (_, text) in grown(60) {
        accurate(&text);
    }
}

#[test]
fn random_texts_are_coded() {
    let words = [
        "The Reed Column",
        "Ash Guard",
        "army",
        "said",
        "that",
        "denied",
        "killed",
        "wounded",
        "attack",
        "bomb",
        "on Monday",
        "yesterday",
        "in Tarnbeck",
        "5",
        "dozens of",
        "\"",
        "\u{201d}",
        ".",
        ",",
        ":",
        "\n\n",
        "\n",
        "- ",
        "if",
        "would",
        "not",
        "its",
        "they",
        "who",
        "by",
        "(",
        ")",
        "'s",
        "\u{0}",
        "\u{202e}",
        "é",
        "漢字",
        "ק",
        "🜂",
        "\u{301}",
        "responsibility for",
        "claimed",
        "was",
        "shot down",
        "drone",
        "since 2 May",
        "at least",
        "between 3 and 5",
        "according to",
        "AND",
        "North of",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..300 {
        let mut text = String::new();
        for _ in 0..40 {
            if round % 3 == 0 {
                text.extend(char::from_u32((next() % 0x11_0000) as u32));
            }
            text.push_str(words[(next() % words.len() as u64) as usize]);
            if !next().is_multiple_of(8) {
                text.push(' ');
            }
        }
        if round % 4 == 0 {
            accurate(&text)
        } else {
            let _ = light(&text);
        }
    }
}
