//! Casualty figures of invented sentences, read with the accurate provider.

use sayso_casualty::{CasualtyLexicon, CasualtyMention, Outcome, Part, Scope, casualties, total};
use sayso_model::VictimStatus;
use sayso_text::{Analyser, SegmentLexicon, analyse, segment};
use std::sync::OnceLock;

type Bounds = (Option<u64>, Option<u64>, Option<u64>);

fn provider() -> &'static dyn Analyser {
    static PROVIDER: OnceLock<sayso_syntax::Accurate> = OnceLock::new();
    PROVIDER.get_or_init(|| sayso_syntax::Accurate::new().expect("weights load"))
}

fn read(text: &str) -> Vec<CasualtyMention> {
    let lexicon = CasualtyLexicon::builtin();
    let mut document = segment(text, SegmentLexicon::builtin());
    analyse(&mut document, provider(), |sentence| {
        lexicon.may_hold_casualties(sentence)
    });
    casualties(&document, text, &lexicon)
}

fn bounds(mention: &CasualtyMention) -> Bounds {
    (mention.count.low, mention.count.best, mention.count.high)
}

/// The wholes of one outcome.
fn wholes(text: &str, outcome: Outcome) -> Vec<Bounds> {
    read(text)
        .iter()
        .filter(|mention| mention.outcome == outcome && mention.part == Part::Whole)
        .map(bounds)
        .collect()
}

const fn exact(n: u64) -> Bounds {
    (Some(n), Some(n), Some(n))
}

const fn at_least(n: u64) -> Bounds {
    (Some(n), Some(n), None)
}

const fn vague(n: u64) -> Bounds {
    (Some(n), None, None)
}

#[test]
fn killed_and_injured_are_told_apart() {
    for (text, killed, injured) in [
        (
            "The shelling killed 12 people and wounded 30.",
            vec![exact(12)],
            vec![exact(30)],
        ),
        (
            "A bomb went off in Orva, killing at least three soldiers and injuring dozens.",
            vec![at_least(3)],
            vec![vague(24)],
        ),
        (
            "Three people were killed and four others injured.",
            vec![exact(3)],
            vec![exact(4)],
        ),
        (
            "The raid left five dead and ten wounded.",
            vec![exact(5)],
            vec![exact(10)],
        ),
        (
            "12 killed and 30 wounded in Orva, the ministry said.",
            vec![exact(12)],
            vec![exact(30)],
        ),
        (
            "The blast claimed the lives of 14 miners.",
            vec![exact(14)],
            vec![],
        ),
        ("Fourteen people lost their lives.", vec![exact(14)], vec![]),
        ("The death toll rose to 23.", vec![exact(23)], vec![]),
        (
            "The number of dead has risen to 23.",
            vec![exact(23)],
            vec![],
        ),
        (
            "The ministry put the number of people killed at 3,141.",
            vec![exact(3141)],
            vec![],
        ),
        ("Rescuers recovered nine bodies.", vec![exact(9)], vec![]),
        (
            "The bodies of nine men were found near Orva.",
            vec![exact(9)],
            vec![],
        ),
        (
            "Gunmen killed four police officers and a guard.",
            vec![exact(5)],
            vec![],
        ),
        (
            "Gunmen killed fifteen officers and soldiers.",
            vec![exact(15)],
            vec![],
        ),
        (
            "A soldier and six guerrillas were killed in the clash.",
            vec![exact(7)],
            vec![],
        ),
        ("Police shot him dead.", vec![exact(1)], vec![]),
        (
            "A boy was killed and his sister was hurt.",
            vec![exact(1)],
            vec![exact(1)],
        ),
        (
            "Several villagers died in the fire.",
            vec![vague(3)],
            vec![],
        ),
        ("Civilians were killed in the raid.", vec![vague(2)], vec![]),
        (
            "Between 10 and 12 rebels were killed.",
            vec![(Some(10), None, Some(12))],
            vec![],
        ),
        (
            "As many as 40 rebels were killed.",
            vec![(None, None, Some(40))],
            vec![],
        ),
        (
            "About 40 rebels were killed.",
            vec![(None, Some(40), None)],
            vec![],
        ),
        (
            "The murder of hundreds of people in Orva was condemned.",
            vec![vague(200)],
            vec![],
        ),
        (
            "The strike caused seven deaths and 14 injuries.",
            vec![exact(7)],
            vec![exact(14)],
        ),
        (
            "AT LEAST SEVEN SOLDIERS WERE KILLED AND TWELVE WERE WOUNDED.",
            vec![at_least(7)],
            vec![exact(12)],
        ),
        (
            "Since May the army has lost 199 dead and 1,046 wounded.",
            vec![exact(199)],
            vec![exact(1046)],
        ),
        (
            "A farmer was killed along with his two sons.",
            vec![exact(3)],
            vec![],
        ),
    ] {
        assert_eq!(wholes(text, Outcome::Killed), killed, "killed: {text}");
        assert_eq!(wholes(text, Outcome::Injured), injured, "injured: {text}");
    }
}

#[test]
fn one_figure_for_both() {
    for (text, both) in [
        ("46 terrorists were neutralised.", exact(46)),
        ("Neutralised: up to ten terrorists.", (None, None, Some(10))),
        ("The army suffered dozens of casualties.", vague(24)),
        (
            "More than 60 civilians were killed or wounded.",
            at_least(60),
        ),
    ] {
        assert_eq!(wholes(text, Outcome::KilledOrInjured), vec![both], "{text}");
    }
}

#[test]
fn nobody_is_a_figure() {
    for text in [
        "There were no casualties.",
        "The bomb exploded without causing any casualties.",
        "Nobody was hurt.",
        "The raid did not cause any casualties.",
    ] {
        let mentions = read(text);
        let figures = total(&mentions.iter().collect::<Vec<_>>());
        let zero = Some(exact(0));
        let as_bounds = |count: &Option<sayso_model::Count>| {
            count
                .as_ref()
                .map(|count| (count.low, count.best, count.high))
        };
        assert_eq!(
            (as_bounds(&figures.killed), as_bounds(&figures.injured)),
            (zero, zero),
            "{text}"
        );
    }
    let mentions = read("No one was injured in the explosion.");
    let figures = total(&mentions.iter().collect::<Vec<_>>());
    assert_eq!(figures.killed, None);
    assert_eq!(figures.injured.map(|count| count.high), Some(Some(0)));
}

#[test]
fn these_are_no_casualties() {
    for text in [
        "The senate killed the bill.",
        "The crew killed two drones.",
        "The heat killed 300 cows.",
        "A 12-year-old boy saw the F-16 over Route 7.",
        "The army destroyed 12 vehicles and 3 depots.",
        "The party lost 12 seats.",
        "The price fell by 12 percent.",
        "There were no immediate reports of casualties.",
    ] {
        assert_eq!(
            read(text).iter().map(bounds).collect::<Vec<_>>(),
            vec![],
            "{text}"
        );
    }
}

#[test]
fn parts_are_tied_to_their_whole() {
    for (text, whole, part) in [
        (
            "The strike killed 17 people, including five children.",
            17,
            5,
        ),
        ("17 people, including five children, were killed.", 17, 5),
        ("17 people were killed, five of them children.", 17, 5),
        ("17 people were killed, among them five guards.", 17, 5),
        (
            "The strike killed 17 people. Five of the dead were children.",
            17,
            5,
        ),
    ] {
        let mentions = read(text);
        let find = |number: u64| {
            mentions
                .iter()
                .position(|mention| mention.count.best == Some(number))
        };
        let (Some(at), Some(inside)) = (find(whole), find(part)) else {
            panic!("{text}: {mentions:#?}")
        };
        assert_eq!(mentions[inside].part, Part::Included, "{text}");
        assert_eq!(mentions[inside].part_of, Some(at), "{text}");
        let figures = total(&mentions.iter().collect::<Vec<_>>());
        assert_eq!(
            figures.killed.and_then(|count| count.best),
            Some(whole),
            "{text}"
        );
    }
}

#[test]
fn totals_and_newer_figures_are_marked() {
    let mentions = read("Since 14 March, 3,702 people have been killed.");
    assert!(
        mentions
            .iter()
            .any(|mention| mention.count.best == Some(3702)
                && mention.scope == Scope::Cumulative
                && mention.since.is_some())
    );
    let mentions = read("The death toll rose to 23, up from 17.");
    let superseded: Vec<_> = mentions
        .iter()
        .map(|mention| (mention.count.best, mention.superseded))
        .collect();
    assert_eq!(superseded, vec![(Some(23), false), (Some(17), true)]);
    let mentions = read("The number of injured was lowered from 58 to 52.");
    let figures = total(&mentions.iter().collect::<Vec<_>>());
    assert_eq!(figures.injured.and_then(|count| count.best), Some(52));
}

#[test]
fn status_is_as_claimed() {
    for (text, status) in [
        ("Three soldiers were killed.", Some(VictimStatus::Combatant)),
        ("Three children were killed.", Some(VictimStatus::Civilian)),
        (
            "Three soldiers and two nurses were killed.",
            Some(VictimStatus::Mixed),
        ),
        ("Three people were killed.", None),
        (
            "Three former soldiers were killed.",
            Some(VictimStatus::Civilian),
        ),
        (
            "Three army doctors were killed.",
            Some(VictimStatus::Civilian),
        ),
        (
            "Three armed men were killed.",
            Some(VictimStatus::Combatant),
        ),
        ("Two roadworkers were killed.", Some(VictimStatus::Civilian)),
    ] {
        assert_eq!(
            read(text).first().and_then(|mention| mention.status),
            status,
            "{text}"
        );
    }
    assert!(
        read("The suicide bomber was killed.")
            .iter()
            .all(|mention| mention.attackers)
    );
}

#[test]
fn spans_slice_and_nothing_panics() {
    for text in [
        "",
        "killed",
        "killed killed , , and and 12 12 of of",
        "including including 5 of them",
        "“ ” – — ‘killed’ ١٢ of",
        "12 killed (34 wounded (56 dead",
        "to 5 toll to to of 4 of of dead dead 5",
    ] {
        for mention in read(text) {
            assert!(mention.span.slice(text).is_some(), "{text}");
        }
    }
}
