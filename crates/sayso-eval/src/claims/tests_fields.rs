//! Hand-computed verdicts on single fields.

use super::tests::{exactly, line, measure, run, some};
use crate::annotation::Figure;
use sayso_model::{DateBasis, Kind};

#[test]
fn other_chains_are_accepted_and_the_inner_end_is_scored_apart() {
    let mut gold = line(Kind::Strike, &[1]);
    gold.sources = vec!["Norland Health Ministry".into(), "Ana Brel".into()];
    gold.sources_alt = vec![vec!["Norland Health Ministry".into()], vec![]];
    let cases: [(&[&str], bool, bool); 5] = [
        (&["the Health Ministry", "Brel"], true, true),
        (&["the Health Ministry"], true, true),
        (&[], true, true),
        (&["a newspaper", "Ana Brel"], false, true),
        (&["residents"], false, false),
    ];
    for (chain, whole, innermost) in cases {
        let mut predicted = line(Kind::Strike, &[1]);
        predicted.sources = chain.iter().map(|s| (*s).to_owned()).collect();
        let report = run(vec![gold.clone()], &[predicted]);
        let got = (
            measure(&report, "source_chain") == 1.0,
            measure(&report, "innermost_source") == 1.0,
        );
        assert_eq!(got, (whole, innermost), "{chain:?}");
    }
}

#[test]
fn figures_dates_and_places() {
    let figure = |low, best, high| Some(Figure { low, best, high });
    let figures = [
        (figure(Some(5), Some(5), None), exactly(5), true),
        (
            figure(Some(2), None, None),
            figure(Some(2), None, None),
            true,
        ),
        (figure(Some(2), None, None), exactly(2), false),
        (
            figure(None, Some(7), None),
            figure(Some(6), Some(7), Some(8)),
            true,
        ),
        (None, exactly(0), false),
        (exactly(0), None, false),
    ];
    for (gold, predicted, expected) in figures {
        let (mut one, mut other) = (line(Kind::Strike, &[0]), line(Kind::Strike, &[0]));
        (one.injured, other.injured) = (gold, predicted);
        assert_eq!(
            measure(&run(vec![one], &[other]), "strict_f1") == 1.0,
            expected,
            "{gold:?} {predicted:?}"
        );
    }
    let day = |text: &str| text.parse().ok();
    let dates = [
        (
            "2001-03-05",
            "2001-03-05",
            "2001-03-04",
            "2001-03-06",
            DateBasis::Explicit,
            true,
        ),
        (
            "2001-03-05",
            "2001-03-05",
            "2001-03-03",
            "2001-03-05",
            DateBasis::Explicit,
            false,
        ),
        (
            "2001-03-05",
            "2001-03-05",
            "",
            "",
            DateBasis::Explicit,
            false,
        ),
        (
            "2001-03-05",
            "2001-03-05",
            "",
            "",
            DateBasis::Reporting,
            true,
        ),
        (
            "",
            "2001-03-05",
            "2001-03-05",
            "2001-03-05",
            DateBasis::Reporting,
            false,
        ),
    ];
    for (start, end, own_start, own_end, basis, expected) in dates {
        let (mut one, mut other) = (line(Kind::Strike, &[0]), line(Kind::Strike, &[0]));
        (one.date_start, one.date_end, one.date_basis) = (day(start), day(end), Some(basis));
        (other.date_start, other.date_end) = (day(own_start), day(own_end));
        assert_eq!(
            measure(&run(vec![one], &[other]), "date") == 1.0,
            expected,
            "{own_start}..{own_end} {basis:?}"
        );
    }
    let (mut one, mut other) = (line(Kind::Strike, &[0]), line(Kind::Strike, &[0]));
    one.place = vec!["Old Mill".into(), "Marsa".into()];
    one.place_point = Some((10.0, 20.0));
    other.place = vec!["Port Hill".into(), "Marsa".into()];
    other.place_point = Some((10.2, 20.0));
    let report = run(vec![one], &[other]);
    let got = ["place", "place_any", "place_25km"].map(|name| measure(&report, name));
    assert_eq!(got, [0.0, 1.0, 1.0]);
}

#[test]
fn the_sides_of_a_clash_have_no_order() {
    let mut gold = line(Kind::Clash, &[0]);
    (gold.perpetrator, gold.target) = (some("soldiers"), some("insurgents"));
    let mut predicted = gold.clone();
    std::mem::swap(&mut predicted.perpetrator, &mut predicted.target);
    let report = run(vec![gold], &[predicted]);
    let got = ["strict_f1", "target", "perpetrator"].map(|name| measure(&report, name));
    assert_eq!(got, [1.0; 3]);
}
