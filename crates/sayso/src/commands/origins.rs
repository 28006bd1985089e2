//! `sayso origins`: whose text each report of a ledger is, and from whom its claims come in the end.

use super::open_ledger;
use crate::arguments::OriginsArguments;
use crate::code::threads;
use crate::exit::Exit;
use crate::linking::{Linked, linker};
use crate::refusal::Refusal;
use sayso_export::{safe_json, visible};
use sayso_knowledge::Knowledge;
use sayso_link::side_of;
use sayso_model::{Report, ReportId};
use sayso_origin::{CopyGroup, OriginWords, ReportText, stories};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};

/// Everything the command tells.
#[derive(Serialize)]
struct Document {
    reports: usize,
    texts: usize,
    /// Texts that stand in more than one report.
    copied: Vec<Text>,
    origins: Vec<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stories: Option<Vec<Vec<Carrier>>>,
}

#[derive(Serialize)]
struct Text {
    first: Carrier,
    copies: Vec<Carried>,
}

#[derive(Serialize)]
struct Carried {
    #[serde(flatten)]
    report: Carrier,
    /// Hundredths of the shorter text that stand in the one it was found to copy.
    shared: u16,
}

#[derive(Serialize)]
struct Carrier {
    report: String,
    outlet: Option<String>,
    published: Option<String>,
}

/// From whom claims come in the end.
#[derive(Serialize)]
struct Source {
    name: String,
    registry: Option<String>,
    side: String,
    incidents: usize,
    claims: usize,
    reports: usize,
}

#[derive(Default)]
struct Tally {
    name: String,
    registry: Option<String>,
    incidents: usize,
    claims: usize,
    reports: BTreeSet<ReportId>,
}

pub(crate) fn run(arguments: &OriginsArguments) -> Result<Exit, Refusal> {
    let linking = &arguments.linking;
    let ledger = open_ledger(&arguments.ledger)?;
    let knowledge = crate::stock::knowledge(&linking.knowledge)?;
    let linker = linker(linking.weights.as_deref())?;
    let linked = Linked::load(&ledger, &knowledge, &linker, threads(linking.jobs))?;
    let document = Document {
        reports: linked.reports.len(),
        texts: linked.copies.groups().len(),
        copied: copied(&linked),
        origins: sources(&linked, &knowledge),
        stories: arguments.stories.then(|| told_by_several(&linked)),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    if arguments.json {
        let text = serde_json::to_string_pretty(&document).map_err(Refusal::new)?;
        writeln!(out, "{}", safe_json(&text))?;
    } else {
        table(&mut out, &document)?;
    }
    out.flush()?;
    Ok(if document.reports == 0 {
        Exit::NothingFound
    } else {
        Exit::Done
    })
}

fn carrier(linked: &Linked, id: &ReportId) -> Carrier {
    let report: Option<&Report> = linked.reports.get(id);
    Carrier {
        report: report.map_or_else(|| id.0.clone(), |report| report.input_id.clone()),
        outlet: report.and_then(|report| report.outlet.clone()),
        published: report.and_then(|report| Some(report.published.date()?.to_string())),
    }
}

fn copied(linked: &Linked) -> Vec<Text> {
    let of_several = |group: &&CopyGroup| !group.copies.is_empty();
    linked
        .copies
        .groups()
        .iter()
        .filter(of_several)
        .map(|group| Text {
            first: carrier(linked, &group.first),
            copies: group
                .copies
                .iter()
                .map(|copy| Carried {
                    report: carrier(linked, &copy.report),
                    shared: copy.shared / 10,
                })
                .collect(),
        })
        .collect()
}

/// Origins over all incidents, those of most incidents first.
fn sources(linked: &Linked, knowledge: &Knowledge) -> Vec<Source> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for incident in linked.archive.incidents() {
        let mut here = BTreeSet::new();
        for account in linked.accounts(&incident, knowledge) {
            let tally = tallies.entry(account.origin.id.clone()).or_default();
            tally.name = account.origin.name;
            tally.registry = account.origin.registry;
            tally.claims += 1;
            tally.reports.insert(account.claim.report.clone());
            tally.incidents += usize::from(here.insert(account.origin.id));
        }
    }
    let mut sources: Vec<Source> = tallies
        .into_values()
        .map(|tally| Source {
            side: side_of(tally.registry.as_deref(), &knowledge.actors),
            name: tally.name,
            registry: tally.registry,
            incidents: tally.incidents,
            claims: tally.claims,
            reports: tally.reports.len(),
        })
        .collect();
    sources.sort_by(|a, b| (b.incidents, b.claims, &a.name).cmp(&(a.incidents, a.claims, &b.name)));
    sources
}

/// Stories of more than one text; copies stand in their text's first report.
fn told_by_several(linked: &Linked) -> Vec<Vec<Carrier>> {
    let texts: Vec<ReportText<'_>> = linked
        .copies
        .groups()
        .iter()
        .filter_map(|group| linked.reports.get(&group.first))
        .map(ReportText::from)
        .collect();
    stories(&texts, OriginWords::builtin())
        .into_iter()
        .filter(|story| story.reports.len() > 1)
        .map(|story| {
            let reports = story.reports.iter();
            reports.map(|id| carrier(linked, id)).collect()
        })
        .collect()
}

fn table(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    writeln!(
        out,
        "{} in {}",
        counted(document.reports, "report"),
        counted(document.texts, "text")
    )?;
    writeln!(out, "\nTexts carried more than once")?;
    if document.copied.is_empty() {
        writeln!(out, "   none")?;
    }
    for text in &document.copied {
        writeln!(out, "   {}", shown(&text.first))?;
        for copy in &text.copies {
            let from = shown(&copy.report);
            writeln!(out, "      copy {from}, {} % of the text", copy.shared)?;
        }
    }
    writeln!(out, "\nFrom whom the claims of incidents come in the end")?;
    for source in &document.origins {
        writeln!(
            out,
            "   {:<32} {:<20} {}, {} in {}",
            visible(&source.name),
            visible(&source.side),
            counted(source.incidents, "incident"),
            counted(source.claims, "claim"),
            counted(source.reports, "report"),
        )?;
    }
    let Some(stories) = &document.stories else {
        return Ok(());
    };
    writeln!(out, "\nStories told in several texts")?;
    for story in stories {
        writeln!(out, "   {}", counted(story.len(), "text"))?;
        for report in story {
            writeln!(out, "      {}", shown(report))?;
        }
    }
    Ok(())
}

fn shown(report: &Carrier) -> String {
    let outlet = report.outlet.as_deref().unwrap_or("outlet not named");
    let day = report.published.as_deref().unwrap_or("no day");
    visible(&format!("{} ({outlet}, {day})", report.report)).to_string()
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
