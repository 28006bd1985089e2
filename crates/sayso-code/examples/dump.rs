
use sayso_knowledge::Knowledge;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let knowledge = Knowledge::load_all(&[]).0.unwrap();
    let lex = sayso_place::Gazetteer::bundled().unwrap().with_extra(knowledge.place_entries.clone());
    let a: Box<dyn sayso_text::Analyser> = if std::env::var("LIGHT").is_ok() { Box::new(sayso_syntax::Light) } else { Box::new(sayso_syntax::Accurate::new().unwrap()) };
    for t in &args {
        let mut d = sayso_text::segment(t, &knowledge.words.segment);
        sayso_text::analyse(&mut d, a.as_ref(), |_| true);
        for s in &d.sentences { for (i, k) in s.tokens.iter().enumerate() { println!("{i:3} {:18} {:14} {:?} {} <-{:?} {} {}", k.form, k.lemma, k.upos, k.xpos, k.head, k.deprel, if k.quoted {"Q"} else {""}); } println!(); }
        let id = sayso_model::ReportId("x".into());
        let r = sayso_model::Report { id, input_id: "x".into(), origin: "".into(), outlet: None, url: None, published: sayso_model::Published::Unknown, modified: None, title: None, language: sayso_model::Language::Undetermined, text: t.clone(), boilerplate: vec![], raw_sha256: "".into(), encoding: "".into(), notes: vec![] };
        let c = sayso_code::Coder::new(&knowledge, &lex, a.as_ref()).code(&r);
        for c in c.claims { println!("{:?} {} {:?} S={:?} P={:?} T={:?} W={:?} k={:?} i={:?} @{:?}", c.kind, c.kind_rule.0, c.happened, c.sources.iter().map(|s| (&s.words, &s.cue)).collect::<Vec<_>>(), c.perpetrator.value().map(|p| (&p.words,&p.registry)), c.target.value().map(|p| (&p.words,&p.registry)), c.weapon.value().map(|w| &w.words), c.killed.value().map(|k|(k.low,k.best,k.high)), c.injured.value().map(|k|(k.low,k.best,k.high)), c.place.value().map(|p| p.names.iter().map(|n| n.words.clone()).collect::<Vec<_>>())); }
        for n in c.not_coded { println!("NOT {} {} {:?}", n.rule, n.reason, n.words.slice(t)); }
    }
}
