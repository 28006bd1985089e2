//! Linking: the linker on gold claims, and on the coder's own, against the gold incidents.

use super::Run;
use super::claims::{annotations, parsed, read_input};
use crate::linking::{by_claim, link, linker};
use crate::refusal::Refusal;
use sayso_eval::claims::{ClaimSet, ReportInput, load_all};
use sayso_eval::{AnnotationLine, Figure, Report};
use sayso_knowledge::{ActorId, Knowledge, ResolveContext};
use sayso_link::Grouping;
use sayso_model::{
    Claim, ClaimId, Count, DateBasis, DatePrecision, EmptyReason, Field, Party, Place, PlaceName,
    PlacePrecision, Point, Qualifier, Report as NewsReport, RuleId, SourceLink, Span, Stance,
    Weapon, When,
};
use sayso_place::Gazetteer;
use std::collections::BTreeMap;

/// The rule of fields that were read from gold lines.
const GOLD: &str = "gold";

pub(super) fn score(run: &mut Run) -> Result<Report, Refusal> {
    let mut sets = Vec::new();
    for folder in &run.folders {
        sets.extend(
            load_all(folder)?
                .into_iter()
                .filter(|set| run.wants(&set.name)),
        );
    }
    let linker = linker(run.arguments.weights.as_deref())?;
    let mut on_gold = BTreeMap::new();
    let mut written = Vec::new();
    for set in &sets {
        run.use_world(set.world_path.as_ref())?;
        let mut coded: Vec<(NewsReport, Vec<Claim>)> = Vec::new();
        for input in &set.reports {
            let report = read_input(input)?;
            let reader = GoldReader {
                knowledge: &run.stock.knowledge,
                gazetteer: &run.stock.gazetteer,
                report: &report,
            };
            let claims = reader.claims(set, input);
            coded.push((report, claims));
        }
        let incidents = link(
            &linker,
            &run.stock.knowledge,
            coded
                .iter()
                .map(|(report, claims)| (report, claims.as_slice())),
            Grouping::Unknown,
            &[],
            run.threads(),
        );
        on_gold.extend(
            by_claim(&incidents)
                .into_iter()
                .map(|(claim, incident)| (claim.0, incident)),
        );
        written.extend(annotations(run, set)?);
    }
    run.use_world(None)?;
    run.write_predictions("linking.jsonl", &String::from_utf8_lossy(&written))?;
    let lines = parsed(&written)?;
    Ok(sayso_eval::linking::score(
        &sets,
        &on_gold,
        &lines,
        &sayso_eval::no_registry,
    )?)
}

/// Reads gold lines as claims: names looked up, evidence found in the text; what groups them is left out.
struct GoldReader<'a> {
    knowledge: &'a Knowledge,
    gazetteer: &'a Gazetteer,
    report: &'a NewsReport,
}

impl GoldReader<'_> {
    fn claims(&self, set: &ClaimSet, input: &ReportInput) -> Vec<Claim> {
        let actors = &self.knowledge.actors;
        let publisher = actors.outlet(input.outlet.as_deref(), input.url.as_deref());
        let context = actors.context(publisher, self.report.published.date());
        set.gold
            .iter()
            .filter(|line| line.report == input.id)
            .map(|line| self.claim(line, &context))
            .collect()
    }

    fn claim(&self, line: &AnnotationLine, context: &ResolveContext) -> Claim {
        let actors = &self.knowledge.actors;
        let resolve = |words: &str, context: &ResolveContext| -> Option<ActorId> {
            actors.resolve_phrase(words, context)
        };
        let speaker = line
            .sources
            .last()
            .and_then(|words| resolve(words, context));
        let of_speaker = speaker.map_or_else(
            || context.clone(),
            |speaker| actors.context_of_speaker(context, speaker),
        );
        let evidence: Vec<Span> = line
            .evidence
            .iter()
            .filter_map(|words| {
                let start = self.report.text.find(words.as_str())?;
                Some(Span::new(start, start + words.len()))
            })
            .collect();
        let span = evidence.first().copied().unwrap_or(Span::new(0, 0));
        let party = |words: &Option<String>| {
            known(
                words.as_ref().map(|words| Party {
                    words: words.clone(),
                    registry: resolve(words, context)
                        .or_else(|| resolve(words, &of_speaker))
                        .map(|actor| actors.key(actor).to_owned()),
                }),
                span,
            )
        };
        let sources = line
            .sources
            .iter()
            .map(|words| SourceLink {
                words: words.clone(),
                registry: resolve(words, context).map(|actor| actors.key(actor).to_owned()),
                cue: None,
                stance: Stance::Says,
                span,
                rule: RuleId::from(GOLD),
            })
            .collect();
        Claim {
            id: ClaimId(line.claim_id.clone()),
            report: self.report.id.clone(),
            kind: line.kind,
            kind_rule: RuleId::from(GOLD),
            happened: line.happened,
            sources,
            perpetrator: party(&line.perpetrator),
            target: party(&line.target),
            weapon: known(
                line.weapon_class.map(|class| Weapon {
                    class,
                    words: String::new(),
                }),
                span,
            ),
            place: known(self.place(line), span),
            when: known(when(line), span),
            killed: known(line.killed.map(count), span),
            injured: known(line.injured.map(count), span),
            killed_or_injured: known(line.killed_or_injured.map(count), span),
            victims: known(line.victims_type, span),
            cumulative_since: known(line.cumulative_since, span),
            hedged: line.hedged,
            self_claim: line.self_claim,
            aggregate: line.aggregate,
            same_incident: None,
            evidence,
            derivation: Vec::new(),
        }
    }

    fn place(&self, line: &AnnotationLine) -> Option<Place> {
        let given = line.place_point;
        let found: Vec<_> = line
            .place
            .iter()
            .map(|name| {
                let mut found = self.gazetteer.lookup(name);
                if let Some((latitude, longitude)) = given {
                    let away = |point: Option<Point>| {
                        point.map_or(f64::MAX, |point| {
                            (point.latitude - latitude).abs() + (point.longitude - longitude).abs()
                        })
                    };
                    found.sort_by(|a, b| away(a.point).total_cmp(&away(b.point)));
                }
                found.into_iter().next()
            })
            .collect();
        let first = found.first()?;
        let point = given
            .map(|(latitude, longitude)| Point {
                latitude,
                longitude,
            })
            .or_else(|| first.as_ref().and_then(|place| place.point));
        Some(Place {
            names: line
                .place
                .iter()
                .zip(&found)
                .map(|(words, place)| PlaceName {
                    words: words.clone(),
                    registry: place.as_ref().map(|place| place.id.clone()),
                })
                .collect(),
            point,
            precision: match first {
                Some(place) => place.kind.precision(),
                None if given.is_some() => PlacePrecision::Town,
                None => PlacePrecision::Unlocated,
            },
            reason: GOLD.to_owned(),
        })
    }
}

fn known<T>(value: Option<T>, span: Span) -> Field<T> {
    match value {
        Some(value) => Field::known(value, vec![span], GOLD),
        None => Field::empty(EmptyReason::NotStated),
    }
}

fn when(line: &AnnotationLine) -> Option<When> {
    let end = line.date_end.or(line.date_start)?;
    let days = line.date_start.map_or(0, |start| (end - start).get_days());
    Some(When {
        start: line.date_start,
        end: line.date_end,
        precision: match days {
            0 => DatePrecision::Day,
            1..=3 => DatePrecision::FewDays,
            4..=8 => DatePrecision::Week,
            9..=31 => DatePrecision::Month,
            _ => DatePrecision::Longer,
        },
        basis: line.date_basis.unwrap_or(DateBasis::Context),
    })
}

fn count(figure: Figure) -> Count {
    Count {
        low: figure.low,
        best: figure.best,
        high: figure.high,
        qualifier: Qualifier::Exact,
    }
}
