//! Opening a ledger and adding to it.

use crate::error::sqlite;
use crate::{StoreError, schema};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sayso_model::{Claim, Field, Party, Report, sha256_hex};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// An open ledger file.
pub struct Ledger {
    pub(crate) connection: Connection,
    pub(crate) path: String,
}

/// Who coded: one program, one analyser, one state of the knowledge.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Generation {
    /// Version of the coder, e.g. `0.1.0`.
    pub coder: String,
    /// Name of the sentence analyser with its weights, e.g. `accurate-1`.
    pub analyser: String,
    /// Hash of all knowledge files used.
    pub knowledge: String,
}

impl Generation {
    /// Content address of the generation.
    pub fn id(&self) -> String {
        sha256_hex(self.json().as_bytes())
    }

    fn json(&self) -> String {
        serde_json::json!([self.coder, self.analyser, self.knowledge]).to_string()
    }

    pub(crate) fn from_json(json: &str) -> Option<Generation> {
        let (coder, analyser, knowledge) = serde_json::from_str(json).ok()?;
        Some(Generation {
            coder,
            analyser,
            knowledge,
        })
    }
}

/// What [`Ledger::add`] added; all false and zero where everything was there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Added {
    /// The report's content was not in the ledger before.
    pub report: bool,
    /// The content was read from this place, or under this id, for the first time.
    pub reading: bool,
    pub generation: bool,
    /// This generation had not coded the report before.
    pub coding: bool,
    pub claims: usize,
}

impl Ledger {
    /// Opens a ledger, or makes one where there is no file or an empty one.
    pub fn open(path: impl AsRef<Path>) -> Result<Ledger, StoreError> {
        let name = path.as_ref().display().to_string();
        let mut connection =
            Connection::open(path.as_ref()).map_err(|error| match sqlite(&name, error) {
                StoreError::Damaged { path, cause } => StoreError::Unopenable { path, cause },
                other => other,
            })?;
        schema::prepare(&mut connection, &name)?;
        Ok(Ledger {
            connection,
            path: name,
        })
    }

    /// Adds a report with what a generation says of it: all of it, or on an error nothing.
    ///
    /// What is there already is not added again. The same generation saying something else of the same content is an error.
    pub fn add(
        &mut self,
        report: &Report,
        generation: &Generation,
        claims: &[Claim],
    ) -> Result<Added, StoreError> {
        if let Some(claim) = claims.iter().find(|claim| claim.report != report.id) {
            return Err(StoreError::ForeignClaim {
                claim: claim.id.0.clone(),
                of: claim.report.0.clone(),
                report: report.id.0.clone(),
            });
        }
        let path = self.path.clone();
        let failed = |error| sqlite(&path, error);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let json: Vec<String> = claims
            .iter()
            .map(|claim| serialised(claim, &path))
            .collect::<Result<_, _>>()?;
        let generation_id = generation.id();
        let mut added = Added {
            generation: add_generation(&transaction, generation).map_err(failed)?,
            ..Added::default()
        };
        (added.report, added.reading) =
            add_reading(&transaction, report, &serialised(report, &path)?).map_err(failed)?;
        let before: Option<Vec<String>> =
            claims_of(&transaction, &report.id.0, &generation_id).map_err(failed)?;
        match before {
            Some(before) if before == json => {}
            Some(_) => {
                return Err(StoreError::OtherClaims {
                    report: report.id.0.clone(),
                });
            }
            None => {
                add_coding(&transaction, report, &generation_id, claims, &json).map_err(failed)?;
                (added.coding, added.claims) = (true, claims.len());
            }
        }
        transaction.commit().map_err(failed)?;
        Ok(added)
    }
}

fn serialised<T: Serialize>(value: &T, path: &str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|cause| StoreError::Unwritable {
        path: path.to_owned(),
        cause: cause.to_string(),
    })
}

fn add_generation(
    transaction: &Transaction<'_>,
    generation: &Generation,
) -> rusqlite::Result<bool> {
    let id = generation.id();
    if exists(transaction, "SELECT 1 FROM generation WHERE id = ?1", &id)? {
        return Ok(false);
    }
    let number: i64 =
        transaction.query_row("SELECT count(*) + 1 FROM generation", [], |row| row.get(0))?;
    transaction.execute(
        "INSERT INTO generation (id, number, json) VALUES (?1, ?2, ?3)",
        params![id, number, generation.json()],
    )?;
    append(
        transaction,
        "generation",
        &id,
        &generation_payload(number, &generation.json()),
    )?;
    Ok(true)
}

fn add_reading(
    transaction: &Transaction<'_>,
    report: &Report,
    json: &str,
) -> rusqlite::Result<(bool, bool)> {
    let id = sha256_hex(json.as_bytes());
    if exists(transaction, "SELECT 1 FROM reading WHERE id = ?1", &id)? {
        return Ok((false, false));
    }
    let new = !exists(
        transaction,
        "SELECT 1 FROM reading WHERE report = ?1",
        &report.id.0,
    )?;
    transaction.execute(
        "INSERT INTO reading (id, report, input_id, origin, json) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, report.id.0, report.input_id, report.origin, json],
    )?;
    append(transaction, "reading", &id, &sha256_hex(json.as_bytes()))?;
    Ok((new, true))
}

fn add_coding(
    transaction: &Transaction<'_>,
    report: &Report,
    generation: &str,
    claims: &[Claim],
    json: &[String],
) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO coding (report, generation, claims) VALUES (?1, ?2, ?3)",
        params![report.id.0, generation, claims.len() as i64],
    )?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO claim (report, generation, position, id, kind, happened, perpetrator, target, date_start, date_end, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for (position, (claim, json)) in claims.iter().zip(json).enumerate() {
        let columns = Columns::of(claim);
        insert.execute(params![
            report.id.0,
            generation,
            position as i64,
            columns.id,
            columns.kind,
            columns.happened,
            columns.perpetrator,
            columns.target,
            columns.date_start,
            columns.date_end,
            json
        ])?;
    }
    append(
        transaction,
        "coding",
        &coding_subject(&report.id.0, generation),
        &coding_payload(json),
    )
}

/// The columns of a claim that queries use; all of it can be told again from the claim.
#[derive(Debug, PartialEq)]
pub(crate) struct Columns {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) happened: String,
    pub(crate) perpetrator: Option<String>,
    pub(crate) target: Option<String>,
    pub(crate) date_start: Option<String>,
    pub(crate) date_end: Option<String>,
}

impl Columns {
    pub(crate) fn of(claim: &Claim) -> Columns {
        let registry =
            |field: &Field<Party>| field.value().and_then(|party| party.registry.clone());
        let when = claim.when.value();
        Columns {
            id: claim.id.0.clone(),
            kind: unit_name(&claim.kind),
            happened: unit_name(&claim.happened),
            perpetrator: registry(&claim.perpetrator),
            target: registry(&claim.target),
            date_start: when
                .and_then(|when| when.start)
                .map(|date| date.to_string()),
            date_end: when.and_then(|when| when.end).map(|date| date.to_string()),
        }
    }
}

/// The serialised name of a unit variant.
pub(crate) fn unit_name<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// The claims' JSON of one coding in order, or `None` if there is no such coding.
pub(crate) fn claims_of(
    connection: &Connection,
    report: &str,
    generation: &str,
) -> rusqlite::Result<Option<Vec<String>>> {
    let coded = connection
        .query_row(
            "SELECT 1 FROM coding WHERE report = ?1 AND generation = ?2",
            [report, generation],
            |_| Ok(()),
        )
        .optional()?;
    if coded.is_none() {
        return Ok(None);
    }
    let mut statement = connection.prepare_cached(
        "SELECT json FROM claim WHERE report = ?1 AND generation = ?2 ORDER BY position",
    )?;
    let rows = statement.query_map([report, generation], |row| row.get(0))?;
    rows.collect::<rusqlite::Result<_>>().map(Some)
}

pub(crate) fn generation_payload(number: i64, json: &str) -> String {
    sha256_hex(format!("{number} {json}").as_bytes())
}

pub(crate) fn coding_subject(report: &str, generation: &str) -> String {
    format!("{report} {generation}")
}

pub(crate) fn coding_payload(claims: &[String]) -> String {
    // JSON has no raw line ends, so the join can be told apart again.
    sha256_hex(claims.join("\n").as_bytes())
}

pub(crate) fn entry_hash(
    seq: i64,
    kind: &str,
    subject: &str,
    payload: &str,
    previous: &str,
) -> String {
    sha256_hex(format!("{seq}\n{kind}\n{subject}\n{payload}\n{previous}").as_bytes())
}

pub(crate) fn append(
    transaction: &Transaction<'_>,
    kind: &str,
    subject: &str,
    payload: &str,
) -> rusqlite::Result<()> {
    let last = transaction.query_row(
        "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1",
        [],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
    );
    let (seq, previous) = last
        .optional()?
        .map_or((1, String::new()), |(seq, hash)| (seq + 1, hash));
    let hash = entry_hash(seq, kind, subject, payload, &previous);
    transaction.execute(
        "INSERT INTO entry (seq, subject_kind, subject, payload, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, kind, subject, payload, previous, hash],
    )?;
    Ok(())
}

fn exists(connection: &Connection, query: &str, id: &str) -> rusqlite::Result<bool> {
    connection
        .query_row(query, [id], |_| Ok(()))
        .optional()
        .map(|row| row.is_some())
}
