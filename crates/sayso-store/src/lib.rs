//! The append-only ledger of reports, codings and claims.
