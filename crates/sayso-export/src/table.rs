//! A readable block per claim, without colour.

use crate::{claim_ids, labels, visible};
use sayso_model::{Claim, Count, DateBasis, Field, Party, Place, Report, SourceLink, When};
use std::io::{self, Write};

/// Width of the labels' column.
const LABEL: usize = 10;

pub(crate) fn report(out: &mut dyn Write, report: &Report, claims: &[Claim]) -> io::Result<()> {
    let published = labels::published(&report.published)
        .unwrap_or_else(|| "publication date unknown".to_owned());
    let mut head = vec![report.input_id.clone()];
    head.extend(report.outlet.clone());
    head.push(published);
    writeln!(out, "== {}", visible(&head.join(" · ")))?;
    for part in [&report.title, &report.url].into_iter().flatten() {
        writeln!(out, "   {}", visible(part))?;
    }
    for note in &report.notes {
        writeln!(out, "   note: {}", visible(&note.message))?;
    }
    if claims.is_empty() {
        writeln!(out, "   no claims")?;
    }
    let ids = claim_ids(report, claims);
    for claim in claims {
        let id = ids.get(&claim.id).map(String::as_str).unwrap_or_default();
        writeln!(
            out,
            "\n{}  {}, {}",
            visible(id),
            labels::spoken_of(&claim.kind),
            labels::spoken_of(&claim.happened)
        )?;
        let mut line =
            |label: &str, words: &str| writeln!(out, "   {label:LABEL$} {}", visible(words));
        line("says", &sources(&claim.sources))?;
        let clash = claim.kind == sayso_model::Kind::Clash;
        line(
            if clash { "one side" } else { "who" },
            &party(&claim.perpetrator),
        )?;
        line(
            if clash { "other side" } else { "to whom" },
            &party(&claim.target),
        )?;
        line(
            "weapon",
            &field(&claim.weapon, |weapon| {
                format!(
                    "{} (\"{}\")",
                    labels::spoken_of(&weapon.class),
                    weapon.words
                )
            }),
        )?;
        line("where", &field(&claim.place, place))?;
        line("when", &field(&claim.when, when))?;
        line("killed", &count(&claim.killed))?;
        line("injured", &count(&claim.injured))?;
        if claim.killed_or_injured.is_known() {
            line("either", &count(&claim.killed_or_injured))?;
        }
        if claim.victims.is_known() {
            line("victims", &field(&claim.victims, labels::spoken_of))?;
        }
        if claim.cumulative_since.is_known() {
            line(
                "since",
                &field(&claim.cumulative_since, ToString::to_string),
            )?;
        }
        let flags = [
            (claim.hedged, "hedged by the text"),
            (claim.self_claim, "source speaks of its own act"),
            (claim.aggregate, "a series, not one occurrence"),
        ];
        let flags: Vec<&str> = flags
            .into_iter()
            .filter(|(set, _)| *set)
            .map(|(_, words)| words)
            .collect();
        if !flags.is_empty() {
            line("flags", &flags.join("; "))?;
        }
        if let Some(first) = claim
            .same_incident
            .as_ref()
            .and_then(|first| ids.get(first))
        {
            line("same as", first)?;
        }
        for span in &claim.evidence {
            line(
                "words",
                &format!("\"{}\"", span.slice(&report.text).unwrap_or("")),
            )?;
        }
    }
    writeln!(out)
}

/// The chain, outermost first, with the words that make each link.
fn sources(chain: &[SourceLink]) -> String {
    if chain.is_empty() {
        return "the outlet itself".to_owned();
    }
    let links: Vec<String> = chain
        .iter()
        .map(|link| {
            let cue = link.cue.as_deref().map_or_else(
                || labels::spoken_of(&link.stance),
                |cue| format!("{}, \"{cue}\"", labels::spoken_of(&link.stance)),
            );
            format!(
                "{} ({cue}){}",
                link.words,
                registry(link.registry.as_deref())
            )
        })
        .collect();
    links.join(" > ")
}

fn party(party: &Field<Party>) -> String {
    field(party, |party| {
        format!("{}{}", party.words, registry(party.registry.as_deref()))
    })
}

fn place(place: &Place) -> String {
    let names: Vec<&str> = place.names.iter().map(|name| name.words.as_str()).collect();
    let point = place
        .point
        .map(|point| format!(" at {:.2}, {:.2}", point.latitude, point.longitude))
        .unwrap_or_default();
    let id = registry(place.names.iter().find_map(|name| name.registry.as_deref()));
    format!(
        "{} ({}{point}){id}",
        names.join(", "),
        labels::spoken_of(&place.precision)
    )
}

fn when(when: &When) -> String {
    let days = match (when.start, when.end) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (Some(start), Some(end)) => format!("{start} to {end}"),
        (Some(start), None) => format!("from {start}"),
        (None, Some(end)) => format!("up to {end}"),
        (None, None) => "day unknown".to_owned(),
    };
    let basis = match when.basis {
        DateBasis::Explicit => "stated",
        DateBasis::Context => "from other sentences",
        DateBasis::Reporting => "day of the statement",
    };
    format!("{days} ({}; {basis})", labels::spoken_of(&when.precision))
}

fn count(figure: &Field<Count>) -> String {
    field(figure, labels::count)
}

fn field<T>(field: &Field<T>, render: impl Fn(&T) -> String) -> String {
    match field {
        Field::Known { value, .. } => render(value),
        Field::Empty { reason } => labels::reason(*reason).to_owned(),
    }
}

fn registry(id: Option<&str>) -> String {
    id.map(|id| format!(" [{id}]")).unwrap_or_default()
}
