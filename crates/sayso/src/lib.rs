//! The command line: reports in, claims ledger out.
