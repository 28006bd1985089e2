//! One coder for all tests: the stock and the invented world, the models loaded once.

use jiff::civil::Date;
use sayso_code::Coder;
use sayso_knowledge::Knowledge;
use sayso_model::{Language, Published, PublishedBasis, Report, ReportId, sha256_hex};
use sayso_place::Gazetteer;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What a coder is made of, for tests that make their own.
pub(crate) struct World {
    pub(crate) knowledge: Knowledge,
    pub(crate) gazetteer: Gazetteer,
    accurate: sayso_syntax::Accurate,
}

pub(crate) fn tests_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

pub(crate) fn load(overlay: &Path) -> World {
    let knowledge = Knowledge::load(&[overlay.to_owned()])
        .unwrap_or_else(|faults| panic!("{}: {faults:?}", overlay.display()));
    let gazetteer = Gazetteer::bundled()
        .expect("the bundled places")
        .with_extra(knowledge.place_entries.clone());
    World {
        knowledge,
        gazetteer,
        accurate: sayso_syntax::Accurate::new().expect("the bundled models"),
    }
}

impl World {
    pub(crate) fn coder(&self) -> Coder<'_> {
        Coder::new(&self.knowledge, &self.gazetteer, &self.accurate)
    }
}

/// The stock and the invented world of the tests.
pub(crate) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| load(&tests_folder().join("fixtures/world.json")))
}

pub(crate) fn coder() -> &'static Coder<'static> {
    static CODER: OnceLock<Coder<'static>> = OnceLock::new();
    CODER.get_or_init(|| world().coder())
}

/// A report of its text, day of publication and outlet.
pub(crate) fn report(text: &str, day: Option<Date>, outlet: Option<&str>) -> Report {
    let published = match day {
        Some(date) => Published::Known {
            date,
            time: None,
            offset_seconds: None,
            basis: PublishedBasis::Metadata,
        },
        None => Published::Unknown,
    };
    Report {
        id: ReportId::of_content(outlet, None, &published, None, text),
        input_id: "case".to_owned(),
        origin: "case".to_owned(),
        outlet: outlet.map(str::to_owned),
        url: None,
        published,
        modified: None,
        title: None,
        language: Language::Undetermined,
        text: text.to_owned(),
        boilerplate: Vec::new(),
        raw_sha256: sha256_hex(text.as_bytes()),
        encoding: "UTF-8".to_owned(),
        notes: Vec::new(),
    }
}
