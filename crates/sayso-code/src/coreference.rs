//! What speaks for or against two assertions of one report being about one occurrence, as named features.
//!
//! The weights of the features are data (`data/coreference.toml`), fitted by `training/coreference`; the pass
//! `occurrences` sums them.

use crate::assertions::Assertion;
use crate::events::EventMention;
use crate::mood::Reading;
use crate::occurrences::{
    days, is_grammatically_joined, is_set_later, list_item, opens_another, towns, years,
};
use crate::scene::Scene;
use crate::tree::Tree;
use crate::vocabulary::Set;
use jiff::civil::Date;
use sayso_model::{Kind, PlacePrecision, Point, Span};
use sayso_text::Upos;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How many assertions back rows compare.
const ROW_REACH: usize = 40;

/// One assertion of a report as the grouping into occurrences sees it.
#[derive(Debug, Clone)]
pub struct CoreferenceRow {
    /// The sentence, in bytes of the report's text.
    pub sentence: Span,
    /// Kind of the event word's frame.
    pub kind: Kind,
    /// Asserted, denied, threatened and so on.
    pub reading: String,
    /// Head word of the target, empty if none was found.
    pub target: String,
    /// Key of the innermost source, empty for the outlet's own voice.
    pub source: String,
    /// Earlier assertions by index, with the features of the pair.
    pub pairs: Vec<(usize, Vec<&'static str>)>,
}

/// An assertion with what every comparison of it needs, worked out once.
pub(crate) struct Compared<'a> {
    pub(crate) assertion: &'a Assertion<'a>,
    source: String,
    /// Its sentence opens with another occurrence than those told before.
    apart: bool,
    towns: Vec<String>,
    points: Vec<Point>,
    days: Option<(Date, Date)>,
    /// A year or season that it is told of; tells it only from what lies outside.
    years: Option<(Date, Date)>,
    /// Lemmas of the nouns, names and numbers of its sentence; shared by the assertions of one sentence.
    lemmas: Rc<BTreeSet<String>>,
}

/// The assertions of a report, in text order, made ready to be compared.
pub(crate) fn compared<'a>(scene: &Scene, assertions: &'a [Assertion<'a>]) -> Vec<Compared<'a>> {
    let mut sentences: BTreeMap<usize, Rc<BTreeSet<String>>> = BTreeMap::new();
    assertions
        .iter()
        .map(|assertion| Compared {
            assertion,
            source: crate::assemble::source_key(&assertion.chain),
            apart: crate::occurrences::opens_apart(scene, assertion),
            towns: towns(scene, assertion),
            points: town_points(scene, assertion),
            days: days(scene, assertion),
            years: years(scene, assertion),
            lemmas: Rc::clone(
                sentences
                    .entry(assertion.mention.sentence)
                    .or_insert_with_key(|&sentence| Rc::new(lemmas(&scene.trees[sentence]))),
            ),
        })
        .collect()
}

fn lemmas(tree: &Tree) -> BTreeSet<String> {
    (0..tree.len())
        .filter(|&index| matches!(tree.token(index).upos, Upos::Noun | Upos::Propn | Upos::Num))
        .map(|index| tree.lemma(index).to_lowercase())
        .collect()
}

/// The rows of a report's assertions, in text order.
pub(crate) fn rows(scene: &Scene, assertions: &[Assertion]) -> Vec<CoreferenceRow> {
    let all = compared(scene, assertions);
    let row = |(index, new): (usize, &Compared)| CoreferenceRow {
        sentence: scene.trees[new.assertion.mention.sentence].sentence.span,
        kind: new.assertion.mention.kind,
        reading: format!("{:?}", new.assertion.reading),
        target: new
            .assertion
            .target
            .as_ref()
            .map(|target| target.head.clone())
            .unwrap_or_default(),
        source: new.source.clone(),
        pairs: (index.saturating_sub(ROW_REACH)..index)
            .map(|earlier| (earlier, features(scene, &all[earlier], new)))
            .collect(),
    };
    all.iter().enumerate().map(row).collect()
}

/// Groups of kinds that can be told as one occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Violence,
    Interception,
    Taking,
    Other,
}

/// Bodies found are those of the violence they tell of.
fn family(mention: &EventMention) -> Family {
    match mention.kind {
        Kind::Other if mention.frame.general => Family::Violence,
        Kind::Interception => Family::Interception,
        Kind::Abduction | Kind::Detention => Family::Taking,
        Kind::Other => Family::Other,
        _ => Family::Violence,
    }
}

fn is_worded(mention: &EventMention) -> bool {
    !(mention.frame.verbs.is_empty() && mention.frame.nouns.is_empty())
}

/// The names of the features that hold of a pair, `new` after `earlier` in the text.
pub(crate) fn features(scene: &Scene, earlier: &Compared, new: &Compared) -> Vec<&'static str> {
    let mut found = Vec::new();
    grammar(scene, earlier.assertion, new.assertion, &mut found);
    mentions(scene, earlier, new, &mut found);
    parties(scene, earlier, new, &mut found);
    circumstances(scene, earlier, new, &mut found);
    found
}

/// Features that part two assertions whatever else speaks for them, unless one hangs on the other in the sentence.
const APART: &[&str] = &["day-differs", "town-differs", "roles-crossed"];

/// What needs no weighing: `Some(true)` where an open word hangs on the event it belongs to ("killed in a bombing"),
/// `Some(false)` where a plain difference of day, town or family parts the two.
pub(crate) fn plain(features: &[&'static str]) -> Option<bool> {
    let has = |name: &str| features.contains(&name);
    let joined = has("joined");
    if has("there") {
        return Some(true);
    }
    if has("items-of-one-list")
        || has("entries-differ")
        || has("attackers-struck")
        || has("answered") && !joined
        || has("told-aside")
        || has("family-differs")
        || has("new-opens-apart")
        || has("later-than-earlier")
        || has("roles-crossed") && has("sentence-same")
        || !joined
            && has("perpetrator-differs")
            && has("target-differs")
            && has("both-specific")
            && (has("source-same") || has("source-none"))
    {
        return Some(false);
    }
    if joined && !has("both-specific") || has("account-denied") || has("thing-denied") {
        return Some(true);
    }
    (!joined && features.iter().any(|feature| APART.contains(feature))).then_some(false)
}

/// "Shot down a helicopter, killing its crew of three": the dead are the shooting-down's.
fn is_fate_of_crew(scene: &Scene, a: &EventMention, b: &EventMention) -> bool {
    let tree = &scene.trees[b.sentence];
    family(a) == Family::Interception
        && family(b) == Family::Violence
        && b.frame.general
        && a.sentence == b.sentence
        && tree.head(b.trigger) == Some(a.trigger)
        && crate::tree::base(tree.deprel(b.trigger)) == "advcl"
}

/// "The column, which shot a mayor in May, raided a bank": what a relative clause tells of the subject of the other
/// clause is another occurrence.
fn is_aside(scene: &Scene, aside: &EventMention, main: &EventMention) -> bool {
    let tree = &scene.trees[aside.sentence];
    let mut path = vec![aside.trigger];
    path.extend(tree.ancestors(aside.trigger));
    // "The ministry, which had spoken of eight dead, put them at 11": what it said before is of the same occurrence.
    let said = |&token: &usize| {
        !is_worded(aside)
            && token != aside.trigger
            && tree.is_verb(token)
            && scene.vocabulary.reporting_at(tree, token).is_some()
    };
    let to_report = path.iter().position(said).unwrap_or(path.len());
    path.truncate(to_report);
    path.into_iter().any(|clause| {
        tree.deprel(clause) == "acl:relcl"
            && tree.head(clause).is_some_and(|noun| {
                crate::tree::base(tree.deprel(noun)) == "nsubj"
                    && scene.is_armed_party(tree, noun)
                    && tree.subtree(noun).binary_search(&main.trigger).is_err()
                    && tree.head(noun).is_some_and(|verb| {
                        verb == main.trigger || tree.ancestors(main.trigger).contains(&verb)
                    })
            })
    })
}

/// "In answer to the massacre at the quay our men struck the port": the massacre is what the act answers, no part of it.
fn is_occasion(scene: &Scene, occasion: &EventMention, main: &EventMention) -> bool {
    let tree = &scene.trees[occasion.sentence];
    occasion.nominal
        && tree
            .ancestors(occasion.trigger)
            .into_iter()
            .take_while(|&above| above != main.trigger)
            .any(|above| {
                scene.vocabulary.token_in(Set::Occasions, tree, above)
                    && tree.subtree(above).binary_search(&main.trigger).is_err()
            })
}

/// "Hours after the raid a second attack hit the mill": two occurrences with a stretch of time between them.
fn is_counted_from(scene: &Scene, mention: &EventMention, other: &EventMention) -> bool {
    let tree = &scene.trees[mention.sentence];
    let trigger = mention.trigger;
    mention.nominal
        && (other.sentence != mention.sentence
            || tree.subtree(trigger).binary_search(&other.trigger).is_err())
        && tree
            .preposition(trigger)
            .is_some_and(|from| scene.vocabulary.has(Set::CountedFrom, from))
        && tree
            .children(trigger)
            .iter()
            .any(|&child| child < trigger && tree.deprel(child).ends_with(":unmarked"))
}

/// The sum of the weights of the features of a pair, in hundredths of a natural logarithm of odds.
pub(crate) fn weight(scene: &Scene, features: &[&'static str]) -> i32 {
    let known = scene.vocabulary.coreference();
    let weight = |name: &&str| known.weights.get(*name).copied().unwrap_or(0);
    known.always + features.iter().map(weight).sum::<i32>()
}

fn grammar(scene: &Scene, earlier: &Assertion, new: &Assertion, found: &mut Vec<&'static str>) {
    let (a, b) = (&earlier.mention, &new.mention);
    let paragraph = |mention: &EventMention| scene.trees[mention.sentence].sentence.paragraph;
    if is_grammatically_joined(scene, earlier, new) {
        found.push("joined");
    }
    found.push(match b.sentence.abs_diff(a.sentence) {
        0 => "sentence-same",
        1 => "sentence-next",
        2..=3 => "sentence-near",
        _ => "sentence-far",
    });
    if a.sentence == b.sentence && a.trigger == b.trigger {
        let denied = |assertion: &Assertion| assertion.reading == Reading::Denied;
        found.push(if denied(earlier) == denied(new) {
            "items-of-one-list"
        } else {
            "account-denied"
        });
    }
    if paragraph(a) == paragraph(b) {
        found.push("paragraph-same");
    } else if [a, b].map(|one| scene.entries.contains_key(&paragraph(one))) == [true, true] {
        found.push("entries-differ");
    }
    if paragraph(a) == 0 {
        found.push("earlier-in-lead");
    }
    if a.sentence == b.sentence
        && (is_aside(scene, a, b)
            || is_aside(scene, b, a)
            || is_occasion(scene, a, b)
            || is_occasion(scene, b, a))
    {
        found.push("told-aside");
    }
    let (x, y) = (list_item(scene, earlier), list_item(scene, new));
    if x != y {
        found.push("list-item-differs");
    }
}

fn mentions(scene: &Scene, earlier: &Compared, new: &Compared, found: &mut Vec<&'static str>) {
    let (a, b) = (&earlier.assertion.mention, &new.assertion.mention);
    if !is_worded(b) {
        found.push("new-without-event-word");
    } else if b.nominal {
        found.push(match (b.definite, b.plural) {
            (true, false) => "new-definite-noun",
            (true, true) => "new-definite-plural",
            (false, false) => "new-other-noun",
            (false, true) => "new-other-plural",
        });
    } else {
        found.push("new-verb");
    }
    if a.nominal && a.plural {
        found.push("earlier-plural");
    }
    if !is_worded(a) {
        found.push("earlier-without-event-word");
    }
    match (a.frame.general, b.frame.general) {
        (false, false) => found.push("both-specific"),
        (true, true) => found.push("both-general"),
        (false, true) => found.push("new-general"),
        (true, false) => found.push("earlier-general"),
    }
    // "One was arrested. The toll rose to nine": the dead are not those arrested.
    let figure_of_taking = |figure: &EventMention, other: &EventMention| {
        figure.frame.id == crate::implied::FIGURE && family(other) == Family::Taking
    };
    if figure_of_taking(a, b) || figure_of_taking(b, a) {
        found.push("family-differs");
    } else if a.frame.id == b.frame.id {
        found.push("frame-same");
    } else if a.kind == b.kind {
        found.push("kind-same");
    } else if is_worded(a)
        && is_worded(b)
        && family(a) != family(b)
        && !is_fate_of_crew(scene, a, b)
    {
        found.push("family-differs");
    } else if !a.frame.general && !b.frame.general {
        found.push("kind-differs");
    }
    if a.frame.answers != b.frame.answers && a.sentence != b.sentence {
        found.push("answered");
    }
    if points_there(scene, a, b) && !is_counted_from(scene, a, b) {
        found.push("there");
    }
    if new.apart && a.sentence != b.sentence {
        found.push("new-opens-apart");
    }
    if a.sentence != b.sentence && is_set_later(scene, new.assertion)
        || is_counted_from(scene, b, a) && (a.sentence == b.sentence || !b.definite)
        || is_counted_from(scene, a, b) && a.sentence == b.sentence
    {
        found.push("later-than-earlier");
    }
    if a.sentence != b.sentence && is_counted_from(scene, a, b) {
        found.push("earlier-in-background");
    }
    if opens_another(scene, new.assertion) {
        found.push("new-is-another");
    }
    match (&earlier.assertion.reading, &new.assertion.reading) {
        (_, Reading::Denied | Reading::Responsibility) => found.push("new-denied-or-admitted"),
        (Reading::Denied | Reading::Responsibility, _) => found.push("earlier-denied-or-admitted"),
        _ => {}
    }
    if a.sentence != b.sentence {
        let shared = earlier.lemmas.intersection(&new.lemmas).count();
        found.push(match shared {
            0 => "words-shared-none",
            1 => "words-shared-one",
            2..=3 => "words-shared-few",
            _ => "words-shared-many",
        });
    }
}

/// "A second strike hit a clinic. Five people were killed there", "… in that raid": what the sentence before told of.
fn points_there(scene: &Scene, earlier: &EventMention, new: &EventMention) -> bool {
    let tree = &scene.trees[new.sentence];
    new.frame.general
        && !new.nominal
        && !earlier.frame.general
        && earlier.sentence + 1 == new.sentence
        && (tree
            .with_relation(new.trigger, "advmod")
            .any(|child| scene.vocabulary.has(Set::There, &tree.token(child).lower))
            || tree
                .with_relation(new.trigger, "obl")
                .any(|noun| is_pointed_at(scene, tree, noun)))
}

/// "That raid", "the same attack".
fn is_pointed_at(scene: &Scene, tree: &Tree, noun: usize) -> bool {
    crate::roles::is_event_noun(scene, tree, noun)
        && tree.children(noun).iter().any(|&child| {
            matches!(tree.deprel(child), "det" | "amod")
                && scene
                    .vocabulary
                    .has(Set::Pointing, &tree.token(child).lower)
        })
}

/// "Guards shot two attackers": what was done to those who attacked is an occurrence of its own.
fn strikes_attackers(scene: &Scene, assertion: &Assertion) -> bool {
    let mention = &assertion.mention;
    let mut own = assertion
        .casualties
        .iter()
        .map(|&index| &scene.casualties[index])
        .filter(|casualty| casualty.trigger == Some(mention.trigger))
        .peekable();
    own.peek().is_some()
        && own.all(|casualty| casualty.attackers)
        && mention.roles.weapon.is_none()
        && (assertion.perpetrator.is_some()
            || mention.frame.weapon == Some(sayso_model::WeaponClass::SmallArms))
}

/// The common noun for the thing that was struck: no person, no name.
fn thing<'a>(scene: &Scene, assertion: &'a Assertion) -> Option<&'a str> {
    let tree = &scene.trees[assertion.mention.sentence];
    let head = assertion.mention.roles.target?;
    let target = assertion.target.as_ref()?;
    let is_thing = head < tree.len()
        && tree.token(head).upos == Upos::Noun
        && target.head == tree.lemma(head).to_lowercase()
        && target.party.registry.is_none()
        && !scene.is_person(tree, head);
    is_thing.then_some(target.head.as_str())
}

fn parties(scene: &Scene, first: &Compared, second: &Compared, found: &mut Vec<&'static str>) {
    let (earlier, new) = (first.assertion, second.assertion);
    let related = |a: &crate::parties::Named, b: &crate::parties::Named| match (
        &a.party.registry,
        &b.party.registry,
    ) {
        (Some(a), Some(b)) => scene.registry.related(a, b),
        _ => a.head == b.head || a.party.words.to_lowercase().contains(&b.head),
    };
    match (&earlier.target, &new.target) {
        (Some(a), Some(b)) if related(a, b) => found.push("target-same"),
        (Some(a), Some(b)) if a.rule == "party.pronoun" || b.rule == "party.pronoun" => {
            found.push("target-pronoun")
        }
        (Some(_), Some(_)) => found.push("target-differs"),
        (_, None) => found.push("target-not-in-new"),
        (None, _) => found.push("target-not-in-earlier"),
    }
    // "It denied having hit the clinic": the strike that a clinic was told to be hit by.
    if new.reading == Reading::Denied
        && earlier.reading != Reading::Denied
        && let (Some(a), Some(b)) = (thing(scene, earlier), thing(scene, new))
        && a == b
    {
        found.push("thing-denied");
    }
    if strikes_attackers(scene, new) && !strikes_attackers(scene, earlier) {
        found.push("attackers-struck");
    }
    match (&earlier.perpetrator, &new.perpetrator) {
        (Some(a), Some(b)) if related(a, b) => found.push("perpetrator-same"),
        (Some(_), Some(_)) => found.push("perpetrator-differs"),
        (_, None) => found.push("perpetrator-not-in-new"),
        (None, _) => found.push("perpetrator-not-in-earlier"),
    }
    // "the gunman" who shot and is shot; not the last word of a name.
    let is_noun = |party: &crate::parties::Named| {
        party.rule != "party.pronoun"
            && party.party.registry.is_none()
            && (!party.party.words.contains(' ')
                || party
                    .party
                    .words
                    .split_whitespace()
                    .last()
                    .is_some_and(|word| word.starts_with(char::is_lowercase)))
    };
    let crossed = |a: &Assertion, b: &Assertion| match (&a.target, &b.perpetrator) {
        (Some(target), Some(doer)) => {
            target.span == doer.span
                || target.head == doer.head && is_noun(target) && is_noun(doer)
                || match (&target.party.registry, &doer.party.registry) {
                    (Some(a), Some(b)) => scene.registry.related(a, b),
                    _ => false,
                }
        }
        _ => false,
    };
    let clash = [earlier, new]
        .iter()
        .any(|assertion| assertion.mention.kind == Kind::Clash);
    if !clash && (crossed(earlier, new) || crossed(new, earlier)) {
        found.push("roles-crossed");
    }
    found.push(match (&first.source, &second.source) {
        (a, b) if a.is_empty() && b.is_empty() => "source-none",
        (a, b) if a == b => "source-same",
        (a, b) if a.is_empty() || b.is_empty() => "source-one",
        _ => "source-differs",
    });
}

fn circumstances(
    scene: &Scene,
    first: &Compared,
    second: &Compared,
    found: &mut Vec<&'static str>,
) {
    let (earlier, new) = (first.assertion, second.assertion);
    let (a, b) = (&first.towns, &second.towns);
    if a.iter().any(|town| b.contains(town)) {
        found.push("town-same");
    } else if town_conflict(first, second) {
        found.push("town-differs");
    } else if b.is_empty() {
        found.push("town-not-in-new");
    } else {
        found.push("town-not-in-earlier");
    }
    match (first.days, second.days) {
        (Some(a), Some(b)) if a == b => found.push("day-same"),
        (Some(a), Some(b)) if a.1 < b.0 || b.1 < a.0 => found.push("day-differs"),
        (Some(_), Some(_)) => found.push("day-overlaps"),
        // "In 2019 a man shot nine people in the city", after what was told of Monday.
        (a, b)
            if let (Some(a), Some(b)) = (a.or(first.years), b.or(second.years))
                && (a.1 < b.0 || b.1 < a.0) =>
        {
            found.push("day-differs");
        }
        (_, None) => found.push("day-not-in-new"),
        (None, _) => found.push("day-not-in-earlier"),
    }
    if let (Some(a), Some(b)) = (&earlier.weapon, &new.weapon) {
        found.push(if a.0 == b.0 {
            "weapon-same"
        } else {
            "weapon-differs"
        });
    }
    let figures = |assertion: &Assertion| {
        assertion
            .casualties
            .iter()
            .map(|&index| &scene.casualties[index])
            .map(|casualty| (casualty.outcome, &casualty.count))
            .collect::<Vec<_>>()
    };
    let (a, b) = (figures(earlier), figures(new));
    if a.iter().any(|figure| b.contains(figure)) {
        found.push("figure-same");
    } else if a
        .iter()
        .any(|(outcome, _)| b.iter().any(|(other, _)| outcome == other))
    {
        found.push("figure-differs");
    }
}

fn town_points(scene: &Scene, assertion: &Assertion) -> Vec<Point> {
    assertion
        .places
        .iter()
        .filter(|&&place| scene.places[place].precision <= PlacePrecision::NearTown)
        .filter_map(|&place| crate::places::point(&scene.places[place]))
        .collect()
}

/// Kilometres beyond which two points are two towns.
const TOWNS_APART: f64 = 30.0;

fn town_conflict(earlier: &Compared, new: &Compared) -> bool {
    if !earlier.points.is_empty() && !new.points.is_empty() {
        return earlier.points.iter().all(|a| {
            new.points
                .iter()
                .all(|b| sayso_place::kilometres(*a, *b) > TOWNS_APART)
        });
    }
    let (a, b) = (&earlier.towns, &new.towns);
    !a.is_empty() && !b.is_empty() && !a.iter().any(|town| b.contains(town))
}
