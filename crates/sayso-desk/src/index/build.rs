//! Filling the index: reports with their claims, then incidents.

use super::row::{IncidentRow, named};
use super::{Index, Named, days, schema};
use crate::acts::Standing;
use crate::error::{DeskError, of_file};
use crate::private;
use rusqlite::{Connection, Transaction, params};
use sayso_knowledge::Knowledge;
use sayso_link::side_of;
use sayso_model::{Claim, Report, ReportId, sha256_hex};
use std::collections::BTreeMap;

/// What stands for a report without a known day: before all days.
const NO_DAY: &str = "";

/// An incident as the index takes it in.
pub(crate) struct IncidentEntry {
    pub(crate) row: IncidentRow,
    /// Ids of its claims.
    pub(crate) claims: Vec<String>,
}

/// The name under which the index knows a set of claims again.
pub(crate) fn members(claims: &[String]) -> String {
    sha256_hex(claims.join(" ").as_bytes())
}

impl Index {
    pub(crate) fn number(&self, key: &str) -> Result<u64, DeskError> {
        self.one("SELECT value FROM meta WHERE key = ?1", [key], |row| {
            row.get::<_, i64>(0)
        })
        .map(|value| value.unwrap_or(0).unsigned_abs())
    }

    pub(crate) fn set_number(&self, key: &str, value: u64) -> Result<(), DeskError> {
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                )?
                .execute(params![key, value as i64])
                .map(drop)
        })
    }

    /// Takes in reports as they stand; what an earlier coding of them gave goes. They wait to be linked.
    pub(crate) fn take(
        &self,
        knowledge: &Knowledge,
        standing: &[Standing],
    ) -> Result<(), DeskError> {
        self.write(|transaction| {
            standing
                .iter()
                .try_for_each(|one| take_one(transaction, knowledge, one))
        })
    }

    /// Fills an empty index with what `next` gives, batch by batch; what a filling that was cut short left goes first.
    pub(crate) fn fill(
        &self,
        knowledge: &Knowledge,
        batches: impl Iterator<Item = Vec<Standing>>,
    ) -> Result<(), DeskError> {
        self.write(|transaction| {
            for table in [
                "report", "claim", "party", "spot", "words", "altered", "unlinked", "actor",
            ] {
                transaction.execute(&format!("DELETE FROM {table}"), [])?;
            }
            schema::without_late(transaction)
        })?;
        for batch in batches {
            self.write(|transaction| {
                batch
                    .iter()
                    .try_for_each(|one| put_one(transaction, knowledge, one, &BTreeMap::new()))
            })?;
        }
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO actor (id, role, name, claims) SELECT actor, role, min(name), count(*) FROM party WHERE actor NOT LIKE 'words %' GROUP BY actor, role",
                [],
            )?;
            transaction.execute(
                "INSERT INTO actor (id, role, name, claims) SELECT actor, '', min(name), count(DISTINCT claim) FROM party WHERE actor NOT LIKE 'words %' GROUP BY actor",
                [],
            )?;
            schema::late(transaction)
        })
    }

    /// Takes in what coding noted of reports beside their claims.
    pub(crate) fn put_found(&self, found: &[(String, String)]) -> Result<(), DeskError> {
        self.write(|transaction| {
            for (report, json) in found {
                transaction
                    .prepare_cached("INSERT OR REPLACE INTO found (report, json) VALUES (?1, ?2)")?
                    .execute([report, json])?;
            }
            Ok(())
        })
    }

    /// Reports that were taken in and wait to be linked, with the number up to which they are.
    pub(crate) fn unlinked(&self) -> Result<(Vec<ReportId>, i64), DeskError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT report, number FROM unlinked ORDER BY number")?;
            let rows = statement.query_map([], |row| Ok((ReportId(row.get(0)?), row.get(1)?)))?;
            let rows: Vec<(ReportId, i64)> = rows.collect::<rusqlite::Result<_>>()?;
            let last = rows.last().map_or(0, |(_, number)| *number);
            Ok((rows.into_iter().map(|(report, _)| report).collect(), last))
        })
    }

    /// Those up to a number are linked.
    pub(crate) fn linked(&self, number: i64) -> Result<(), DeskError> {
        self.write(|transaction| {
            transaction
                .prepare_cached("DELETE FROM unlinked WHERE number <= ?1")?
                .execute([number])
                .map(drop)
        })
    }

    /// What coding noted of a report, where it was noted.
    pub(crate) fn found(&self, report: &str) -> Result<Option<String>, DeskError> {
        self.one(
            "SELECT json FROM found WHERE report = ?1",
            [report],
            |row| row.get(0),
        )
    }

    /// The incidents that stand in the index, each with the name of its set of claims.
    pub(crate) fn incident_members(&self) -> Result<BTreeMap<String, String>, DeskError> {
        self.read(|connection| {
            let mut statement = connection.prepare("SELECT id, members FROM incident")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }

    /// Puts changed incidents in the place of what was; `gone` are no incidents any more.
    pub(crate) fn put_incidents(
        &self,
        changed: &[IncidentEntry],
        gone: &[String],
    ) -> Result<(), DeskError> {
        self.write(|transaction| {
            for id in gone
                .iter()
                .chain(changed.iter().map(|incident| &incident.row.id))
            {
                days::count(transaction, id, -1)?;
                for query in [
                    "DELETE FROM incident WHERE id = ?1",
                    "DELETE FROM facet WHERE id = ?1",
                    "DELETE FROM incident_row WHERE id = ?1",
                    "UPDATE claim SET incident = NULL WHERE incident = ?1",
                ] {
                    transaction.prepare_cached(query)?.execute([id])?;
                }
            }
            for incident in changed {
                put_incident(transaction, incident)?;
                days::count(transaction, &incident.row.id, 1)?;
            }
            Ok(())
        })
    }

    pub(crate) fn put_series(&self, series: &[(String, usize, String)]) -> Result<(), DeskError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM series", [])?;
            for (id, points, json) in series {
                transaction
                    .prepare_cached(
                        "INSERT OR REPLACE INTO series (id, points, json) VALUES (?1, ?2, ?3)",
                    )?
                    .execute(params![id, *points as i64, json])?;
            }
            Ok(())
        })
    }

    /// Empties the index; the next filling makes all of it anew.
    pub(crate) fn clear(&self) -> Result<(), DeskError> {
        self.writer()
            .execute_batch(
                "BEGIN; DELETE FROM meta; DELETE FROM altered; DELETE FROM unlinked; DELETE FROM facet_day; DELETE FROM report; DELETE FROM claim; DELETE FROM party; DELETE FROM spot; DELETE FROM words; DELETE FROM incident; DELETE FROM incident_row; DELETE FROM facet;
                 DELETE FROM series; DELETE FROM actor; DELETE FROM found; DELETE FROM act; COMMIT;",
            )
            .map_err(of_file(&self.path))
    }

    /// All that stands in the index in an order of its content, for comparing.
    pub(crate) fn dump(&self) -> Result<String, DeskError> {
        const TABLES: [&str; 11] = [
            "SELECT json_array(id, published, input_id, outlet, outlet_id, title, claims, private) FROM report ORDER BY id",
            "SELECT json_array(id, report, position, incident, kind, published, rule, support, killed, summary) FROM claim ORDER BY id",
            "SELECT json_array(claim.id, role, actor, name, side) FROM party JOIN claim ON claim.number = party.claim ORDER BY claim.id, role, actor",
            "SELECT json_array(claim.id, name) FROM spot JOIN claim ON claim.number = spot.claim ORDER BY claim.id, name",
            "SELECT json_array(json, sort, first, last, seen, killed_low, killed_high, disputed, members) FROM incident JOIN incident_row USING (id) ORDER BY id",
            "SELECT json FROM series ORDER BY id",
            "SELECT json_array(id, role, name, claims) FROM actor ORDER BY id, role",
            "SELECT json_array(facet, value, sort, id) FROM facet ORDER BY facet, value, sort, id",
            "SELECT json_array(facet, value, day, incidents, contested) FROM facet_day WHERE incidents > 0 ORDER BY facet, value, day",
            "SELECT json_array(claim, report, json) FROM altered ORDER BY claim",
            "SELECT json_array(number, act, claim, undone) FROM act ORDER BY number",
        ];
        self.read(|connection| {
            let mut dump = String::new();
            for query in TABLES {
                let mut statement = connection.prepare(query)?;
                let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
                for row in rows {
                    dump.push_str(&row?);
                    dump.push('\n');
                }
            }
            Ok(dump)
        })
    }
}

fn put_incident(connection: &Connection, incident: &IncidentEntry) -> rusqlite::Result<()> {
    let row = &incident.row;
    let place = row.place.as_ref();
    let bound = |value: Option<u64>| value.map(|value| i64::try_from(value).unwrap_or(i64::MAX));
    connection
        .prepare_cached(
            "INSERT INTO incident (id, sort, first, last, seen, kind, weapon, status, origins, killed_low, killed_high, disputed, latitude, longitude, precision, members)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?
        .execute(params![
            row.id,
            row.sort(),
            row.start,
            row.end,
            row.seen.as_deref().unwrap_or(NO_DAY),
            row.kind,
            row.weapon,
            row.status,
            row.origins as i64,
            row.killed.and_then(|range| bound(range.low)),
            row.killed.and_then(|range| bound(range.high.or(range.low))),
            row.disputed.len() as i64,
            place.and_then(|place| place.latitude),
            place.and_then(|place| place.longitude),
            place.map(|place| place.precision.as_str()),
            members(&incident.claims)
        ])?;
    connection
        .prepare_cached("INSERT INTO incident_row (id, json, feature) VALUES (?1, ?2, ?3)")?
        .execute(params![
            row.id,
            serde_json::to_string(row).unwrap_or_default(),
            row.feature().map(|feature| feature.to_string())
        ])?;
    let mut update = connection.prepare_cached("UPDATE claim SET incident = ?1 WHERE id = ?2")?;
    for claim in &incident.claims {
        update.execute(params![row.id, claim])?;
    }
    let sort = row.sort();
    let mut facet = connection.prepare_cached(
        "INSERT OR IGNORE INTO facet (facet, value, sort, id) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (name, value) in [
        ("kind", Some(row.kind.as_str())),
        ("weapon", row.weapon.as_deref()),
        ("contested", row.contested.then_some("1")),
        ("single", row.single_origin.then_some("1")),
    ] {
        if let Some(value) = value {
            facet.execute(params![name, value, sort, row.id])?;
        }
    }
    for query in [
        "INSERT OR IGNORE INTO facet (facet, value, sort, id) SELECT 'place', spot.name, ?1, ?2 FROM claim JOIN spot ON spot.claim = claim.number WHERE claim.incident = ?2",
        "INSERT OR IGNORE INTO facet (facet, value, sort, id) SELECT party.role, party.actor, ?1, ?2 FROM claim JOIN party ON party.claim = claim.number WHERE claim.incident = ?2",
        "INSERT OR IGNORE INTO facet (facet, value, sort, id) SELECT 'side', party.side, ?1, ?2 FROM claim JOIN party ON party.claim = claim.number WHERE claim.incident = ?2 AND party.role = 'speaker'",
    ] {
        connection
            .prepare_cached(query)?
            .execute(params![sort, row.id])?;
    }
    Ok(())
}

/// Adds to, or takes from, the counts of those who stand in a claim. Only actors of the knowledge are counted.
fn count(transaction: &Transaction<'_>, claim: i64, by: i64) -> rusqlite::Result<()> {
    for query in [
        "INSERT INTO actor (id, role, name, claims) SELECT actor, role, name, ?2 FROM party WHERE claim = ?1 AND actor NOT LIKE 'words %'
         ON CONFLICT (id, role) DO UPDATE SET claims = claims + excluded.claims",
        "INSERT INTO actor (id, role, name, claims) SELECT actor, '', min(name), ?2 FROM party WHERE claim = ?1 AND actor NOT LIKE 'words %' GROUP BY actor
         ON CONFLICT (id, role) DO UPDATE SET claims = claims + excluded.claims",
    ] {
        transaction
            .prepare_cached(query)?
            .execute(params![claim, by])?;
    }
    if by < 0 {
        transaction
            .prepare_cached("DELETE FROM actor WHERE claims <= 0 AND id IN (SELECT actor FROM party WHERE claim = ?1)")?
            .execute([claim])?;
    }
    Ok(())
}

/// Puts a report in the place of its earlier coding.
fn take_one(
    transaction: &Transaction<'_>,
    knowledge: &Knowledge,
    standing: &Standing,
) -> rusqlite::Result<()> {
    let report = &standing.report.id.0;
    // A claim that was there stays in its incident until linking says otherwise.
    let incidents: BTreeMap<String, Option<String>> = transaction
        .prepare_cached("SELECT id, incident FROM claim WHERE report = ?1")?
        .query_map([report], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    forget(transaction, report)?;
    put_one(transaction, knowledge, standing, &incidents)?;
    let numbers: Vec<i64> = transaction
        .prepare_cached("SELECT number FROM claim WHERE report = ?1")?
        .query_map([report], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    numbers
        .into_iter()
        .try_for_each(|number| count(transaction, number, 1))
}

/// Puts a report that is not there; those who stand in its claims are counted by whoever calls.
fn put_one(
    transaction: &Transaction<'_>,
    knowledge: &Knowledge,
    standing: &Standing,
    incidents: &BTreeMap<String, Option<String>>,
) -> rusqlite::Result<()> {
    let Standing {
        report,
        claims,
        private,
        ..
    } = standing;
    for claim in claims
        .iter()
        .filter(|claim| standing.altered.contains(&claim.id))
    {
        transaction
            .prepare_cached("INSERT INTO altered (claim, report, json) VALUES (?1, ?2, ?3)")?
            .execute(params![
                claim.id.0,
                report.id.0,
                serde_json::to_string(claim).unwrap_or_default()
            ])?;
    }
    transaction
        .prepare_cached("INSERT OR REPLACE INTO unlinked (report) VALUES (?1)")?
        .execute([&report.id.0])?;
    let actors = &knowledge.actors;
    let outlet = actors.outlet(report.outlet.as_deref(), report.url.as_deref());
    let published = report
        .published
        .date()
        .map_or_else(|| NO_DAY.to_owned(), |day| day.to_string());
    transaction
        .prepare_cached("INSERT INTO report (id, published, input_id, outlet, outlet_id, title, claims, private) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
        .execute(params![
            report.id.0,
            published,
            report.input_id,
            report.outlet.as_deref().unwrap_or_default(),
            outlet.map(|id| actors.key(id)),
            report.title.as_deref().unwrap_or_default(),
            claims.len() as i64,
            serde_json::to_string(private).unwrap_or_default()
        ])?;
    for (position, claim) in claims.iter().enumerate() {
        let summary = sayso_export::summary(claim);
        // Lists never name private persons; only the search knows their names.
        let open_summary = private::without(&summary, &report.text, private);
        let killed = claim
            .killed
            .value()
            .and_then(|count| count.low.or(count.best).or(count.high))
            .map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        transaction
            .prepare_cached("INSERT OR REPLACE INTO claim (id, report, position, incident, kind, published, rule, support, killed, summary) VALUES (?1, ?2, ?3, ?10, ?4, ?5, ?6, ?7, ?8, ?9)")?
            .execute(params![
                claim.id.0,
                report.id.0,
                position as i64,
                sayso_export::label(&claim.kind),
                published,
                claim.kind_rule.0,
                support(claim),
                killed,
                open_summary,
                incidents.get(&claim.id.0).cloned().flatten()
            ])?;
        let number = transaction.last_insert_rowid();
        for (role, party, words) in parties(claim, report, knowledge) {
            let side = side_of(party.id.as_deref(), actors);
            // A party that the knowledge does not have is found by its words.
            let (role, actor) = match &party.id {
                Some(id) => (role, id.clone()),
                None => (role, format!("words {}", words.to_lowercase())),
            };
            transaction
                .prepare_cached("INSERT OR IGNORE INTO party (claim, role, actor, name, side) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![number, role, actor, party.name, side])?;
        }
        for name in claim
            .place
            .value()
            .into_iter()
            .flat_map(|place| &place.names)
        {
            transaction
                .prepare_cached("INSERT OR IGNORE INTO spot (claim, name) VALUES (?1, ?2)")?
                .execute(params![number, name.words.to_lowercase()])?;
        }
        let evidence: Vec<&str> = claim
            .evidence
            .iter()
            .filter_map(|span| span.slice(&report.text))
            .collect();
        let open: Vec<String> = claim
            .evidence
            .iter()
            .map(|span| private::masked(&report.text, *span, private))
            .collect();
        transaction
            .prepare_cached("INSERT INTO words (rowid, open, whole) VALUES (?1, ?2, ?3)")?
            .execute(params![
                number,
                format!("{} {}", open_summary, open.join(" ")),
                format!("{summary} {}", evidence.join(" "))
            ])?;
    }
    Ok(())
}

/// Who stands in a claim: role, party, words.
fn parties(
    claim: &Claim,
    report: &Report,
    knowledge: &Knowledge,
) -> Vec<(&'static str, Named, String)> {
    let actors = &knowledge.actors;
    let mut found = Vec::new();
    for (role, field) in [
        ("perpetrator", &claim.perpetrator),
        ("target", &claim.target),
    ] {
        if let Some(party) = field.value() {
            found.push((role, named(party, actors), party.words.clone()));
        }
    }
    for source in &claim.sources {
        let party = sayso_model::Party {
            words: source.words.clone(),
            registry: source.registry.clone(),
        };
        found.push(("speaker", named(&party, actors), source.words.clone()));
    }
    if let Some(outlet) = &report.outlet {
        let id = actors.outlet(Some(outlet), report.url.as_deref());
        let name = Named {
            name: id.map_or_else(|| outlet.clone(), |id| actors.actor(id).name.clone()),
            id: id.map(|id| actors.key(id).to_owned()),
        };
        let role = if claim.sources.is_empty() {
            "speaker"
        } else {
            "outlet"
        };
        found.push((role, name, outlet.clone()));
    }
    found
}

/// How much a claim rests on: known fields of those that most claims have, less where the text hedges.
pub(crate) fn support(claim: &Claim) -> i64 {
    let known = [
        claim.perpetrator.is_known(),
        claim.target.is_known(),
        claim.place.is_known(),
        claim.when.is_known(),
        claim.weapon.is_known(),
        claim.killed.is_known() || claim.injured.is_known() || claim.killed_or_injured.is_known(),
        !claim.sources.is_empty(),
    ];
    known.iter().filter(|known| **known).count() as i64 - i64::from(claim.hedged)
}

/// Takes a report's earlier coding out.
fn forget(transaction: &Transaction<'_>, report: &str) -> rusqlite::Result<()> {
    let numbers: Vec<i64> = transaction
        .prepare_cached("SELECT number FROM claim WHERE report = ?1")?
        .query_map([report], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for number in numbers {
        count(transaction, number, -1)?;
        for query in [
            "DELETE FROM party WHERE claim = ?1",
            "DELETE FROM spot WHERE claim = ?1",
            "DELETE FROM words WHERE rowid = ?1",
            "DELETE FROM claim WHERE number = ?1",
        ] {
            transaction.prepare_cached(query)?.execute([number])?;
        }
    }
    for query in [
        "DELETE FROM report WHERE id = ?1",
        "DELETE FROM altered WHERE report = ?1",
    ] {
        transaction.prepare_cached(query)?.execute([report])?;
    }
    Ok(())
}
