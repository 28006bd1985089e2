//! The program: arguments in, exit code out.

use clap::Parser;
use sayso::arguments::Arguments;
use sayso::exit::Exit;
use std::process::ExitCode;

fn main() -> ExitCode {
    let exit = match Arguments::try_parse() {
        Ok(arguments) => sayso::run(&arguments),
        // Help and version come as such an error too, and are no failure.
        Err(usage) => {
            let asked = !usage.use_stderr();
            let printed = usage.print();
            if asked && printed.is_ok() {
                Exit::Done
            } else {
                Exit::Refused
            }
        }
    };
    ExitCode::from(exit.code())
}
