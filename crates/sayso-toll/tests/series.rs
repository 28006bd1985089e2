//! Series of running tolls, on invented issuers.

use jiff::civil::{Date, date};
use sayso_model::{ClaimId, Count, Qualifier, ReportId, VictimStatus};
use sayso_toll::{Body, Listed, Note, Relations, Series, TollFigure, TollWords, series, within};

/// Two sides; "x.…" belongs to x, and so on; "n.…" to nobody.
struct Sides;

impl Relations for Sides {
    fn related(&self, a: &str, b: &str) -> bool {
        a == b || a.starts_with(&format!("{b}.")) || b.starts_with(&format!("{a}."))
    }

    fn opposed(&self, a: &str, b: &str) -> bool {
        let side = |id: &str| id.split('.').next().unwrap_or_default().to_owned();
        let (a, b) = (side(a), side(b));
        a != b && a != "n" && b != "n"
    }
}

fn body(id: &str) -> Body {
    Body {
        registry: Some(id.to_owned()),
        words: id.to_owned(),
    }
}

/// A figure of somebody, on a day of May.
fn figure(report: &str, issuer: Option<&str>, counted: &str, day: i8, killed: u64) -> TollFigure {
    TollFigure {
        report: ReportId(report.to_owned()),
        claim: ClaimId(format!("{report}-{counted}")),
        issuer: issuer.map(body),
        counted: (!counted.is_empty()).then(|| counted.to_owned()),
        members_of: None,
        victims: None,
        by: None,
        places: Vec::new(),
        since: Some(date(2031, 3, 14)),
        as_of: Some(date(2031, 5, day)),
        published: Some(date(2031, 5, day)),
        killed: Some(Count::exact(killed)),
        injured: None,
        together: None,
    }
}

fn made(figures: &[TollFigure]) -> Vec<Series> {
    series(figures, &Sides, TollWords::builtin())
}

fn curve(series: &Series) -> Vec<(Option<Date>, u64, Note)> {
    series
        .points
        .iter()
        .map(|point| {
            let killed = point
                .killed
                .as_ref()
                .and_then(|count| count.best.or(count.low));
            (point.as_of, killed.unwrap_or(0), point.note)
        })
        .collect()
}

#[test]
fn each_issuer_and_group_has_a_series() {
    let found = made(&[
        figure("a", Some("x.ministry"), "people", 1, 3100),
        figure("b", Some("x.ministry"), "people", 3, 3140),
        figure("b", Some("y.army"), "soldiers", 3, 188),
        figure("c", Some("y.army"), "soldiers", 6, 191),
        figure("c", Some("n.register"), "civilians", 6, 1204),
        figure("d", Some("n.register"), "civilians", 9, 1260),
    ]);
    let sizes: Vec<usize> = found.iter().map(|series| series.points.len()).collect();
    assert_eq!(sizes, [2, 2, 2], "{found:#?}");
}

#[test]
fn corrections_and_falls_stay_as_given() {
    let found = made(&[
        figure("a", Some("x.ministry"), "people", 1, 3100),
        figure("b", Some("x.ministry"), "people", 2, 3140),
        figure("c", Some("x.ministry"), "people", 2, 3150),
        figure("d", Some("x.ministry"), "people", 4, 2950),
        figure("e", Some("x.ministry"), "people", 5, 2950),
        figure("f", Some("x.ministry"), "people", 6, 2990),
    ]);
    assert_eq!(found.len(), 1, "{found:#?}");
    let notes: Vec<Note> = curve(&found[0]).into_iter().map(|point| point.2).collect();
    use Note::{Fall, First, Revision, Rise, Same};
    assert_eq!(notes, [First, Rise, Revision, Fall, Same, Rise]);
    assert_eq!(curve(&found[0])[3].1, 2950);
}

#[test]
fn a_medium_in_its_own_voice_joins_the_series_it_has_the_figure_from() {
    let mut rounded = figure("m", None, "people", 4, 3150);
    rounded.killed = Some(Count {
        low: Some(3150),
        best: Some(3150),
        high: None,
        qualifier: Qualifier::AtLeast,
    });
    let found = made(&[
        rounded,
        figure("a", Some("x.ministry"), "people", 1, 3100),
        figure("b", Some("x.ministry"), "people", 6, 3186),
        // An earlier number, carried late.
        figure("z", None, "people", 7, 3100),
    ]);
    assert_eq!(found.len(), 1, "{found:#?}");
    let notes: Vec<Note> = curve(&found[0]).into_iter().map(|point| point.2).collect();
    assert_eq!(notes, [Note::First, Note::Rise, Note::Rise, Note::Outdated]);
}

#[test]
fn what_the_enemy_counts_is_another_series_and_what_a_neutral_cites_is_not() {
    let mut own = figure("a", Some("y.army"), "of its soldiers", 1, 188);
    own.members_of = Some("y.army".into());
    let mut enemy = figure("b", Some("x.brigade"), "soldiers", 2, 190);
    enemy.members_of = Some("y.army".into());
    let mut cited = figure("c", Some("n.register"), "soldiers", 3, 191);
    cited.members_of = Some("y.army".into());
    let found = made(&[own, enemy, cited]);
    let sizes: Vec<(String, usize)> = found
        .iter()
        .map(|series| {
            (
                series
                    .issuer
                    .as_ref()
                    .map(|issuer| issuer.words.clone())
                    .unwrap_or_default(),
                series.points.len(),
            )
        })
        .collect();
    assert_eq!(
        sizes,
        [("x.brigade".to_owned(), 1), ("y.army".to_owned(), 2)]
    );
}

#[test]
fn another_start_group_or_measure_is_another_series() {
    let base = figure("a", Some("x.ministry"), "people", 1, 3100);
    let mut start = figure("b", Some("x.ministry"), "people", 1, 3100);
    start.since = Some(date(2029, 1, 1));
    let group = figure("c", Some("x.ministry"), "reporters", 1, 61);
    let mut measure = figure("d", Some("x.ministry"), "people", 1, 0);
    measure.together = measure.killed.take().map(|_| Count::exact(3100));
    let mut status = figure("e", Some("x.ministry"), "fighters", 1, 3100);
    status.victims = Some(VictimStatus::Combatant);
    let mut civilians = figure("f", Some("x.ministry"), "civilians", 1, 3100);
    civilians.victims = Some(VictimStatus::Civilian);
    assert_eq!(made(&[base.clone(), start]).len(), 2);
    assert_eq!(made(&[base.clone(), group]).len(), 2);
    assert_eq!(made(&[base, measure]).len(), 2);
    assert_eq!(made(&[status, civilians]).len(), 2);
}

/// Figures of all kinds, enough to be shuffled.
fn many() -> Vec<TollFigure> {
    let mut all = Vec::new();
    for day in 1..28_i8 {
        let number = day as u64;
        all.push(figure(
            &format!("m{day}"),
            Some("x.ministry"),
            "people",
            day,
            3000 + 30 * number,
        ));
        all.push(figure(
            &format!("a{day}"),
            Some("y.army"),
            "soldiers",
            day,
            180 + number,
        ));
        if day % 3 == 0 {
            all.push(figure(
                &format!("o{day}"),
                None,
                "people",
                day,
                3000 + 30 * number - 5,
            ));
            all.push(figure(
                &format!("r{day}"),
                Some("n.register"),
                "civilians",
                day,
                1200 + 7 * number,
            ));
        }
    }
    all
}

#[test]
fn the_order_of_figures_changes_nothing() {
    let mut figures = many();
    let first = made(&figures);
    let mut state = 11_u64;
    for _ in 0..100 {
        for at in (1..figures.len()).rev() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            figures.swap(at, (state >> 33) as usize % (at + 1));
        }
        assert_eq!(made(&figures), first);
    }
}

#[test]
fn swapped_parties_swap_the_series() {
    let swap = |id: &str| match id.split_once('.') {
        Some(("x", rest)) => format!("y.{rest}"),
        Some(("y", rest)) => format!("x.{rest}"),
        _ => id.to_owned(),
    };
    let swapped: Vec<TollFigure> = many()
        .into_iter()
        .map(|mut figure| {
            figure.issuer = figure.issuer.map(|issuer| body(&swap(&issuer.words)));
            figure
        })
        .collect();
    let mut shape: Vec<_> = made(&many()).iter().map(curve).collect();
    let mut other: Vec<_> = made(&swapped).iter().map(curve).collect();
    shape.sort();
    other.sort();
    assert_eq!(shape, other);
}

#[test]
fn occurrences_are_set_beside_a_toll_and_never_summed() {
    let mut here = figure("a", Some("x.ministry"), "people", 20, 3100);
    here.places = vec![body("Orvela")];
    let found = made(&[here]);
    let listed = |incident: &str, day: i8, place: &str, killed: Option<u64>| Listed {
        incident: incident.to_owned(),
        start: Some(date(2031, 5, day)),
        end: None,
        places: vec![place.to_owned()],
        killed: killed.map(Count::exact),
    };
    let beside = within(
        &found[0],
        &[
            listed("in", 3, "orvela", Some(23)),
            listed("elsewhere", 4, "Tavrenne", Some(5)),
            listed("after", 27, "Orvela", Some(2)),
            listed("no-figure", 5, "Orvela", None),
        ],
    );
    assert_eq!(beside.same_area, ["in"]);
    assert_eq!(beside.area_open, ["elsewhere"]);
}

#[test]
fn no_difference_between_points_is_given_out() {
    let json = serde_json::to_string(&made(&many())).expect("serialises");
    for word in ["difference", "daily", "increase", "delta"] {
        assert!(!json.contains(word), "{word}");
    }
    // 30 a day: the step between two points stands nowhere as a figure.
    assert!(!json.contains("\"best\":30,"));
}
