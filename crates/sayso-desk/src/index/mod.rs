//! The index: read tables made out of the ledger, beside it in a file of their own. It can be deleted at any time.
//!
//! What stands in it depends on the ledger alone, not on the order or the batches in which the ledger grew.

mod build;
mod days;
mod filter;
mod query;
mod row;
mod schema;

pub(crate) use build::{IncidentEntry, members, support};
pub(crate) use days::Timeline;
pub use filter::Filter;
pub(crate) use filter::Limits;
pub(crate) use query::{Choice, ClaimRow, MemberRow, Page, QueueEntry, ReportRow, supported};
pub(crate) use row::named;
pub use row::{IncidentRow, Named, Range, Spot, radius};

use crate::error::{DeskError, of_file};
use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The open index of one ledger.
pub(crate) struct Index {
    path: String,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    /// Grows with every change.
    version: AtomicU64,
}

impl Index {
    pub(crate) fn open(path: String) -> Result<Index, DeskError> {
        let writer = schema::open(&path)?;
        Ok(Index {
            path,
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
            version: AtomicU64::new(0),
        })
    }

    /// A number that is another after every change. What is read after it is at least as new.
    pub(crate) fn version(&self) -> u64 {
        self.version.load(Ordering::SeqCst)
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes in one transaction.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, DeskError> {
        let mut writer = self.writer();
        let failed = of_file(&self.path);
        let transaction = writer.transaction().map_err(&failed)?;
        let done = work(&transaction).map_err(&failed)?;
        transaction.commit().map_err(&failed)?;
        self.version.fetch_add(1, Ordering::SeqCst);
        Ok(done)
    }

    /// Runs a query on a connection of its own.
    pub(crate) fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, DeskError> {
        let lock = || self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = lock().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => schema::open_to_read(&self.path)?,
        };
        let answer = query(&connection).map_err(of_file(&self.path));
        lock().push(connection);
        answer
    }

    /// All rows of a query.
    fn list<T>(
        &self,
        query: &str,
        values: impl Params,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, DeskError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(query)?;
            let rows = statement.query_map(values, row)?;
            rows.collect()
        })
    }

    /// The first row of a query, if it has one.
    fn one<T>(
        &self,
        query: &str,
        values: impl Params,
        row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, DeskError> {
        self.read(|connection| {
            connection
                .prepare_cached(query)?
                .query_row(values, row)
                .optional()
        })
    }
}
