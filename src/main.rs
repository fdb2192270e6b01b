//! The program `postpress`: what is typed becomes a plan, the plan is checked, then it is carried out.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
