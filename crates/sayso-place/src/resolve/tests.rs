use super::*;

fn answers(names: &[(&str, Option<&str>)]) -> Vec<Resolved> {
    let gazetteer = Gazetteer::bundled().expect("the bundled places open");
    let names: Vec<NameInText> = names
        .iter()
        .map(|(name, holder)| NameInText {
            name: (*name).to_owned(),
            holder: holder.map(str::to_owned),
            unit: None,
        })
        .collect();
    let context = ResolveContext {
        inherit: true,
        ..ResolveContext::default()
    };
    resolve_all(&gazetteer, &names, &context)
        .into_iter()
        .map(|answer| answer.expect("an answer"))
        .collect()
}

#[test]
fn a_name_that_holds_a_town_is_the_land_and_not_the_town_of_that_name() {
    let found = answers(&[("Spokane", Some("Washington")), ("Washington", None)]);
    assert_eq!(found[1].place.kind, PlaceKind::Province);
}

#[test]
fn a_street_does_not_lie_in_the_town_it_is_named_for() {
    let found = answers(&[("Madrid Avenue", None), ("Lisbon", None)]);
    assert!(found[0].inherited);
    assert_eq!(found[0].place.name, "Lisbon");
}

#[test]
fn a_body_named_for_its_land_lies_there() {
    let found = answers(&[("Norwegian Central Bank", None), ("Lisbon", None)]);
    assert_eq!(found[0].place.country.as_deref(), Some("NO"));
    assert!(found[0].inherited);
}

#[test]
fn what_no_list_has_lies_at_the_place_named_beside_it() {
    let found = answers(&[
        ("Nairobi", None),
        ("Kampala", None),
        ("Kampala", None),
        ("Zzorbville Club", None),
    ]);
    assert_eq!(found[3].place.name, "Kampala");
}
