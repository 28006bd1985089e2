//! Acts in the ledger and in the index.

use super::{ACT, Act, Deed, Judgement, Word, words};
use crate::error::DeskError;
use crate::index::Index;
use crate::pages::incident::Event;
use crate::project::Project;
use rusqlite::{OptionalExtension, Row, params};
use sayso_model::{Claim, ClaimId, Report, ReportId};
use std::collections::{BTreeMap, BTreeSet};

/// An act with its number in the ledger.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) number: u64,
    pub(crate) undone: bool,
    /// On the claim of today.
    pub(crate) act: Act,
    /// The claim it was made on.
    pub(crate) original: Option<String>,
}

const COLUMNS: &str = "SELECT number, undone, json, claim FROM act";

fn kept(row: &Row<'_>) -> rusqlite::Result<Option<Kept>> {
    let json: String = row.get(2)?;
    let claim = row.get(3)?;
    Ok(serde_json::from_str(&json).ok().map(|mut act: Act| Kept {
        number: row.get::<_, i64>(0).unwrap_or(0).unsigned_abs(),
        undone: row.get(1).unwrap_or(false),
        original: std::mem::replace(&mut act.claim, claim),
        act,
    }))
}

impl Index {
    fn acts(&self, condition: &str, value: &str, limit: usize) -> Result<Vec<Kept>, DeskError> {
        let query = format!("{COLUMNS} WHERE {condition} LIMIT ?2");
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&query)?;
            let rows = statement.query_map(params![value, limit as i64], kept)?;
            rows.collect::<rusqlite::Result<Vec<Option<Kept>>>>()
        })
        .map(|rows| rows.into_iter().flatten().collect())
    }
}

fn rejected(connection: &rusqlite::Connection, claim: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM act WHERE claim = ?1 AND act = 'reject')")?
        .query_row([claim], |row| row.get(0))
}

impl Index {
    /// Whether somebody ever rejected a claim.
    pub(crate) fn was_rejected(&self, claim: &str) -> Result<bool, DeskError> {
        self.read(|connection| rejected(connection, claim))
    }

    /// Acts by their numbers, with the claims they are on now.
    pub(crate) fn move_acts(&self, moved: &[(u64, String)]) -> Result<(), DeskError> {
        if moved.is_empty() {
            return Ok(());
        }
        self.write(|transaction| {
            for (number, claim) in moved {
                transaction
                    .prepare_cached("UPDATE act SET claim = ?2 WHERE number = ?1")?
                    .execute(params![*number as i64, claim])?;
            }
            Ok(())
        })
    }
}

impl Project {
    /// Appends an act to the ledger and takes it into the index; gives its number.
    pub(crate) fn append_act(&self, act: &Act) -> Result<u64, DeskError> {
        let json = serde_json::to_string(act).unwrap_or_default();
        let number = self.writer().append_records(ACT, &[json])?;
        self.take_new()?;
        Ok(number)
    }

    /// Takes new acts into the index; gives the reports whose claims they change, and the number of the last.
    pub(crate) fn take_acts(&self) -> Result<(BTreeSet<ReportId>, u64), DeskError> {
        let from = self.index.number("acts")?;
        let records = self.read(|ledger| ledger.records_after(ACT, from))?;
        let Some(last) = records.last() else {
            return Ok((BTreeSet::new(), from));
        };
        let mut touched = BTreeSet::new();
        self.index.write(|connection| {
            for record in &records {
                let Ok(act) = serde_json::from_str::<Act>(&record.json) else { continue };
                connection
                    .prepare_cached("INSERT OR REPLACE INTO act (number, act, by, claim, report, incident, undone, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)")?
                    .execute(params![record.number as i64, act.did.name(), act.by, act.claim, act.report, act.incident, record.json])?;
                if let Deed::Undo { number, .. } = act.did {
                    undo(connection, number)?;
                }
                // Accepting a claim that nobody rejected changes nothing of it.
                let stands = match &act.did {
                    Deed::Note => true,
                    Deed::Accept => !rejected(connection, act.claim.as_deref().unwrap_or_default())?,
                    _ => false,
                };
                if !stands {
                    touched.extend(act.report.map(ReportId));
                }
            }
            Ok(())
        })?;
        Ok((touched, last.number))
    }

    /// Every act on a report's claims, taken back or not.
    pub(crate) fn all_acts_on_report(&self, report: &str) -> Result<Vec<Kept>, DeskError> {
        self.index.acts(
            "report = ?1 AND claim IS NOT NULL ORDER BY number",
            report,
            10_000,
        )
    }

    pub(crate) fn act(&self, number: u64) -> Result<Option<Kept>, DeskError> {
        self.index
            .read(|connection| {
                connection
                    .prepare_cached(&format!("{COLUMNS} WHERE number = ?1"))?
                    .query_row([number as i64], kept)
                    .optional()
            })
            .map(Option::flatten)
    }

    /// Acts that hold on a claim, in their order.
    pub(crate) fn acts_on(&self, claim: &str) -> Result<Vec<Kept>, DeskError> {
        self.index.acts(
            "claim = ?1 AND undone = 0 AND act <> 'undo' ORDER BY number",
            claim,
            1_000,
        )
    }

    /// Acts that hold on a report's claims, in their order.
    pub(crate) fn acts_on_report(&self, report: &str) -> Result<Vec<Kept>, DeskError> {
        self.index.acts(
            "report = ?1 AND undone = 0 AND act <> 'undo' ORDER BY number",
            report,
            10_000,
        )
    }

    /// The log, the newest first, from an act on.
    pub(crate) fn log(&self, before: Option<u64>, limit: usize) -> Result<Vec<Kept>, DeskError> {
        let before = before.map_or_else(|| i64::MAX.to_string(), |number| number.to_string());
        self.index.acts(
            "number < CAST(?1 AS INTEGER) ORDER BY number DESC",
            &before,
            limit,
        )
    }

    /// The last act of a person that they may take back.
    pub(crate) fn last_act(&self, by: &str) -> Result<Option<Kept>, DeskError> {
        Ok(self
            .index
            .acts(
                "by = ?1 AND undone = 0 AND act <> 'undo' ORDER BY number DESC",
                by,
                1,
            )?
            .pop())
    }

    /// What each reviewer says of a claim.
    pub(crate) fn words_on(&self, claim: &str) -> Result<BTreeMap<String, Word>, DeskError> {
        let acts = self.acts_on(claim)?;
        Ok(words(acts.iter().map(|kept| &kept.act)))
    }

    pub(crate) fn word(&self, claim: &str, by: &str) -> Result<Option<Word>, DeskError> {
        Ok(self.words_on(claim)?.remove(by))
    }

    /// A claim of the coder, or one that a reviewer added, with its report.
    pub(crate) fn claim_with_report(&self, id: &str) -> Result<Option<(Claim, Report)>, DeskError> {
        let mut claim = self.read(|ledger| ledger.claim_by_id(&ClaimId(id.to_owned())))?;
        if claim.is_none() {
            claim = self
                .acts_on(id)?
                .into_iter()
                .find_map(|kept| match kept.act.did {
                    Deed::Add { after } => Some(*after),
                    _ => None,
                });
        }
        let Some(claim) = claim else { return Ok(None) };
        let report = self.read(|ledger| ledger.report(&claim.report))?;
        Ok(report.map(|report| (claim, report)))
    }

    /// Claims that reviewers added to a report, in the order of their acts.
    pub(crate) fn added(&self, report: &str) -> Result<Vec<(String, Claim)>, DeskError> {
        Ok(self
            .acts_on_report(report)?
            .into_iter()
            .filter_map(|kept| match kept.act.did {
                Deed::Add { after } => Some((kept.act.by, *after)),
                _ => None,
            })
            .collect())
    }

    /// What publishers put out and withdrew, in order.
    pub(crate) fn acts_of_publishing(&self) -> Result<Vec<Kept>, DeskError> {
        self.index.acts(
            "act IN ('publish', 'withdraw') AND undone = 0 AND ?1 = '' ORDER BY number",
            "",
            100_000,
        )
    }

    /// What each reviewer says of the claims of an incident.
    pub(crate) fn judgements_of_incident(
        &self,
        id: &str,
    ) -> Result<BTreeMap<String, Vec<Judgement>>, DeskError> {
        let acts = self.index.acts(
            "claim IN (SELECT id FROM claim WHERE incident = ?1) AND undone = 0 AND act <> 'undo' ORDER BY number",
            id,
            10_000,
        )?;
        let mut by_claim: BTreeMap<String, Vec<Act>> = BTreeMap::new();
        for Kept { act, .. } in acts {
            if let Some(claim) = act.claim.clone() {
                by_claim.entry(claim).or_default().push(act);
            }
        }
        Ok(by_claim
            .into_iter()
            .map(|(claim, acts)| {
                let words = words(acts.iter());
                let said = words.iter().filter_map(|(by, word)| word.judgement(by));
                (claim, said.collect())
            })
            .collect())
    }

    /// Where a claim of the program stands among those of its report.
    pub(crate) fn position(&self, claim: &str) -> Result<usize, DeskError> {
        let id = ClaimId(claim.to_owned());
        let Some(found) = self.read(|ledger| ledger.claim_by_id(&id))? else {
            return Ok(0);
        };
        let coded = self.read(|ledger| ledger.newest(&found.report))?;
        let at = coded.and_then(|coded| coded.claims.iter().position(|other| other.id == id));
        Ok(at.unwrap_or(0))
    }

    /// Claims that were in an incident until somebody rejected them.
    pub(crate) fn rejected_from(&self, incident: &str) -> Result<Vec<String>, DeskError> {
        let acts = self.index.acts(
            "incident = ?1 AND act = 'reject' AND undone = 0 AND claim IS NOT NULL ORDER BY number",
            incident,
            1_000,
        )?;
        let mut out: Vec<String> = Vec::new();
        for claim in acts.into_iter().filter_map(|kept| kept.act.claim) {
            if self.index.claim(&claim)?.is_none() && !out.contains(&claim) {
                out.push(claim);
            }
        }
        Ok(out)
    }

    /// What reviewers did with an incident and its claims, as far as it may be told.
    pub(crate) fn acts_of_incident(
        &self,
        id: &str,
        told: &impl Fn(&Act) -> bool,
    ) -> Result<Vec<Event>, DeskError> {
        let mut acts = self
            .index
            .acts("incident = ?1 ORDER BY number", id, 1_000)?;
        acts.extend(self.index.acts(
            "claim IN (SELECT id FROM claim WHERE incident = ?1) ORDER BY number",
            id,
            10_000,
        )?);
        acts.sort_by_key(|kept| kept.number);
        acts.dedup_by_key(|kept| kept.number);
        Ok(acts
            .into_iter()
            .filter(|kept| told(&kept.act))
            .map(|kept| Event {
                when: Some(kept.act.at),
                what: match (kept.act.note.as_str(), kept.undone) {
                    ("", false) => kept.act.did.told(),
                    ("", true) => format!("{} (taken back)", kept.act.did.told()),
                    (note, false) => format!("{}: {note}", kept.act.did.told()),
                    (note, true) => format!("{}: {note} (taken back)", kept.act.did.told()),
                },
                by: Some(kept.act.by),
            })
            .collect())
    }

    /// Claims that two or more reviewers judged: claim and report.
    pub(crate) fn judged_by_several(
        &self,
        limit: usize,
    ) -> Result<Vec<(String, String)>, DeskError> {
        self.index.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT claim, min(report) FROM act WHERE undone = 0 AND act IN ('accept', 'reject', 'correct') AND claim IS NOT NULL
                 GROUP BY claim HAVING count(DISTINCT by) > 1 ORDER BY max(number) DESC LIMIT ?1",
            )?;
            let rows = statement.query_map([limit as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }

    /// Reports that reviewers worked on, in an order of their content.
    pub(crate) fn worked_on(&self) -> Result<Vec<String>, DeskError> {
        self.index.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT report FROM act WHERE undone = 0 AND act IN ('accept', 'reject', 'correct', 'add') AND report IS NOT NULL ORDER BY report",
            )?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect()
        })
    }
}

/// Marks an act as taken back; taking back an undo brings its act to life again.
fn undo(connection: &rusqlite::Connection, number: u64) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE act SET undone = 1 WHERE number = ?1",
        [number as i64],
    )?;
    let json: Option<String> = connection
        .query_row(
            "SELECT json FROM act WHERE number = ?1",
            [number as i64],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(Act {
        did: Deed::Undo { number: of, .. },
        ..
    }) = json.and_then(|json| serde_json::from_str(&json).ok())
    {
        connection.execute("UPDATE act SET undone = 0 WHERE number = ?1", [of as i64])?;
    }
    Ok(())
}
