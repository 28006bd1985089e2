//! The engine that the desk runs on: reading, coding, origins, linking and tolls, as the other commands do them.

use crate::code::code_all;
use crate::desk_links::DeskLinks;
use crate::linking::origins_of;
use crate::stock::Stock;
use crate::tolls::{figures, series_of};
use sayso_desk::{Coding, Engine, Input, Links, NotCoded};
use sayso_knowledge::Knowledge;
use sayso_link::{Linker, OriginOf};
use sayso_mention::{Finder, MentionKind, Model};
use sayso_model::{Claim, Place, PlaceName, PublishedBasis, Report, Span};
use sayso_place::{PlaceContext, PlaceMention, place_mentions};
use sayso_read::ReadOptions;
use sayso_store::Generation;
use sayso_syntax::Light;
use sayso_toll::Series;
use std::slice::from_ref;

/// The stock and the linker.
pub(crate) struct DeskEngine {
    pub(crate) stock: Stock,
    pub(crate) linker: Linker,
    pub(crate) names: Model,
    pub(crate) threads: usize,
}

impl DeskEngine {
    /// Names of persons whom the knowledge does not have. The light analysis will do: too many is better than too few.
    fn people(&self, report: &Report) -> Vec<Span> {
        let Stock {
            knowledge,
            gazetteer,
            ..
        } = &self.stock;
        let mut document = sayso_text::segment(&report.text, &knowledge.words.segment);
        sayso_text::analyse(&mut document, &Light, |_| true);
        let outlet = knowledge
            .actors
            .outlet(report.outlet.as_deref(), report.url.as_deref());
        let context = knowledge.actors.context(outlet, report.published.date());
        let candidates =
            Finder::new(knowledge, gazetteer).candidates(&document, &report.text, context);
        self.names
            .mentions(&candidates)
            .into_iter()
            .filter(|mention| mention.kind == MentionKind::Person)
            .filter(|mention| {
                candidates
                    .get(mention.candidate)
                    .is_some_and(|candidate| candidate.named && candidate.actor.is_none())
            })
            .map(|mention| mention.span)
            .collect()
    }
}

impl Engine for DeskEngine {
    fn knowledge(&self) -> &Knowledge {
        &self.stock.knowledge
    }

    fn generation(&self) -> Generation {
        self.stock.generation()
    }

    fn read(&self, input: &Input) -> Vec<Result<Report, String>> {
        let published = match input
            .published
            .as_deref()
            .map(str::trim)
            .filter(|day| !day.is_empty())
        {
            None => None,
            Some(day) => match sayso_read::parse_published(day, PublishedBasis::Metadata) {
                Some(published) => Some(published),
                None => {
                    return vec![Err(format!(
                        "`{day}` is not a date; write it as 2024-08-22 or 2024-08-22T14:05+03:00"
                    ))];
                }
            },
        };
        let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let options = ReadOptions {
            outlet: given(&input.outlet),
            url: given(&input.url),
            published,
            title: given(&input.title),
            ..ReadOptions::default()
        };
        let mut reports = Vec::new();
        sayso_read::read_bytes(&input.bytes, &input.name, &options, &mut |read| {
            reports.push(read.map_err(|error| error.to_string()));
        });
        reports
    }

    fn code(&self, report: &Report) -> Coding {
        let coder = self.stock.coder();
        let Some(coding) = code_all(&coder, from_ref(report), 1).pop() else {
            return Coding::default();
        };
        Coding {
            claims: coding.claims,
            not_coded: coding
                .not_coded
                .into_iter()
                .map(|left| NotCoded {
                    words: left.words,
                    sentence: left.sentence,
                    rule: left.rule,
                    reason: left.reason.to_owned(),
                })
                .collect(),
            private: self.people(report),
            notes: coding.notes,
        }
    }

    fn place(&self, name: &str, report: &Report) -> Option<Place> {
        // The name stands below the text, so that all places of the report speak for which of its namesakes is meant.
        let Stock {
            knowledge,
            gazetteer,
            ..
        } = &self.stock;
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let begins = report.text.len() + 2;
        let text = format!("{}\n\n{name}", report.text);
        let mut document = sayso_text::segment(&text, &knowledge.words.segment);
        sayso_text::analyse(&mut document, &Light, |_| true);
        let actors = &knowledge.actors;
        let outlet = actors.outlet(report.outlet.as_deref(), report.url.as_deref());
        let first = name.split(' ').next().map_or(0, str::len);
        let context = PlaceContext {
            outlet_country: outlet.and_then(|id| actors.actor(id).country.clone()),
            struck: vec![Span::new(begins, begins + first)],
            ..PlaceContext::default()
        };
        let mentions = place_mentions(
            &document,
            &text,
            gazetteer,
            &knowledge.words.places,
            &context,
        );
        let fits = |mention: &&PlaceMention| {
            mention.place.is_some()
                && (mention.words.eq_ignore_ascii_case(&name)
                    || mention.wide.start as usize >= begins && mention.wide.len() >= name.len())
        };
        let mention = mentions.iter().rev().find(fits)?;
        Some(Place {
            names: vec![PlaceName {
                words: name,
                registry: mention.place.as_ref().map(|place| place.id.clone()),
            }],
            point: mention.place.as_ref().and_then(|place| place.point),
            precision: mention.precision,
            reason: mention.reason.clone(),
        })
    }

    fn links(&self) -> Box<dyn Links + Send + '_> {
        Box::new(DeskLinks::new(self))
    }

    fn origins(&self, claims: &[&Claim], reports: &[&Report]) -> Vec<OriginOf> {
        origins_of(claims, reports, &self.stock.knowledge)
    }

    fn tolls(&self, coded: &[(Report, Vec<Claim>)]) -> Vec<Series> {
        let actors = &self.stock.knowledge.actors;
        let all: Vec<_> = coded
            .iter()
            .flat_map(|(report, claims)| figures(actors, report, claims))
            .collect();
        series_of(actors, &all)
    }
}
