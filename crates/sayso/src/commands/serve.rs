//! `sayso serve`: the desk over one or more ledgers.

use crate::arguments::ServeArguments;
use crate::code::threads;
use crate::desk::DeskEngine;
use crate::exit::Exit;
use crate::linking::linker;
use crate::refusal::Refusal;
use crate::stock::Stock;
use crate::terminal::message;
use sayso_desk::{App, Config};
use sayso_mention::Model;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

pub(crate) fn run(arguments: &ServeArguments) -> Result<Exit, Refusal> {
    if !arguments.listen.ip().is_loopback() && !arguments.beyond_this_machine {
        return Err(Refusal::new(format!(
            "{} is reached by other machines; say --beyond-this-machine if that is meant, with a proxy for https before it",
            arguments.listen
        )));
    }
    let engine = DeskEngine {
        stock: Stock::load(&arguments.coder)?,
        linker: linker(arguments.weights.as_deref())?,
        names: Model::shipped().map_err(Refusal::new)?,
        threads: threads(arguments.coder.jobs),
    };
    let config = Config {
        ledgers: arguments.ledger.clone(),
        people: arguments.people.clone(),
        requests_per_second: arguments.rate.max(1),
        https: arguments.beyond_this_machine,
        ..Config::default()
    };
    message("opening the ledger and bringing its index up to date");
    let app = App::open(config, Arc::new(engine)).map_err(Refusal::new)?;
    let first = app.first_link().map_err(Refusal::new)?;
    sayso_desk::serve(Arc::new(app), arguments.listen, |address: SocketAddr| {
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "desk http://{address}/");
        if let Some(token) = first {
            let _ = writeln!(out, "setup http://{address}/setup?token={token}");
        }
        let _ = out.flush();
    })
    .map_err(Refusal::new)?;
    Ok(Exit::Done)
}
