//! What the rules' own sentences cannot show: false friends, anchors across sentences, unknown publication, hard input.

use jiff::civil::{Date, date};
use sayso_text::{SegmentLexicon, segment};
use sayso_time::{
    Basis, Role, TimeExpression, TimeLexicon, Unresolved, dateline_date, extent, time_expressions,
};

fn run(text: &str, published: Option<Date>) -> Vec<TimeExpression> {
    let document = segment(text, SegmentLexicon::builtin());
    time_expressions(&document, text, published, TimeLexicon::builtin())
}

fn known(text: &str) -> Vec<TimeExpression> {
    run(text, Some(date(2017, 5, 10)))
}

/// `words=start..end` of every expression, for a short comparison.
fn shown(text: &str, found: &[TimeExpression]) -> String {
    let one = |found: &TimeExpression| {
        let words = found.span.slice(text).unwrap_or("?");
        match found.value.interval() {
            Some((start, end)) if start == end => format!("{words}={start}"),
            Some((start, end)) => format!("{words}={start}..{end}"),
            None => format!("{words}=?"),
        }
    };
    found.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[test]
fn false_friends_are_no_dates() {
    for text in [
        "They may march on the town, and the second column may not.",
        "He sat in the sun; she sat. The sun rose.",
        "A 155mm shell and two 120 mm rounds fell beside Route 7.",
        "17 Brigade and the 3rd Division held Hill 1204.",
        "The office is in 7 October Street, near 14 July Square.",
        "IT MAY MARCH AGAIN. WHO MAY KNOW?",
        "Some 2000 fighters, 1500 of them wounded, and 1990 shells.",
        "Mr. May and Jun Selm met April Marrow.",
        "Resolution 2254 and flight 1476 have numbers.",
        "OF THE TEN, 3 MAY HAVE DIED; 14 MAY BE ALIVE.",
        "The fall of the town was near; a spring broke.",
    ] {
        let found = known(text);
        assert!(found.is_empty(), "{text}: {}", shown(text, &found));
    }
}

#[test]
fn later_dates_are_counted_from_earlier_ones() {
    for (text, expected) in [
        (
            "On 20 March 2003 the war began. On 9 April the capital fell.",
            "20 March 2003=2003-03-20; 9 April=2003-04-09",
        ),
        (
            "The bridge fell in 2006. It was rebuilt the following year.",
            "2006=2006-01-01..2006-12-31; the following year=2007-01-01..2007-12-31",
        ),
        (
            "In May and June 2015 it was quiet.",
            "May=2015-05-01..2015-05-31; June 2015=2015-06-01..2015-06-30",
        ),
        (
            "It lasted from 3 March to 7 April.",
            "3 March to 7 April=2017-03-03..2017-04-07",
        ),
        (
            "It lasted between March and April 2016.",
            "March and April 2016=2016-03-01..2016-04-30",
        ),
        (
            "it was shelled on 3 april and on monday.",
            "3 april=2017-04-03; monday=2017-05-08",
        ),
        ("The vote is on 16 May.", "16 May=2017-05-16"),
        (
            "Tuesday 3 January was quiet, Saturday 3 December was not.",
            "Tuesday 3 January=2017-01-03; Saturday 3 December=2016-12-03",
        ),
    ] {
        assert_eq!(shown(text, &known(text)), expected, "{text}");
    }
}

#[test]
fn nothing_is_invented_without_a_publication_date() {
    for (text, why) in [
        ("It was shelled on Monday.", Unresolved::NoPublicationDate),
        ("It was shelled yesterday.", Unresolved::NoPublicationDate),
        (
            "It was shelled on 7 October.",
            Unresolved::NoPublicationDate,
        ),
        (
            "It was shelled in the past 24 hours.",
            Unresolved::NoPublicationDate,
        ),
        ("It was shelled the next day.", Unresolved::NoAnchor),
        (
            "It was shelled on 31 February 2016.",
            Unresolved::Impossible,
        ),
        ("It was shelled on 3/4/2016.", Unresolved::Ambiguous),
    ] {
        let found = run(text, None);
        assert_eq!(
            found
                .iter()
                .map(|one| one.value.unresolved)
                .collect::<Vec<_>>(),
            [Some(why)],
            "{text}"
        );
        assert_eq!(found[0].value.interval(), None, "{text}");
    }
    let both = run("It was shelled on 3/4/2016.", None);
    assert_eq!(both[0].value.alternatives.len(), 2);
}

#[test]
fn a_text_that_dates_itself_at_the_top_can_be_counted_from() {
    let text = "Statement No. 4, Monday, 29 May 2017\n\nAt dawn on Sunday our units took the ford and held it.";
    let found = run(text, None);
    assert_eq!(
        found.last().and_then(|one| one.value.start),
        Some(date(2017, 5, 28)),
        "{}",
        shown(text, &found)
    );
    assert_eq!(
        found.last().map(|one| one.basis),
        Some(Basis::RelativeToText)
    );
}

#[test]
fn the_role_says_which_side_of_the_date_is_meant() {
    let published = Some(date(2017, 5, 10));
    for (text, role, expected) in [
        (
            "Since 14 March 900 have died.",
            Role::Since,
            (Some(date(2017, 3, 14)), published),
        ),
        (
            "Since the war began on 14 March, 900 have died.",
            Role::Since,
            (Some(date(2017, 3, 14)), published),
        ),
        (
            "Raids since mid-March killed nine.",
            Role::Since,
            (Some(date(2017, 3, 15)), published),
        ),
        (
            "It held until 3 May.",
            Role::Until,
            (None, Some(date(2017, 5, 3))),
        ),
        (
            "It fell on about 3 May.",
            Role::On,
            (Some(date(2017, 5, 3)), Some(date(2017, 5, 3))),
        ),
    ] {
        let found = known(text);
        let first = found.first().map(|one| (one.role, extent(one, published)));
        assert_eq!(
            first,
            Some((role, expected)),
            "{text}: {}",
            shown(text, &found)
        );
    }
}

#[test]
fn datelines_give_a_date() {
    let text = "SELM, 3 May (Wire) - A shell fell.";
    let document = segment(text, SegmentLexicon::builtin());
    let dateline = document.sentences[0].dateline.expect("a dateline");
    let lexicon = TimeLexicon::builtin();
    assert_eq!(
        dateline_date(text, dateline, Some(date(2017, 5, 10)), lexicon),
        Some(date(2017, 5, 3))
    );
    assert_eq!(dateline_date(text, dateline, None, lexicon), None);
}

#[test]
fn hard_input_neither_panics_nor_hangs() {
    let long = "in the early morning of the last twenty-five days of May ".repeat(4000);
    let digits = "9".repeat(5000);
    for text in [
        "",
        "99999999999999999999 years ago",
        "0 BC, 0000, 00:00:00, 99/99/9999, 31/31/2016",
        "in 1000 BC, 9999 BC, the 0th century, the 99th century BC",
        "4000 centuries later, 4000 decades ago, 3.5 hours ago",
        "the last 100000 years, the next 0 days, half a century ago",
        "\u{202e}3\u{200b} May\u{feff} 2017\u{301}",
        "\u{661}\u{662} May, 3\u{ff10} May",
        "5 p.m. a.m. p.m. 13 p.m. 24:59 25:61",
        "last last last next next this this that that",
        "from to until between and - - - 1914-18-20-22",
        &digits,
        &long,
    ] {
        for published in [
            None,
            Some(date(2017, 5, 10)),
            Some(Date::MIN),
            Some(Date::MAX),
        ] {
            for one in run(text, published) {
                assert!(one.span.slice(text).is_some());
                assert!(one.value.start <= one.value.end || one.value.end.is_none());
                assert_eq!(
                    one.value.unresolved.is_none(),
                    one.value.interval().is_some()
                );
            }
        }
    }
}
