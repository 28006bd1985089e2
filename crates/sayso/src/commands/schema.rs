//! `sayso schema`: the JSON schema of the ledger's form.

use crate::exit::Exit;
use crate::refusal::Refusal;
use std::io::Write;

pub(crate) fn run() -> Result<Exit, Refusal> {
    std::io::stdout().write_all(crate::ledger_schema().as_bytes())?;
    Ok(Exit::Done)
}
