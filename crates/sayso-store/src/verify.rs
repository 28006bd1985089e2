//! Checks that nothing in a ledger was changed since it was added.

use crate::StoreError;
use crate::error::sqlite;
use crate::ledger::{
    Columns, Ledger, claims_of, coding_payload, coding_subject, entry_hash, generation_payload,
};
use crate::record::record_payload;
use rusqlite::{OptionalExtension, params};
use sayso_model::{Claim, Report, ReportId, sha256_hex};
use std::fmt;

/// The end of the chain. Kept outside the ledger, it lets a later check see that nothing was cut off or rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub entries: u64,
    /// Hash of the last entry; empty in an empty ledger.
    pub hash: String,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub head: Head,
    /// In the order of the chain; empty if all is as it was added.
    pub damages: Vec<Damage>,
}

/// One thing that is not as it was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Number of the entry, or `None` for damage that belongs to no entry.
    pub entry: Option<u64>,
    pub what: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.entry {
            Some(entry) => write!(formatter, "entry {entry}: {}", self.what),
            None => formatter.write_str(&self.what),
        }
    }
}

/// More damages than this are not listed one by one.
const MOST_DAMAGES: usize = 100;

struct Entry {
    seq: i64,
    kind: String,
    subject: String,
    payload: String,
    previous: String,
    hash: String,
}

impl Ledger {
    /// The present end of the chain.
    pub fn head(&self) -> Result<Head, StoreError> {
        let last = self.connection.query_row(
            "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1",
            [],
            |row| {
                Ok(Head {
                    entries: row.get::<_, i64>(0)?.unsigned_abs(),
                    hash: row.get(1)?,
                })
            },
        );
        last.optional()
            .map(|head| {
                head.unwrap_or(Head {
                    entries: 0,
                    hash: String::new(),
                })
            })
            .map_err(|error| sqlite(&self.path, error))
    }

    /// Reads the whole ledger and checks the file, the chain, and every row against its entry.
    ///
    /// `earlier` is a head noted before; the chain must still run through it.
    pub fn verify(&self, earlier: Option<&Head>) -> Result<Verified, StoreError> {
        let failed = |error| sqlite(&self.path, error);
        let mut damages = Vec::new();
        let whole: String = self
            .connection
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
            .map_err(failed)?;
        if whole != "ok" {
            damages.push(Damage {
                entry: None,
                what: format!("the file is damaged: {whole}"),
            });
        }
        let mut previous = String::new();
        let mut count = 0;
        let mut seen = [0i64; 4];
        let mut earlier_found = earlier.is_none_or(|head| head.entries == 0);
        let mut statement = self.connection.prepare("SELECT seq, subject_kind, subject, payload, previous, hash FROM entry ORDER BY seq").map_err(failed)?;
        let rows = statement
            .query_map([], |row| {
                Ok(Entry {
                    seq: row.get(0)?,
                    kind: row.get(1)?,
                    subject: row.get(2)?,
                    payload: row.get(3)?,
                    previous: row.get(4)?,
                    hash: row.get(5)?,
                })
            })
            .map_err(failed)?;
        for row in rows {
            let entry = row.map_err(failed)?;
            count += 1;
            let mut damage = |what: &str| {
                if damages.len() < MOST_DAMAGES {
                    damages.push(Damage {
                        entry: Some(entry.seq.unsigned_abs()),
                        what: what.to_owned(),
                    });
                }
            };
            if entry.seq != count {
                damage("its number does not follow the one before: entries are missing");
                count = entry.seq;
            }
            if entry.previous != previous {
                damage("it does not follow from the entry before");
            }
            if entry.hash
                != entry_hash(
                    entry.seq,
                    &entry.kind,
                    &entry.subject,
                    &entry.payload,
                    &entry.previous,
                )
            {
                damage("its hash does not fit its content");
            }
            if let Some(what) = self.compare(&entry)? {
                damage(&what);
            }
            match entry.kind.as_str() {
                "generation" => seen[0] += 1,
                "reading" => seen[1] += 1,
                "coding" => seen[2] += 1,
                "record" => seen[3] += 1,
                _ => {}
            }
            earlier_found |= earlier.is_some_and(|head| {
                head.entries == entry.seq.unsigned_abs() && head.hash == entry.hash
            });
            previous = entry.hash;
        }
        for (table, seen) in ["generation", "reading", "coding", "record"]
            .into_iter()
            .zip(seen)
        {
            let rows: i64 = self
                .connection
                .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                    row.get(0)
                })
                .map_err(failed)?;
            if rows != seen {
                damages.push(Damage {
                    entry: None,
                    what: format!("table {table} holds {rows} rows, the chain tells of {seen}"),
                });
            }
        }
        let loose: i64 = self
            .connection
            .query_row("SELECT count(*) FROM claim WHERE NOT EXISTS (SELECT 1 FROM coding WHERE coding.report = claim.report AND coding.generation = claim.generation)", [], |row| row.get(0))
            .map_err(failed)?;
        if loose > 0 {
            damages.push(Damage {
                entry: None,
                what: format!("{loose} claims belong to no coding"),
            });
        }
        if !earlier_found {
            damages.push(Damage { entry: None, what: "the chain does not run through the head noted earlier: it was cut or written anew".to_owned() });
        }
        Ok(Verified {
            head: Head {
                entries: count.unsigned_abs(),
                hash: previous,
            },
            damages,
        })
    }

    /// What differs between an entry and the rows it tells of.
    fn compare(&self, entry: &Entry) -> Result<Option<String>, StoreError> {
        let failed = |error| sqlite(&self.path, error);
        match entry.kind.as_str() {
            "generation" => {
                let row = self.connection.query_row(
                    "SELECT number, json FROM generation WHERE id = ?1",
                    [&entry.subject],
                    |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
                );
                let sound = row
                    .optional()
                    .map_err(failed)?
                    .is_some_and(|(number, json)| {
                        sha256_hex(json.as_bytes()) == entry.subject
                            && generation_payload(number, &json) == entry.payload
                    });
                Ok((!sound).then(|| format!("generation {} is missing or changed", entry.subject)))
            }
            "reading" => {
                let row = self.connection.query_row(
                    "SELECT report, input_id, origin, json FROM reading WHERE id = ?1",
                    [&entry.subject],
                    |row| {
                        Ok((
                            row.get::<_, String>(0)?,
                            row.get::<_, String>(1)?,
                            row.get::<_, String>(2)?,
                            row.get::<_, String>(3)?,
                        ))
                    },
                );
                let sound = row.optional().map_err(failed)?.is_some_and(
                    |(report, input_id, origin, json)| {
                        sha256_hex(json.as_bytes()) == entry.payload
                            && entry.payload == entry.subject
                            && serde_json::from_str::<Report>(&json).is_ok_and(|read| {
                                (
                                    read.id.0.as_str(),
                                    read.input_id.as_str(),
                                    read.origin.as_str(),
                                ) == (report.as_str(), input_id.as_str(), origin.as_str())
                                    && read.id
                                        == ReportId::of_content(
                                            read.outlet.as_deref(),
                                            read.url.as_deref(),
                                            &read.published,
                                            read.title.as_deref(),
                                            &read.text,
                                        )
                            })
                    },
                );
                Ok((!sound)
                    .then(|| format!("the report read as {} is missing or changed", entry.subject)))
            }
            "coding" => {
                let Some((report, generation)) = entry.subject.split_once(' ') else {
                    return Ok(Some("its subject is not that of a coding".to_owned()));
                };
                let claims = claims_of(&self.connection, report, generation).map_err(failed)?;
                let sound = match &claims {
                    Some(claims) => {
                        coding_payload(claims) == entry.payload
                            && self.columns_fit(report, generation, claims)?
                    }
                    None => false,
                };
                Ok((!sound).then(|| {
                    format!(
                        "the coding of report {} is missing or changed",
                        coding_subject(report, generation)
                    )
                }))
            }
            "record" => {
                let row = self.connection.query_row(
                    "SELECT kind, json FROM record WHERE number = ?1",
                    [entry.subject.parse::<i64>().unwrap_or(0)],
                    |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
                );
                let sound = row
                    .optional()
                    .map_err(failed)?
                    .is_some_and(|(kind, json)| record_payload(&kind, &json) == entry.payload);
                Ok((!sound).then(|| format!("record {} is missing or changed", entry.subject)))
            }
            other => Ok(Some(format!("it is of the unknown kind `{other}`"))),
        }
    }

    fn columns_fit(
        &self,
        report: &str,
        generation: &str,
        claims: &[String],
    ) -> Result<bool, StoreError> {
        let failed = |error| sqlite(&self.path, error);
        let count: i64 = self
            .connection
            .query_row(
                "SELECT claims FROM coding WHERE report = ?1 AND generation = ?2",
                [report, generation],
                |row| row.get(0),
            )
            .map_err(failed)?;
        if count != claims.len() as i64 {
            return Ok(false);
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, kind, happened, perpetrator, target, date_start, date_end FROM claim WHERE report = ?1 AND generation = ?2 AND position = ?3")
            .map_err(failed)?;
        for (position, json) in claims.iter().enumerate() {
            let row = statement.query_row(params![report, generation, position as i64], |row| {
                Ok(Columns {
                    id: row.get(0)?,
                    kind: row.get(1)?,
                    happened: row.get(2)?,
                    perpetrator: row.get(3)?,
                    target: row.get(4)?,
                    date_start: row.get(5)?,
                    date_end: row.get(6)?,
                })
            });
            let claim: Option<Claim> = serde_json::from_str(json).ok();
            if claim.map(|claim| Columns::of(&claim)) != row.optional().map_err(failed)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
