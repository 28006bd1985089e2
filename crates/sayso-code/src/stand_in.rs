//! Pass: the names of parties are hidden from the analysis of sentences, so that swapping two parties changes no tree;
//! wordings that the analysis misreads are shown to it in plainer words.

use sayso_knowledge::events::{Plain, StandIn};
use sayso_knowledge::{ActorKind, Knowledge, NameKind};
use sayso_text::{Document, Lemmatiser, Sentence};

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
            let Some(first) = stand_in.words.len().checked_sub(length) else {
                return Vec::new();
            };
            let mut words = stand_in.words[first..].to_vec();
            if let (true, Some(last)) = (plural, words.last_mut()) {
                last.clone_from(&stand_in.plural);
            }
            words
        }
    }
}
