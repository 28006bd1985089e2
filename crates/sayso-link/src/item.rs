//! What the linker knows of one claim: its fields in a form that is compared in no time.
//!
//! An item is a function of the claim, its report and the knowledge; it holds no text.

use crate::words::{LinkWords, hash, hash_on, sorted, words};
use jiff::civil::Date;
use sayso_knowledge::{ActorId, Knowledge, SideKey};
use sayso_model::{
    Claim, ClaimId, Count, DateBasis, Field, Happened, Kind, Party, Place, PlacePrecision, Report,
    ReportId, Span, WeaponClass, When, sha256_hex,
};
use std::collections::BTreeMap;

/// Where claims stand in time: by publication, then by content; the first of an incident names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    /// Day of publication as days since 1970; a report without one comes after all others.
    pub published: i32,
    pub report: ReportId,
    pub start: u32,
    pub position: u32,
}

/// One claim as the linker sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub claim: ClaimId,
    pub order: Order,
    /// What an incident is called that this claim is the first of.
    pub anchor: String,
    pub(crate) kind: Kind,
    pub(crate) denies: bool,
    /// A side speaks of what it did, or denies having done.
    pub(crate) own_word: bool,
    pub(crate) place: Option<Spot>,
    pub(crate) time: Option<Days>,
    pub(crate) weapon: Option<WeaponClass>,
    pub(crate) perpetrator: Option<Who>,
    pub(crate) target: Option<Who>,
    pub(crate) sites: Vec<u64>,
    pub(crate) killed: Option<Range>,
    pub(crate) injured: Option<Range>,
    pub(crate) words: Vec<u64>,
    pub(crate) operation: Option<u64>,
    /// Who speaks: the innermost source, or the outlet.
    pub(crate) voice: u64,
    /// First claim of the report's occurrence as the coder found it, if its grouping is to be trusted.
    pub(crate) group: Option<u32>,
    pub(crate) sentence: Span,
    /// Number of the paragraph-wise sentence the first evidence stands in, counted over the report's evidence.
    pub(crate) sentence_number: u32,
    pub(crate) sets_apart: bool,
    /// The text it stands in: its report, or the first report of which its report is a copy.
    pub(crate) text: u64,
    /// Same for all claims that say the same in the same words: copies of reports. Twice the same in one report has two.
    pub(crate) signature: u64,
}

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spot {
    /// Registry id or folded name of the most specific name.
    pub(crate) name: u64,
    /// All names and ids.
    pub(crate) names: Vec<u64>,
    /// Degrees.
    pub(crate) point: Option<(f64, f64)>,
    pub(crate) precision: PlacePrecision,
    /// Not told in the claim's own sentences: taken from others of the report.
    pub(crate) taken: bool,
}

/// A time as days since 1970, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) start: i32,
    pub(crate) end: i32,
    /// The day hangs on the event itself.
    pub(crate) stated: bool,
    /// No more than a few days.
    pub(crate) precise: bool,
    /// Not told: looked for in a stretch before publication.
    pub(crate) assumed: bool,
}

/// A party.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Who {
    /// Registry ids of the actor and of all it belongs to on that day; empty if unknown.
    pub(crate) wholes: Vec<u64>,
    pub(crate) actor: Option<u64>,
    pub(crate) sides: Vec<u64>,
    /// Words that tell something.
    pub(crate) words: Vec<u64>,
    pub(crate) sites: Vec<u64>,
    /// Sets of kinds of site that its sites are in.
    pub(crate) beside: Vec<u64>,
}

/// A casualty figure with open ends filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) low: u64,
    pub(crate) high: u64,
    pub(crate) best: Option<u64>,
}

/// How far the coder's own grouping within a report is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// It is evidence among other evidence.
    Used,
    /// The claims come without one.
    Unknown,
}

/// Makes items out of claims.
pub struct Itemiser<'k> {
    knowledge: &'k Knowledge,
    lists: &'k LinkWords,
    undated_days: i32,
    operations: Vec<(u64, Vec<String>)>,
}

impl<'k> Itemiser<'k> {
    pub(crate) fn new(
        knowledge: &'k Knowledge,
        lists: &'k LinkWords,
        undated_days: i32,
    ) -> Itemiser<'k> {
        let operations = knowledge
            .operations
            .iter()
            .map(|operation| {
                let names = std::iter::once(&operation.name).chain(&operation.aliases);
                (hash(operation.name.as_bytes()), names.cloned().collect())
            })
            .collect();
        Itemiser {
            knowledge,
            lists,
            undated_days,
            operations,
        }
    }

    /// The items of one report's claims, in their order; claims that can be in no incident give none.
    pub fn items(&self, report: &Report, claims: &[Claim], grouping: Grouping) -> Vec<Item> {
        let sentences = sentence_numbers(claims);
        let mut first_of: BTreeMap<&ClaimId, u32> = BTreeMap::new();
        for (position, claim) in claims.iter().enumerate() {
            first_of.insert(&claim.id, position as u32);
        }
        let assumed = self.assumed(report, claims);
        let mut told: BTreeMap<&ClaimId, Vec<Span>> = BTreeMap::new();
        for claim in claims {
            told.entry(first_of_group(claim))
                .or_default()
                .extend(&claim.evidence);
        }
        let mut same_start: BTreeMap<u32, u32> = BTreeMap::new();
        let mut items = Vec::new();
        for (position, claim) in claims.iter().enumerate() {
            let Some(sentence) = claim.evidence.first().copied() else {
                continue;
            };
            let ordinal = same_start.entry(sentence.start).or_insert(0);
            *ordinal += 1;
            let anchor = anchor(&report.id, sentence.start, *ordinal);
            let of_an_occurrence = || {
                let first = first_of.get(first_of_group(claim));
                let first = first.and_then(|first| claims.get(*first as usize));
                grouping == Grouping::Used && first.is_some_and(|first| !first.aggregate)
            };
            if !can_be_in_an_incident(claim) || claim.aggregate && !of_an_occurrence() {
                continue;
            }
            let group = (grouping == Grouping::Used).then(|| {
                first_of
                    .get(first_of_group(claim))
                    .copied()
                    .unwrap_or(position as u32)
            });
            let told = match grouping {
                Grouping::Used => told
                    .get(first_of_group(claim))
                    .map_or(&[][..], Vec::as_slice),
                Grouping::Unknown => &claim.evidence,
            };
            let place_in_report = InReport {
                told,
                position: position as u32,
                sentence,
                sentence_number: sentences.get(&sentence.start).copied().unwrap_or(0),
                group,
                anchor,
                assumed,
            };
            items.push(self.item(report, claim, place_in_report));
        }
        assume_places(&mut items);
        let mut told: BTreeMap<u64, u64> = BTreeMap::new();
        for item in &mut items {
            let before = told.entry(item.signature).or_insert(0);
            if *before > 0 {
                item.signature = hash_on(item.signature, &before.to_le_bytes());
            }
            *before += 1;
        }
        items
    }

    fn item(&self, report: &Report, claim: &Claim, at: InReport<'_>) -> Item {
        let day = claim
            .when
            .value()
            .and_then(|when| when.end.or(when.start))
            .or_else(|| report.published.date());
        let evidence: Vec<&str> = claim
            .evidence
            .iter()
            .filter_map(|span| span.slice(&report.text))
            .collect();
        let mut found = Vec::new();
        let mut sites = Vec::new();
        for word in evidence.iter().flat_map(|sentence| words(sentence)) {
            if self.lists.is_site(&word.folded) {
                sites.push(hash(word.folded.as_bytes()));
            }
            if self.lists.tells(&word.folded) {
                found.push(hash(word.folded.as_bytes()));
            }
        }
        let target = claim.target.value().map(|party| self.who(party, day));
        let spot = claim.place.value().map(|place| Spot {
            taken: !stands_in(claim.place.spans(), at.told) && !is_of_entry(&claim.place),
            ..spot(place)
        });
        let words_of_evidence: Vec<u64> = evidence
            .iter()
            .flat_map(|sentence| words(sentence))
            .map(|word| hash(word.folded.as_bytes()))
            .collect();
        let mut item = Item {
            claim: claim.id.clone(),
            order: Order {
                published: report.published.date().map_or(i32::MAX, number),
                report: report.id.clone(),
                start: at.sentence.start,
                position: at.position,
            },
            anchor: at.anchor,
            kind: claim.kind,
            denies: claim.kind == Kind::Denial || claim.happened == Happened::Denied,
            own_word: claim.self_claim
                || claim.kind == Kind::StatementOfResponsibility
                || claim.kind == Kind::Denial,
            place: spot,
            time: claim
                .when
                .value()
                .and_then(|when| {
                    let own = stands_in(claim.when.spans(), at.told) || is_of_entry(&claim.when);
                    days(when, own)
                })
                .or(at.assumed),
            weapon: claim.weapon.value().map(|weapon| weapon.class),
            perpetrator: claim.perpetrator.value().map(|party| self.who(party, day)),
            target,
            sites: sorted(sites),
            killed: range(&claim.killed),
            injured: range(&claim.injured),
            words: sorted(found),
            operation: self.operation(&evidence),
            voice: self.voice(report, claim),
            group: at.group,
            sentence: at.sentence,
            sentence_number: at.sentence_number,
            sets_apart: evidence
                .first()
                .is_some_and(|sentence| self.lists.sets_apart(sentence)),
            text: hash(report.id.0.as_bytes()),
            signature: 0,
        };
        item.signature = signature(&item, &words_of_evidence);
        item
    }

    /// Where to look for what has no date: in the days before publication, else around the days of the report's other claims.
    fn assumed(&self, report: &Report, claims: &[Claim]) -> Option<Days> {
        let latest = || {
            claims
                .iter()
                .filter_map(|claim| claim.when.value())
                .filter_map(|when| when.end.or(when.start))
                .max()
        };
        let end = report.published.date().or_else(latest).map(number)?;
        Some(Days {
            start: end - self.undated_days,
            end,
            stated: false,
            precise: false,
            assumed: true,
        })
    }

    fn who(&self, party: &Party, day: Option<Date>) -> Who {
        let actors = &self.knowledge.actors;
        let known = party.registry.as_deref().and_then(|id| actors.by_id(id));
        let key = |id: ActorId| hash(actors.key(id).as_bytes());
        let mut tell = Vec::new();
        let mut sites = Vec::new();
        let mut beside = Vec::new();
        for word in words(&party.words) {
            if self.lists.is_site(&word.folded) {
                sites.push(hash(word.folded.as_bytes()));
                beside.extend(self.lists.beside(&word.folded));
            } else if !self.lists.is_generic(&word.folded) && word.folded.chars().count() > 2 {
                tell.push(hash(word.folded.as_bytes()));
            }
        }
        Who {
            wholes: known.map_or_else(Vec::new, |id| {
                sorted(actors.wholes(id, day).into_iter().map(key).collect())
            }),
            actor: known.map(key),
            sides: known.map_or_else(Vec::new, |id| {
                sorted(
                    actors
                        .sides(id, day)
                        .into_iter()
                        .map(|side| match side {
                            SideKey::Actor(id) => key(id),
                            SideKey::Label(label) => hash(label.as_bytes()),
                        })
                        .collect(),
                )
            }),
            words: sorted(tell),
            sites: sorted(sites),
            beside: sorted(beside),
        }
    }

    fn voice(&self, report: &Report, claim: &Claim) -> u64 {
        match claim.sources.last() {
            Some(source) => match &source.registry {
                Some(id) => hash(id.as_bytes()),
                None => hash(source.words.to_lowercase().as_bytes()),
            },
            None => {
                let publisher = self
                    .knowledge
                    .actors
                    .outlet(report.outlet.as_deref(), report.url.as_deref());
                match publisher {
                    Some(id) => hash(self.knowledge.actors.key(id).as_bytes()),
                    None => hash(report.id.0.as_bytes()),
                }
            }
        }
    }

    fn operation(&self, evidence: &[&str]) -> Option<u64> {
        self.operations
            .iter()
            .find(|(_, names)| {
                names
                    .iter()
                    .any(|name| evidence.iter().any(|sentence| has_name(sentence, name)))
            })
            .map(|(id, _)| *id)
    }
}

/// Sentences within which a place carries over to a claim that tells none.
const CARRIES: u32 = 3;

/// Gives claims without a place that of the claim told shortly before.
fn assume_places(items: &mut [Item]) {
    let mut in_text: Vec<usize> = (0..items.len()).collect();
    in_text.sort_by_key(|at| (items[*at].order.start, items[*at].order.position));
    let mut last: Option<(u32, Spot)> = None;
    for at in in_text {
        let item = &mut items[at];
        match &item.place {
            Some(place) if place.precision <= PlacePrecision::District => {
                last = Some((item.sentence_number, place.clone()));
            }
            Some(_) => {}
            None => {
                if let Some((sentence, place)) = &last
                    && item.sentence_number.saturating_sub(*sentence) <= CARRIES
                {
                    item.place = Some(Spot {
                        taken: true,
                        ..place.clone()
                    });
                }
            }
        }
    }
}

/// Rules of the coder for a place or day that heads an entry.
const WHERE_OF_ENTRY: &str = "where.entry";
const WHEN_OF_ENTRY: &str = "when.entry";

struct InReport<'a> {
    position: u32,
    sentence: Span,
    sentence_number: u32,
    group: Option<u32>,
    anchor: String,
    assumed: Option<Days>,
    /// The sentences that tell the occurrence in this report.
    told: &'a [Span],
}

/// The claim that the coder found first on the occurrence of this one.
fn first_of_group(claim: &Claim) -> &ClaimId {
    claim.same_incident.as_ref().unwrap_or(&claim.id)
}

/// Sums, plans and what is only supposed are no occurrence.
fn can_be_in_an_incident(claim: &Claim) -> bool {
    !matches!(claim.kind, Kind::TollCumulative | Kind::ThreatOrPlan)
        && !matches!(
            claim.happened,
            Happened::Threatened | Happened::Hypothetical
        )
}

/// The name of an incident that begins with the claim at this place of a report.
fn anchor(report: &ReportId, start: u32, ordinal: u32) -> String {
    let key = format!("{} {start} {ordinal}", report.0);
    format!("i-{}", &sha256_hex(key.as_bytes())[..12])
}

/// Numbers the sentences that claims of a report rest on.
fn sentence_numbers(claims: &[Claim]) -> BTreeMap<u32, u32> {
    let mut starts: Vec<u32> = claims
        .iter()
        .flat_map(|claim| claim.evidence.iter().map(|span| span.start))
        .collect();
    starts.sort_unstable();
    starts.dedup();
    starts
        .into_iter()
        .enumerate()
        .map(|(number, start)| (start, number as u32))
        .collect()
}

/// Whether a name stands in a text as whole words, with its own capitals.
fn has_name(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, found)| {
        let before = text[..start].chars().next_back();
        let after = text[start + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn spot(place: &Place) -> Spot {
    let key = |words: &str| {
        let folded: Vec<String> = words_of(words);
        hash(folded.join(" ").as_bytes())
    };
    let mut names = Vec::new();
    for name in &place.names {
        names.push(key(&name.words));
        names.extend(name.registry.as_ref().map(|id| hash(id.as_bytes())));
    }
    Spot {
        name: place.names.first().map_or(0, |name| key(&name.words)),
        names: sorted(names),
        point: place.point.map(|point| (point.latitude, point.longitude)),
        precision: place.precision,
        taken: false,
    }
}

fn words_of(text: &str) -> Vec<String> {
    words(text).map(|word| word.folded).collect()
}

/// The head of a bulletin's entry tells of the entry alone.
fn is_of_entry<T>(field: &Field<T>) -> bool {
    matches!(field, Field::Known { rule, .. } if rule.0 == WHERE_OF_ENTRY || rule.0 == WHEN_OF_ENTRY)
}

/// Whether some of these words stand in some of these sentences.
fn stands_in(words: &[Span], sentences: &[Span]) -> bool {
    words.iter().any(|word| {
        sentences
            .iter()
            .any(|sentence| sentence.start <= word.start && word.end <= sentence.end)
    })
}

fn days(when: &When, own: bool) -> Option<Days> {
    let end = when.end.or(when.start)?;
    let start = when.start.unwrap_or(end);
    let (start, end) = (number(start.min(end)), number(start.max(end)));
    Some(Days {
        // Only the day of the statement is known: it happened then or shortly before.
        start: if when.start.is_none() { end - 2 } else { start },
        end,
        stated: own && when.basis == DateBasis::Explicit,
        precise: end - start <= 3,
        assumed: false,
    })
}

/// Days since 1970.
pub(crate) fn number(date: Date) -> i32 {
    date.since(Date::constant(1970, 1, 1))
        .map_or(0, |span| span.get_days())
}

fn range(figure: &Field<Count>) -> Option<Range> {
    let count = figure.value()?;
    let low = count.low.or(count.best).unwrap_or(0);
    let high = count.high.or_else(|| {
        // An open upper end is not endless: far above the lower one it is another figure.
        count
            .low
            .or(count.best)
            .map(|low| low.saturating_mul(2).max(low.saturating_add(3)))
    });
    Some(Range {
        low,
        high: high.unwrap_or(low).max(low),
        best: count.best,
    })
}

fn signature(item: &Item, words_of_evidence: &[u64]) -> u64 {
    let text = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {words_of_evidence:?}",
        item.kind,
        item.denies,
        item.place,
        item.time,
        item.weapon,
        item.perpetrator,
        item.target,
        item.killed,
        item.injured,
        item.voice
    );
    hash(text.as_bytes())
}
