//! The coder as a whole, with the accurate analysis: cases kept as text, what holds of any claim, and any input.

#[path = "coder/cases.rs"]
mod cases;
#[path = "coder/format.rs"]
mod format;
#[path = "coder/invariants.rs"]
mod invariants;
#[path = "coder/robustness.rs"]
mod robustness;
#[path = "coder/rules.rs"]
mod rules;
#[path = "coder/swap.rs"]
mod swap;
#[path = "coder/swap_reports.rs"]
mod swap_reports;
#[path = "coder/victims.rs"]
mod victims;
#[path = "coder/world.rs"]
mod world;
