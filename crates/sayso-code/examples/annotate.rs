use sayso_code::Coder;

use sayso_eval::{AnnotationLine, Figure};
use sayso_knowledge::Knowledge;
use sayso_model::*;
fn figure(f: &Field<Count>) -> Option<Figure> { f.value().map(|c| Figure { low: c.low.map(|x| x as _), best: c.best.map(|x| x as _), high: c.high.map(|x| x as _) }) }
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let overlays: Vec<std::path::PathBuf> = args[1..].iter().map(Into::into).collect();
    let knowledge = Knowledge::load_all(&overlays).0.unwrap();
    let lex = sayso_place::Gazetteer::bundled().unwrap().with_extra(knowledge.place_entries.clone());
    let light: Box<dyn sayso_text::Analyser> = if std::env::var("LIGHT").is_ok() { Box::new(sayso_syntax::Light) } else { Box::new(sayso_syntax::Accurate::new().unwrap()) };
    let coder = Coder::new(&knowledge, &lex, light.as_ref());
    sayso_read::read_path(std::path::Path::new(&args[0]), &sayso_read::ReadOptions::default(), &mut |r| {
        let r = match r { Ok(r) => r, Err(e) => { eprintln!("{e}"); return } };
        let coding = coder.code(&r);
        if std::env::var("WHY").is_ok() { for n in &coding.not_coded { eprintln!("{} NOT {} {} | {}", r.input_id, n.rule, n.reason, n.sentence.slice(&r.text).unwrap()); } }
        for (i, c) in coding.claims.iter().enumerate() {
            let ev: Vec<String> = c.evidence.iter().map(|s| s.slice(&r.text).unwrap().to_owned()).collect();
            let mut l = AnnotationLine::new(r.input_id.clone(), c.kind, ev);
            l.claim_id = format!("{}-c{:02}", r.input_id, i + 1);
            l.same_incident = c.same_incident.as_ref().and_then(|id| coding.claims.iter().position(|o| &o.id == id)).map(|p| format!("{}-c{:02}", r.input_id, p + 1));
            l.happened = c.happened;
            l.sources = c.sources.iter().map(|s| s.words.clone()).collect();
            l.perpetrator = c.perpetrator.value().map(|p| p.words.clone());
            l.target = c.target.value().map(|p| p.words.clone());
            l.weapon_class = c.weapon.value().map(|w| w.class);
            if let Some(p) = c.place.value() { l.place = p.names.iter().map(|n| n.words.clone()).collect(); l.place_point = p.point.map(|p| (p.latitude, p.longitude)); }
            if let Some(w) = c.when.value() { l.date_start = w.start; l.date_end = w.end; l.date_basis = Some(w.basis); }
            l.killed = figure(&c.killed); l.injured = figure(&c.injured);
            l.victims_type = c.victims.value().copied();
            l.cumulative_since = c.cumulative_since.value().copied();
            l.hedged = c.hedged; l.self_claim = c.self_claim; l.aggregate = c.aggregate;
            println!("{}", l.to_json());
        }
    });
}
