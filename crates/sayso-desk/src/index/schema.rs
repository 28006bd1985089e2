//! The tables of the index, and opening it.

use crate::error::{DeskError, of_file};
use rusqlite::{Connection, OpenFlags};

/// Raised with every change of the tables or of what is put into them: an index of another form is made anew.
const FORM: i64 = 6;

const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE report (
  id TEXT PRIMARY KEY, published TEXT NOT NULL, input_id TEXT NOT NULL, outlet TEXT NOT NULL, outlet_id TEXT, title TEXT NOT NULL, claims INTEGER NOT NULL, private TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE claim (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report TEXT NOT NULL, position INTEGER NOT NULL, incident TEXT, kind TEXT NOT NULL, published TEXT NOT NULL,
  rule TEXT NOT NULL, support INTEGER NOT NULL, killed INTEGER, summary TEXT NOT NULL
) STRICT;
CREATE TABLE party (
  claim INTEGER NOT NULL, role TEXT NOT NULL, actor TEXT NOT NULL, name TEXT NOT NULL, side TEXT NOT NULL, PRIMARY KEY (claim, role, actor)
) STRICT, WITHOUT ROWID;
CREATE TABLE spot (claim INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (name, claim)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (open, whole, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
CREATE TABLE incident (
  id TEXT PRIMARY KEY, sort TEXT NOT NULL, first TEXT, last TEXT, seen TEXT NOT NULL, kind TEXT NOT NULL, weapon TEXT, status TEXT NOT NULL, origins INTEGER NOT NULL,
  killed_low INTEGER, killed_high INTEGER, disputed INTEGER NOT NULL, latitude REAL, longitude REAL, precision TEXT, members TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE incident_row (id TEXT PRIMARY KEY, json TEXT NOT NULL, feature TEXT) STRICT;
CREATE INDEX incident_sort ON incident (sort DESC, id DESC);
CREATE TABLE facet (
  facet TEXT NOT NULL, value TEXT NOT NULL, sort TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (facet, value, sort DESC, id DESC)
) STRICT, WITHOUT ROWID;
CREATE INDEX facet_id ON facet (id);
CREATE TABLE facet_day (
  facet TEXT NOT NULL, value TEXT NOT NULL, day TEXT NOT NULL, incidents INTEGER NOT NULL, contested INTEGER NOT NULL, PRIMARY KEY (facet, value, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE altered (claim TEXT PRIMARY KEY, report TEXT NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX altered_report ON altered (report);
CREATE TABLE unlinked (number INTEGER PRIMARY KEY AUTOINCREMENT, report TEXT NOT NULL UNIQUE) STRICT;
CREATE INDEX incident_disputed ON incident (disputed DESC, sort DESC, id DESC);
CREATE TABLE found (report TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE act (number INTEGER PRIMARY KEY, act TEXT NOT NULL, by TEXT NOT NULL, claim TEXT, report TEXT, incident TEXT, undone INTEGER NOT NULL DEFAULT 0, json TEXT NOT NULL) STRICT;
CREATE INDEX act_claim ON act (claim);
CREATE INDEX act_publishing ON act (number) WHERE act IN ('publish', 'withdraw');
CREATE INDEX act_report ON act (report);
CREATE INDEX act_incident ON act (incident);
CREATE TABLE series (id TEXT PRIMARY KEY, points INTEGER NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE actor (id TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, claims INTEGER NOT NULL, PRIMARY KEY (id, role)) STRICT, WITHOUT ROWID;
CREATE INDEX actor_claims ON actor (role, claims DESC, id);
";

/// Those that filling an empty index does without: made at once at the end, they cost a fraction.
const LATE: &str = "
CREATE INDEX IF NOT EXISTS report_day ON report (published DESC, id DESC);
CREATE INDEX IF NOT EXISTS claim_report ON claim (report, position);
CREATE INDEX IF NOT EXISTS claim_incident ON claim (incident);
CREATE INDEX IF NOT EXISTS claim_support ON claim (support, id);
CREATE INDEX IF NOT EXISTS claim_rule ON claim (rule, id);
CREATE INDEX IF NOT EXISTS claim_toll ON claim (report) WHERE kind = 'toll_cumulative';
CREATE INDEX IF NOT EXISTS party_actor ON party (actor, role, claim);
CREATE INDEX IF NOT EXISTS spot_claim ON spot (claim);
";

/// Opens the index for writing; an index of another form is emptied.
pub(crate) fn open(path: &str) -> Result<Connection, DeskError> {
    let failed = of_file(path);
    let connection = Connection::open(path).map_err(&failed)?;
    // What it holds can be made again: a power cut costs time only.
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA trusted_schema = OFF; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -128000; PRAGMA temp_store = MEMORY;")
        .map_err(&failed)?;
    let form: i64 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(&failed)?;
    if form != FORM {
        clear(&connection).map_err(&failed)?;
        connection
            .execute_batch(&format!(
                "BEGIN; {TABLES} PRAGMA user_version = {FORM}; COMMIT;"
            ))
            .map_err(&failed)?;
    }
    // A filling that was cut short left them out.
    late(&connection).map_err(&failed)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Makes what is looked up by, where it is not there.
pub(super) fn late(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(LATE)
}

/// Takes it away again, before an empty index is filled.
pub(super) fn without_late(connection: &Connection) -> rusqlite::Result<()> {
    let names = LATE.lines().filter_map(|line| line.split(' ').nth(5));
    names
        .into_iter()
        .try_for_each(|name| connection.execute_batch(&format!("DROP INDEX IF EXISTS {name};")))
}

/// Opens the index to read only.
pub(crate) fn open_to_read(path: &str) -> Result<Connection, DeskError> {
    let failed = of_file(path);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(&failed)?;
    connection
        .execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;")
        .map_err(&failed)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Drops every table.
fn clear(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'words\\__%' ESCAPE '\\'",
    )?;
    let names: Vec<String> = statement
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for name in names {
        connection.execute_batch(&format!("DROP TABLE \"{}\";", name.replace('"', "\"\"")))?;
    }
    Ok(())
}
