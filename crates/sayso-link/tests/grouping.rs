//! What the coder found within one report, in linking.

#[allow(dead_code, reason = "shared with the other tests of linking")]
mod common;

use common::{Told, knowledge, linker, reports};
use sayso_link::Grouping;
use sayso_model::{Claim, Report};

fn told(lines: &str) -> Vec<Told> {
    #[derive(serde::Deserialize)]
    struct Claims {
        claim: Vec<Told>,
    }
    toml::from_str::<Claims>(lines).expect("well formed").claim
}

/// The incidents as sets of what the claims are told to be, each set sorted.
fn linked(coded: &[(Report, Vec<Claim>)], told: &[Told]) -> Vec<Vec<String>> {
    let (knowledge, linker) = (knowledge(), linker());
    let itemiser = linker.itemiser(&knowledge);
    let items = coded
        .iter()
        .flat_map(|(report, claims)| itemiser.items(report, claims, Grouping::Used))
        .collect();
    let name = |claim: &sayso_model::ClaimId| {
        let (report, at) = claim.0.rsplit_once('-').expect("a report and a number");
        let mut of_report = told.iter().filter(|told| told.report == report);
        let at: usize = at.parse().expect("a number");
        of_report.nth(at).expect("a claim").is.clone()
    };
    let mut found: Vec<Vec<String>> = linker
        .link(items, &[], 1)
        .iter()
        .map(|incident| {
            let mut names: Vec<String> = incident.claims.iter().map(&name).collect();
            names.sort();
            names
        })
        .collect();
    found.sort();
    found
}

const TWO_STRIKES: &str = r#"
[[claim]]
is = "market"
in = "a"
by = "Norland Army"
to = "the market"
place = "T"
day = "2031-05-04"
words = "Norland jets bombed the market of Talburg on Sunday."
[[claim]]
is = "second"
in = "a"
by = "Norland Army"
place = "T"
day = "2031-05-04"
words = "Hours later the jets struck Talburg again."
[[claim]]
is = "market"
in = "b"
by = "Norland Army"
place = "T"
day = "2031-05-04"
words = "Talburg was bombed by Norland on Sunday, and the market burnt."
"#;

#[test]
fn what_a_report_sets_apart_is_joined_by_no_other_report() {
    let told = told(TWO_STRIKES);
    let found = linked(&reports(&knowledge(), &told), &told);
    assert_eq!(found, [vec!["market", "market"], vec!["second"]]);
}

#[test]
fn what_the_coder_found_to_be_one_is_not_set_apart_by_a_word() {
    let told = told(TWO_STRIKES);
    let mut coded = reports(&knowledge(), &told);
    let first = coded[0].1[0].id.clone();
    coded[0].1[1].same_incident = Some(first);
    assert_eq!(
        linked(&coded, &told),
        [vec!["market", "market", "second"]],
        "\"later\" and \"again\" may speak of what came of it"
    );
}

const PLURAL: &str = r#"
[[claim]]
is = "market"
in = "a"
to = "the market"
place = "T"
day = "2031-05-04"
words = "Shells hit the market of Talburg on Sunday."
[[claim]]
is = "blame"
in = "a"
by = "Norland Army"
place = "T"
day = "2031-05-04"
aggregate = true
words = "All sources ascribed the strikes to Norland."
"#;

#[test]
fn a_plural_for_one_occurrence_is_of_it_and_a_series_is_of_none() {
    let told = told(PLURAL);
    let mut coded = reports(&knowledge(), &told);
    assert_eq!(linked(&coded, &told), [vec!["market"]]);
    let first = coded[0].1[0].id.clone();
    coded[0].1[1].same_incident = Some(first);
    assert_eq!(linked(&coded, &told), [vec!["blame", "market"]]);
}
