//! Prints what the stock, or the working copy of it named as argument, holds and how long it takes to load; faults if any.

use sayso_knowledge::{ActorKind, Faults, Knowledge, Layer};

fn main() {
    let start = std::time::Instant::now();
    let mut faults = Faults::default();
    let layer = match std::env::args().nth(1) {
        Some(path) => Layer::read(path.as_ref(), &mut faults),
        None => Layer::builtin(),
    };
    let (knowledge, found) = Knowledge::of_layers(&[layer]);
    let elapsed = start.elapsed();
    println!("{faults}{found}");
    let actors = &knowledge.actors;
    let names: usize = actors.actors().map(|(_, actor)| actor.names.len()).sum();
    println!("{} actors, {names} names in {elapsed:?}", actors.len());
    let by_hand = |test: fn(ActorKind) -> bool| {
        let of_file = |file: &str| !file.contains("countries-");
        actors
            .actors()
            .filter(|(_, actor)| test(actor.kind) && of_file(&actor.at.file))
            .count()
    };
    println!(
        "by hand: {} actors that are no media, {} of them armed; {} media",
        by_hand(|kind| !kind.is_medium()),
        by_hand(ActorKind::is_armed),
        by_hand(ActorKind::is_medium)
    );
}
