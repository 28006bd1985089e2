//! Words of the task's definition, from `data/muc4.toml`.

use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Word lists of the task, lower case and singular.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Left out of a mention before comparing.
    pub articles: BTreeSet<String>,
    /// They count or qualify: no part of the string that the keys give.
    pub vague: BTreeSet<String>,
    /// Land and military aims, which are no physical targets.
    pub no_targets: BTreeSet<String>,
    /// Bodies without a name that the keys give as organisations.
    pub bodies: BTreeSet<String>,
    /// Physical targets that are no places or buildings by their word.
    pub things: BTreeSet<String>,
}

/// The lists of `data/muc4.toml`.
pub fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        toml::from_str(include_str!("../../data/muc4.toml"))
            .expect("the built-in word list is well formed")
    });
    &WORDS
}
