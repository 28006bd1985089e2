//! One neutral sentence per claim, made only of its fields.

use crate::labels;
use sayso_model::{Claim, Kind, Party};

/// Says in one sentence who says that who did what to whom, where, when, with what casualties.
pub fn summary(claim: &Claim) -> String {
    let party = |party: &Party| party.words.clone();
    let by = labels::known(&claim.perpetrator, party);
    let to = labels::known(&claim.target, party);
    let mut sentence = match claim.sources.last() {
        Some(source) => format!("{}: ", source.words),
        None => "Outlet: ".to_owned(),
    };
    if claim.hedged {
        sentence.push_str("possible ");
    }
    sentence.push_str(&act(claim.kind, by.as_deref(), to.as_deref()));
    if let Some(weapon) = claim.weapon.value() {
        sentence.push_str(&format!(" ({})", labels::spoken_of(&weapon.class)));
    }
    if let Some(place) = claim.place.value().and_then(|place| place.names.first()) {
        sentence.push_str(&format!(", {}", place.words));
    }
    if let Some(when) = claim.when.value() {
        match (when.start, when.end) {
            (Some(start), Some(end)) if start == end => sentence.push_str(&format!(", {start}")),
            (Some(start), Some(end)) => sentence.push_str(&format!(", {start} to {end}")),
            (Some(start), None) => sentence.push_str(&format!(", from {start}")),
            (None, Some(end)) => sentence.push_str(&format!(", up to {end}")),
            (None, None) => {}
        }
    }
    if let Some(since) = claim.cumulative_since.value() {
        sentence.push_str(&format!(", since {since}"));
    }
    for (field, word) in [
        (&claim.killed, "killed"),
        (&claim.injured, "injured"),
        (&claim.killed_or_injured, "killed or injured"),
    ] {
        if let Some(count) = field.value() {
            sentence.push_str(&format!("; {word}: {}", labels::count(count)));
        }
    }
    sentence
}

fn act(kind: Kind, by: Option<&str>, to: Option<&str>) -> String {
    let with = |noun: &str, link: &str| {
        let to = to.map(|to| format!(" {link} {to}")).unwrap_or_default();
        let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
        format!("{noun}{to}{by}")
    };
    match kind {
        Kind::Strike => with("strike", "on"),
        Kind::Bombing => with("bombing", "of"),
        Kind::Attack => with("attack", "on"),
        Kind::Interception => with("interception", "of"),
        Kind::Abduction => with("abduction", "of"),
        Kind::Detention => with("detention", "of"),
        Kind::Clash => match (by, to) {
            (Some(by), Some(to)) => format!("fighting between {by} and {to}"),
            (Some(one), None) | (None, Some(one)) => format!("fighting with {one}"),
            (None, None) => "fighting".to_owned(),
        },
        Kind::StatementOfResponsibility => {
            with("statement of responsibility for an act", "against")
        }
        Kind::Denial => with("denial of an act", "against"),
        Kind::ThreatOrPlan => with("threat or plan", "against"),
        Kind::TollCumulative => with("running toll", "of"),
        Kind::Other => with("other occurrence", "concerning"),
    }
}
