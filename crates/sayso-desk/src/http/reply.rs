//! What a handler gives back, and how faults are told (RFC 9457 for programs, a page for people).

use crate::error::DeskError;
use askama::Template;
use sayso_store::StoreError;
use serde_json::{Value, json};

/// The form an address asks for by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Html,
    Json,
    Csv,
    GeoJson,
}

/// A whole answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

/// What every handler returns.
pub(crate) type Answer = Result<Reply, Problem>;

/// A fault as RFC 9457 tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) status: u16,
    pub(crate) title: &'static str,
    pub(crate) detail: String,
    /// Seconds to wait, where waiting helps.
    pub(crate) retry_after: Option<u64>,
}

impl Reply {
    fn new(content_type: &'static str, body: Vec<u8>) -> Reply {
        Reply {
            status: 200,
            content_type,
            headers: Vec::new(),
            body,
        }
    }

    pub(crate) fn page(template: &impl Template) -> Answer {
        let html = template.render().map_err(|fault| Problem::fault(&fault))?;
        Ok(Reply::new("text/html; charset=utf-8", html.into_bytes()))
    }

    pub(crate) fn json(value: &impl serde::Serialize) -> Answer {
        let text = serde_json::to_vec(value).map_err(|fault| Problem::fault(&fault))?;
        Ok(Reply::new("application/json", text))
    }

    pub(crate) fn text(content_type: &'static str, text: impl Into<Vec<u8>>) -> Reply {
        Reply::new(content_type, text.into())
    }

    /// A table; every cell is made safe for spreadsheets.
    pub(crate) fn csv(
        name: &str,
        head: &[&str],
        rows: impl Iterator<Item = Vec<String>>,
    ) -> Answer {
        let mut text = head.join(",");
        text.push_str("\r\n");
        for row in rows {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| sayso_export::csv_cell(cell))
                .collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        let mut reply = Reply::new("text/csv; charset=utf-8", text.into_bytes());
        let safe: String = name
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
            .collect();
        reply.headers.push((
            "content-disposition",
            format!("attachment; filename=\"{safe}.csv\""),
        ));
        Ok(reply)
    }

    /// Sends the reader on after something was done.
    pub(crate) fn see_other(to: &str) -> Reply {
        let mut reply = Reply::new("text/plain; charset=utf-8", Vec::new());
        reply.status = 303;
        reply.headers.push(("location", to.to_owned()));
        reply
    }

    pub(crate) fn with_status(mut self, status: u16) -> Reply {
        self.status = status;
        self
    }

    pub(crate) fn with(mut self, name: &'static str, value: String) -> Reply {
        self.headers.push((name, value));
        self
    }
}

impl Problem {
    pub(crate) fn new(status: u16, detail: impl Into<String>) -> Problem {
        let title = match status {
            400 => "What was sent cannot be used",
            401 => "You are not signed in",
            403 => "You may not do this",
            404 => "There is nothing here",
            405 => "This address does not take that",
            409 => "This does not fit what is there",
            413 => "Too much was sent at once",
            415 => "This form of input is not read",
            429 => "Too many requests",
            503 => "The desk is busy",
            _ => "A fault of the desk",
        };
        Problem {
            status,
            title,
            detail: detail.into(),
            retry_after: None,
        }
    }

    pub(crate) fn bad(detail: impl Into<String>) -> Problem {
        Problem::new(400, detail)
    }

    pub(crate) fn missing(what: &str) -> Problem {
        Problem::new(
            404,
            format!("{what} is not in this project, or you may not see it"),
        )
    }

    pub(crate) fn fault(cause: &dyn std::fmt::Display) -> Problem {
        Problem::new(500, cause.to_string())
    }

    pub(crate) fn json(&self) -> Value {
        json!({"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail})
    }

    pub(crate) fn reply(&self) -> Reply {
        let mut reply = Reply::text("application/problem+json", self.json().to_string())
            .with_status(self.status);
        if let Some(seconds) = self.retry_after {
            reply = reply.with("retry-after", seconds.to_string());
        }
        reply
    }
}

impl From<DeskError> for Problem {
    fn from(cause: DeskError) -> Problem {
        Problem::fault(&cause)
    }
}

impl From<StoreError> for Problem {
    fn from(cause: StoreError) -> Problem {
        match cause {
            StoreError::OtherClaims { .. } => Problem::new(409, cause.to_string()),
            _ => Problem::fault(&cause),
        }
    }
}
