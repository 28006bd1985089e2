//! The pages: one file each. A handler answers in the form that the address asks for.

pub(crate) mod actors;
pub(crate) mod door;
pub(crate) mod import;
pub(crate) mod incident;
pub(crate) mod incidents;
pub(crate) mod problem;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod settings;
pub(crate) mod start;
pub(crate) mod tolls;

use crate::http::{Call, Format, Problem, encoded};
use crate::people::Role;

/// What every page says of its reach.
pub const LIMITS: &str = "Only what reports say is here, as claims of those who said it; nothing was checked. No reports of deaths does not mean no deaths. Official tolls leave out those not recovered and indirect deaths.";

/// What surrounds every page.
pub(crate) struct Frame {
    pub(crate) title: String,
    pub(crate) project: Option<String>,
    /// `/p/NAME`.
    pub(crate) base: String,
    pub(crate) user: Option<String>,
    pub(crate) csrf: String,
    pub(crate) path: String,
    pub(crate) nav: Vec<Nav>,
    pub(crate) limits: &'static str,
    /// Read without an account.
    pub(crate) public: bool,
    pub(crate) notice: Option<String>,
    /// Not every report was linked yet.
    pub(crate) linking: bool,
    /// The address of this page with `.json` and `.csv`.
    pub(crate) json: Option<String>,
    pub(crate) csv: Option<String>,
    pub(crate) may_review: bool,
    pub(crate) may_publish: bool,
}

/// An entry of the main menu.
pub(crate) struct Nav {
    pub(crate) href: String,
    pub(crate) label: &'static str,
    pub(crate) here: bool,
    /// After `g`, goes there.
    pub(crate) key: &'static str,
}

impl Frame {
    pub(crate) fn new(call: &Call, title: impl Into<String>) -> Frame {
        let project = call.maybe_project().map(|project| project.name.clone());
        let base = project
            .as_ref()
            .map(|name| format!("/p/{name}"))
            .unwrap_or_default();
        let mut nav = Vec::new();
        if project.is_some() {
            let mut add = |label, page: &str, key| {
                let href = format!("{base}/{page}");
                let here = call.path == href || call.path.starts_with(&format!("{href}/"));
                nav.push(Nav {
                    href,
                    label,
                    here,
                    key,
                });
            };
            add("Incidents", "incidents", "i");
            if call.may(Role::Reader) {
                add("Reports", "reports", "r");
            }
            add("Tolls", "tolls", "t");
            if call.may(Role::Reader) {
                add("Actors and outlets", "actors", "a");
            }
            if call.may(Role::Reviewer) {
                add("Review", "review", "q");
                add("Import", "import", "n");
            }
            if call.may(Role::Administrator) {
                add("Settings", "settings", "");
            }
        }
        let fault = call
            .maybe_project()
            .filter(|_| call.may(Role::Reviewer))
            .and_then(|project| project.signal.fault())
            .map(|fault| format!("Linking failed: {fault}"));
        Frame {
            title: title.into(),
            base,
            user: call.user.as_ref().map(|user| user.name.clone()),
            csrf: call.csrf.clone(),
            path: call.path.clone(),
            nav,
            limits: LIMITS,
            public: project.is_some() && call.role.is_none(),
            notice: fault.or_else(|| notice(call.query.get("done"))),
            linking: call
                .maybe_project()
                .is_some_and(|project| project.is_linking()),
            json: None,
            csv: None,
            may_review: call.may(Role::Reviewer),
            may_publish: call.may(Role::Publisher),
            project,
        }
    }

    /// Names the twins of a page: the same address with another ending.
    pub(crate) fn with_twins(mut self, call: &Call, query: &str) -> Frame {
        let twin = |ending: &str| {
            let mark = if query.is_empty() { "" } else { "?" };
            format!("{}.{ending}{mark}{query}", call.path)
        };
        self.json = Some(twin("json"));
        self.csv = Some(twin("csv"));
        self
    }
}

/// What was done, by its code in the address: an address cannot put words on a page.
fn notice(code: Option<&str>) -> Option<String> {
    let told = match code? {
        "saved" => "Saved.",
        "added" => "The report was added.",
        "undone" => "Taken back; the earlier act stays in the log.",
        "signed-out" => "You are signed out.",
        _ => return None,
    };
    Some(told.to_owned())
}

/// A point in time (RFC 3339) to the minute, for people.
pub(crate) fn minute(at: &str) -> String {
    match (at.get(..10), at.get(11..16)) {
        (Some(day), Some(minute)) => format!("{day} {minute} UTC"),
        _ => at.to_owned(),
    }
}

/// An address with a cursor set.
pub(crate) fn next_page(
    call: &Call,
    pairs: &[(&'static str, String)],
    next: Option<&String>,
) -> Option<String> {
    let mut pairs: Vec<(&str, String)> = pairs.to_vec();
    if let Some(limit) = call.query.get("limit") {
        pairs.push(("limit", limit.to_owned()));
    }
    pairs.push(("cursor", next?.clone()));
    Some(format!("{}?{}", call.path, encoded(&pairs)))
}

/// Refuses a form of answer that a page does not have.
pub(crate) fn no_such_form(format: Format) -> Problem {
    Problem::new(
        404,
        format!("this page does not come as {format:?}").to_lowercase(),
    )
}
