//! Blocks: which claims are compared at all.
//!
//! Each channel has two sides; an item of one side is compared with the items of the other under a common key. Whether two
//! items meet does not depend on which came first, so that the order of input changes nothing.

use crate::item::{Days, Item};
use crate::words::{hash, hash_on};
use sayso_model::PlacePrecision;

/// The keys of one item.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// Keys under which it is put, by side.
    pub(crate) put: [Vec<u64>; 2],
    /// Keys under which it looks for others, by the side it looks at.
    pub(crate) look: [Vec<u64>; 2],
    /// As `look`, for keys that bring nobody together when too many share them.
    pub(crate) look_unless_crowded: [Vec<u64>; 2],
    /// Keys under which nobody is hidden: its own text and operation.
    pub(crate) open: Vec<u64>,
    /// Its own town and day, or region and day: where many share it, most are hidden from each other (`crowd`).
    pub(crate) home: Option<u64>,
}

const ANY: usize = 0;
const SPECIAL: usize = 1;

/// Degrees of a cell in which towns are compared with towns.
const CELL: f64 = 0.5;
/// Degrees of a cell in which provinces and countries are compared with towns.
const REGION: f64 = 5.0;
/// Words of one item that are used as keys.
const WORDS: usize = 4;
const WORDS_WITHOUT_PLACE: usize = 12;
/// A time longer than this brings nobody together across reports.
const LONGEST_DAYS: i32 = 100;

/// How far an inferred day may be off.
const INFERRED_DAYS: i32 = 4;

/// The keys of an item, each once.
pub(crate) fn keys(item: &Item) -> Keys {
    let mut keys = all_keys(item);
    for some in [&mut keys.put, &mut keys.look, &mut keys.look_unless_crowded] {
        for keys in some {
            keys.sort_unstable();
            keys.dedup();
        }
    }
    keys.home = home(item);
    keys
}

/// Where an item is at home: the finest cell of place and time that it has.
fn home(item: &Item) -> Option<u64> {
    let time = item.time?;
    if time.end - time.start > LONGEST_DAYS {
        return None;
    }
    let place = item.place.as_ref()?;
    let point = place.point?;
    let day = time.start as u32 as u64;
    if place.precision <= PlacePrecision::District {
        let cell = cell(point, CELL, 0, 0);
        return Some(if time.precise && !time.assumed {
            key("home-day", &[cell, day])
        } else {
            key("home-month", &[cell, months(time).next()?])
        });
    }
    (time.precise && !time.assumed).then(|| key("home-region", &[cell(point, REGION, 0, 0), day]))
}

/// The keys under which the hidden of a crowded home meet: what tells one occurrence of a town and day from the next.
pub(crate) fn within_home(home: u64, item: &Item) -> Vec<u64> {
    let mut keys = Vec::new();
    let mut add = |what: &str, value: u64| keys.push(key(what, &[home, value]));
    let target = item.target.iter().flat_map(|target| &target.words);
    for word in item.words.iter().take(WORDS_WITHOUT_PLACE).chain(target) {
        add("word", *word);
    }
    for site in item
        .target
        .iter()
        .flat_map(|target| &target.sites)
        .chain(&item.sites)
    {
        add("site", *site);
    }
    if let Some(place) = &item.place {
        add("name", place.name);
    }
    for (what, range) in [("killed", item.killed), ("injured", item.injured)] {
        if let Some(best) = range.and_then(|range| range.best) {
            add(what, best);
        }
    }
    if let Some(actor) = item.perpetrator.as_ref().and_then(|who| who.actor) {
        add("by", actor);
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The keys of an item. `SPECIAL` holds only items that lack a precise place or a stated time; these look at all.
fn all_keys(item: &Item) -> Keys {
    let mut keys = Keys::default();
    keys.open.push(key("text", &[item.text]));
    if let Some(operation) = item.operation {
        keys.open.push(key("named", &[operation]));
    }
    let Some(time) = item.time else { return keys };
    if time.end - time.start > LONGEST_DAYS {
        return keys;
    }
    let near_days = || (time.start - 1..=time.end + 1).map(|day| day as u32 as u64);
    let own_days = || (time.start..=time.end).map(|day| day as u32 as u64);
    let special_time = !time.precise || time.assumed;
    let fine = item
        .place
        .as_ref()
        .filter(|place| place.precision <= PlacePrecision::District)
        .and_then(|place| place.point);
    if let Some(point) = fine {
        if special_time {
            for month in months(time) {
                keys.put[SPECIAL].push(key("cell-month", &[cell(point, CELL, 0, 0), month]));
                for cell in around(point, CELL) {
                    keys.look[ANY].push(key("cell-month", &[cell, month]));
                    keys.look[SPECIAL].push(key("cell-month", &[cell, month]));
                }
            }
        } else {
            for day in own_days() {
                keys.put[ANY].push(key("cell-day", &[cell(point, CELL, 0, 0), day]));
                keys.put[ANY].push(key("region-day", &[cell(point, REGION, 0, 0), day]));
            }
            for day in near_days() {
                for cell in around(point, CELL) {
                    keys.look[ANY].push(key("cell-day", &[cell, day]));
                }
                for cell in around(point, REGION) {
                    keys.look[SPECIAL].push(key("region-day", &[cell, day]));
                }
            }
            for month in months(time) {
                keys.put[ANY].push(key("cell-month", &[cell(point, CELL, 0, 0), month]));
                for cell in around(point, CELL) {
                    keys.look[SPECIAL].push(key("cell-month", &[cell, month]));
                }
            }
            weeks_of(point, time, &mut keys);
        }
    }
    names(item, time, special_time, &mut keys);
    if !special_time && !time.stated {
        names(item, time, true, &mut keys);
    }
    if special_time {
        return keys;
    }
    match &item.place {
        Some(place) if fine.is_none() => {
            if let Some(point) = place.point {
                for day in own_days() {
                    keys.put[SPECIAL].push(key("region-day", &[cell(point, REGION, 0, 0), day]));
                }
                for (day, cell) in
                    near_days().flat_map(|day| around(point, REGION).map(move |cell| (day, cell)))
                {
                    keys.look[ANY].push(key("region-day", &[cell, day]));
                    keys.look[SPECIAL].push(key("region-day", &[cell, day]));
                }
            }
        }
        Some(_) => {}
        None => {
            for word in item.words.iter().take(WORDS_WITHOUT_PLACE) {
                for day in own_days() {
                    keys.put[SPECIAL].push(key("word-day", &[*word, day]));
                }
                for day in near_days() {
                    keys.look_unless_crowded[ANY].push(key("word-day", &[*word, day]));
                    keys.look_unless_crowded[SPECIAL].push(key("word-day", &[*word, day]));
                }
            }
            return keys;
        }
    }
    for word in item.words.iter().take(WORDS) {
        for day in own_days() {
            keys.put[ANY].push(key("word-day", &[*word, day]));
        }
        for day in near_days() {
            keys.look_unless_crowded[SPECIAL].push(key("word-day", &[*word, day]));
        }
    }
    keys
}

/// A day that is only inferred may be some days off: it is looked for in the weeks around.
fn weeks_of(point: (f64, f64), time: Days, keys: &mut Keys) {
    let off = if time.stated { 0 } else { INFERRED_DAYS };
    for week in (time.start - off).div_euclid(7)..=(time.end + off).div_euclid(7) {
        let in_week = |cell: u64| key("cell-week", &[cell, week as u32 as u64]);
        let own = in_week(cell(point, CELL, 0, 0));
        if time.stated {
            keys.put[ANY].push(own);
        } else {
            keys.put[SPECIAL].push(own);
        }
        for near in around(point, CELL) {
            keys.look_unless_crowded[SPECIAL].push(in_week(near));
            if !time.stated {
                keys.look_unless_crowded[ANY].push(in_week(near));
            }
        }
    }
}

/// The first name is put on one side, every name on the other, so that a quarter meets its town.
fn names(item: &Item, time: Days, special_time: bool, keys: &mut Keys) {
    let Some(place) = &item.place else { return };
    let days = |wide: i32| (time.start - wide..=time.end + wide).map(|day| day as u32 as u64);
    if special_time {
        for month in months(time) {
            for name in &place.names {
                keys.put[SPECIAL].push(key("name-month", &[*name, month]));
                keys.look_unless_crowded[ANY].push(key("name-month", &[*name, month]));
                keys.look_unless_crowded[SPECIAL].push(key("name-month", &[*name, month]));
            }
        }
        return;
    }
    for month in months(time) {
        for name in &place.names {
            keys.put[ANY].push(key("name-month", &[*name, month]));
            keys.look_unless_crowded[SPECIAL].push(key("name-month", &[*name, month]));
        }
    }
    for day in days(0) {
        keys.put[ANY].push(key("name-day", &[place.name, day]));
        for name in &place.names {
            keys.put[SPECIAL].push(key("name-day", &[*name, day]));
        }
    }
    for day in days(1) {
        for name in &place.names {
            keys.look_unless_crowded[ANY].push(key("name-day", &[*name, day]));
        }
        keys.look_unless_crowded[SPECIAL].push(key("name-day", &[place.name, day]));
    }
}

/// Stretches of thirty days that a time touches.
fn months(time: Days) -> impl Iterator<Item = u64> {
    (time.start.div_euclid(30)..=time.end.div_euclid(30)).map(|month| month as u32 as u64)
}

fn key(channel: &str, parts: &[u64]) -> u64 {
    parts.iter().fold(hash(channel.as_bytes()), |key, part| {
        hash_on(key, &part.to_le_bytes())
    })
}

fn cell(point: (f64, f64), degrees: f64, down: i64, right: i64) -> u64 {
    let columns = (360.0 / degrees) as i64;
    let row = (point.0 / degrees).floor() as i64 + down;
    let column = ((point.1 / degrees).floor() as i64 + right).rem_euclid(columns);
    ((row + 1000) * 10_000 + column) as u64
}

fn around(point: (f64, f64), degrees: f64) -> impl Iterator<Item = u64> {
    (-1..=1).flat_map(move |down| (-1..=1).map(move |right| cell(point, degrees, down, right)))
}
