//! The linking of a desk: reports come one after another, each is set against all that came before, copies among them.

use crate::desk::DeskEngine;
use crate::linking::copies_among;
use sayso_desk::Links;
use sayso_link::{Archive, Decision, Grouping, Incident, align_copies};
use sayso_model::{Claim, ClaimId, Report, ReportId};
use sayso_origin::{KnownTexts, OriginWords, ReportText, copies_kept};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Texts that a new one is compared with, at most, beside the other copies of each.
const NEAREST: usize = 16;

type Coded = (Report, Vec<Claim>);

/// A linking that goes on.
pub(crate) struct DeskLinks<'e> {
    engine: &'e DeskEngine,
    archive: Archive<'e>,
    texts: KnownTexts,
    /// The first report with the text of each, where that is another one.
    first_of: BTreeMap<ReportId, ReportId>,
    copies_of: BTreeMap<ReportId, BTreeSet<ReportId>>,
    claims: BTreeMap<ReportId, Vec<ClaimId>>,
}

impl<'e> DeskLinks<'e> {
    pub(crate) fn new(engine: &'e DeskEngine) -> DeskLinks<'e> {
        DeskLinks {
            engine,
            archive: Archive::new(&engine.linker, engine.threads),
            texts: KnownTexts::default(),
            first_of: BTreeMap::new(),
            copies_of: BTreeMap::new(),
            claims: BTreeMap::new(),
        }
    }

    /// All reports with the text of one, the one among them.
    fn of_one_text(&self, report: &ReportId) -> BTreeSet<ReportId> {
        let first = self.first_of.get(report).unwrap_or(report);
        let mut all = self.copies_of.get(first).cloned().unwrap_or_default();
        all.insert(first.clone());
        all.insert(report.clone());
        all
    }

    /// Makes reports one text; gives those whose first report is another now.
    fn join(&mut self, group: &BTreeSet<ReportId>, first: &ReportId) -> Vec<ReportId> {
        let mut changed = Vec::new();
        for report in group {
            self.copies_of.remove(report);
            let before = match report == first {
                true => self.first_of.remove(report),
                false => self.first_of.insert(report.clone(), first.clone()),
            };
            if before.as_ref().unwrap_or(report) != first {
                changed.push(report.clone());
            }
        }
        let copies = group.iter().filter(|report| *report != first);
        self.copies_of
            .insert(first.clone(), copies.cloned().collect());
        changed
    }

    /// Finds of which texts new reports are copies; gives the reports whose first report is another now.
    fn find_copies<'c>(&mut self, reports: &mut Pool<'c, '_>, fresh: &[ReportId]) -> Vec<ReportId> {
        let mut near: BTreeSet<ReportId> = fresh.iter().cloned().collect();
        for report in fresh {
            for other in self.texts.nearest(report, NEAREST) {
                near.extend(self.of_one_text(other));
            }
        }
        let texts: Vec<Report> = near
            .iter()
            .filter_map(|report| Some(reports.get(report)?.0.clone()))
            .collect();
        let copies = copies_among(texts.iter());
        let mut changed = Vec::new();
        for group in copies
            .groups()
            .iter()
            .filter(|group| !group.copies.is_empty())
        {
            // What was one text before stays one.
            let all: BTreeSet<ReportId> = group
                .reports()
                .flat_map(|report| self.of_one_text(report))
                .collect();
            let day = |report: &ReportId| {
                let published = reports.get(report)?.0.published.date();
                Some((published.is_none(), published, report.clone()))
            };
            let mut days: Vec<_> = all.iter().filter_map(day).collect();
            days.sort();
            if let Some((_, _, first)) = days.into_iter().next() {
                changed.extend(self.join(&all, &first));
            }
        }
        changed
    }
}

/// Reports at hand, and those that can be fetched.
struct Pool<'c, 't> {
    held: BTreeMap<ReportId, Cow<'c, Coded>>,
    there: &'t dyn Fn(&ReportId) -> Option<Coded>,
}

impl Pool<'_, '_> {
    fn get(&mut self, report: &ReportId) -> Option<&Coded> {
        if !self.held.contains_key(report) {
            let coded = (self.there)(report)?;
            self.held.insert(report.clone(), Cow::Owned(coded));
        }
        self.held.get(report).map(Cow::as_ref)
    }
}

impl Links for DeskLinks<'_> {
    fn put(&mut self, coded: &[Coded], there: &dyn Fn(&ReportId) -> Option<Coded>) {
        let mut reports = Pool {
            held: coded
                .iter()
                .map(|one| (one.0.id.clone(), Cow::Borrowed(one)))
                .collect(),
            there,
        };
        let mut touched: BTreeSet<ReportId> = reports.held.keys().cloned().collect();
        let fresh: Vec<ReportId> = touched
            .iter()
            .filter(|report| !self.claims.contains_key(*report))
            .cloned()
            .collect();
        let begins = self.claims.is_empty();
        let texts: Vec<ReportText<'_>> = coded.iter().map(|(report, _)| report.into()).collect();
        let copies = copies_kept(&texts, OriginWords::builtin(), &mut self.texts);
        if begins {
            for group in copies
                .groups()
                .iter()
                .filter(|group| !group.copies.is_empty())
            {
                self.join(&group.reports().cloned().collect(), &group.first);
            }
        } else {
            touched.extend(self.find_copies(&mut reports, &fresh));
        }
        // Copies lean on the claims of their first text.
        for (report, _) in coded {
            touched.extend(
                self.copies_of
                    .get(&report.id)
                    .into_iter()
                    .flatten()
                    .cloned(),
            );
        }
        let firsts: BTreeMap<ReportId, ReportId> = touched
            .iter()
            .filter_map(|report| Some((report.clone(), self.first_of.get(report)?.clone())))
            .collect();
        let wanted: BTreeSet<&ReportId> = touched.iter().chain(firsts.values()).collect();
        let itemiser = self.engine.linker.itemiser(&self.engine.stock.knowledge);
        let mut items = Vec::new();
        for report in wanted {
            if let Some((report, claims)) = reports.get(report) {
                items.extend(itemiser.items(report, claims, Grouping::Used));
            }
        }
        align_copies(&mut items, &firsts);
        items.retain(|item| touched.contains(&item.order.report));
        let former: Vec<ClaimId> = touched
            .iter()
            .filter_map(|report| self.claims.get(report))
            .flatten()
            .cloned()
            .collect();
        self.archive.remove(&former);
        self.archive.add(items);
        for (report, claims) in coded {
            let ids = claims.iter().map(|claim| claim.id.clone()).collect();
            self.claims.insert(report.id.clone(), ids);
        }
    }

    fn decide(&mut self, decisions: &[Decision]) {
        self.archive.decide(decisions);
    }

    fn changed(&mut self) -> Vec<Incident> {
        self.archive.changed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{Analysis, CoderArguments};
    use crate::linking::linker;
    use crate::stock::Stock;
    use sayso_desk::{Engine, Input};
    use sayso_mention::Model;
    use std::path::Path;

    const STORY: &str = "Ostrevan warplanes bombed a grain market in Tornwick on Tuesday, killing nine people and wounding 23, the Kelmoor health ministry said. Vendors had set up their stalls at dawn and the square was full when the first bomb fell, a porter said. A clinic two streets away took in the wounded until noon.";

    fn engine() -> DeskEngine {
        let world = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/world.json");
        let arguments = CoderArguments {
            knowledge: vec![world],
            analysis: Analysis::Light,
            jobs: None,
        };
        DeskEngine {
            stock: Stock::load(&arguments).expect("the stock"),
            linker: linker(None).expect("a linker"),
            names: Model::shipped().expect("a model"),
            threads: 1,
        }
    }

    fn coded(engine: &DeskEngine, outlet: &str, day: &str, text: &str) -> Coded {
        let input = Input {
            name: outlet.to_owned(),
            bytes: text.as_bytes().to_vec(),
            outlet: Some(outlet.to_owned()),
            published: Some(day.to_owned()),
            ..Input::default()
        };
        let report = engine.read(&input).remove(0).expect("a report");
        let claims = engine.code(&report).claims;
        assert!(!claims.is_empty(), "{text}");
        (report, claims)
    }

    #[test]
    fn copies_that_come_later_are_linked_as_if_all_had_come_together() {
        let engine = engine();
        let other = STORY
            .replace("Tornwick", "Oldmere")
            .replace("grain market", "depot");
        let all = [
            coded(&engine, "Northway Wire", "2024-05-15", STORY),
            coded(&engine, "Harbour Post", "2024-05-16", STORY),
            coded(&engine, "Far Gazette", "2024-05-17", &other),
            coded(&engine, "Early Bird", "2024-05-15", STORY),
        ];
        let there = |id: &ReportId| all.iter().find(|(report, _)| report.id == *id).cloned();
        let mut together = DeskLinks::new(&engine);
        together.put(&all, &there);
        let want = together.archive.incidents();
        assert!(want.len() >= 2, "{want:?}");
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]] {
            let mut links = DeskLinks::new(&engine);
            for at in order {
                links.put(&all[at..=at], &there);
            }
            assert_eq!(links.archive.incidents(), want, "{order:?}");
            assert_eq!(links.first_of, together.first_of, "{order:?}");
            assert_eq!(links.first_of.len(), 2, "three are one text");
            // The same again, as after a correction, changes nothing.
            links.changed();
            links.put(&all[..1], &there);
            assert_eq!(links.archive.incidents(), want);
        }
    }

    #[test]
    fn a_place_that_a_reviewer_names_is_found_as_coding_finds_it() {
        let engine = engine();
        let (report, claims) = coded(&engine, "Northway Wire", "2024-05-15", STORY);
        let as_coded = claims[0].place.value().expect("a place");
        let place = engine.place("Tornwick", &report).expect("known");
        assert_eq!(
            (place.point, place.precision),
            (as_coded.point, as_coded.precision)
        );
        let place = engine
            .place("Oldmere", &report)
            .expect("known, though not in the report");
        assert!(place.point.is_some());
        assert_eq!(place.names[0].words, "Oldmere");
        assert_eq!(engine.place("the second stall", &report), None);
    }
}
