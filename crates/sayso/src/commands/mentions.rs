//! `sayso mentions`: who, what and where reports name, and which names the knowledge does not have.

use super::published;
use crate::arguments::MentionsArguments;
use crate::exit::Exit;
use crate::refusal::Refusal;
use crate::stock::Stock;
use crate::terminal::message;
use sayso_export::visible;
use sayso_mention::{Finder, Mention, MentionKind, Model, Scored};
use sayso_model::{Report, Span};
use sayso_read::ReadOptions;
use std::io::Write;

/// How many features a reason names.
const REASONS: usize = 3;

pub(crate) fn run(arguments: &MentionsArguments) -> Result<Exit, Refusal> {
    let options = ReadOptions {
        outlet: arguments.outlet.clone(),
        published: published(arguments.published.as_deref())?,
        ..ReadOptions::default()
    };
    let stock = Stock::load(&arguments.coder)?;
    let lister = Lister {
        finder: Finder::new(&stock.knowledge, &stock.gazetteer),
        model: Model::shipped().map_err(Refusal::new)?,
        stock: &stock,
        unknown: arguments.unknown,
        because: arguments.because,
    };
    let mut out = std::io::stdout().lock();
    let (mut found, mut failed, mut stopped) = (0usize, 0usize, None);
    for input in &arguments.inputs {
        sayso_read::read_path(input, &options, &mut |read| match read {
            _ if stopped.is_some() => {}
            Ok(report) => match lister.list(&report, &mut out) {
                Ok(mentions) => found += mentions,
                Err(error) => stopped = Some(error),
            },
            Err(error) => {
                failed += 1;
                message(&error.to_string());
            }
        });
    }
    if let Some(error) = stopped {
        return Err(error.into());
    }
    Ok(match (failed, found) {
        (0, 0) => Exit::NothingFound,
        (0, _) => Exit::Done,
        _ => Exit::SomeInputsFailed,
    })
}

struct Lister<'s> {
    finder: Finder<'s>,
    model: Model,
    stock: &'s Stock,
    unknown: bool,
    because: bool,
}

impl Lister<'_> {
    /// Prints the mentions of one report and tells how many there were.
    fn list(&self, report: &Report, out: &mut impl Write) -> std::io::Result<usize> {
        let knowledge = &self.stock.knowledge;
        let mut document = sayso_text::segment(&report.text, &knowledge.words.segment);
        sayso_text::analyse(&mut document, self.stock.analyser.as_ref(), |_| true);
        let publisher = knowledge
            .actors
            .outlet(report.outlet.as_deref(), report.url.as_deref());
        let context = knowledge.actors.context(publisher, report.published.date());
        let candidates = self.finder.candidates(&document, &report.text, context);
        let mut told = 0;
        for mention in self.model.mentions(&candidates) {
            let Some(candidate) = candidates.get(mention.candidate) else {
                continue;
            };
            if self.unknown && !is_unknown(&mention, candidate) {
                continue;
            }
            if told == 0 {
                writeln!(out, "{}", visible(&report.origin))?;
            }
            told += 1;
            self.line(report, &mention, candidate, out)?;
        }
        Ok(told)
    }

    fn line(
        &self,
        report: &Report,
        mention: &Mention,
        candidate: &Scored,
        out: &mut impl Write,
    ) -> std::io::Result<()> {
        let Span { start, end } = mention.span;
        let words = mention.span.slice(&report.text).unwrap_or_default();
        write!(
            out,
            "   {start}-{end} {} \"{}\"",
            label(mention.kind),
            visible(words)
        )?;
        match &candidate.actor {
            Some(actor) => write!(out, " = {}", visible(actor))?,
            None if is_unknown(mention, candidate) => write!(out, " (not in the knowledge)")?,
            None => {}
        }
        if self.because {
            let reasons = self.model.reasons(&candidate.features, mention.kind);
            let reasons: Vec<String> = reasons
                .iter()
                .take(REASONS)
                .map(|reason| format!("{} {:+}", visible(&reason.feature), reason.weight))
                .collect();
            write!(out, " because {}", reasons.join(", "))?;
        }
        writeln!(out)
    }
}

/// A name of an organisation, person or place that neither the register nor the gazetteer has.
fn is_unknown(mention: &Mention, candidate: &Scored) -> bool {
    let nameable = matches!(
        mention.kind,
        MentionKind::Organisation | MentionKind::Person | MentionKind::Location
    );
    nameable && candidate.named && candidate.actor.is_none() && !candidate.located
}

fn label(kind: MentionKind) -> &'static str {
    match kind {
        MentionKind::Organisation => "organisation",
        MentionKind::Person => "person",
        MentionKind::Location => "place",
        MentionKind::Weapon => "weapon",
        MentionKind::Vehicle => "vehicle",
        MentionKind::Time => "time",
        MentionKind::Quantity => "quantity",
    }
}
