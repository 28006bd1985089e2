//! What holds of any claim of any report; each breach as one line that begins with its class.

use crate::format::code;
use sayso_model::{Claim, Field, Happened, Kind, Party, Report, Span};

/// The breaches of one report's claims.
pub(crate) fn breaches(report: &Report, claims: &[Claim]) -> Vec<String> {
    let mut found = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        let mut breach = |class: &str, words: &str| {
            found.push(format!(
                "{class}: {} claim {index} ({}): {words}",
                report.input_id,
                code(claim.kind)
            ))
        };
        for (class, words) in of_claim(report, claim) {
            breach(class, &words);
        }
        if let Some(first) = &claim.same_incident {
            match claims.iter().find(|other| other.id == *first) {
                Some(first) if first.same_incident.is_none() => {}
                _ => breach("same-incident", "not the first claim on the occurrence"),
            }
        }
        if claims[..index].iter().any(|other| other.id == claim.id) {
            breach("id", "used twice");
        }
        if claim.kind == Kind::TollCumulative {
            for other in claims.iter().filter(|other| {
                other.kind != Kind::TollCumulative
                    && other
                        .evidence
                        .iter()
                        .any(|span| claim.evidence.contains(span))
            }) {
                let same_source = other.sources.last().map(|link| &link.words)
                    == claim.sources.last().map(|link| &link.words);
                let shared = [
                    (&claim.killed, &other.killed),
                    (&claim.injured, &other.injured),
                ]
                .into_iter()
                .any(|(toll, own)| toll.spans().iter().any(|span| own.spans().contains(span)));
                if same_source && shared {
                    breach("toll-shared", "the figure is an incident's too");
                }
            }
        }
    }
    found
}

fn of_claim(report: &Report, claim: &Claim) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let text = report.text.as_str();
    if claim.evidence.is_empty() {
        found.push(("evidence", "none".to_owned()));
    }
    for span in &claim.evidence {
        if span.slice(text).is_none_or(|words| words.trim().is_empty()) {
            found.push(("evidence", format!("{span:?}")));
        }
    }
    let mut field = |name: &'static str, known: Option<(&[Span], &str)>| {
        let Some((spans, rule)) = known else { return };
        if rule.is_empty() {
            found.push(("rule-id", name.to_owned()));
        }
        if spans.is_empty()
            || spans
                .iter()
                .any(|span| span.is_empty() || span.slice(text).is_none())
        {
            found.push(("span", format!("{name} {spans:?}")));
        }
    };
    field("perpetrator", known(&claim.perpetrator));
    field("target", known(&claim.target));
    field("weapon", known(&claim.weapon));
    field("place", known(&claim.place));
    field("when", known(&claim.when));
    field("killed", known(&claim.killed));
    field("injured", known(&claim.injured));
    field("killed_or_injured", known(&claim.killed_or_injured));
    field("victims", known(&claim.victims));
    field("cumulative_since", known(&claim.cumulative_since));
    if claim.kind_rule.0.is_empty()
        || claim.derivation.iter().any(|step| step.rule.0.is_empty())
        || claim.sources.iter().any(|link| link.rule.0.is_empty())
    {
        found.push(("rule-id", "kind, source or step".to_owned()));
    }
    if claim.derivation.is_empty()
        || claim
            .derivation
            .iter()
            .flat_map(|step| &step.spans)
            .any(|span| span.slice(text).is_none())
    {
        found.push(("derivation", "empty, or a span outside the text".to_owned()));
    }
    for (name, party) in [
        ("perpetrator", &claim.perpetrator),
        ("target", &claim.target),
    ] {
        if let Field::Known { value, rule, .. } = party
            && !stands_in(text, &value.words)
            && ![
                "party.publisher",
                "party.pronoun",
                "party.first-person",
                "party.speaker",
            ]
            .contains(&rule.0.as_str())
        {
            found.push((
                "party-words",
                format!("{name} “{}” by {}", value.words, rule.0),
            ));
        }
    }
    for link in &claim.sources {
        if link.words.trim().is_empty()
            || link.span.slice(text).is_none()
            || !stands_in(text, &link.words)
        {
            found.push(("source-words", link.words.clone()));
        }
    }
    let fits = match claim.kind {
        Kind::Denial => claim.happened == Happened::Denied,
        Kind::ThreatOrPlan => matches!(
            claim.happened,
            Happened::Threatened | Happened::Hypothetical
        ),
        _ => claim.happened == Happened::Asserted,
    };
    if !fits {
        found.push(("happened", code(claim.happened)));
    }
    for (name, count) in [
        ("killed", &claim.killed),
        ("injured", &claim.injured),
        ("together", &claim.killed_or_injured),
    ] {
        let Some(count) = count.value() else { continue };
        let ordered: Vec<u64> = [count.low, count.best, count.high]
            .into_iter()
            .flatten()
            .collect();
        if ordered.is_empty() || !ordered.is_sorted() {
            found.push(("count", format!("{name} {count:?}")));
        }
    }
    if let Some(when) = claim.when.value()
        && (when.start.is_none() && when.end.is_none()
            || matches!((when.start, when.end), (Some(start), Some(end)) if start > end))
    {
        found.push(("days", format!("{when:?}")));
    }
    if let (Some(by), Some(link)) = (claim.perpetrator.value(), claim.sources.last())
        && claim.kind.may_not_speak_of_itself()
        && !claim.self_claim
        && same_party(by, link)
    {
        found.push(("speaker-is-perpetrator", by.words.clone()));
    }
    found
}

trait OwnVoice {
    fn may_not_speak_of_itself(self) -> bool;
}

impl OwnVoice for Kind {
    /// Kinds whose speaker is the doer only if the claim says so.
    fn may_not_speak_of_itself(self) -> bool {
        !matches!(
            self,
            Kind::StatementOfResponsibility
                | Kind::Denial
                | Kind::ThreatOrPlan
                | Kind::Detention
                | Kind::Interception
        )
    }
}

fn same_party(party: &Party, link: &sayso_model::SourceLink) -> bool {
    party.registry.is_some() && party.registry == link.registry
        || party.words.eq_ignore_ascii_case(&link.words)
}

fn known<T>(field: &Field<T>) -> Option<(&[Span], &str)> {
    match field {
        Field::Known { spans, rule, .. } => Some((spans, rule.0.as_str())),
        Field::Empty { .. } => None,
    }
}

/// Words of the text, whatever white space, quotation marks and invisible characters stand between them.
fn stands_in(text: &str, words: &str) -> bool {
    let plain = |part: &str| {
        part.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    plain(text).contains(&plain(words))
}
