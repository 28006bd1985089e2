//! Why a command stops: one message for people.

use std::fmt;
use std::io;

/// What keeps a command from going on; the message names the cause and the mend.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Bad usage, knowledge, ledger or corpus.
    Message(String),
    /// Output could not be written.
    Output(io::Error),
}

impl Refusal {
    pub(crate) fn new(message: impl fmt::Display) -> Refusal {
        Refusal::Message(message.to_string())
    }

    /// Whether the reader of the output closed it: that is no failure.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Refusal::Output(cause) if cause.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Message(message) => out.write_str(message),
            Refusal::Output(cause) => write!(
                out,
                "cannot write the output ({cause}); check the space and the permissions where it goes"
            ),
        }
    }
}

impl From<io::Error> for Refusal {
    fn from(cause: io::Error) -> Refusal {
        Refusal::Output(cause)
    }
}

impl From<sayso_eval::EvalError> for Refusal {
    fn from(fault: sayso_eval::EvalError) -> Refusal {
        Refusal::new(fault)
    }
}

impl From<sayso_store::StoreError> for Refusal {
    fn from(fault: sayso_store::StoreError) -> Refusal {
        Refusal::new(fault)
    }
}
