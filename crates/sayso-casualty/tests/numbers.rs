//! Counts as written in reports, and numbers that count no people.

use sayso_casualty::{CasualtyLexicon, NumberKind, numbers};
use sayso_text::{SegmentLexicon, segment};

type Read = (String, Option<u64>, Option<u64>, Option<u64>);

fn read(text: &str) -> Vec<Read> {
    let document = segment(text, SegmentLexicon::builtin());
    let lexicon = CasualtyLexicon::builtin();
    let mut all = Vec::new();
    for sentence in &document.sentences {
        for number in numbers(sentence, &lexicon) {
            if number.kind != NumberKind::Ordinal {
                let words = number.span.slice(text).unwrap_or("?").to_owned();
                all.push((
                    words,
                    number.count.low,
                    number.count.best,
                    number.count.high,
                ));
            }
        }
    }
    all
}

#[test]
fn counts_have_their_bounds() {
    let n = Some;
    for (text, words, low, best, high) in [
        (
            "It killed 40,300 people.",
            "40,300",
            n(40300),
            n(40300),
            n(40300),
        ),
        (
            "It killed 40.300 people.",
            "40.300",
            n(40300),
            n(40300),
            n(40300),
        ),
        (
            "It killed 40 300 people.",
            "40 300",
            n(40300),
            n(40300),
            n(40300),
        ),
        (
            "It killed 40\u{202F}300 people.",
            "40\u{202F}300",
            n(40300),
            n(40300),
            n(40300),
        ),
        (
            "It killed forty thousand three hundred people.",
            "forty thousand three hundred",
            n(40300),
            n(40300),
            n(40300),
        ),
        (
            "It killed over 40k people.",
            "over 40k",
            n(40000),
            n(40000),
            None,
        ),
        (
            "It displaced 2.5 million people.",
            "2.5 million",
            n(2_500_000),
            n(2_500_000),
            n(2_500_000),
        ),
        (
            "It killed 3 lakh people.",
            "3 lakh",
            n(300_000),
            n(300_000),
            n(300_000),
        ),
        (
            "It killed 1,20,000 people.",
            "1,20,000",
            n(120_000),
            n(120_000),
            n(120_000),
        ),
        (
            "It killed twenty-three people.",
            "twenty-three",
            n(23),
            n(23),
            n(23),
        ),
        (
            "It killed two hundred and five people.",
            "two hundred and five",
            n(205),
            n(205),
            n(205),
        ),
        ("It killed a dozen people.", "a dozen", n(12), n(12), n(12)),
        (
            "It killed at least half a dozen people.",
            "at least half a dozen",
            n(6),
            n(6),
            None,
        ),
        (
            "It killed two dozen people.",
            "two dozen",
            n(24),
            n(24),
            n(24),
        ),
        ("It killed dozens of people.", "dozens", n(24), None, None),
        ("It killed scores.", "scores", n(40), None, None),
        ("It killed hundreds.", "hundreds", n(200), None, None),
        (
            "It killed tens of thousands.",
            "tens of thousands",
            n(20000),
            None,
            None,
        ),
        ("It killed several people.", "several", n(3), None, None),
        ("It killed some 30 people.", "some 30", None, n(30), None),
        (
            "It killed nearly 30 people.",
            "nearly 30",
            None,
            n(30),
            None,
        ),
        ("It killed up to 30 people.", "up to 30", None, None, n(30)),
        (
            "It killed fewer than 30 people.",
            "fewer than 30",
            None,
            None,
            n(29),
        ),
        (
            "It killed 30 or more people.",
            "30 or more",
            n(30),
            n(30),
            None,
        ),
        ("It killed 12-15 people.", "12-15", n(12), None, n(15)),
        (
            "It killed 12\u{2013}15 people.",
            "12\u{2013}15",
            n(12),
            None,
            n(15),
        ),
        (
            "It killed between 10 and 12 people.",
            "between 10 and 12",
            n(10),
            None,
            n(12),
        ),
        (
            "It killed two to three people.",
            "two to three",
            n(2),
            None,
            n(3),
        ),
        (
            "It killed three or four people.",
            "three or four",
            n(3),
            None,
            n(4),
        ),
        ("It killed many people.", "many", n(2), None, None),
        ("No one was killed.", "No one", n(0), n(0), n(0)),
        ("It killed ١٢ people.", "١٢", n(12), n(12), n(12)),
        ("IT KILLED FIFTEEN PEOPLE.", "FIFTEEN", n(15), n(15), n(15)),
        (
            "It killed more than 5 billion people.",
            "more than 5 billion",
            n(5_000_000_000),
            n(5_000_000_000),
            None,
        ),
    ] {
        assert_eq!(
            read(text),
            vec![(words.to_owned(), low, best, high)],
            "{text}"
        );
    }
}

#[test]
fn other_numbers_are_left_out() {
    for text in [
        "A 12-year-old boy fled.",
        "It fired 155mm shells.",
        "It fired 155 mm shells.",
        "An F-16 flew over Route 7 on October 7.",
        "On 7 October it rained.",
        "They won 2-0.",
        "It is 20 km away.",
        "It cost $3bn.",
        "It cost 3 million dollars.",
        "1 in 5 left.",
        "No. 5 hospital closed.",
        "It fell by 12 percent, or 12%.",
        "It began at 12:30.",
        "It began in 1989.",
        "The man, aged 45, left.",
        "A 30-storey tower stood there.",
    ] {
        assert_eq!(read(text), vec![], "{text}");
    }
}

#[test]
fn two_numbers_stay_two() {
    let read =
        read("It killed 12 people, at least five of them children, and from 58 to 52 were hurt.");
    let best: Vec<_> = read.iter().map(|number| number.2).collect();
    assert_eq!(best, [Some(12), Some(5), Some(58), Some(52)]);
}
