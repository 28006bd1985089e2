//! Prints the figures of a text given on the command line, with the analysis of its sentences.
//!
//! `cargo run -p sayso-casualty --example figures -- "Three guards were killed."`

mod common;

fn main() {
    let text = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    let lexicon = sayso_casualty::CasualtyLexicon::builtin();
    let provider = common::provider();
    let (document, mentions) = common::read(&text, &*provider, &lexicon);
    for sentence in &document.sentences {
        for (i, token) in sentence.tokens.iter().enumerate() {
            let head = token.head.map_or("-".to_owned(), |head| head.to_string());
            println!(
                "{i:3} {:20} {:15} {:?}\t{}\t{head}\t{}",
                token.form, token.lemma, token.upos, token.xpos, token.deprel
            );
        }
    }
    for mention in &mentions {
        println!(
            "{:?} {:?} [{}] {:?} {:?} of {:?} since {:?} {:?} {}{}{}",
            mention.outcome,
            mention.count,
            mention.span.slice(&text).unwrap_or("?"),
            mention.status,
            mention.part,
            mention.part_of,
            mention.since,
            mention.scope,
            if mention.superseded {
                "superseded "
            } else {
                ""
            },
            if mention.attackers { "attackers " } else { "" },
            mention.rule.0
        );
    }
}
