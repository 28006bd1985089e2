//! Where there are corpora: in each report a party changes its name with another of its kind, and nothing else changes.

use crate::format::line;
use crate::invariants::{read, root};
use crate::swap::{exchange, replace_words};
use crate::world::{World, load, world};
use sayso_knowledge::{ActorId, ActorKind, NameKind};
use sayso_model::Report;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A party as one report names it.
struct Named {
    actor: ActorId,
    kind: ActorKind,
    /// As it is written there most often.
    words: String,
    often: usize,
    /// It has this one name in the report.
    one_name: bool,
    /// A body that it is part of, or that is part of it, is named too.
    related: bool,
}

/// Two names to exchange, as the report writes them and as the registry does.
struct Pair {
    a: [String; 2],
    b: [String; 2],
    /// Others that one of them belongs to speak in the report: whose own act a claim is hangs on that.
    related: bool,
    /// A state's name is a place's as well, and where it lies tells whose morning it was.
    states: bool,
}

/// The armed and official parties of a report, the most named first.
fn parties(world: &World, report: &Report) -> Vec<Named> {
    let actors = &world.knowledge.actors;
    let document = sayso_text::segment(&report.text, &world.knowledge.words.segment);
    let context = actors.context(None, None);
    let mut named: BTreeMap<ActorId, BTreeMap<String, usize>> = BTreeMap::new();
    let mut forms: BTreeMap<ActorId, BTreeSet<String>> = BTreeMap::new();
    for sentence in &document.sentences {
        for mention in actors.find_mentions(&sentence.tokens, &context) {
            let Some(actor) = mention.actor else { continue };
            let kind = actors.kind(actor);
            let tokens = &sentence.tokens[mention.tokens.clone()];
            let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
                continue;
            };
            let Some(words) = first.span.cover(last.span).slice(&report.text) else {
                continue;
            };
            forms.entry(actor).or_default().insert(words.to_lowercase());
            if kind != ActorKind::Person
                && (kind.is_armed() || kind.is_official())
                && matches!(mention.kind, NameKind::Full | NameKind::Alias)
                && words.starts_with(char::is_uppercase)
            {
                *named
                    .entry(actor)
                    .or_default()
                    .entry(words.to_owned())
                    .or_default() += 1;
            }
        }
    }
    let related = |actor: ActorId| {
        let mut others = forms.keys().filter(|&&other| other != actor);
        others.any(|&other| actors.is_related(actor, other, None))
    };
    let mut parties: Vec<Named> = named
        .into_iter()
        .filter_map(|(actor, names)| {
            let (words, often) = names.into_iter().max_by_key(|(_, often)| *often)?;
            Some(Named {
                actor,
                kind: actors.kind(actor),
                words,
                often,
                one_name: forms[&actor].len() == 1,
                related: related(actor),
            })
        })
        .collect();
    parties.sort_by(|a, b| (b.often, &a.words).cmp(&(a.often, &b.words)));
    parties
}

fn words(name: &str) -> usize {
    name.split_whitespace().count()
}

/// Names that a sentence can exchange: neither is part of the other, and both take the same form of a verb.
fn exchangeable(a: &str, b: &str) -> bool {
    let plural = |name: &str| {
        let name = name.to_lowercase();
        name.ends_with('s') && !name.ends_with("ss")
    };
    !a.contains(b) && !b.contains(a) && plural(a) == plural(b)
}

/// Names of one build: as many words and hyphens, and of official bodies the same branch, for an air force flies.
fn alike(a: &str, b: &str, kind: ActorKind) -> bool {
    let parts = |name: &str| name.split([' ', '-']).count();
    let branch = |name: &str| -> Vec<String> {
        let words = name.split(' ').rev().map(str::to_lowercase);
        words.take((parts(name) - 1).min(2)).collect()
    };
    parts(a) == parts(b) && (!kind.is_official() || branch(a) == branch(b))
}

/// The two most named parties of one kind and grammatical number. States have names of one length: "authorities of
/// Torvan" can be told of Karsia, and not of "Karsian authorities".
fn rivals(world: &World, parties: &[Named]) -> Option<Pair> {
    let name = |party: &Named| {
        let registered = &world.knowledge.actors.actor(party.actor).name;
        [party.words.clone(), registered.clone()]
    };
    parties.iter().enumerate().find_map(|(index, a)| {
        let states = a.kind == ActorKind::State;
        let b = parties[index + 1..].iter().find(|b| {
            a.kind == b.kind
                && exchangeable(&a.words, &b.words)
                && (!states || words(&a.words) == words(&b.words))
        })?;
        Some(Pair {
            a: name(a),
            b: name(b),
            related: a.related || b.related,
            states,
        })
    })
}

/// The most named party that has a single name in the report, and one of its kind that is not in it, of its country
/// where there is one.
fn outsider(world: &World, report: &Report, parties: &[Named]) -> Option<Pair> {
    let actors = &world.knowledge.actors;
    let context = actors.context(None, None);
    let text = report.text.to_lowercase();
    let single = |party: &&Named| {
        party.one_name
            && !party.related
            && party.kind != ActorKind::State
            && !party.words.contains('\n')
    };
    parties.iter().filter(single).find_map(|party| {
        let own = actors.actor(party.actor);
        let fits = |compatriot: bool| {
            actors.actors().find(|(id, other)| {
                actors.kind(*id) == party.kind
                    && (other.country == own.country) == compatriot
                    && alike(&party.words, &other.name, party.kind)
                    && exchangeable(&party.words, &other.name)
                    && !text.contains(&other.name.to_lowercase())
                    && !actors.is_related(party.actor, *id, None)
                    && actors.resolve_as(&other.name, &context) == Some((*id, NameKind::Full))
            })
        };
        // An official body of another country puts places elsewhere.
        let elsewhere = || (!party.kind.is_official()).then(|| fits(false)).flatten();
        let (_, other) = fits(true).or_else(elsewhere)?;
        let capitals = party.words == party.words.to_uppercase();
        let written = match capitals && words(&party.words) > 1 {
            true => other.name.to_uppercase(),
            false => other.name.clone(),
        };
        Some(Pair {
            a: [party.words.clone(), own.name.clone()],
            b: [written, other.name.clone()],
            related: false,
            states: false,
        })
    })
}

/// The line with marks for the two parties, however it names them.
fn marked(line: &str, first: &[String; 2], second: &[String; 2]) -> String {
    let mut names: Vec<(&String, &str)> = first
        .iter()
        .map(|name| (name, "FIRST"))
        .chain(second.iter().map(|name| (name, "SECOND")))
        .collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    names.iter().fold(line.to_owned(), |line, (name, mark)| {
        let upper = name.to_uppercase();
        replace_words(&replace_words(&line, name, mark), &upper, mark)
    })
}

/// What must not change: all but the names of the sources, and what hangs on who the parties are.
fn structure(lines: &[String], pair: &Pair) -> Vec<String> {
    let columns = |line: &String| {
        let fields = line.split(" | ").enumerate();
        fields
            .filter(|(column, _)| !pair.states || !matches!(column, 6 | 7))
            .map(|(column, field)| match column {
                2 => field.split(" > ").count().to_string(),
                10 if pair.related => field.replace("self", ""),
                _ => field.to_owned(),
            })
            .map(|field| match field.trim() {
                "" => "-".to_owned(),
                field => field.to_owned(),
            })
            .collect::<Vec<_>>()
            .join(" | ")
    };
    lines.iter().map(columns).collect()
}

#[test]
fn parties_swapped_in_reports_change_no_structure() {
    let folder = std::env::var_os("SAYSO_CORPORA")
        .map_or_else(|| root().join("../shared/corpora"), PathBuf::from)
        .join("claims");
    let own = folder.join("registers/world.json");
    let invented = own.exists().then(|| load(&own));
    let (mut all, mut same, mut equal) = ([0, 0], 0, 0);
    let mut without = Vec::new();
    let mut changed = String::new();
    for part in ["real_a", "real_b", "real_c", "real_d", "registers"] {
        let path = folder.join(part).join("reports.jsonl");
        if !path.exists() {
            continue;
        }
        let world = match &invented {
            Some(invented) if part == "registers" => invented,
            _ => world(),
        };
        for report in read(&path) {
            let parties = parties(world, &report);
            let inside = rivals(world, &parties);
            let from_outside = usize::from(inside.is_none());
            let Some(pair) = inside.or_else(|| outsider(world, &report, &parties)) else {
                without.push(report.input_id.clone());
                continue;
            };
            let (a, b) = (&pair.a, &pair.b);
            let told = |report: &Report| -> Vec<String> {
                world.coder().code(report).claims.iter().map(line).collect()
            };
            let swapped = told(&Report {
                text: exchange(&report.text, &a[0], &b[0]),
                outlet: report
                    .outlet
                    .as_deref()
                    .map(|outlet| exchange(outlet, &a[0], &b[0])),
                ..report.clone()
            });
            let expected: Vec<String> = told(&report)
                .iter()
                .map(|line| marked(line, a, b))
                .collect();
            let swapped: Vec<String> = swapped.iter().map(|line| marked(line, b, a)).collect();
            all[from_outside] += 1;
            equal += usize::from(expected == swapped);
            let kept = structure(&expected, &pair) == structure(&swapped, &pair);
            same += usize::from(kept);
            if expected != swapped {
                let only = |lines: &[String], others: &[String]| -> Vec<String> {
                    lines
                        .iter()
                        .filter(|line| !others.contains(line))
                        .cloned()
                        .collect()
                };
                changed += &format!(
                    "{} {a:?} / {b:?}{}\n  told    {:#?}\n  swapped {:#?}\n",
                    report.input_id,
                    if kept { " (structure kept)" } else { "" },
                    only(&expected, &swapped),
                    only(&swapped, &expected),
                );
            }
        }
    }
    let reports = all[0] + all[1];
    println!(
        "{same} of {reports} reports keep their structure ({} with a name from outside), {equal} every word\n{changed}\
         without a pair: {without:?}",
        all[1],
    );
    assert_eq!(same, reports, "{changed}");
}
