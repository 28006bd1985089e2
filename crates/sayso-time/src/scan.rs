//! The walk over a document: sentence by sentence, matching, then resolving in reading order.

use crate::atoms::Atoms;
use crate::lexicon::TimeLexicon;
use crate::matching::{Match, find};
use crate::ranges;
use crate::resolve::{Place, Resolver, Setting};
use crate::{Role, TimeExpression};
use jiff::civil::Date;
use sayso_model::Span;
use sayso_text::{Document, ParagraphKind, Sentence};
use std::ops::Range;

/// All time expressions of a document in reading order, resolved against the publication date where they need it.
pub fn time_expressions(
    document: &Document,
    text: &str,
    published: Option<Date>,
    lexicon: &TimeLexicon,
) -> Vec<TimeExpression> {
    time_expressions_near(document, text, published, None, lexicon)
}

/// The same, where a day is known from beside the text, such as its title's: it lends its year, nothing else.
pub fn time_expressions_near(
    document: &Document,
    text: &str,
    published: Option<Date>,
    beside: Option<Date>,
    lexicon: &TimeLexicon,
) -> Vec<TimeExpression> {
    let mut resolver = Resolver {
        lexicon,
        published,
        anchor: None,
        day: None,
        story: beside,
        precise: None,
        aside: None,
        here: Place::default(),
        own_date: None,
    };
    let mut all = Vec::new();
    for (number, sentence) in document.sentences.iter().enumerate() {
        resolver.here = Place {
            sentence: number,
            paragraph: sentence.paragraph,
        };
        if let Some(dateline) = sentence.dateline {
            let mut atoms = Atoms::of_text(text, dateline);
            lexicon.mark(&mut atoms);
            let found = of_atoms(&mut resolver, &atoms, None, number);
            resolver.date_itself(&found);
            all.extend(found);
        }
        let mut atoms = Atoms::of_sentence(text, sentence);
        lexicon.mark(&mut atoms);
        let found = of_atoms(&mut resolver, &atoms, Some(sentence), number);
        let head = document
            .paragraphs
            .get(sentence.paragraph)
            .is_some_and(|one| one.kind == ParagraphKind::Heading);
        if head && sentence.paragraph < HEAD {
            resolver.date_itself(&found);
        }
        all.extend(found);
    }
    all
}

/// In how many first paragraphs a heading's date is the text's own.
const HEAD: usize = 4;

/// The date that a dateline gives, e.g. `SELM, 3 May (Agency) -`; its year may come from the publication date.
pub fn dateline_date(
    text: &str,
    dateline: Span,
    published: Option<Date>,
    lexicon: &TimeLexicon,
) -> Option<Date> {
    let mut resolver = Resolver {
        lexicon,
        published,
        anchor: None,
        day: None,
        story: None,
        precise: None,
        aside: None,
        here: Place::default(),
        own_date: None,
    };
    let mut atoms = Atoms::of_text(text, dateline);
    lexicon.mark(&mut atoms);
    of_atoms(&mut resolver, &atoms, None, 0)
        .into_iter()
        .filter_map(|expression| expression.value.interval())
        .find(|interval| interval.0 == interval.1)
        .map(|interval| interval.0)
}

fn of_atoms(
    resolver: &mut Resolver<'_>,
    atoms: &Atoms,
    sentence: Option<&Sentence>,
    number: usize,
) -> Vec<TimeExpression> {
    let matches = find(resolver.lexicon, atoms);
    let mut expressions: Vec<(TimeExpression, Range<usize>)> = Vec::new();
    for (at, found) in matches.iter().enumerate() {
        let setting = Setting {
            role: role(resolver.lexicon, atoms, found.start),
            future: future(resolver.lexicon, atoms, found),
            coupled: ranges::coupled(resolver.lexicon, atoms, &matches[at..]),
        };
        let outcome = resolver.resolve(atoms, found, setting);
        let make = |from: usize, to: usize| {
            let span = atoms.span(from..to)?;
            Some(TimeExpression {
                sentence: number,
                tokens: sentence.map_or(0..0, |sentence| tokens(sentence, span)),
                span,
                kind: outcome.kind,
                value: outcome.value.clone(),
                timex2_value: outcome.timex.clone(),
                role: setting.role,
                basis: outcome.basis,
                reference_used: outcome.reference,
                rule: resolver.lexicon.rules[found.rule].entry.id.clone(),
                ends: Vec::new(),
            })
        };
        let Some(mut expression) = make(found.start, found.end) else {
            continue;
        };
        if let Some((first, last, first_end, second_start)) = outcome.ends {
            for (interval, from, to) in [
                (first, found.start, first_end),
                (last, second_start, found.end),
            ] {
                if let Some(end) = make(from, to) {
                    expression
                        .ends
                        .push(ranges::end_of(end, interval, &outcome));
                }
            }
        }
        expressions.push((expression, found.start..found.end));
    }
    ranges::join(resolver.lexicon, atoms, expressions, |span| {
        sentence.map_or(0..0, |sentence| tokens(sentence, span))
    })
}

/// The tokens that a span touches.
fn tokens(sentence: &Sentence, span: Span) -> Range<usize> {
    let start = sentence
        .tokens
        .partition_point(|token| token.span.end <= span.start);
    let end = sentence
        .tokens
        .partition_point(|token| token.span.start < span.end);
    start..end.max(start)
}

/// What the preposition before an expression says; articles and words of approximation may stand between.
fn role(lexicon: &TimeLexicon, atoms: &Atoms, start: usize) -> Role {
    let prepositions = lexicon.class("preposition");
    let skipped = ["article", "approx", "modifier"].map(|name| lexicon.class(name));
    let mut end = start;
    for _ in 0..3 {
        let preposition = (end.saturating_sub(3)..end).find_map(|from| {
            lexicon
                .phrases_at(prepositions, atoms, from)
                .find(|(to, _)| *to == end)
        });
        if let Some((_, phrase)) = preposition {
            let role = lexicon.file.preposition[phrase.entry].role;
            let open =
                matches!(role, Role::On | Role::During) && since_clause(lexicon, atoms, start);
            return if open { Role::Since } else { role };
        }
        let skip = skipped.into_iter().find_map(|class| {
            (end.saturating_sub(3)..end).find(|from| {
                lexicon
                    .phrases_at(class, atoms, *from)
                    .any(|(to, _)| to == end)
            })
        });
        match skip {
            Some(from) => end = from,
            None => break,
        }
    }
    if since_clause(lexicon, atoms, start) {
        Role::Since
    } else {
        Role::None
    }
}

/// "Since the war began on 14 March": the clause that the expression dates opens a period.
fn since_clause(lexicon: &TimeLexicon, atoms: &Atoms, start: usize) -> bool {
    (start.saturating_sub(CLAUSE)..start)
        .rev()
        .take_while(|at| {
            atoms
                .get(*at)
                .is_some_and(|atom| atom.word || atom.number.is_some() || atom.lower == "'")
        })
        .any(|at| lexicon.in_list("since", atoms, at).is_some())
}

/// How many atoms around an expression are looked at for signs of the future.
const CLAUSE: usize = 12;

/// Whether the clause around an expression looks ahead: a word of the future stands nearer than a word of the past.
fn future(lexicon: &TimeLexicon, atoms: &Atoms, found: &Match<'_>) -> bool {
    let nearest = |list: &str| {
        let class = lexicon.class(list);
        let from = found.start.saturating_sub(CLAUSE);
        (from..(found.end + CLAUSE).min(atoms.list.len()))
            .filter(|at| *at < found.start || *at >= found.end)
            .filter(|at| lexicon.phrases_at(class, atoms, *at).next().is_some())
            .map(|at| {
                if at < found.start {
                    found.start - at
                } else {
                    at - found.end + 1
                }
            })
            .min()
    };
    match (nearest("future"), nearest("past")) {
        (Some(future), Some(past)) => future < past,
        (Some(_), None) => true,
        _ => false,
    }
}

/// Used by the joining of ranges for an outcome's own end.
pub(crate) type Found = (TimeExpression, Range<usize>);
