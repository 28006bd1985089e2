//! The command line: reports in, claims ledger out.
//!
//! This crate only glues: it reads arguments, runs the crates below in their order and prints. Standard output holds
//! nothing but what was asked for; messages go to standard error. The same inputs give the same bytes on standard
//! output, whatever the number of threads. Text that comes from reports is escaped before it reaches a terminal.

pub mod arguments;
mod code;
mod commands;
mod desk;
mod desk_links;
mod eval;
pub mod exit;
mod joined;
mod linking;
mod refusal;
mod schema;
mod stock;
mod terminal;
mod tolls;

use arguments::{Arguments, Command};
use exit::Exit;

pub use schema::ledger_schema;

/// Runs one command and tells how it ended; messages are printed by then.
pub fn run(arguments: &Arguments) -> Exit {
    let ended = match &arguments.command {
        Command::Code(arguments) => commands::code::run(arguments),
        Command::Show(arguments) => commands::show::run(arguments),
        Command::Tolls(arguments) => commands::tolls::run(arguments),
        Command::Origins(arguments) => commands::origins::run(arguments),
        Command::Link(arguments) => commands::link::run(arguments),
        Command::Incident(arguments) => commands::incident::run(arguments),
        Command::Explain(arguments) => commands::explain::run(arguments),
        Command::WhyNot(arguments) => commands::why_not::run(arguments),
        Command::Mentions(arguments) => commands::mentions::run(arguments),
        Command::Check(arguments) => commands::check::run(arguments),
        Command::Eval(arguments) => commands::eval::run(arguments),
        Command::Serve(arguments) => commands::serve::run(arguments),
        Command::Schema => commands::schema::run(),
    };
    match ended {
        Ok(exit) => exit,
        Err(refusal) if refusal.is_broken_pipe() => Exit::Done,
        Err(refusal) => {
            terminal::message(&refusal.to_string());
            Exit::Refused
        }
    }
}
