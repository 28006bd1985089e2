//! Pass: the names of parties are hidden from the analysis of sentences, so that swapping two parties changes no tree;
//! wordings that the analysis misreads are shown to it in plainer words.

use sayso_knowledge::events::{Plain, StandIn};
use sayso_knowledge::{ActorKind, Knowledge, NameKind};
use sayso_text::{Document, Lemmatiser, Sentence};
use std::ops::Range;

/// A token whose form was hidden.
pub(crate) struct Hidden {
    sentence: usize,
    token: usize,
    form: String,
}

/// Puts stand-ins for the names of armed and official parties into the sentences that are wanted.
pub(crate) fn hide(
    knowledge: &Knowledge,
    document: &mut Document,
    wanted: impl Fn(&Sentence) -> bool,
) -> Vec<Hidden> {
    let stand_in = &knowledge.words.events.events.grammar.stand_in;
    let people = &knowledge.words.events.parties.people;
    let mut context = knowledge.actors.context(None, None);
    let mut hidden = Vec::new();
    for (number, sentence) in document.sentences.iter_mut().enumerate() {
        if !wanted(sentence) {
            continue;
        }
        let capitals = sentence.is_upper_case();
        let mut long = long_names(knowledge, sentence);
        for mention in knowledge.actors.find_mentions(&sentence.tokens, &context) {
            let Some(actor) = mention.actor else { continue };
            let kind = knowledge.actors.kind(actor);
            if matches!(mention.kind, NameKind::Full | NameKind::Alias) {
                context.see(actor);
            }
            let named = matches!(
                mention.kind,
                NameKind::Full | NameKind::Alias | NameKind::Shared
            );
            let party = (kind.is_armed() || kind.is_official()) && kind != ActorKind::Person;
            let Some(tokens) = sentence.tokens.get(mention.tokens.clone()) else {
                continue;
            };
            let written_as_name = tokens
                .iter()
                .all(|token| token.form.starts_with(char::is_uppercase));
            // "TORVAN REBELS": in capitals nothing tells the common noun from a name.
            let names_people = capitals
                && tokens.last().is_some_and(|last| {
                    last.lower
                        .strip_suffix('s')
                        .is_some_and(|one| people.iter().any(|word| word == one))
                });
            // The longer of two names: "Liberation" is no newspaper in "the Movement for the Liberation of the North".
            let covers = |outer: &Range<usize>, inner: &Range<usize>| {
                outer.start <= inner.start && inner.end <= outer.end
            };
            if long
                .iter()
                .any(|name| covers(name, &mention.tokens) && *name != mention.tokens)
            {
                continue;
            }
            long.retain(|name| {
                name.end <= mention.tokens.start || mention.tokens.end <= name.start
            });
            if !(named && party && written_as_name) || names_people {
                continue;
            }
            let state = kind == ActorKind::State;
            for (index, word) in mention.tokens.clone().zip(words(
                stand_in,
                tokens.len(),
                state,
                is_plural(&tokens[tokens.len() - 1].lower),
            )) {
                let word = if capitals { word.to_uppercase() } else { word };
                let form = std::mem::replace(&mut sentence.tokens[index].form, word);
                hidden.push(Hidden {
                    sentence: number,
                    token: index,
                    form,
                });
            }
        }
        for name in long {
            let plural = is_plural(&sentence.tokens[name.end - 1].lower);
            let stand_ins = words(stand_in, name.len(), false, plural);
            for (index, word) in name.zip(stand_ins) {
                let form = std::mem::replace(&mut sentence.tokens[index].form, word);
                hidden.push(Hidden {
                    sentence: number,
                    token: index,
                    form,
                });
            }
        }
        let plain = &knowledge.words.events.events.grammar.plain;
        hidden.extend(put_plainly(plain, number, sentence));
    }
    hidden
}

/// "shot dead", which the analysis takes for a noun: it reads "struck dead".
fn put_plainly(plain: &[Plain], number: usize, sentence: &mut Sentence) -> Vec<Hidden> {
    let mut hidden = Vec::new();
    for index in 0..sentence.tokens.len() {
        let rest = &sentence.tokens[index..];
        let found = plain.iter().find(|plain| {
            plain.words.len() <= rest.len()
                && (plain.words.iter().zip(rest)).all(|(word, token)| token.lower == *word)
        });
        let Some(found) = found else { continue };
        for (offset, (token, word)) in
            (sentence.tokens[index..].iter_mut().zip(&found.read)).enumerate()
        {
            // A hidden name keeps its stand-in.
            if token.lower == *word || !token.form.eq_ignore_ascii_case(&token.lower) {
                continue;
            }
            let capitals = token.form.chars().all(char::is_uppercase);
            let word = if capitals {
                word.to_uppercase()
            } else {
                word.clone()
            };
            hidden.push(Hidden {
                sentence: number,
                token: index + offset,
                form: std::mem::replace(&mut token.form, word),
            });
        }
    }
    hidden
}

/// "the Movement for the Liberation of the North": long names of bodies that no register has, as token ranges. The
/// analysis hangs what stands behind "for" on the verb.
fn long_names(knowledge: &Knowledge, sentence: &Sentence) -> Vec<Range<usize>> {
    let events = &knowledge.words.events;
    let grammar = &events.events.grammar;
    let tokens = &sentence.tokens;
    if sentence.is_upper_case() {
        return Vec::new();
    }
    let capital = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| token.form.starts_with(char::is_uppercase))
    };
    let is = |at: usize, words: &[String]| {
        tokens
            .get(at)
            .is_some_and(|token| words.contains(&token.lower))
    };
    let is_body =
        |at: usize| is(at, &events.parties.group_names) || is(at, &events.reporting.any_body);
    let joins = |at: usize| {
        is(at, &grammar.name_for) || is(at, &grammar.within_name) || is(at, &grammar.definite)
    };
    let mut found = Vec::new();
    let mut at = 1;
    while at + 2 < tokens.len() {
        if !(capital(at) && is_body(at) && is(at + 1, &grammar.name_for)) {
            at += 1;
            continue;
        }
        // What opens the sentence is capitalised anyway.
        let start = (1..=at)
            .rev()
            .take_while(|&before| capital(before))
            .last()
            .unwrap_or(at);
        let mut end = at + 1;
        while end < at + LONGEST_NAME {
            let next = (end..end + 3).find(|&next| !joins(next)).unwrap_or(end);
            if !capital(next) {
                break;
            }
            end = next + 1;
        }
        if end > at + 2 {
            found.push(start..end);
        }
        at = end.max(at + 1);
    }
    found
}

/// Names of bodies are no longer than this behind their first noun, in words.
const LONGEST_NAME: usize = 10;

/// Gives the hidden tokens their forms back, and the dictionary forms that go with them.
pub(crate) fn restore(document: &mut Document, hidden: Vec<Hidden>) {
    let lemmatiser = Lemmatiser::builtin();
    for Hidden {
        sentence,
        token,
        form,
    } in hidden
    {
        let Some(sentence) = document.sentences.get_mut(sentence) else {
            continue;
        };
        let (capitals, analysed) = (sentence.is_upper_case(), sentence.analysed);
        let Some(token) = sentence.tokens.get_mut(token) else {
            continue;
        };
        token.form = form;
        if analysed {
            token.lemma = lemmatiser.lemma(&token.form, token.upos, token.xpos, capitals);
        }
    }
}

fn is_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss") && word.len() > 4
}

/// The words that stand for a name; none for one longer than there are words.
fn words(stand_in: &StandIn, length: usize, state: bool, plural: bool) -> Vec<String> {
    match length {
        1 if state => vec![stand_in.state.clone()],
        1 => vec![stand_in.word.clone()],
        _ => {
            let first = stand_in.words.len().saturating_sub(length);
            let mut words = stand_in.words[first..].to_vec();
            // "the Front for the Liberation of the North": the first word stands for all that have none of their own.
            let more = length - words.len();
            if let Some(word) = stand_in.words.first() {
                words.splice(0..0, std::iter::repeat_n(word.clone(), more));
            }
            if let (true, Some(last)) = (plural, words.last_mut()) {
                last.clone_from(&stand_in.plural);
            }
            words
        }
    }
}
