//! Reads names, one per line, from standard input and prints whom each means without context.

use sayso_knowledge::{Knowledge, ResolveContext};
use std::io::BufRead;

fn main() {
    let Ok(knowledge) =
        Knowledge::load(&std::env::args().skip(1).map(Into::into).collect::<Vec<_>>())
    else {
        return;
    };
    let context = ResolveContext::default();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let found = knowledge.actors.resolve_phrase(&line, &context);
        println!(
            "{}\t{line}",
            found.map_or("-", |id| knowledge.actors.key(id))
        );
    }
}
