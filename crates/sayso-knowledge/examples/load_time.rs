//! Prints how long the stock takes to load and what it holds.

use sayso_knowledge::{ActorKind, Knowledge};

fn main() {
    let start = std::time::Instant::now();
    match Knowledge::builtin() {
        Ok(knowledge) => {
            let names: usize = knowledge.actors.actors().map(|(_, actor)| actor.names.len()).sum();
            println!("{} actors, {names} names in {:?}", knowledge.actors.len(), start.elapsed());
            let of = |test: fn(ActorKind) -> bool| knowledge.actors.actors().filter(|(_, actor)| test(actor.kind)).count();
            println!("armed {} media {} official {}", of(ActorKind::is_armed), of(ActorKind::is_medium), of(ActorKind::is_official));
        }
        Err(faults) => println!("{faults}"),
    }
}
