//! `sayso eval`: the coder against a corpus, with floors.

use crate::arguments::EvalArguments;
use crate::exit::Exit;
use crate::refusal::Refusal;

pub(crate) fn run(arguments: &EvalArguments) -> Result<Exit, Refusal> {
    crate::eval::run(arguments)
}
