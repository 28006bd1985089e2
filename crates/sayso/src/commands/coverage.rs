//! `sayso check --coverage`: what the stock covers, as the page `docs/coverage.md`.

use crate::exit::Exit;
use crate::refusal::Refusal;
use crate::terminal::message;
use sayso_knowledge::{Counts, Coverage, Knowledge};
use std::fmt::Write as _;
use std::io::Write as _;

pub(crate) fn run() -> Result<Exit, Refusal> {
    let knowledge = Knowledge::builtin().map_err(|faults| {
        for fault in &faults.0 {
            message(&fault.to_string());
        }
        Refusal::new("the stock has faults")
    })?;
    std::io::stdout().write_all(page(&Coverage::of(&knowledge)).as_bytes())?;
    Ok(Exit::Done)
}

fn page(coverage: &Coverage) -> String {
    let all = coverage.by_hand;
    let mut page = format!(
        "# What the stock of knowledge covers\n\n\
         Made by `sayso check --coverage` from `data/`; do not edit. A listed conflict means that its main parties are known by \
         name, not that all are.\n\n\
         {} actors and outlets are written by hand: {} organisations with arms, {} monitors and aid bodies, {} outlets and \
         agencies, {} authorities and {} others. The templates of each country make {} more. Together they go by {} names. \
         {} named operations and days are dated.\n\n\
         ## By region and country\n\n",
        all.all(),
        all.armed(),
        all.monitors,
        all.media,
        all.authorities,
        all.other,
        coverage.made,
        coverage.names,
        coverage.operations,
    );
    page.push_str(
        "| region or country | armies, police, services, missions | armed groups, movements, gangs | authorities | monitors, aid | media | other |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for region in &coverage.regions {
        let name = region
            .name
            .as_deref()
            .unwrap_or("International and across borders");
        row(&mut page, &format!("**{name}**"), region.counts);
        for (country, counts) in &region.countries {
            if region.name.is_some() {
                row(&mut page, country, *counts);
            }
        }
    }
    row(&mut page, "**all**", all);
    page.push_str("\n## Conflicts\n\n| conflict | years | parties known by name, among them |\n| --- | --- | --- |\n");
    for conflict in &coverage.conflicts {
        let to = conflict.to.map_or(String::new(), |year| year.to_string());
        let years = if conflict.to == Some(conflict.from) {
            to
        } else {
            format!("{}–{to}", conflict.from)
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            page,
            "| {} | {years} | {} |",
            conflict.name,
            conflict.parties.join(", ")
        );
    }
    page
}

fn row(page: &mut String, name: &str, counts: Counts) {
    let Counts {
        official_forces,
        armed_groups,
        authorities,
        monitors,
        media,
        other,
    } = counts;
    let _ = writeln!(
        page,
        "| {name} | {official_forces} | {armed_groups} | {authorities} | {monitors} | {media} | {other} |"
    );
}
