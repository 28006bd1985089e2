//! Running tolls of claims made ready for their series: whom the words mean, by the registry.

use jiff::civil::Date;
use sayso_knowledge::{ActorId, ActorRegistry, ResolveContext};
use sayso_model::{Claim, Happened, Kind, Report};
use sayso_toll::{Body, Relations, Series, TollFigure, TollWords, series};

/// The registry's relations, on any day.
pub(crate) struct Parties<'a>(pub(crate) &'a ActorRegistry);

impl Relations for Parties<'_> {
    fn related(&self, a: &str, b: &str) -> bool {
        match (self.0.by_id(a), self.0.by_id(b)) {
            (Some(a), Some(b)) => self.0.is_related(a, b, None),
            _ => a == b,
        }
    }

    fn opposed(&self, a: &str, b: &str) -> bool {
        let (Some(a), Some(b)) = (self.0.by_id(a), self.0.by_id(b)) else {
            return false;
        };
        // Everybody is on his own side: more than that must be known of both.
        let known = |actor: ActorId| self.0.sides(actor, None).len() > 1;
        known(a) && known(b) && !self.0.same_side(a, b, None)
    }
}

/// Fills in whom the words of figures mean, in the context of one report.
pub(crate) struct FigureReader<'a> {
    actors: &'a ActorRegistry,
    /// The body whose own word the publication is.
    speaks: Option<ActorId>,
    context: ResolveContext,
}

impl<'a> FigureReader<'a> {
    pub(crate) fn new(
        actors: &'a ActorRegistry,
        outlet: Option<&str>,
        url: Option<&str>,
        day: Option<Date>,
    ) -> FigureReader<'a> {
        let publisher = actors.outlet(outlet, url);
        let speaks = publisher.and_then(|publisher| {
            if actors.kind(publisher).is_medium() {
                actors.party_of_channel(publisher, outlet?, day)
            } else {
                Some(publisher)
            }
        });
        FigureReader {
            actors,
            speaks,
            context: actors.context(publisher, day),
        }
    }

    /// Resolves issuer, counted people and perpetrator; `by` are the perpetrator's words.
    pub(crate) fn complete(&self, figure: &mut TollFigure, by: Option<&str>) {
        let actors = self.actors;
        match &mut figure.issuer {
            Some(issuer) if issuer.registry.is_none() => {
                issuer.registry = self.meant(&issuer.words, &self.context);
            }
            Some(_) => {}
            // A body's own publication is its own word; a medium's is nobody's count.
            None => {
                figure.issuer = self.speaks.map(|body| Body {
                    registry: Some(actors.key(body).to_owned()),
                    words: actors.actor(body).name.clone(),
                });
            }
        }
        let issuer = figure
            .issuer
            .as_ref()
            .and_then(|issuer| actors.by_id(issuer.registry.as_deref()?));
        let context = match issuer {
            Some(issuer) => actors.context_of_speaker(&self.context, issuer),
            None => self.context.clone(),
        };
        if figure.members_of.is_none()
            && let Some(counted) = &figure.counted
        {
            let words = TollWords::builtin();
            let own = || issuer.map(|issuer| actors.key(issuer).to_owned());
            figure.members_of = if words.is_own(counted) {
                own()
            } else {
                let named = self.meant(counted, &context);
                let named = named.or_else(|| self.meant(words.of_whom(counted)?, &context));
                named.or_else(|| words.is_member(counted).then(own).flatten())
            };
        }
        if figure.by.is_none() {
            figure.by = by.and_then(|by| self.meant(by, &context));
        }
    }

    fn meant(&self, words: &str, context: &ResolveContext) -> Option<String> {
        self.actors
            .resolve_phrase(words, context)
            .map(|actor| self.actors.key(actor).to_owned())
    }
}

/// The running tolls of a report's claims.
pub(crate) fn figures(
    actors: &ActorRegistry,
    report: &Report,
    claims: &[Claim],
) -> Vec<TollFigure> {
    let published = report.published.date();
    let reader = FigureReader::new(
        actors,
        report.outlet.as_deref(),
        report.url.as_deref(),
        published,
    );
    claims
        .iter()
        .filter(|claim| claim.kind == Kind::TollCumulative && claim.happened == Happened::Asserted)
        .map(|claim| {
            let mut figure = TollFigure::of_claim(claim, published);
            let by = claim.perpetrator.value().map(|party| party.words.as_str());
            reader.complete(&mut figure, by);
            figure
        })
        .collect()
}

/// All figures put into series.
pub(crate) fn series_of(actors: &ActorRegistry, figures: &[TollFigure]) -> Vec<Series> {
    series(figures, &Parties(actors), TollWords::builtin())
}
