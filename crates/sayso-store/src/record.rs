//! Records: what people and later passes add to a ledger; and derived tables, which can be dropped and made again.

use crate::StoreError;
use crate::error::sqlite;
use crate::ledger::{Ledger, append};
use rusqlite::{TransactionBehavior, params};
use sayso_model::sha256_hex;

/// One record with its number, counted over all kinds from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub number: u64,
    pub json: String,
}

impl Ledger {
    /// Appends records of one kind, all or none; gives the number of the first.
    pub fn append_records(&mut self, kind: &str, records: &[String]) -> Result<u64, StoreError> {
        let path = self.path.clone();
        let failed = |error| sqlite(&path, error);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let first: i64 = transaction
            .query_row(
                "SELECT coalesce(max(number), 0) + 1 FROM record",
                [],
                |row| row.get(0),
            )
            .map_err(failed)?;
        for (at, json) in records.iter().enumerate() {
            let number = first + at as i64;
            transaction
                .execute(
                    "INSERT INTO record (number, kind, json) VALUES (?1, ?2, ?3)",
                    params![number, kind, json],
                )
                .map_err(failed)?;
            append(
                &transaction,
                "record",
                &number.to_string(),
                &record_payload(kind, json),
            )
            .map_err(failed)?;
        }
        transaction.commit().map_err(failed)?;
        Ok(first.unsigned_abs())
    }

    /// The records of one kind, in the order they were appended.
    pub fn records(&self, kind: &str) -> Result<Vec<Record>, StoreError> {
        let failed = |error| sqlite(&self.path, error);
        let mut statement = self
            .connection
            .prepare_cached("SELECT number, json FROM record WHERE kind = ?1 ORDER BY number")
            .map_err(failed)?;
        let rows = statement
            .query_map([kind], |row| {
                Ok(Record {
                    number: row.get::<_, i64>(0)?.unsigned_abs(),
                    json: row.get(1)?,
                })
            })
            .map_err(failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    /// Puts a derived table in the place of the one before; nothing of it is in the chain.
    pub fn replace_derived(
        &mut self,
        kind: &str,
        rows: &[(String, String)],
    ) -> Result<(), StoreError> {
        let path = self.path.clone();
        let failed = |error| sqlite(&path, error);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        transaction
            .execute("DELETE FROM derived WHERE kind = ?1", [kind])
            .map_err(failed)?;
        {
            let mut insert = transaction
                .prepare_cached("INSERT INTO derived (kind, key, json) VALUES (?1, ?2, ?3)")
                .map_err(failed)?;
            for (key, json) in rows {
                insert.execute(params![kind, key, json]).map_err(failed)?;
            }
        }
        transaction.commit().map_err(failed)
    }

    /// A derived table, by its keys; empty where it was dropped or never made.
    pub fn derived(&self, kind: &str) -> Result<Vec<(String, String)>, StoreError> {
        let failed = |error| sqlite(&self.path, error);
        let mut statement = self
            .connection
            .prepare_cached("SELECT key, json FROM derived WHERE kind = ?1 ORDER BY key")
            .map_err(failed)?;
        let rows = statement
            .query_map([kind], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    /// Drops every derived table.
    pub fn drop_derived(&mut self) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM derived", [])
            .map(drop)
            .map_err(|error| sqlite(&self.path, error))
    }
}

pub(crate) fn record_payload(kind: &str, json: &str) -> String {
    sha256_hex(format!("{kind} {json}").as_bytes())
}
