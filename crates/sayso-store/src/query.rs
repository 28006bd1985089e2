//! Reading back: reports and claims, in an order that depends on their content alone.

use crate::StoreError;
use crate::error::sqlite;
use crate::ledger::{Generation, Ledger, unit_name};
use rusqlite::{OptionalExtension, params};
use sayso_model::{Claim, Kind, Report, ReportId};
use serde::de::DeserializeOwned;

/// Which codings of a report are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Which {
    /// Of each report, that of the generation which came to the ledger last.
    #[default]
    Newest,
    /// Those of one generation, by its id.
    Generation(String),
    All,
}

/// Which claims are wanted; what is `None` does not restrict.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub codings: Which,
    pub report: Option<ReportId>,
    pub kind: Option<Kind>,
    /// Registry id of the perpetrator or of the target.
    pub party: Option<String>,
    /// Claims dated on or after this day.
    pub from: Option<jiff::civil::Date>,
    /// Claims dated on or before this day.
    pub to: Option<jiff::civil::Date>,
}

/// A report with those claims of one generation that a query asks for, in the coder's order.
#[derive(Debug, Clone, PartialEq)]
pub struct Coded {
    pub report: Report,
    pub generation: Generation,
    pub claims: Vec<Claim>,
}

/// One claim with the generation that made it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredClaim {
    pub claim: Claim,
    pub generation: Generation,
}

impl Ledger {
    /// Gives every coded report that the query's report and generation allow, with its matching claims, one at a time.
    ///
    /// Reports come by input id, then by content; a report without a matching claim comes with none.
    pub fn coded(&self, query: &Query, each: &mut dyn FnMut(Coded)) -> Result<(), StoreError> {
        let failed = |error| sqlite(&self.path, error);
        let (generation, newest) = match &query.codings {
            Which::Newest => (None, true),
            Which::Generation(id) => (Some(id.as_str()), false),
            Which::All => (None, false),
        };
        let mut codings = self
            .connection
            .prepare_cached(
                "SELECT coding.report, coding.generation, generation.json FROM coding JOIN generation ON generation.id = coding.generation
                 WHERE (?1 IS NULL OR coding.report = ?1) AND (?2 IS NULL OR coding.generation = ?2)
                   AND (?3 = 0 OR generation.number = (SELECT max(g.number) FROM coding c JOIN generation g ON g.id = c.generation WHERE c.report = coding.report))
                 ORDER BY (SELECT min(input_id) FROM reading WHERE reading.report = coding.report), coding.report, coding.generation",
            )
            .map_err(failed)?;
        let rows = codings
            .query_map(
                params![
                    query.report.as_ref().map(|report| &report.0),
                    generation,
                    newest
                ],
                |row| {
                    Ok((
                        row.get::<_, String>(0)?,
                        row.get::<_, String>(1)?,
                        row.get::<_, String>(2)?,
                    ))
                },
            )
            .map_err(failed)?;
        for row in rows {
            let (report, generation_id, generation) = row.map_err(failed)?;
            let claims = self.matching(query, &report, &generation_id)?;
            let report = self
                .report(&ReportId(report.clone()))?
                .ok_or_else(|| self.damaged(format!("report {report} is missing")))?;
            each(Coded {
                report,
                generation: self.generation(&generation)?,
                claims,
            });
        }
        Ok(())
    }

    /// The claims that match a query, in the order of [`Ledger::coded`].
    pub fn claims(&self, query: &Query) -> Result<Vec<StoredClaim>, StoreError> {
        let mut claims = Vec::new();
        self.coded(query, &mut |coded| {
            let generation = coded.generation;
            claims.extend(coded.claims.into_iter().map(|claim| StoredClaim {
                claim,
                generation: generation.clone(),
            }));
        })?;
        Ok(claims)
    }

    /// The claim with that id, or with the only id that begins so; from the newest generation that has it.
    pub fn claim(&self, id: &str) -> Result<Option<StoredClaim>, StoreError> {
        let failed = |error| sqlite(&self.path, error);
        if id.is_empty() {
            return Ok(None);
        }
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT claim.id, claim.json, generation.json FROM claim JOIN generation ON generation.id = claim.generation
                 WHERE claim.id >= ?1 AND substr(claim.id, 1, length(?1)) = ?1 AND (claim.id = ?1 OR claim.id < ?1 || char(0x10FFFF))
                 ORDER BY claim.id, generation.number DESC",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map([id], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                ))
            })
            .map_err(failed)?;
        let mut found: Vec<(String, String, String)> =
            rows.collect::<rusqlite::Result<_>>().map_err(failed)?;
        found.dedup_by(|later, earlier| later.0 == earlier.0);
        match found.as_slice() {
            [] => Ok(None),
            [(first, claim, generation), rest @ ..] if rest.is_empty() || first == id => {
                Ok(Some(StoredClaim {
                    claim: self.parsed(claim)?,
                    generation: self.generation(generation)?,
                }))
            }
            many => Err(StoreError::AmbiguousClaim {
                prefix: id.to_owned(),
                count: many.len(),
            }),
        }
    }

    /// The report with that content. Read from several places, it comes as from the one that sorts first.
    pub fn report(&self, id: &ReportId) -> Result<Option<Report>, StoreError> {
        let json: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT json FROM reading WHERE report = ?1 ORDER BY input_id, origin, id LIMIT 1",
            )
            .and_then(|mut statement| statement.query_row([&id.0], |row| row.get(0)).optional())
            .map_err(|error| sqlite(&self.path, error))?;
        json.map(|json| self.parsed(&json)).transpose()
    }

    /// All generations, the oldest first, each with its id.
    pub fn generations(&self) -> Result<Vec<(String, Generation)>, StoreError> {
        let failed = |error| sqlite(&self.path, error);
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, json FROM generation ORDER BY number")
            .map_err(failed)?;
        let rows = statement
            .query_map([], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })
            .map_err(failed)?;
        rows.map(|row| {
            row.map_err(failed)
                .and_then(|(id, json)| Ok((id, self.generation(&json)?)))
        })
        .collect()
    }

    fn matching(
        &self,
        query: &Query,
        report: &str,
        generation: &str,
    ) -> Result<Vec<Claim>, StoreError> {
        let failed = |error| sqlite(&self.path, error);
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT json FROM claim WHERE report = ?1 AND generation = ?2 AND (?3 IS NULL OR kind = ?3) AND (?4 IS NULL OR perpetrator = ?4 OR target = ?4)
                   AND (?5 IS NULL OR coalesce(date_end, date_start) >= ?5) AND (?6 IS NULL OR coalesce(date_start, date_end) <= ?6) ORDER BY position",
            )
            .map_err(failed)?;
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        let kind = query.kind.as_ref().map(unit_name);
        let rows = statement
            .query_map(
                params![
                    report,
                    generation,
                    kind,
                    query.party,
                    day(query.from),
                    day(query.to)
                ],
                |row| row.get::<_, String>(0),
            )
            .map_err(failed)?;
        rows.map(|json| self.parsed(&json.map_err(failed)?))
            .collect()
    }

    pub(crate) fn generation(&self, json: &str) -> Result<Generation, StoreError> {
        Generation::from_json(json)
            .ok_or_else(|| self.damaged("a generation cannot be read".to_owned()))
    }

    pub(crate) fn parsed<T: DeserializeOwned>(&self, json: &str) -> Result<T, StoreError> {
        serde_json::from_str(json).map_err(|fault| self.damaged(fault.to_string()))
    }

    pub(crate) fn damaged(&self, cause: String) -> StoreError {
        StoreError::Damaged {
            path: self.path.clone(),
            cause,
        }
    }
}
