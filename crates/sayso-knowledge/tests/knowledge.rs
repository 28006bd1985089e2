//! The loader, the stock and the look-ups, from outside.

use sayso_knowledge::{ActorKind, Knowledge, NameKind, ResolveContext, Severity, check};
use sayso_text::{Token, Upos};
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

fn invented() -> Knowledge {
    Knowledge::load(&[fixture("invented")]).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Tokens as the treebank cuts them, near enough: punctuation and the possessive apart.
fn tokens(text: &str) -> Vec<Token> {
    let spaced = text
        .replace(',', " , ")
        .replace("'s", " 's")
        .replace("'S", " 'S")
        .replace('-', " - ")
        .replace('"', " \" ");
    spaced
        .split_whitespace()
        .map(|form| Token {
            span: sayso_model::Span { start: 0, end: 0 },
            form: form.to_owned(),
            lower: form.to_lowercase(),
            lemma: form.to_lowercase(),
            upos: Upos::X,
            xpos: "",
            head: None,
            deprel: "",
            quoted: false,
        })
        .collect()
}

fn mentions(knowledge: &Knowledge, text: &str, context: &ResolveContext) -> Vec<(String, String)> {
    let tokens = tokens(text);
    let found = knowledge.actors.find_mentions(&tokens, context);
    found
        .iter()
        .map(|mention| {
            let words: Vec<&str> = tokens[mention.tokens.clone()]
                .iter()
                .map(|token| token.form.as_str())
                .collect();
            let actor = mention.actor.map_or("?", |id| knowledge.actors.key(id));
            (words.join(" "), format!("{actor} {:?}", mention.kind))
        })
        .collect()
}

#[test]
fn the_stock_has_no_error_and_its_actors_no_warning() {
    let (_, faults) = Knowledge::load_all(&[]);
    assert!(!faults.has_errors(), "{faults}");
    // Rules without a negative example are warned of, and listed by `sayso check`.
    let rules = |fault: &sayso_knowledge::Fault| fault.file.starts_with("data/lang/");
    let others: Vec<String> = faults
        .0
        .iter()
        .filter(|fault| !rules(fault))
        .map(ToString::to_string)
        .collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn the_same_files_give_the_same_hash_and_others_another() {
    let stock = Knowledge::builtin().unwrap_or_else(|faults| panic!("{faults}"));
    let again = Knowledge::builtin().unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(stock.hash, again.hash);
    assert_ne!(stock.hash, invented().hash);
}

#[test]
fn main_names_are_neutral() {
    let loaded = [
        "terrorist",
        "regime",
        "martyr",
        "infidel",
        "bandit",
        "thug",
        "occupier",
        "puppet",
        "aggressor",
        "liberator",
        "crusader",
    ];
    let stock = Knowledge::builtin().unwrap_or_else(|faults| panic!("{faults}"));
    for (_, actor) in stock.actors.actors() {
        let words: Vec<String> = actor
            .name
            .to_lowercase()
            .split(|c: char| !c.is_alphabetic())
            .map(str::to_owned)
            .collect();
        // Names that bodies have given themselves ("… Martyrs' Brigades") stay as they are.
        let singular = |word: &String| {
            if word == "martyrs" {
                String::new()
            } else {
                word.trim_end_matches('s').to_owned()
            }
        };
        let bad = loaded
            .iter()
            .find(|bad| words.iter().any(|word| singular(word) == **bad));
        assert!(bad.is_none(), "{} is named {:?}", actor.id, actor.name);
    }
}

#[test]
fn a_file_with_ten_faults_reports_ten_faults_with_their_lines() {
    let report = check(&fixture("ten-faults.toml"));
    let text = std::fs::read_to_string(fixture("ten-faults.toml")).unwrap_or_default();
    let expected: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .filter_map(|(index, line)| {
            line.split_once("# FAULT: ")
                .map(|(_, what)| (index + 1, what.trim()))
        })
        .collect();
    assert_eq!(expected.len(), 10);
    let found: Vec<(usize, &str)> = report
        .faults
        .0
        .iter()
        .map(|fault| (fault.line, fault.what.as_str()))
        .collect();
    assert_eq!(found.len(), 10, "{}", report.faults);
    for ((line, words), fault) in expected.iter().zip(&report.faults.0) {
        assert!(
            fault.line == *line && fault.what.contains(words),
            "line {line}: {words}: {fault}"
        );
        assert!(!fault.mend.is_empty(), "{fault}");
    }
    assert!(Knowledge::load(&[fixture("ten-faults.toml")]).is_err());
}

#[test]
fn a_bad_path_is_a_fault_and_no_panic() {
    for name in ["nowhere", "broken.json", "broken.toml"] {
        let report = check(&fixture(name));
        assert!(report.faults.has_errors(), "{name}");
        assert!(
            report
                .faults
                .0
                .iter()
                .all(|fault| fault.file.contains(name)),
            "{}",
            report.faults
        );
    }
}

#[test]
fn an_unknown_key_of_a_json_overlay_is_told_and_passed_over() {
    let report = check(&fixture("invented.json"));
    assert!(!report.faults.has_errors(), "{}", report.faults);
    let warnings: Vec<usize> = report
        .faults
        .0
        .iter()
        .filter(|fault| fault.severity == Severity::Warning)
        .map(|fault| fault.line)
        .collect();
    assert_eq!(warnings, [8], "{}", report.faults);
    assert_eq!(
        (report.actors, report.places, report.operations),
        (4, 1, 1),
        "own entries only"
    );
}

#[test]
fn names_are_found_longest_first_in_any_writing() {
    let knowledge = invented();
    let context = knowledge.actors.context(None, None);
    let cases: &[(&str, &[(&str, &str)])] = &[
        (
            "Fighters of the Orvale Front shelled Tessin",
            &[("Orvale Front", "zz.orvale-front Full")],
        ),
        ("the orvale front", &[]),
        (
            "FIGHTERS OF THE ORVALE FRONT'S NORTH WING",
            &[("ORVALE FRONT 'S NORTH WING", "zz.north-wing Alias")],
        ),
        (
            "al-Nadra and Al Nadra and el-Nadrá",
            &[
                ("al - Nadra", "zz.nadra Full"),
                ("Al Nadra", "zz.nadra Full"),
                ("el - Nadrá", "zz.nadra Full"),
            ],
        ),
        (
            "Tell us that the U.Z. and UZ said",
            &[("U.Z.", "zz.union Alias"), ("UZ", "zz.union Alias")],
        ),
        ("they tell uz", &[]),
        ("THEY SHOT UZ YESTERDAY", &[]),
        ("THE U.Z. SAID", &[("U.Z.", "zz.union Alias")]),
        (
            "Tessinian drones, Front",
            &[("Tessinian", "zz.tessin Adjective"), ("Front", "? Shared")],
        ),
        ("Orvale, Front", &[("Front", "? Shared")]),
    ];
    for (text, expected) in cases {
        let found = mentions(&knowledge, text, &context);
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_shared_name_waits_for_its_context() {
    let knowledge = invented();
    let actors = &knowledge.actors;
    let mut context = actors.context(None, None);
    assert_eq!(actors.resolve("the Front", &context), None);
    if let Some(front) = actors.by_id("zz.orvale-front") {
        context.see(front);
    }
    assert_eq!(
        actors
            .resolve("the Front", &context)
            .map(|id| actors.key(id)),
        Some("zz.orvale-front")
    );
    let outlet = actors.outlet(Some("Tessin Radio"), None);
    assert!(outlet.is_some());
    let context = actors.context(outlet, None);
    assert_eq!(
        actors
            .resolve("the army", &context)
            .map(|id| actors.key(id)),
        Some("zz.army")
    );
}

#[test]
fn a_sides_word_counts_only_in_its_mouth() {
    let knowledge = invented();
    let actors = &knowledge.actors;
    let neutral = actors.context(
        actors.outlet(None, Some("https://www.meridian-wire.example/a/1")),
        None,
    );
    let own = actors.context(actors.outlet(Some("North Wing Media"), None), None);
    assert_eq!(actors.resolve("the masters of Tessin", &neutral), None);
    assert_eq!(
        actors
            .resolve("the masters of Tessin", &own)
            .map(|id| actors.key(id)),
        Some("zz.tessin")
    );
    let speaker = actors
        .by_id("zz.north-wing")
        .map(|id| actors.context_of_speaker(&neutral, id));
    let resolved = speaker.and_then(|context| actors.resolve_as("masters of Tessin", &context));
    assert_eq!(
        resolved.map(|(id, kind)| (actors.key(id), kind)),
        Some(("zz.tessin", NameKind::BySide))
    );
}

#[test]
fn parts_and_sides_have_dates() {
    let knowledge = invented();
    let actors = &knowledge.actors;
    let id = |key: &str| actors.by_id(key).unwrap_or_else(|| panic!("{key}"));
    let (wing, front, nadra) = (id("zz.north-wing"), id("zz.orvale-front"), id("zz.nadra"));
    let day = |year| Some(jiff::civil::date(year, 6, 1));
    assert!(actors.is_part_of(wing, front, None));
    assert!(actors.is_part_of(wing, front, day(2011)));
    assert!(!actors.is_part_of(wing, front, day(2009)));
    assert!(!actors.is_part_of(front, wing, None));
    assert!(actors.is_related(front, wing, None));
    assert!(actors.same_side(wing, nadra, day(2012)));
    assert!(!actors.same_side(wing, nadra, day(2016)));
    assert!(!actors.same_side(wing, id("zz.tessin"), None));
}

#[test]
fn a_phrase_resolves_by_its_head_only() {
    let knowledge = invented();
    let actors = &knowledge.actors;
    let context = actors.context(None, None);
    let cases = [
        ("Orvale Front fighters", Some("zz.orvale-front")),
        ("members of the Orvale Front", Some("zz.orvale-front")),
        ("the armed Orvale Front", Some("zz.orvale-front")),
        ("Orvale Front-backed militia", None),
        ("victims of the Orvale Front", None),
        ("Orvale Front (the Front)", Some("zz.orvale-front")),
        ("the rebel army", None),
        ("Orvale Front victims", None),
        ("Tessinian warplanes", Some("zz.tessin")),
        ("Tessinian farmers", None),
    ];
    for (words, expected) in cases {
        assert_eq!(
            actors
                .resolve_phrase(words, &context)
                .map(|id| actors.key(id)),
            expected,
            "{words}"
        );
    }
}

#[test]
fn ordinary_words_are_names_only_where_case_tells() {
    let stock = Knowledge::builtin().unwrap_or_else(|faults| panic!("{faults}"));
    let context = ResolveContext::default();
    let found = |text: &str| {
        mentions(&stock, text, &context)
            .into_iter()
            .map(|(_, actor)| actor)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        found("A CAR BOMB WENT OFF AT THE SITE"),
        Vec::<String>::new()
    );
    assert_eq!(
        found("they told us that turkey is eaten there"),
        Vec::<String>::new()
    );
    assert_eq!(found("Times were hard"), Vec::<String>::new());
    assert_eq!(found("as The Times reported"), ["outlet.times Full"]);
    assert_eq!(found("peace in the CAR"), ["country.cf Alias"]);
    assert_eq!(
        found("the U.S. and the UK"),
        ["country.us Alias", "country.gb Alias"]
    );
}

#[test]
fn the_stock_holds_what_it_promises() {
    let stock = Knowledge::builtin().unwrap_or_else(|faults| panic!("{faults}"));
    let of = |test: &dyn Fn(&sayso_knowledge::Actor) -> bool| {
        stock
            .actors
            .actors()
            .filter(|(_, actor)| test(actor))
            .count()
    };
    let by_hand = |actor: &sayso_knowledge::Actor| !actor.at.file.contains("countries-");
    assert!(of(&|actor| actor.kind == ActorKind::State) >= 195);
    assert!(of(&|actor| by_hand(actor) && !actor.kind.is_medium()) >= 500);
    assert!(of(&|actor| by_hand(actor) && actor.kind.is_medium()) >= 300);
}

#[test]
fn names_of_the_stock_lead_to_their_actors() {
    let stock = Knowledge::builtin().unwrap_or_else(|faults| panic!("{faults}"));
    let context = ResolveContext::default();
    let cases = [
        ("IDF", Some("il.military")),
        ("the Israeli army", Some("il.military")),
        ("Israel's military", Some("il.military")),
        ("Da’esh", Some("int.isis")),
        ("al-Qa'ida in Iraq", Some("iq.aqi")),
        (
            "FARABUNDO MARTI NATIONAL LIBERATION FRONT (FMLN)",
            Some("sv.fmln"),
        ),
        ("Türkiye", Some("country.tr")),
        (
            "Türkiye's Ministry of National Defense",
            Some("tr.defence-ministry"),
        ),
        ("Turkish Defence Ministry", Some("tr.defence-ministry")),
        ("حزب الله", Some("lb.hezbollah")),
        ("Houthi rebels", Some("ye.houthis")),
        ("Iran-backed militia groups", None),
        ("Northern Syria", None),
        ("US", Some("country.us")),
        ("us", None),
        ("the army", None),
    ];
    for (words, expected) in cases {
        assert_eq!(
            stock
                .actors
                .resolve_phrase(words, &context)
                .map(|id| stock.actors.key(id)),
            expected,
            "{words}"
        );
    }
}

#[test]
fn an_overlay_extends_the_word_lists_and_the_gazetteer() {
    let knowledge = invented();
    assert!(
        knowledge
            .words
            .events
            .weapons
            .weapons
            .iter()
            .any(|weapon| weapon.id == "zell-kite")
    );
    assert!(knowledge.words.events.weapons.weapons.len() > 1);
    assert_eq!(knowledge.place_entries.len(), 1);
}

#[test]
fn the_world_of_the_development_reports_loads_as_it_is() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let corpora = std::env::var("SAYSO_CORPORA").unwrap_or_else(|_| "../shared/corpora".to_owned());
    let path = repository.join(corpora).join("claims/registers/world.json");
    if !path.exists() {
        return;
    }
    let report = check(&path);
    assert!(report.faults.is_empty(), "{}", report.faults);
    let knowledge = Knowledge::load(&[path]).unwrap_or_else(|faults| panic!("{faults}"));
    let actors = &knowledge.actors;
    let own = actors.context(actors.outlet(Some("Horizon East TV"), None), None);
    let other = actors.context(actors.outlet(Some("KNB"), None), None);
    let name = |words: &str, context: &ResolveContext| {
        actors
            .resolve(words, context)
            .map(|id| actors.actor(id).name.clone())
    };
    assert_eq!(
        name("the regime", &own).as_deref(),
        Some("Republic of Karsia")
    );
    assert_eq!(name("the regime", &other), None);
    assert_eq!(
        name("terrorists", &other).as_deref(),
        Some("Veldan Liberation Front")
    );
    assert_eq!(
        name("the Interior Ministry", &other).as_deref(),
        Some("Karsian Interior Ministry")
    );
    assert_eq!(
        name("VLF", &other).as_deref(),
        Some("Veldan Liberation Front")
    );
    assert_eq!(
        name("Karsian authorities", &other).as_deref(),
        Some("Republic of Karsia")
    );
    let artillery = actors.resolve_phrase("Karsian artillery", &other);
    assert_eq!(
        artillery.map(|id| actors.actor(id).name.as_str()),
        Some("Republic of Karsia")
    );
    let army = actors.resolve("the army", &other);
    let outlet = actors.outlet(Some("General Command of the Karsian Army"), None);
    assert!(army.is_some() && army == outlet);
    assert_eq!(knowledge.places_extra.len(), 28);
    assert!(
        knowledge
            .operations
            .iter()
            .any(|operation| operation.name == "First Light")
    );
}

#[test]
fn a_geonames_dump_gives_places_and_names_its_bad_lines() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/dump.txt");
    let (knowledge, faults) = Knowledge::load_all(&[path]);
    let places = knowledge.map(|knowledge| knowledge.place_entries);
    let names: Vec<String> = places
        .unwrap_or_default()
        .into_iter()
        .map(|place| place.name)
        .collect();
    assert_eq!(names, ["Zanterby"]);
    let told: Vec<String> = faults.0.iter().map(ToString::to_string).collect();
    assert!(
        told.iter().any(|fault| fault.contains("dump.txt:2:")),
        "{told:?}"
    );
}
