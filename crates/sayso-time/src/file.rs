//! The data file `time.toml` as it is written: word classes, lists, fragments and rules.

use crate::{Modifier, Role, Unit};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Which day a relative expression is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AnchorKind {
    /// The report's publication date.
    Publication,
    /// The last date the text itself named.
    Text,
}

/// What a rule's captures are turned into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Operation {
    Calendar,
    Numeric,
    DayRange,
    YearRange,
    Decade,
    Century,
    Weekday,
    Deictic,
    RelativeUnit,
    UnitThe,
    PartOf,
    Weekend,
    Window,
    WindowOne,
    Shift,
    ShiftDay,
    ShiftSince,
    Beside,
    DayBeside,
    Duration,
    Frequency,
    Reference,
    Clock,
    Daypart,
    DaypartAt,
    Named,
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty $(= $default:expr)?),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            pub(crate) names: Vec<String>,
            #[serde(default)]
            pub(crate) short: Vec<String>,
            #[serde(default)]
            pub(crate) ambiguous: bool,
            #[serde(default)]
            pub(crate) capital: Option<bool>,
            $(pub(crate) $field: $kind,)*
        }
    )*};
}

classes! {
    MonthEntry { number: i8 }
    WeekdayEntry { number: i8 }
    SeasonEntry { timex: String, months: [i8; 2] }
    DaypartEntry { timex: String }
    UnitEntry { unit: Unit, times: Option<u32> }
    EraEntry { before: bool }
    MeridiemEntry { hours: i8 }
    /// A fixed day (month and day) or one counted from Easter; neither: known to be a feast, undated.
    HolidayEntry { month: Option<i8>, day: Option<i8>, easter: Option<i64> }
    /// A day or stretch of days known by a name; `to` is missing where only the first day is known.
    NamedEntry { from: jiff::civil::Date, to: Option<jiff::civil::Date> }
    NumberEntry { value: f64 }
    DeicticEntry { days: [i64; 2], daypart: Option<String> }
    RelativeEntry { shift: i64, anchor: AnchorKind }
    DirectionEntry { sign: i64, anchor: AnchorKind }
    WindowEntry { sign: i64 }
    ModifierEntry { r#mod: Modifier, part: [f64; 2] }
    TimexEntry { timex: String }
    PrepositionEntry { role: Role }
}

/// One rule: a pattern, what it makes, and the sentences that test it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleEntry {
    pub(crate) id: String,
    pub(crate) means: String,
    pub(crate) pattern: String,
    pub(crate) op: Operation,
    /// Names of lists whose words must not stand directly before, or after, the expression.
    #[serde(default)]
    pub(crate) not_after: Vec<String>,
    #[serde(default)]
    pub(crate) not_before: Vec<String>,
    /// The expression must not be followed by a capitalised word.
    #[serde(default)]
    pub(crate) not_before_capital: bool,
    /// The expression must not be the second part of a capitalised name.
    #[serde(default)]
    pub(crate) no_name: bool,
    /// Later expressions are not counted from this one.
    #[serde(default)]
    pub(crate) weak_anchor: bool,
    pub(crate) yes: Vec<String>,
    pub(crate) no: Vec<String>,
}

/// A whole data file; an overlay may leave out any part.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TimeFile {
    pub(crate) month: Vec<MonthEntry>,
    pub(crate) weekday: Vec<WeekdayEntry>,
    pub(crate) season: Vec<SeasonEntry>,
    pub(crate) daypart: Vec<DaypartEntry>,
    pub(crate) unit: Vec<UnitEntry>,
    pub(crate) era: Vec<EraEntry>,
    pub(crate) meridiem: Vec<MeridiemEntry>,
    pub(crate) holiday: Vec<HolidayEntry>,
    pub(crate) named: Vec<NamedEntry>,
    pub(crate) number: Vec<NumberEntry>,
    pub(crate) ordinal: Vec<NumberEntry>,
    pub(crate) vague: Vec<NumberEntry>,
    pub(crate) deictic: Vec<DeicticEntry>,
    pub(crate) relative: Vec<RelativeEntry>,
    pub(crate) direction: Vec<DirectionEntry>,
    pub(crate) window: Vec<WindowEntry>,
    pub(crate) modifier: Vec<ModifierEntry>,
    pub(crate) part_of: Vec<TimexEntry>,
    pub(crate) reference: Vec<TimexEntry>,
    pub(crate) frequency: Vec<TimexEntry>,
    pub(crate) preposition: Vec<PrepositionEntry>,
    pub(crate) lists: BTreeMap<String, Vec<String>>,
    pub(crate) fragments: BTreeMap<String, String>,
    pub(crate) rule: Vec<RuleEntry>,
}

impl TimeFile {
    /// Adds an overlay: entries join the classes, list words join their list, fragments and rules of one name replace.
    pub(crate) fn merge(&mut self, over: TimeFile) {
        self.month.extend(over.month);
        self.weekday.extend(over.weekday);
        self.season.extend(over.season);
        self.daypart.extend(over.daypart);
        self.unit.extend(over.unit);
        self.era.extend(over.era);
        self.meridiem.extend(over.meridiem);
        self.holiday.extend(over.holiday);
        self.named.extend(over.named);
        self.number.extend(over.number);
        self.ordinal.extend(over.ordinal);
        self.vague.extend(over.vague);
        self.deictic.extend(over.deictic);
        self.relative.extend(over.relative);
        self.direction.extend(over.direction);
        self.window.extend(over.window);
        self.modifier.extend(over.modifier);
        self.part_of.extend(over.part_of);
        self.reference.extend(over.reference);
        self.frequency.extend(over.frequency);
        self.preposition.extend(over.preposition);
        for (name, words) in over.lists {
            self.lists.entry(name).or_default().extend(words);
        }
        self.fragments.extend(over.fragments);
        for rule in over.rule {
            match self.rule.iter_mut().find(|known| known.id == rule.id) {
                Some(known) => *known = rule,
                None => self.rule.push(rule),
            }
        }
    }
}
