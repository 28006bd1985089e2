//! Copies, templates and chains of quotation, on invented texts.

use jiff::civil::{Date, date};
use sayso_model::{ReportId, sha256_hex};
use sayso_origin::{
    Copies, OriginKey, OriginWords, ReportText, Route, Statement, Voice, copies, origins,
};
use std::collections::BTreeSet;

struct Given {
    id: ReportId,
    outlet: String,
    published: Date,
    text: String,
}

fn given(outlet: &str, published: Date, text: &str) -> Given {
    Given {
        id: ReportId(sha256_hex(format!("{outlet}{published}{text}").as_bytes())),
        outlet: outlet.to_owned(),
        published,
        text: text.to_owned(),
    }
}

fn grouped(reports: &[&Given]) -> Copies {
    let texts: Vec<ReportText<'_>> = reports
        .iter()
        .map(|report| ReportText {
            id: &report.id,
            outlet: Some(&report.outlet),
            published: Some(report.published),
            title: None,
            text: &report.text,
        })
        .collect();
    copies(&texts, OriginWords::builtin())
}

const WIRE: &str = "HALLOW, 10 May (Example Wire) – At least 23 people were killed when an air strike hit the central market of Brannick on Tuesday, health officials in the breakaway province of Orvela said, raising an earlier count of 17.\n\n\
The Tolland Army said its aircraft had destroyed a command post used by the Dellmar Brigades and denied having struck a market. \"Only a military objective was engaged,\" Brigadier Teodor Haskell told reporters in Tavrenne.\n\n\
A reporter who reached the site on Wednesday morning saw the remains of about thirty stalls and counted 12 bodies laid out in a school courtyard. Relatives of the missing waited outside the hospital of Brannick until late in the evening.\n\n\
In a separate incident, three paramedics of the White Candle Society died when their ambulance was hit near the waterworks. The society blamed a missile fired from a drone, and the army said it had flown no missions over the town at that hour. Neither account could be verified independently.";

/// The same text as another outlet would carry it, differently for every number.
fn mirror(number: usize) -> Given {
    let mut text = WIRE.to_owned();
    let swaps: [(&str, &str); 8] = [
        ("Brannick", "Branik"),
        ("Teodor Haskell", "Theodore Haskel"),
        ("Dellmar", "Delmar"),
        ("Tuesday", "Monday"),
        (
            "were killed when an air strike hit",
            "lost their lives as bombs from the air fell on",
        ),
        (
            "A reporter who reached the site on Wednesday morning saw the remains of about thirty stalls",
            "Of some thirty stalls only remains were to be seen when a reporter came to the site on Wednesday morning",
        ),
        (
            "The society blamed a missile fired from a drone",
            "According to the society, a drone had fired a missile at it",
        ),
        (
            "Neither account could be verified independently.",
            "It was not possible to check what either side said.",
        ),
    ];
    for (bit, (from, to)) in swaps.iter().enumerate() {
        if number >> (bit % 8) & 1 == 1 {
            text = text.replace(from, to);
        }
    }
    match number % 3 {
        0 => {}
        1 => {
            text = format!(
                "Daily Mirror {number}\n\nBREAKING: market bombed, dozens feared dead\n\n{text}\n\nSubscribe to the Morning Letter of Mirror House for more news like this."
            )
        }
        _ => text = text.replace("HALLOW, 10 May (Example Wire) – ", ""),
    }
    given(
        &format!("Mirror {number}"),
        date(2031, 5, 10 + (number % 3) as i8),
        &text,
    )
}

/// A daily release of one press office: the same words, another strike.
fn release(place: &str, number: u32, day: i8) -> Given {
    given(
        "Press Office of Tolland",
        date(2031, 5, day),
        &format!(
            "In the past 24 hours units of the Tolland Army continued the operation in the province of Orvela. \
             On the night to {day} May the air force struck a position near {place} and destroyed an ammunition store. \
             According to first findings {number} fighters were killed. No soldier was hurt. \
             The operation goes on until its aims are reached, the press office of the General Command in Tavrenne said. \
             Questions are answered by the duty officer at the usual address."
        ),
    )
}

#[test]
fn two_hundred_mirrors_are_one_text() {
    let reports: Vec<Given> = (0..200).map(mirror).collect();
    let found = grouped(&reports.iter().collect::<Vec<_>>());
    assert_eq!(found.groups().len(), 1);
    assert_eq!(
        found.groups()[0].reports().collect::<BTreeSet<_>>().len(),
        200
    );
    assert_eq!(found.groups()[0].copies.len(), 199);
}

#[test]
fn releases_of_one_template_tell_of_different_strikes() {
    let reports = [
        release("Brannick", 14, 10),
        release("Tolmere", 9, 11),
        release("Mirrane", 14, 12),
        release("Yarrowby", 9, 12),
        release("Tolmere", 5, 12),
    ];
    let found = grouped(&reports.iter().collect::<Vec<_>>());
    assert_eq!(found.groups().len(), reports.len(), "{:?}", found.groups());
}

#[test]
fn a_release_and_its_mirrors_stay_apart_from_the_next_release() {
    let mut reports = Vec::new();
    for (place, number, day) in [("Brannick", 14, 10), ("Tolmere", 9, 11)] {
        let original = release(place, number, day);
        for outlet in ["A", "B", "C"] {
            let text = format!(
                "{outlet} News\n\n{}\n\nRead more on {outlet} News.",
                original.text
            );
            reports.push(given(outlet, original.published, &text));
        }
        reports.push(original);
    }
    let found = grouped(&reports.iter().collect::<Vec<_>>());
    let sizes: Vec<usize> = found
        .groups()
        .iter()
        .map(|group| group.reports().count())
        .collect();
    assert_eq!(sizes, [4, 4]);
}

/// What differs stands at the beginning, where a wrapper might, and the rest is the same words.
#[test]
fn short_releases_of_one_outlet_on_two_days_are_two() {
    let same = "an aircraft struck a rocket launcher of the Marsh Brigades near Oldmere. The launcher was destroyed, and the crew came back unharmed.";
    let first = given(
        "Ostrevan Army",
        date(2024, 5, 14),
        &format!("Summary, Tuesday 14 May. At 14.30 {same}"),
    );
    let second = given(
        "Ostrevan Army",
        date(2024, 5, 15),
        &format!("Summary, Wednesday 15 May. At 14.10 {same}"),
    );
    let mirror = given("Example Gazette", date(2024, 5, 15), &first.text);
    let copies = grouped(&[&first, &second, &mirror]);
    assert_eq!(copies.first(&mirror.id), &first.id);
    assert_eq!(copies.first(&second.id), &second.id);
}

#[test]
fn a_story_told_by_two_hands_is_no_copy() {
    let own = given(
        "Own Paper",
        date(2031, 5, 10),
        "Rescue workers searched through the night for people buried under the market hall of Brannick, where bombs fell at noon on Tuesday. \
         Health officials in the province of Orvela said at least 23 people had died. The army of Tolland says that it hit a command post.",
    );
    let found = grouped(&[&own, &mirror(0)]);
    assert_eq!(found.groups().len(), 2);
}

#[test]
fn the_order_of_reports_changes_nothing() {
    let mut reports: Vec<Given> = (0..40).map(mirror).collect();
    reports.extend((1..20).map(|day| release("Brannick", 3 + day as u32, day)));
    let mut order: Vec<&Given> = reports.iter().collect();
    let first = grouped(&order);
    let mut state = 7_u64;
    for _ in 0..20 {
        for at in (1..order.len()).rev() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (state >> 33) as usize % (at + 1));
        }
        assert_eq!(grouped(&order), first);
    }
}

#[test]
fn empty_and_strange_texts_are_grouped_without_harm() {
    let texts = [
        "",
        " ",
        "a",
        "\u{feff}\u{301}",
        "é é é é",
        "1,2 3.4 5:6",
        "A. B. C. D.",
    ];
    let reports: Vec<Given> = texts
        .iter()
        .map(|text| given("X", date(2031, 1, 1), text))
        .collect();
    assert_eq!(
        grouped(&reports.iter().collect::<Vec<_>>()).groups().len(),
        texts.len()
    );
}

fn voice(words: &str) -> Voice {
    let registry = words.starts_with("The ").then(|| words.to_lowercase());
    Voice {
        registry,
        words: words.to_owned(),
    }
}

fn statement(report: &Given, chain: &[&str]) -> Statement {
    Statement {
        report: report.id.clone(),
        outlet: Some(voice(&report.outlet)),
        credit: None,
        chain: chain.iter().map(|words| voice(words)).collect(),
    }
}

fn keys(statements: &[Statement], copies: &Copies) -> Vec<OriginKey> {
    origins(statements, copies, OriginWords::builtin())
        .into_iter()
        .map(|origin| origin.key)
        .collect()
}

#[test]
fn quotations_lead_to_their_last_link() {
    let [a, b, c] = ["The Post", "The Tribune", "The Echo"]
        .map(|outlet| given(outlet, date(2031, 1, 1), "words"));
    let statements = [
        statement(&a, &["The Ministry"]),
        statement(&b, &["The Post", "The Ministry"]),
        // Only names the paper that quotes the ministry.
        statement(&c, &["The Post"]),
    ];
    let found = origins(&statements, &Copies::default(), OriginWords::builtin());
    assert!(
        found
            .iter()
            .all(|origin| origin.key == OriginKey::Actor("the ministry".into()))
    );
    assert_eq!(found[2].route, Route::Followed);
}

#[test]
fn outlets_that_quote_each_other_are_one_origin() {
    let [a, b, c] = ["The Post", "The Tribune", "The Echo"]
        .map(|outlet| given(outlet, date(2031, 1, 1), "words"));
    let statements = [
        statement(&a, &["The Tribune"]),
        statement(&b, &["The Echo"]),
        statement(&c, &["The Post"]),
    ];
    let found = keys(&statements, &Copies::default());
    assert_eq!(BTreeSet::from_iter(found).len(), 1);
    // One of them speaking for itself opens the circle.
    let mut opened = statements.to_vec();
    opened.push(statement(&b, &[]));
    let found = keys(&opened, &Copies::default());
    assert!(
        found
            .iter()
            .all(|key| *key == OriginKey::Actor("the tribune".into()))
    );
}

#[test]
fn copies_speak_with_the_voice_of_their_first_text() {
    let reports: Vec<Given> = (0..30).map(mirror).collect();
    let found = grouped(&reports.iter().collect::<Vec<_>>());
    let statements: Vec<Statement> = reports
        .iter()
        .flat_map(|report| {
            [
                statement(report, &[]),
                statement(report, &["health officials"]),
            ]
        })
        .collect();
    let keys: BTreeSet<OriginKey> = keys(&statements, &found).into_iter().collect();
    // The text's own voice, and its unnamed officials.
    assert_eq!(keys.len(), 2);
}

#[test]
fn unnamed_sources_of_two_texts_are_not_taken_for_one() {
    let [a, b] = ["The Post", "The Tribune"].map(|outlet| given(outlet, date(2031, 1, 1), "words"));
    let statements = [statement(&a, &["Officials"]), statement(&b, &["officials"])];
    let keys = keys(&statements, &Copies::default());
    assert!(matches!(keys[0], OriginKey::Unnamed { .. }));
    assert_ne!(keys[0], keys[1]);
}
