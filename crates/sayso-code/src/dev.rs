use crate::Lexicons;
use sayso_knowledge::Knowledge;
pub fn dev_lexicons(k: &Knowledge) -> Lexicons {
    let lex = sayso_place::PlaceLexicon::builtin();
    let entries = k.places_extra.iter().map(|e| {
        let mut p = sayso_place::PlaceEntry::new(e.name.clone(), lex.kind_of(&e.kind).unwrap_or(sayso_place::PlaceKind::Town));
        p.aliases = e.aliases.clone();
        p.parent = e.parent.clone();
        p.point = match (e.latitude, e.longitude) { (Some(latitude), Some(longitude)) => Some(sayso_model::Point { latitude, longitude }), _ => None };
        p
    }).collect();
    Lexicons { language: "en".into(), segment: sayso_text::SegmentLexicon::builtin().clone(), events: sayso_knowledge::events::EventKnowledge::builtin().unwrap(), times: sayso_time::TimeLexicon::builtin().clone(), casualties: sayso_casualty::CasualtyLexicon::builtin(), places: sayso_place::PlaceLexicon::builtin().clone(), gazetteer: sayso_place::Gazetteer::bundled().unwrap().with_extra(entries) }
}
