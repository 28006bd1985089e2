//! Reading single reports and claims by their ids, and following what is added.

use crate::error::sqlite;
use crate::ledger::Ledger;
use crate::{Coded, Record, StoreError};
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use sayso_model::{Claim, ClaimId, ReportId};
use std::path::Path;

impl Ledger {
    /// Opens a ledger that is there, to read only; what others add meanwhile is seen.
    pub fn open_to_read(path: impl AsRef<Path>) -> Result<Ledger, StoreError> {
        let name = path.as_ref().display().to_string();
        let failed = |error| sqlite(&name, error);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path.as_ref(), flags).map_err(failed)?;
        connection
            .execute_batch(
                "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA busy_timeout = 10000;",
            )
            .map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Ledger {
            connection,
            path: name,
        })
    }

    /// Number of the last entry of the chain: it grows with everything that is added.
    pub fn last_entry(&self) -> Result<u64, StoreError> {
        self.connection
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM entry")
            .and_then(|mut statement| statement.query_row([], |row| row.get::<_, i64>(0)))
            .map(i64::unsigned_abs)
            .map_err(|error| sqlite(&self.path, error))
    }

    /// Reports whose coding was added after an entry of the chain, in the order of their first addition.
    pub fn coded_after(&self, entry: u64) -> Result<Vec<ReportId>, StoreError> {
        let failed = |error| sqlite(&self.path, error);
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT subject FROM entry WHERE seq > ?1 AND subject_kind = 'coding' ORDER BY seq",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map([entry as i64], |row| row.get::<_, String>(0))
            .map_err(failed)?;
        let mut reports: Vec<ReportId> = Vec::new();
        for row in rows {
            // The subject is the report's id and the generation's.
            let subject = row.map_err(failed)?;
            let report = subject.split(' ').next().unwrap_or_default().to_owned();
            reports.push(ReportId(report));
        }
        let mut seen = std::collections::BTreeSet::new();
        reports.retain(|report| seen.insert(report.clone()));
        Ok(reports)
    }

    /// The records of one kind with a higher number, in the order they were appended.
    pub fn records_after(&self, kind: &str, number: u64) -> Result<Vec<Record>, StoreError> {
        let failed = |error| sqlite(&self.path, error);
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT number, json FROM record WHERE kind = ?1 AND number > ?2 ORDER BY number",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map(params![kind, number as i64], |row| {
                Ok(Record {
                    number: row.get::<_, i64>(0)?.unsigned_abs(),
                    json: row.get(1)?,
                })
            })
            .map_err(failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    /// A report with the claims of the newest generation that coded it.
    pub fn newest(&self, report: &ReportId) -> Result<Option<Coded>, StoreError> {
        let failed = |error| sqlite(&self.path, error);
        let newest: Option<(String, String)> = self
            .connection
            .prepare_cached(
                "SELECT coding.generation, generation.json FROM coding JOIN generation ON generation.id = coding.generation
                 WHERE coding.report = ?1 ORDER BY generation.number DESC LIMIT 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([&report.0], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()
            })
            .map_err(failed)?;
        let Some((generation, json)) = newest else {
            return Ok(None);
        };
        let Some(report) = self.report(report)? else {
            return Ok(None);
        };
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT json FROM claim WHERE report = ?1 AND generation = ?2 ORDER BY position",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map(params![report.id.0, generation], |row| {
                row.get::<_, String>(0)
            })
            .map_err(failed)?;
        let mut claims: Vec<Claim> = Vec::new();
        for json in rows {
            claims.push(self.parsed(&json.map_err(failed)?)?);
        }
        Ok(Some(Coded {
            report,
            generation: self.generation(&json)?,
            claims,
        }))
    }

    /// The claim with exactly this id, from the newest generation that has it.
    pub fn claim_by_id(&self, id: &ClaimId) -> Result<Option<Claim>, StoreError> {
        let json: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT claim.json FROM claim JOIN generation ON generation.id = claim.generation
                 WHERE claim.id = ?1 ORDER BY generation.number DESC LIMIT 1",
            )
            .and_then(|mut statement| statement.query_row([&id.0], |row| row.get(0)).optional())
            .map_err(|error| sqlite(&self.path, error))?;
        json.map(|json| self.parsed(&json)).transpose()
    }
}
