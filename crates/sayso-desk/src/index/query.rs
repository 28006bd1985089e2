//! Reading the index: lists by pages of a cursor, single rows, counts.

use super::filter::Limits;
use super::{Filter, IncidentRow, Index};
use crate::claim_view::field_labels;
use crate::error::DeskError;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};
use sayso_model::Span;

/// A count goes no further than this: it is told as "more than".
pub(crate) const COUNTED: usize = 1_000;

/// One page of a list.
#[derive(Debug, Clone)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// Where the next page begins.
    pub(crate) next: Option<String>,
}

/// An incident of a list, as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) row: IncidentRow,
}

/// A report of a list.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub(crate) struct ReportRow {
    pub(crate) id: String,
    pub(crate) published: String,
    pub(crate) input_id: String,
    pub(crate) outlet: String,
    pub(crate) outlet_id: Option<String>,
    pub(crate) title: String,
    pub(crate) claims: u64,
}

/// A claim of a list.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub(crate) struct ClaimRow {
    pub(crate) id: String,
    pub(crate) report: String,
    pub(crate) incident: Option<String>,
    pub(crate) kind: String,
    pub(crate) published: String,
    pub(crate) summary: String,
    pub(crate) role: Option<String>,
}

/// A report in the queue of review, with why it is there.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub(crate) struct QueueEntry {
    pub(crate) report: String,
    pub(crate) claim: String,
    pub(crate) summary: String,
    pub(crate) incident: Option<String>,
    pub(crate) why: String,
}

/// A claim of an incident.
#[derive(Debug, Clone)]
pub(crate) struct MemberRow {
    pub(crate) claim: String,
    /// Where it stands among the claims of its report.
    pub(crate) position: usize,
}

/// A cursor is where a page ended: sort key and id.
fn cut(cursor: &str) -> Option<(String, String)> {
    let (sort, id) = cursor.split_once('~')?;
    Some((sort.to_owned(), id.to_owned()))
}

fn unsigned(value: i64) -> u64 {
    value.unsigned_abs()
}

fn parsed(json: &str) -> rusqlite::Result<IncidentRow> {
    serde_json::from_str(json).map_err(|fault| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(fault))
    })
}

impl Index {
    /// Incidents, the newest first.
    pub(crate) fn incidents(
        &self,
        filter: &Filter,
        limits: &Limits,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Listed>, DeskError> {
        let (from, mut condition, mut values) = filter.conditions(limits);
        let lead = Filter::order(&from);
        if let Some((sort, id)) = cursor.and_then(cut) {
            condition.push_str(&format!(" AND ({lead}.sort, {lead}.id) < (?, ?)"));
            values.extend([Value::Text(sort), Value::Text(id)]);
        }
        values.push(Value::Integer(limit as i64 + 1));
        let query = format!(
            "SELECT json, sort, id FROM (SELECT {lead}.sort AS sort, {lead}.id AS id FROM {from} WHERE {condition} ORDER BY {lead}.sort DESC, {lead}.id DESC LIMIT ?) JOIN incident_row USING (id) ORDER BY sort DESC, id DESC"
        );
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&query)?;
            let rows = statement.query_map(params_from_iter(values), |row| {
                Ok((
                    parsed(&row.get::<_, String>(0)?)?,
                    format!("{}~{}", row.get::<_, String>(1)?, row.get::<_, String>(2)?),
                ))
            })?;
            let mut rows: Vec<(IncidentRow, String)> = rows.collect::<rusqlite::Result<_>>()?;
            let more = rows.len() > limit;
            rows.truncate(limit);
            Ok(Page {
                next: rows
                    .last()
                    .filter(|_| more)
                    .map(|(_, cursor)| cursor.clone()),
                items: rows.into_iter().map(|(row, _)| Listed { row }).collect(),
            })
        })
    }

    /// How many incidents there are, counted no further than a thousand unless nothing narrows.
    pub(crate) fn count_incidents(
        &self,
        filter: &Filter,
        limits: &Limits,
    ) -> Result<(u64, bool), DeskError> {
        if filter.is_empty()
            && *limits
                == (Limits {
                    masked: limits.masked,
                    ..Limits::default()
                })
        {
            let count = match self.number("linked")? {
                0 => self.incidents_there()?,
                _ => self.number("incidents")?,
            };
            return Ok((count, false));
        }
        let (from, condition, mut values) = filter.conditions(limits);
        values.push(Value::Integer(COUNTED as i64 + 1));
        let query =
            format!("SELECT count(*) FROM (SELECT 1 FROM {from} WHERE {condition} LIMIT ?)");
        let count = self.read(|connection| {
            connection
                .prepare_cached(&query)?
                .query_row(params_from_iter(values), |row| row.get::<_, i64>(0))
        })?;
        let count = unsigned(count);
        Ok((count.min(COUNTED as u64), count > COUNTED as u64))
    }

    /// Incidents that have coordinates, the newest first, and whether there are more.
    pub(crate) fn located(
        &self,
        filter: &Filter,
        limits: &Limits,
        most: usize,
    ) -> Result<(Vec<IncidentRow>, bool), DeskError> {
        self.mapped("json", filter, limits, most, parsed)
    }

    fn mapped<T>(
        &self,
        column: &str,
        filter: &Filter,
        limits: &Limits,
        most: usize,
        read: impl Fn(&str) -> rusqlite::Result<T>,
    ) -> Result<(Vec<T>, bool), DeskError> {
        let (from, condition, mut values) = filter.conditions(limits);
        let lead = Filter::order(&from);
        values.push(Value::Integer(most as i64 + 1));
        let query = format!(
            "SELECT {column} FROM (SELECT {lead}.sort AS sort, {lead}.id AS id FROM {from} WHERE {condition} AND latitude IS NOT NULL ORDER BY {lead}.sort DESC, {lead}.id DESC LIMIT ?) JOIN incident_row USING (id) ORDER BY sort DESC, id DESC"
        );
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&query)?;
            let rows = statement.query_map(params_from_iter(values), |row| {
                row.get_ref(0)?
                    .as_str()
                    .map_err(rusqlite::Error::from)
                    .and_then(&read)
            })?;
            let mut rows: Vec<T> = rows.collect::<rusqlite::Result<_>>()?;
            let more = rows.len() > most;
            rows.truncate(most);
            Ok((rows, more))
        })
    }

    /// The map features of incidents that have coordinates, as JSON, and whether there are more.
    pub(crate) fn features(
        &self,
        filter: &Filter,
        limits: &Limits,
        most: usize,
    ) -> Result<(Vec<String>, bool), DeskError> {
        self.mapped("feature", filter, limits, most, |json| Ok(json.to_owned()))
    }

    pub(crate) fn incident(&self, id: &str) -> Result<Option<IncidentRow>, DeskError> {
        self.one("SELECT json FROM incident_row WHERE id = ?1", [id], |row| {
            parsed(&row.get::<_, String>(0)?)
        })
    }

    /// Whether an incident lies within what a reader may see.
    pub(crate) fn may_see(&self, id: &str, limits: &Limits) -> Result<bool, DeskError> {
        let (_, condition, mut values) = Filter::default().conditions(limits);
        values.push(Value::Text(id.to_owned()));
        let query = format!("SELECT 1 FROM incident WHERE {condition} AND incident.id = ?");
        self.one(&query, params_from_iter(values), |_| Ok(()))
            .map(|found| found.is_some())
    }

    /// An incident's claims, in the order of publication.
    pub(crate) fn claims_of_incident(&self, id: &str) -> Result<Vec<MemberRow>, DeskError> {
        self.list("SELECT id, position FROM claim WHERE incident = ?1 ORDER BY published = '', published, report, position", [id], |row| {
                Ok(MemberRow {
                    claim: row.get(0)?,
                    position: usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
                })
            })
    }

    /// How many incidents there are.
    pub(crate) fn incidents_there(&self) -> Result<u64, DeskError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT coalesce(sum(incidents), 0) FROM facet_day WHERE facet = 'all'",
            )?;
            statement.query_row([], |row| Ok(unsigned(row.get::<_, i64>(0)?)))
        })
    }

    /// A claim that reviewers corrected or added, as it stands.
    pub(crate) fn altered(&self, id: &str) -> Result<Option<String>, DeskError> {
        self.one("SELECT json FROM altered WHERE claim = ?1", [id], |row| {
            row.get(0)
        })
    }

    /// The private names of a report.
    pub(crate) fn private(&self, report: &str) -> Result<Vec<Span>, DeskError> {
        let json: Option<String> = self.one(
            "SELECT private FROM report WHERE id = ?1",
            [report],
            |row| row.get(0),
        )?;
        Ok(json
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default())
    }

    /// The incident of each claim of a report that is in one.
    pub(crate) fn incidents_of_report(
        &self,
        report: &str,
    ) -> Result<Vec<(String, Option<String>)>, DeskError> {
        self.list(
            "SELECT id, incident FROM claim WHERE report = ?1 ORDER BY position",
            [report],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Reports, the newest first.
    pub(crate) fn reports(
        &self,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ReportRow>, DeskError> {
        let (sort, id) = cursor
            .and_then(cut)
            .unwrap_or_else(|| ("~".to_owned(), "~".to_owned()));
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, published, input_id, outlet, outlet_id, title, claims FROM report WHERE (published, id) < (?1, ?2) ORDER BY published DESC, id DESC LIMIT ?3",
            )?;
            let rows = statement.query_map(params![sort, id, limit as i64 + 1], report_row)?;
            let items: Vec<ReportRow> = rows.collect::<rusqlite::Result<_>>()?;
            Ok(paged(items, limit, |row| format!("{}~{}", row.published, row.id)))
        })
    }

    /// Report ids that begin so; at most two.
    pub(crate) fn reports_beginning(&self, prefix: &str) -> Result<Vec<String>, DeskError> {
        self.list(
            "SELECT id FROM report WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT 2",
            [prefix],
            |row| row.get(0),
        )
    }

    /// Series of tolls, by the number of their points.
    pub(crate) fn series(&self, least: usize, limit: usize) -> Result<Vec<String>, DeskError> {
        self.list(
            "SELECT json FROM series WHERE points >= ?1 ORDER BY points DESC, id LIMIT ?2",
            params![least as i64, limit as i64],
            |row| row.get(0),
        )
    }

    pub(crate) fn one_series(&self, id: &str) -> Result<Option<String>, DeskError> {
        self.one("SELECT json FROM series WHERE id = ?1", [id], |row| {
            row.get(0)
        })
    }

    /// Ids of reports with running tolls.
    pub(crate) fn toll_reports(&self) -> Result<Vec<String>, DeskError> {
        self.list(
            "SELECT DISTINCT report FROM claim WHERE kind = 'toll_cumulative' ORDER BY report",
            [],
            |row| row.get(0),
        )
    }

    /// Actors that claims name, those with most claims first: id, name, claims.
    pub(crate) fn actors(
        &self,
        q: &str,
        limit: usize,
    ) -> Result<Vec<(String, String, u64)>, DeskError> {
        self.list("SELECT id, name, claims FROM actor WHERE role = '' AND instr(lower(name), lower(?1)) > 0 ORDER BY claims DESC, id LIMIT ?2", params![q, limit as i64], |row| {
                Ok((row.get(0)?, row.get(1)?, unsigned(row.get::<_, i64>(2)?)))
            })
    }

    /// Claims in which an actor stands in a role, the newest taken in first.
    pub(crate) fn claims_of_actor(
        &self,
        actor: &str,
        role: &str,
        limit: usize,
    ) -> Result<Vec<ClaimRow>, DeskError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT claim.id, report, incident, kind, published, summary, party.role FROM party JOIN claim ON claim.number = party.claim
                 WHERE party.actor = ?1 AND party.role = ?2 ORDER BY party.claim DESC LIMIT ?3",
            )?;
            let rows = statement.query_map(params![actor, role, limit as i64], claim_row)?;
            let mut rows: Vec<ClaimRow> = rows.collect::<rusqlite::Result<_>>()?;
            rows.sort_by(|a, b| (&b.published, &a.id).cmp(&(&a.published, &b.id)));
            Ok(rows)
        })
    }

    /// How many claims an actor stands in, by role.
    pub(crate) fn roles_of_actor(&self, actor: &str) -> Result<Vec<(String, u64)>, DeskError> {
        self.list(
            "SELECT role, claims FROM actor WHERE id = ?1 AND role <> '' ORDER BY role",
            [actor],
            |row| Ok((row.get(0)?, unsigned(row.get::<_, i64>(1)?))),
        )
    }

    pub(crate) fn claim(&self, id: &str) -> Result<Option<ClaimRow>, DeskError> {
        self.one(
            "SELECT id, report, incident, kind, published, summary, NULL FROM claim WHERE id = ?1",
            [id],
            claim_row,
        )
    }

    /// What review looks at next, without what this reviewer judged: by `disagreement`, `rule` or support.
    pub(crate) fn queue(
        &self,
        by: &str,
        rule: &str,
        reviewer: &str,
        limit: usize,
    ) -> Result<Vec<QueueEntry>, DeskError> {
        const OPEN: &str = "NOT EXISTS (SELECT 1 FROM act WHERE act.claim = claim.id AND act.by = ?2 AND undone = 0 AND act IN ('accept', 'reject', 'correct'))";
        let query = match by {
            "disagreement" => format!(
                "SELECT claim.report, claim.id, claim.summary, claim.incident, json_extract(incident.json, '$.disputed')
                 FROM (SELECT id, json, disputed, sort FROM incident JOIN incident_row USING (id) WHERE disputed > 0 ORDER BY disputed DESC, sort DESC, id DESC LIMIT 500) AS incident
                 JOIN claim ON claim.incident = incident.id WHERE ?1 = ?1 AND {OPEN} ORDER BY incident.disputed DESC, incident.sort DESC, incident.id DESC, claim.id LIMIT ?3"
            ),
            "rule" => format!(
                "SELECT report, id, summary, incident, rule FROM claim WHERE rule = ?1 AND {OPEN} ORDER BY rule, id LIMIT ?3"
            ),
            _ => format!(
                "SELECT report, id, summary, incident, support FROM claim WHERE ?1 = ?1 AND {OPEN} ORDER BY support, id LIMIT ?3"
            ),
        };
        let why = |value: Value| match (by, value) {
            ("disagreement", Value::Text(fields)) => {
                let fields: Vec<String> = serde_json::from_str(&fields).unwrap_or_default();
                format!("told differently: {}", field_labels(&fields))
            }
            ("rule", Value::Text(rule)) => format!("made by the rule {rule}"),
            (_, Value::Integer(support)) => supported(support),
            _ => String::new(),
        };
        self.list(&query, params![rule, reviewer, limit as i64], |row| {
            Ok(QueueEntry {
                report: row.get(0)?,
                claim: row.get(1)?,
                summary: row.get(2)?,
                incident: row.get(3)?,
                why: why(row.get(4)?),
            })
        })
    }

    /// Rules with the number of claims each made.
    pub(crate) fn rules(&self) -> Result<Vec<(String, u64)>, DeskError> {
        self.list(
            "SELECT rule, count(*) FROM claim GROUP BY rule ORDER BY count(*) DESC, rule LIMIT 200",
            [],
            |row| Ok((row.get(0)?, unsigned(row.get::<_, i64>(1)?))),
        )
    }

    /// Distinct values that lists of choices offer.
    pub(crate) fn choices(&self, column: Choice) -> Result<Vec<String>, DeskError> {
        let query = match column {
            Choice::Kind => {
                "SELECT DISTINCT value FROM facet_day WHERE facet = 'kind' AND incidents > 0 ORDER BY value"
            }
            Choice::Weapon => {
                "SELECT DISTINCT value FROM facet_day WHERE facet = 'weapon' AND incidents > 0 ORDER BY value"
            }
            Choice::Side => {
                "SELECT DISTINCT value FROM facet_day WHERE facet = 'side' AND incidents > 0 ORDER BY value LIMIT 200"
            }
        };
        self.read(|connection: &Connection| {
            let mut statement = connection.prepare_cached(query)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect()
        })
    }
}

/// Why a claim of low support is in the queue.
pub(crate) fn supported(support: i64) -> String {
    format!("{} of 7 fields rest on words", support.max(0))
}

/// What a list of choices is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    Kind,
    Weapon,
    Side,
}

fn paged<T>(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> String) -> Page<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    Page {
        next: items.last().filter(|_| more).map(cursor),
        items,
    }
}

fn report_row(row: &Row<'_>) -> rusqlite::Result<ReportRow> {
    Ok(ReportRow {
        id: row.get(0)?,
        published: row.get(1)?,
        input_id: row.get(2)?,
        outlet: row.get(3)?,
        outlet_id: row.get(4)?,
        title: row.get(5)?,
        claims: unsigned(row.get(6)?),
    })
}

fn claim_row(row: &Row<'_>) -> rusqlite::Result<ClaimRow> {
    Ok(ClaimRow {
        id: row.get(0)?,
        report: row.get(1)?,
        incident: row.get(2)?,
        kind: row.get(3)?,
        published: row.get(4)?,
        summary: row.get(5)?,
        role: row.get(6)?,
    })
}
