//! `sayso check`: knowledge files, every fault with its mend, and the rules' own examples.

use crate::arguments::{CheckArguments, CoderArguments};
use crate::exit::Exit;
use crate::refusal::Refusal;
use crate::stock::Stock;
use crate::terminal::message;
use sayso_code::Coder;
use sayso_knowledge::Knowledge;
use sayso_knowledge::events::{EventKnowledge, Frame, FrameExample};
use sayso_model::{Claim, Report};
use sayso_read::ReadOptions;
use std::io::Write;

/// Where the frames with their examples stand.
const EVENTS: &str = "data/lang/en/events.toml";

pub(crate) fn run(arguments: &CheckArguments) -> Result<Exit, Refusal> {
    if arguments.coverage {
        return super::coverage::run();
    }
    let mut out = std::io::stdout().lock();
    let faults = match &arguments.path {
        Some(path) => {
            let checked = sayso_knowledge::check(path);
            writeln!(
                out,
                "{}: {} actors and outlets, {} places, {} operations",
                path.display(),
                checked.actors,
                checked.places,
                checked.operations
            )?;
            checked.faults
        }
        None => Knowledge::load_all(&[]).1,
    };
    for fault in &faults.0 {
        message(&fault.to_string());
    }
    if faults.has_errors() {
        return Err(Refusal::new(format!("{} faults", faults.len())));
    }
    if arguments.files_only {
        writeln!(out, "no faults that keep the knowledge from being used")?;
        return Ok(Exit::Done);
    }
    let coder = CoderArguments {
        knowledge: arguments.path.iter().cloned().collect(),
        analysis: arguments.analysis,
        jobs: None,
    };
    let stock = Stock::load(&coder)?;
    let failures = examples(&stock.coder(), &stock.knowledge.words.events)?;
    for failure in &failures.messages {
        message(failure);
    }
    writeln!(
        out,
        "{} of {} examples come out as they should",
        failures.all - failures.messages.len(),
        failures.all
    )?;
    if failures.messages.is_empty() {
        Ok(Exit::Done)
    } else {
        Err(Refusal::new(format!(
            "{} examples do not",
            failures.messages.len()
        )))
    }
}

/// What running the examples gave.
pub(crate) struct Failures {
    pub(crate) all: usize,
    pub(crate) messages: Vec<String>,
}

/// Runs every example of every frame through the coder.
pub(crate) fn examples(coder: &Coder, events: &EventKnowledge) -> Result<Failures, Refusal> {
    let mut failures = Failures {
        all: 0,
        messages: Vec::new(),
    };
    for frame in &events.events.frames {
        for example in &frame.yes {
            failures.all += 1;
            if let Err(came) = holds(frame, example, &code(coder, &example.text)?) {
                failures.messages.push(format!(
                    "{EVENTS}: {}: yes: {}: {came}",
                    frame.id, example.text
                ));
            }
        }
        for text in &frame.no {
            failures.all += 1;
            let claims = code(coder, text)?;
            if let Some(claim) = claims.iter().find(|claim| by(claim, frame)) {
                failures.messages.push(format!(
                    "{EVENTS}: {}: no: {text}: gave {}",
                    frame.id,
                    shown(claim)
                ));
            }
        }
    }
    for verb in &events.reporting.verbs {
        let rule = format!("attribution.{}", verb.id);
        let spoken = |claim: &Claim| claim.sources.iter().any(|link| link.rule.0 == rule);
        both_ways(
            coder,
            "reporting",
            &verb.id,
            &verb.yes,
            &verb.no,
            spoken,
            &mut failures,
        )?;
    }
    for weapon in &events.weapons.weapons {
        let armed = |claim: &Claim| {
            claim
                .weapon
                .value()
                .is_some_and(|found| found.class == weapon.class)
        };
        both_ways(
            coder,
            "weapons",
            &weapon.id,
            &weapon.yes,
            &weapon.no,
            armed,
            &mut failures,
        )?;
    }
    Ok(failures)
}

/// Runs texts that must give a claim of a kind, and texts that must give none.
fn both_ways(
    coder: &Coder,
    file: &str,
    id: &str,
    yes: &[String],
    no: &[String],
    is_one: impl Fn(&Claim) -> bool,
    failures: &mut Failures,
) -> Result<(), Refusal> {
    for (texts, wanted) in [(yes, true), (no, false)] {
        for text in texts {
            failures.all += 1;
            let claims = code(coder, text)?;
            if claims.iter().any(&is_one) != wanted {
                let came: Vec<String> = claims.iter().map(shown).collect();
                let list = if wanted { "yes" } else { "no" };
                failures.messages.push(format!(
                    "data/lang/en/{file}.toml: {id}: {list}: {text}: gave {}",
                    if came.is_empty() {
                        "no claim".to_owned()
                    } else {
                        came.join("; ")
                    }
                ));
            }
        }
    }
    Ok(())
}

fn holds(frame: &Frame, example: &FrameExample, claims: &[Claim]) -> Result<(), String> {
    let own: Vec<&Claim> = claims.iter().filter(|claim| by(claim, frame)).collect();
    if own.is_empty() {
        let others: Vec<String> = claims.iter().map(shown).collect();
        return Err(if others.is_empty() {
            "no claim".to_owned()
        } else {
            format!("no claim by the rule, but {}", others.join("; "))
        });
    }
    let contains = |words: Option<&str>, wanted: &Option<String>| {
        wanted.as_ref().is_none_or(|wanted| {
            words.is_some_and(|words| words.to_lowercase().contains(&wanted.to_lowercase()))
        })
    };
    let fits = |claim: &&Claim| {
        let target = claim.target.value().map(|party| party.words.as_str());
        let perpetrator = claim.perpetrator.value().map(|party| party.words.as_str());
        contains(perpetrator, &example.by)
            && contains(target, &example.on)
            && example.weapon.is_none_or(|wanted| {
                claim
                    .weapon
                    .value()
                    .is_some_and(|weapon| weapon.class == wanted)
            })
    };
    if own.iter().any(fits) {
        Ok(())
    } else {
        Err(own
            .iter()
            .map(|claim| shown(claim))
            .collect::<Vec<_>>()
            .join("; "))
    }
}

/// Whether the frame made the claim, alone or under a denial, threat or statement of responsibility, or had a part
/// in it: a more special frame of the same occurrence gives the kind.
fn by(claim: &Claim, frame: &Frame) -> bool {
    let own = |rule: &str| rule.rsplit('/').next() == Some(frame.id.as_str());
    own(&claim.kind_rule.0) || claim.derivation.iter().any(|step| own(&step.rule.0))
}

fn shown(claim: &Claim) -> String {
    format!("{} [{}]", sayso_export::summary(claim), claim.kind_rule.0)
}

fn code(coder: &Coder, text: &str) -> Result<Vec<Claim>, Refusal> {
    Ok(coder.code(&example_report(text)?).claims)
}

/// A text as a report in the coder's own language, published on a fixed day.
pub(crate) fn example_report(text: &str) -> Result<Report, Refusal> {
    let options = ReadOptions {
        format: Some(sayso_read::Format::PlainText),
        published: super::published(Some("2024-05-15"))?,
        ..ReadOptions::default()
    };
    let mut read = Vec::new();
    sayso_read::read_bytes(text.as_bytes(), "example", &options, &mut |report| {
        read.push(report)
    });
    let mut report = match read.pop() {
        Some(Ok(report)) => report,
        Some(Err(error)) => return Err(Refusal::new(error)),
        None => return Err(Refusal::new("an example is empty")),
    };
    // One sentence is too little to tell a language by.
    report.language = sayso_model::Language::Undetermined;
    Ok(report)
}
