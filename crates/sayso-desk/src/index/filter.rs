//! What a list of incidents is narrowed by: read from an address, written back to one, turned into a query.

use super::{IncidentRow, Index};
use crate::error::DeskError;
use crate::http::Params;
use rusqlite::types::Value;

/// The filters of the incidents page; what is empty does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub from: String,
    pub to: String,
    pub place: String,
    pub perpetrator: String,
    pub target: String,
    pub speaker: String,
    pub kind: String,
    pub weapon: String,
    pub side: String,
    pub contested: bool,
    pub single: bool,
    pub killed: bool,
    pub killed_min: Option<u64>,
    pub q: String,
}

/// What the reader may not see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Only incidents first told of on or before this day.
    pub(crate) until: Option<String>,
    /// Only incidents with these ids, where a publisher chooses.
    pub(crate) only: Option<Vec<String>>,
    /// Names of private persons are not searched.
    pub(crate) masked: bool,
}

impl Filter {
    pub fn read(params: &Params) -> Filter {
        let text = |name: &str| params.get(name).unwrap_or_default().trim().to_owned();
        let flag = |name: &str| {
            params
                .get(name)
                .is_some_and(|value| matches!(value, "1" | "on" | "true"))
        };
        Filter {
            from: text("from"),
            to: text("to"),
            place: text("place"),
            perpetrator: text("perpetrator"),
            target: text("target"),
            speaker: text("speaker"),
            kind: text("kind"),
            weapon: text("weapon"),
            side: text("side"),
            contested: flag("contested"),
            single: flag("single"),
            killed: flag("killed"),
            killed_min: params
                .get("killed_min")
                .and_then(|value| value.trim().parse().ok()),
            q: text("q"),
        }
    }

    /// Whether nothing is narrowed.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// Name and value of every filter in use.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<(&'static str, String)> = [
            ("from", &self.from),
            ("to", &self.to),
            ("place", &self.place),
            ("perpetrator", &self.perpetrator),
            ("target", &self.target),
            ("speaker", &self.speaker),
            ("kind", &self.kind),
            ("weapon", &self.weapon),
            ("side", &self.side),
            ("q", &self.q),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name, value.clone()))
        .collect();
        for (name, flag) in [
            ("contested", self.contested),
            ("single", self.single),
            ("killed", self.killed),
        ] {
            if flag {
                pairs.push((name, "1".to_owned()));
            }
        }
        if let Some(least) = self.killed_min {
            pairs.push(("killed_min", least.to_string()));
        }
        pairs
    }

    /// The query string that gives this filter again, without `?`.
    pub fn query(&self) -> String {
        crate::http::encoded(&self.pairs())
    }

    /// Every facet with its value, where it narrows.
    fn facets(&self) -> Vec<(&'static str, String)> {
        // Ids of actors have a dot and no space; anything else is words of reports.
        let party = |value: &String| {
            if value.is_empty() || value.contains('.') && !value.contains(' ') {
                value.clone()
            } else {
                format!("words {}", value.to_lowercase())
            }
        };
        let flag = |set: bool| if set { "1" } else { "" }.to_owned();
        let mut facets = vec![
            ("place", self.place.to_lowercase()),
            ("perpetrator", party(&self.perpetrator)),
            ("target", party(&self.target)),
            ("speaker", party(&self.speaker)),
            ("weapon", self.weapon.clone()),
            ("contested", flag(self.contested)),
            ("side", self.side.clone()),
            ("kind", self.kind.clone()),
            ("single", flag(self.single)),
        ];
        facets.retain(|(_, value)| !value.is_empty());
        facets
    }

    /// The one facet that narrows where nothing else does; `all` where nothing does at all.
    pub(crate) fn only_facet(&self, limits: &Limits) -> Option<(&'static str, String)> {
        let other = limits.until.is_some()
            || limits.only.is_some()
            || self.killed
            || self.killed_min.is_some()
            || [&self.from, &self.to, &self.q]
                .iter()
                .any(|value| !value.is_empty());
        let mut facets = self.facets();
        match (other, facets.len()) {
            (false, 0) => Some(("all", String::new())),
            (false, 1) => facets.pop(),
            _ => None,
        }
    }

    /// Whether a row is what these filters ask for, as far as the row tells; parties, places and words stand in its claims.
    pub(crate) fn fits(&self, row: &IncidentRow) -> bool {
        let empty_or = |asked: &str, given: Option<&str>| asked.is_empty() || given == Some(asked);
        let most = row.killed.and_then(|range| range.high.or(range.low));
        empty_or(&self.kind, Some(&row.kind))
            && empty_or(&self.weapon, row.weapon.as_deref())
            && (!self.contested || row.contested)
            && (!self.single || row.single_origin)
            && (!self.killed || most.is_some_and(|most| most > 0))
            && self
                .killed_min
                .is_none_or(|least| most.is_some_and(|most| most >= least))
            && (self.from.is_empty()
                || row
                    .end
                    .as_ref()
                    .or(row.start.as_ref())
                    .is_some_and(|day| *day >= self.from))
            && (self.to.is_empty() || row.start.as_ref().is_some_and(|day| *day <= self.to))
    }

    /// What is read, the conditions on it, and their values. The first facet leads: its rows stand in the order of the list.
    pub(crate) fn conditions(&self, limits: &Limits) -> (String, String, Vec<Value>) {
        let mut from = "incident".to_owned();
        let mut sql: Vec<String> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let mut led = false;
        for (facet, value) in self.facets() {
            if led {
                sql.push(format!(
                    "EXISTS (SELECT 1 FROM facet WHERE facet.facet = '{facet}' AND facet.value = ? AND facet.sort = incident.sort AND facet.id = incident.id)"
                ));
            } else {
                led = true;
                from = "facet AS lead CROSS JOIN incident ON incident.id = lead.id".to_owned();
                sql.push(format!("lead.facet = '{facet}' AND lead.value = ?"));
            }
            values.push(Value::Text(value));
        }
        let mut add = |condition: &str, value: Value| {
            sql.push(condition.to_owned());
            values.push(value);
        };
        let lead = if led { "lead" } else { "incident" };
        if !self.from.is_empty() {
            // What has a day is sorted by its last: the list ends where it comes before the day asked for.
            add(&format!("{lead}.sort >= ?"), Value::Text(self.from.clone()));
            add("coalesce(last, first) >= ?", Value::Text(self.from.clone()));
        }
        if !self.to.is_empty() {
            add("first <= ?", Value::Text(self.to.clone()));
        }
        if let Some(found) = match_of(&self.q, limits.masked) {
            // The newest matches only: a word that stands everywhere must not make the page slow.
            add(
                "incident.id IN (SELECT incident FROM claim WHERE number IN (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 5000))",
                Value::Text(found),
            );
        }
        if let Some(least) = self.killed_min {
            add(
                "killed_high >= ?",
                Value::Integer(i64::try_from(least).unwrap_or(i64::MAX)),
            );
        }
        if let Some(until) = &limits.until {
            add("seen <> '' AND seen <= ?", Value::Text(until.clone()));
        }
        if self.killed {
            sql.push("killed_high > 0".to_owned());
        }
        if let Some(only) = &limits.only {
            sql.push("incident.id IN (SELECT value FROM json_each(?))".to_owned());
            values.push(Value::Text(serde_json::to_string(only).unwrap_or_default()));
        }
        if sql.is_empty() {
            sql.push("1".to_owned());
        }
        (from, sql.join(" AND "), values)
    }

    /// What the list is ordered by: the leading facet's rows stand in that order already.
    pub(crate) fn order(from: &str) -> &'static str {
        if from == "incident" {
            "incident"
        } else {
            "lead"
        }
    }
}

impl Index {
    /// Whether these claims alone have the parties, places and words that a filter asks for.
    pub(crate) fn claims_match(
        &self,
        filter: &Filter,
        limits: &Limits,
        claims: &[String],
    ) -> Result<bool, DeskError> {
        let mut asked: Vec<(&str, String)> = Vec::new();
        for (facet, value) in filter.facets() {
            asked.push(match facet {
                "place" => ("JOIN spot ON spot.claim = claim.number WHERE spot.name = ?1", value),
                "perpetrator" => ("JOIN party ON party.claim = claim.number WHERE party.role = 'perpetrator' AND party.actor = ?1", value),
                "target" => ("JOIN party ON party.claim = claim.number WHERE party.role = 'target' AND party.actor = ?1", value),
                "speaker" => ("JOIN party ON party.claim = claim.number WHERE party.role = 'speaker' AND party.actor = ?1", value),
                "side" => ("JOIN party ON party.claim = claim.number WHERE party.role = 'speaker' AND party.side = ?1", value),
                _ => continue,
            });
        }
        if let Some(found) = match_of(&filter.q, limits.masked) {
            asked.push((
                "JOIN words ON words.rowid = claim.number WHERE words MATCH ?1",
                found,
            ));
        }
        let claims = serde_json::to_string(claims).unwrap_or_default();
        for (condition, value) in asked {
            let query = format!(
                "SELECT 1 FROM claim {condition} AND claim.id IN (SELECT value FROM json_each(?2)) LIMIT 1"
            );
            if self.one(&query, [&value, &claims], |_| Ok(()))?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Words as people type them, as a query of the full-text search: all of them, phrases in quotes, `*` for any ending.
pub(crate) fn match_of(typed: &str, masked: bool) -> Option<String> {
    let mut terms: Vec<String> = Vec::new();
    for (at, part) in typed.split('"').enumerate() {
        if at % 2 == 1 {
            terms.push(part.to_owned());
        } else {
            terms.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    let quoted: Vec<String> = terms
        .iter()
        .filter(|term| term.chars().any(char::is_alphanumeric))
        .take(20)
        .map(|term| match term.strip_suffix('*') {
            Some(stem) => format!("\"{stem}\"*"),
            None => format!("\"{term}\""),
        })
        .collect();
    let column = if masked { "open" } else { "whole" };
    (!quoted.is_empty()).then(|| format!("{column} : ({})", quoted.join(" AND ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_words_and_never_a_query() {
        for (typed, want) in [
            (
                "market Tornwick",
                Some("whole : (\"market\" AND \"Tornwick\")"),
            ),
            (
                "\"grain market\" bomb*",
                Some("whole : (\"grain market\" AND \"bomb\"*)"),
            ),
            (
                "a OR b) NEAR(",
                Some("whole : (\"a\" AND \"OR\" AND \"b)\" AND \"NEAR(\")"),
            ),
            (" \" - ", None),
        ] {
            assert_eq!(match_of(typed, false).as_deref(), want, "{typed}");
        }
    }

    #[test]
    fn a_filter_comes_back_from_its_own_address() {
        let params =
            Params::parse("from=2024-01-02&place=A%26b+c&contested=1&killed_min=3&q=%22x%20y%22");
        let filter = Filter::read(&params);
        assert_eq!(filter.place, "A&b c");
        assert_eq!(Filter::read(&Params::parse(&filter.query())), filter);
        let (_, sql, values) = filter.conditions(&Limits::default());
        assert_eq!(sql.matches('?').count(), values.len());
    }
}
