//! The tables of a ledger file and the steps from each older form to the next.

use crate::{StoreError, error::sqlite};
use rusqlite::Connection;

/// Marks the file as a ledger ("says" in ASCII).
pub(crate) const APPLICATION_ID: i32 = 0x7361_7973;
/// The form this version writes: the number of [`STEPS`].
pub(crate) const FORM: u32 = STEPS.len() as u32;

/// Step `n` makes form `n + 1` out of form `n`. A released step is never changed; a new one is added.
const STEPS: &[&str] = &[FORM_1, FORM_2];

const FORM_1: &str = "
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY, subject_kind TEXT NOT NULL, subject TEXT NOT NULL, payload TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE generation (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, json TEXT NOT NULL
) STRICT;
CREATE TABLE reading (
  id TEXT PRIMARY KEY, report TEXT NOT NULL, input_id TEXT NOT NULL, origin TEXT NOT NULL, json TEXT NOT NULL
) STRICT;
CREATE TABLE coding (
  report TEXT NOT NULL, generation TEXT NOT NULL REFERENCES generation (id), claims INTEGER NOT NULL, PRIMARY KEY (report, generation)
) STRICT;
CREATE TABLE claim (
  report TEXT NOT NULL, generation TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, happened TEXT NOT NULL,
  perpetrator TEXT, target TEXT, date_start TEXT, date_end TEXT, json TEXT NOT NULL, PRIMARY KEY (report, generation, position),
  FOREIGN KEY (report, generation) REFERENCES coding (report, generation)
) STRICT;
CREATE INDEX reading_report ON reading (report);
CREATE INDEX claim_id ON claim (id);
CREATE INDEX claim_date ON claim (date_end);
CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER entry_fixed BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER generation_kept BEFORE DELETE ON generation BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER generation_fixed BEFORE UPDATE ON generation BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER reading_kept BEFORE DELETE ON reading BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER reading_fixed BEFORE UPDATE ON reading BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER coding_kept BEFORE DELETE ON coding BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER coding_fixed BEFORE UPDATE ON coding BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER claim_kept BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER claim_fixed BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
";

/// Records are kept like everything else; derived tables are not: they can be dropped and made again out of the rest.
const FORM_2: &str = "
CREATE TABLE record (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, json TEXT NOT NULL
) STRICT;
CREATE INDEX record_kind ON record (kind, number);
CREATE TRIGGER record_kept BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER record_fixed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TABLE derived (
  kind TEXT NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (kind, key)
) STRICT;
";

/// Makes an empty file a ledger, brings an older form to the present one, refuses everything else.
pub(crate) fn prepare(connection: &mut Connection, path: &str) -> Result<(), StoreError> {
    let failed = |error| sqlite(path, error);
    connection
        .busy_timeout(std::time::Duration::from_secs(10))
        .map_err(failed)?;
    // A ledger may come from others: its schema must not be able to call anything.
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON;").map_err(failed)?;
    let transaction = connection
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .map_err(failed)?;
    let number = |pragma: &str| {
        transaction
            .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0))
            .map_err(failed)
    };
    let (application, form) = (number("application_id")?, number("user_version")?);
    let empty = signature(&transaction).map_err(failed)?.is_empty();
    if !empty || application != 0 {
        if application != i64::from(APPLICATION_ID) {
            return Err(StoreError::NotALedger {
                path: path.to_owned(),
                what: "an SQLite file of another program".to_owned(),
            });
        }
        if form > i64::from(FORM) || form < 0 {
            return Err(StoreError::Newer {
                path: path.to_owned(),
                found: form as u32,
                known: FORM,
            });
        }
    }
    let done = usize::try_from(form).unwrap_or(0);
    for step in STEPS.iter().skip(done) {
        transaction.execute_batch(step).map_err(failed)?;
    }
    if done < STEPS.len() {
        transaction
            .execute_batch(&format!(
                "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORM};"
            ))
            .map_err(failed)?;
    }
    if signature(&transaction).map_err(failed)? != expected_signature().map_err(failed)? {
        return Err(StoreError::NotALedger {
            path: path.to_owned(),
            what: "its tables are not those of a ledger".to_owned(),
        });
    }
    transaction.commit().map_err(failed)?;
    // A commit is on the disk when it returns: what was said to be added survives a power cut.
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
        .map_err(failed)
}

/// Everything the file defines: a table, trigger or view too many is as telling as one too few.
fn signature(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let mut statement = connection.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

fn expected_signature() -> rusqlite::Result<Vec<(String, String)>> {
    let model = Connection::open_in_memory()?;
    STEPS
        .iter()
        .try_for_each(|step| model.execute_batch(step))?;
    signature(&model)
}
