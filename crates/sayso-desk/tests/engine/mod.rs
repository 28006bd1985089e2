//! An engine for tests and the load run: it knows the coded samples by heart and codes anything else by counting.

use sayso_desk::{Coding, Engine, Input, Links, NotCoded};
use sayso_knowledge::Knowledge;
use sayso_link::{Archive, Decision, Grouping, Incident, Linker, OriginOf, Weights};
use sayso_model::{
    Claim, ClaimId, Count, DateBasis, DatePrecision, EmptyReason, Field, Happened, Kind, Language,
    Party, Place, PlaceName, PlacePrecision, Point, Published, PublishedBasis, Report, ReportId,
    RuleId, SourceLink, Span, Stance, When, sha256_hex,
};
use sayso_store::Generation;
use sayso_toll::{Series, TollFigure, TollWords, Unrelated, series};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

pub(crate) struct TestEngine {
    knowledge: Knowledge,
    linker: Linker,
    known: BTreeMap<ReportId, Vec<Claim>>,
    pub(crate) samples: Vec<(Report, Vec<Claim>)>,
}

#[derive(Deserialize)]
struct Fixture {
    reports: Vec<Coded>,
}

#[derive(Deserialize)]
struct Coded {
    report: Report,
    claims: Vec<Claim>,
}

impl TestEngine {
    pub(crate) fn new() -> TestEngine {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let text =
            std::fs::read_to_string(root.join("tests/fixtures/samples.json")).expect("the fixture");
        let fixture: Fixture = serde_json::from_str(&text).expect("the fixture's form");
        let samples: Vec<(Report, Vec<Claim>)> = fixture
            .reports
            .into_iter()
            .map(|coded| (coded.report, coded.claims))
            .collect();
        TestEngine {
            knowledge: Knowledge::load(&[root.join("../../samples/world.json")])
                .expect("knowledge"),
            linker: Linker::new(Weights::builtin().expect("weights")).expect("linker"),
            known: samples
                .iter()
                .map(|(report, claims)| (report.id.clone(), claims.clone()))
                .collect(),
            samples,
        }
    }
}

/// A report as a reader would make it.
pub(crate) fn report(
    name: &str,
    text: &str,
    outlet: Option<&str>,
    published: Option<&str>,
) -> Report {
    let published = match published.and_then(|day| day.parse().ok()) {
        Some(date) => Published::Known {
            date,
            time: None,
            offset_seconds: None,
            basis: PublishedBasis::Metadata,
        },
        None => Published::Unknown,
    };
    Report {
        id: ReportId::of_content(outlet, None, &published, None, text),
        input_id: name.to_owned(),
        origin: name.to_owned(),
        outlet: outlet.map(str::to_owned),
        url: None,
        published,
        modified: None,
        title: None,
        language: Language::Known {
            code: "en".to_owned(),
        },
        text: text.to_owned(),
        boilerplate: Vec::new(),
        raw_sha256: sha256_hex(text.as_bytes()),
        encoding: "UTF-8".to_owned(),
        notes: Vec::new(),
    }
}

/// Every name has a place of its own.
fn place_of(words: &str) -> Place {
    let number = words.bytes().map(u32::from).sum::<u32>();
    Place {
        names: vec![PlaceName {
            registry: Some(format!("place:{words}")),
            words: words.to_owned(),
        }],
        point: Some(Point {
            latitude: f64::from(number % 80) / 2.0,
            longitude: f64::from(number % 170),
        }),
        precision: PlacePrecision::Town,
        reason: "a test".to_owned(),
    }
}

/// One claim per line of the form `SPEAKER: KIND of TARGET by WHO in PLACE, N killed`; the parts may be any words.
fn claims_of(report: &Report) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut at = 0;
    for line in report.text.split('\n') {
        let start = at;
        at += line.len() + 1;
        let Some((speaker, rest)) = line.split_once(": ") else {
            continue;
        };
        let part = |from: &str, to: &str| -> Option<(String, Span)> {
            let begin = rest.find(from)? + from.len();
            let length = rest.get(begin..)?.find(to)?;
            let offset = start + speaker.len() + 2 + begin;
            Some((
                rest.get(begin..begin + length)?.to_owned(),
                Span::new(offset, offset + length),
            ))
        };
        let whole = Span::new(start, start + line.len());
        let party = |found: Option<(String, Span)>| match found {
            Some((words, span)) => Field::known(
                Party {
                    words,
                    registry: None,
                },
                vec![span],
                "test",
            ),
            None => Field::empty(EmptyReason::NotStated),
        };
        let place = match part(" in ", ",") {
            Some((words, span)) => Field::known(place_of(&words), vec![span], "test"),
            None => Field::empty(EmptyReason::NotStated),
        };
        let killed = part(", ", " killed")
            .and_then(|(words, span)| Some((words.parse::<u64>().ok()?, span)));
        let day = report.published.date();
        claims.push(Claim {
            id: ClaimId(sha256_hex(format!("{} {start}", report.id.0).as_bytes())[..16].to_owned()),
            report: report.id.clone(),
            kind: Kind::Strike,
            kind_rule: RuleId::from("strike.test"),
            happened: Happened::Asserted,
            sources: vec![SourceLink {
                words: speaker.to_owned(),
                registry: None,
                cue: Some("say".to_owned()),
                stance: Stance::Says,
                span: Span::new(start, start + speaker.len()),
                rule: RuleId::from("test"),
            }],
            perpetrator: party(part(" by ", " in ")),
            target: party(part(" of ", " by ")),
            weapon: Field::empty(EmptyReason::NotStated),
            place,
            when: match day {
                Some(day) => Field::known(
                    When {
                        start: Some(day),
                        end: Some(day),
                        precision: DatePrecision::Day,
                        basis: DateBasis::Reporting,
                    },
                    vec![whole],
                    "test",
                ),
                None => Field::empty(EmptyReason::NoPublicationDate),
            },
            killed: match killed {
                Some((count, span)) => Field::known(Count::exact(count), vec![span], "test"),
                None => Field::empty(EmptyReason::NotStated),
            },
            injured: Field::empty(EmptyReason::NotStated),
            killed_or_injured: Field::empty(EmptyReason::NotStated),
            victims: Field::empty(EmptyReason::NotStated),
            cumulative_since: Field::empty(EmptyReason::NotApplicable),
            hedged: false,
            self_claim: false,
            aggregate: false,
            same_incident: None,
            evidence: vec![whole],
            derivation: Vec::new(),
        });
    }
    claims
}

impl Engine for TestEngine {
    fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    fn generation(&self) -> Generation {
        Generation {
            coder: "test".to_owned(),
            analyser: "none".to_owned(),
            knowledge: "samples".to_owned(),
        }
    }

    fn read(&self, input: &Input) -> Vec<Result<Report, String>> {
        match std::str::from_utf8(&input.bytes) {
            Ok(text) => vec![Ok(report(
                &input.name,
                text,
                input.outlet.as_deref(),
                input.published.as_deref(),
            ))],
            Err(_) => vec![Err(format!("{}: not a text", input.name))],
        }
    }

    fn code(&self, report: &Report) -> Coding {
        let claims = self
            .known
            .get(&report.id)
            .cloned()
            .unwrap_or_else(|| claims_of(report));
        let text = &report.text;
        let find = |words: &str| text.find(words).map(|at| Span::new(at, at + words.len()));
        Coding {
            claims,
            not_coded: find("threaten")
                .map(|words| NotCoded {
                    words,
                    sentence: words,
                    rule: "threat".to_owned(),
                    reason: "mood.threat".to_owned(),
                })
                .into_iter()
                .collect(),
            private: find("Ilva Torren").into_iter().collect(),
            notes: Vec::new(),
        }
    }

    fn place(&self, name: &str, _: &Report) -> Option<Place> {
        name.starts_with(char::is_uppercase).then(|| place_of(name))
    }

    fn links(&self) -> Box<dyn Links + Send + '_> {
        Box::new(TestLinks {
            engine: self,
            archive: Archive::new(
                &self.linker,
                std::thread::available_parallelism().map_or(1, |n| n.get()),
            ),
            of_report: BTreeMap::new(),
        })
    }

    fn origins(&self, claims: &[&Claim], _: &[&Report]) -> Vec<OriginOf> {
        claims
            .iter()
            .map(|claim| match claim.sources.last() {
                Some(source) => OriginOf {
                    id: source
                        .registry
                        .clone()
                        .unwrap_or_else(|| format!("name {}", source.words)),
                    name: source.words.clone(),
                    registry: source.registry.clone(),
                },
                None => OriginOf {
                    id: format!("text {}", claim.report.0),
                    name: "an outlet not named".to_owned(),
                    registry: None,
                },
            })
            .collect()
    }

    fn tolls(&self, coded: &[(Report, Vec<Claim>)]) -> Vec<Series> {
        let figures: Vec<TollFigure> = coded
            .iter()
            .flat_map(|(report, claims)| {
                claims.iter().map(|claim| (claim, report.published.date()))
            })
            .filter(|(claim, _)| claim.kind == Kind::TollCumulative)
            .map(|(claim, published)| TollFigure::of_claim(claim, published))
            .collect();
        series(&figures, &Unrelated, TollWords::builtin())
    }
}

struct TestLinks<'e> {
    engine: &'e TestEngine,
    archive: Archive<'e>,
    of_report: BTreeMap<ReportId, Vec<ClaimId>>,
}

impl Links for TestLinks<'_> {
    fn put(
        &mut self,
        coded: &[(Report, Vec<Claim>)],
        _: &dyn Fn(&ReportId) -> Option<(Report, Vec<Claim>)>,
    ) {
        for (report, claims) in coded {
            let ids = claims.iter().map(|claim| claim.id.clone()).collect();
            if let Some(former) = self.of_report.insert(report.id.clone(), ids) {
                self.archive.remove(&former);
            }
        }
        let itemiser = self.engine.linker.itemiser(&self.engine.knowledge);
        let items = coded
            .iter()
            .flat_map(|(report, claims)| itemiser.items(report, claims, Grouping::Used))
            .collect();
        self.archive.add(items);
    }

    fn decide(&mut self, decisions: &[Decision]) {
        self.archive.decide(decisions);
    }

    fn changed(&mut self) -> Vec<Incident> {
        self.archive.changed()
    }
}
