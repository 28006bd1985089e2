//! Who the victims of a claim are said to be, and the days that only the title or another sentence gives.

use crate::world::{coder, report};
use jiff::civil::{Date, date};
use sayso_model::VictimStatus::{Civilian, Combatant, Mixed};
use sayso_model::{Claim, VictimStatus};

const PUBLISHED: Date = date(2024, 5, 16);

fn claims(text: &str) -> Vec<Claim> {
    coder().code(&report(text, Some(PUBLISHED), None)).claims
}

#[test]
fn status_is_read_from_figures_targets_names_and_sites() {
    let table: [(&str, Option<VictimStatus>); 12] = [
        (
            "Gunmen shot the deputy mayor of Tarnbeck on Monday.",
            Some(Civilian),
        ),
        (
            "Rebels ambushed soldiers near Tarnbeck on Monday.",
            Some(Combatant),
        ),
        (
            "Shelling of Tarnbeck on Monday killed two policemen and a farmer.",
            Some(Mixed),
        ),
        (
            "Gunmen kidnapped nine road workers near Tarnbeck on Monday.",
            Some(Civilian),
        ),
        // Only what was hit tells who the dead are.
        (
            "An air strike hit a family home in Tarnbeck on Monday, killing six people.",
            Some(Civilian),
        ),
        (
            "A rocket hit an army barracks in Tarnbeck on Monday and killed six people.",
            Some(Combatant),
        ),
        // Nobody is said to be hurt.
        ("A rocket hit an army barracks in Tarnbeck on Monday.", None),
        (
            "Government troops clashed with rebels near Tarnbeck on Monday.",
            None,
        ),
        // The report says elsewhere who he is.
        (
            "Orlan Dreel was killed in Tarnbeck on Monday. Dreel, a journalist, had written about the port.",
            Some(Civilian),
        ),
        (
            "Gunmen killed a former army commander in Tarnbeck on Monday.",
            Some(Civilian),
        ),
        (
            "Nine people, including two soldiers, were killed in an air strike on Grennick on Monday.",
            Some(Mixed),
        ),
        (
            "An explosion in Grennick killed nine people on Monday.",
            None,
        ),
    ];
    for (text, wanted) in table {
        let found: Vec<Option<VictimStatus>> = claims(text)
            .iter()
            .map(|claim| claim.victims.value().copied())
            .collect();
        assert!(found.contains(&wanted), "{text}: {found:?}");
    }
}

#[test]
fn two_persons_of_one_name_are_not_taken_for_one() {
    let text = "Orlan Dreel was killed in Tarnbeck on Monday. General Marek Dreel, the army commander, was not there.";
    assert!(
        claims(text)
            .iter()
            .all(|claim| claim.victims.value().is_none()),
        "{text}"
    );
}

#[test]
fn a_day_that_nobody_speaks_is_the_events() {
    let day = |text: &str| {
        let claims = claims(text);
        let when = claims[0].when.value().cloned();
        when.and_then(|when| when.start.zip(when.end))
    };
    let monday = date(2024, 5, 13);
    assert_eq!(
        day("On Monday, at least ten people were reported killed in an air strike on Tarnbeck."),
        Some((monday, monday))
    );
    // A speaker's day is the statement's: it is given as no more than that.
    let said = claims(
        "On Monday, police said that ten people had been killed in an air strike on Tarnbeck.",
    );
    let when = said[0].when.value().expect("a day");
    assert_eq!(when.basis, sayso_model::DateBasis::Reporting);
    assert_eq!(when.end, Some(monday));
    let march = date(2024, 3, 14);
    assert_eq!(
        day("The port has been closed since rebels attacked Tarnbeck on 14 March."),
        Some((march, march))
    );
}

#[test]
fn a_title_lends_its_year_and_no_more() {
    let coded = |text: &str| {
        let mut report = report(text, None, None);
        report.title = Some("Grennick, May 12, 2023".to_owned());
        coder().code(&report).claims
    };
    let claims = coded("On May 12 an air strike hit a house in Grennick, killing four people.");
    let when = claims[0].when.value().expect("a day");
    assert_eq!(when.start, Some(date(2023, 5, 12)));
    let claims = coded("An air strike hit a house in Grennick, killing four people.");
    assert!(claims[0].when.value().is_none());
}

#[test]
fn one_source_does_not_tell_who_the_dead_of_another_were() {
    let found = claims(
        "Talvanian jets bombed a grain market in Tarnbeck on Monday, killing nine people, the Delta Monitor said. \
         The Talvanian Army said it had struck a command post of the Reed Column near the market.",
    );
    let monitor = found
        .iter()
        .find(|claim| claim.killed.value().is_some())
        .expect("a claim with dead");
    assert_ne!(monitor.victims.value(), Some(&Combatant));
}
