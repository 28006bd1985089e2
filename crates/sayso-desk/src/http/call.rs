//! One request as handlers see it.

use super::forms::Form;
use super::params::Params;
use super::reply::{Format, Problem};
use crate::app::App;
use crate::index::Limits;
use crate::people::{Role, User};
use crate::project::Project;
use std::sync::Arc;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Open,
    /// Everybody who is signed in.
    SignedIn,
    /// Readers of the project, and everybody where the project has a public view.
    Public,
    /// Those who have at least this role in the project.
    Project(Role),
}

/// A request, with everything that was found out about it before.
pub(crate) struct Call {
    pub(crate) app: Arc<App>,
    project: Option<Arc<Project>>,
    pub(crate) user: Option<User>,
    /// Role in the project; `None` reads the public view.
    pub(crate) role: Option<Role>,
    /// What every form carries.
    pub(crate) csrf: String,
    /// Token of the cookie, for ending the session.
    pub(crate) session: Option<String>,
    pub(crate) path: String,
    pub(crate) query: Params,
    pub(crate) form: Form,
    /// The last part of the address without its ending, decoded.
    pub(crate) id: String,
    pub(crate) format: Format,
    /// The address asked is one of the interface for programs.
    pub(crate) api: bool,
    pub(crate) address: String,
    pub(crate) now: jiff::Timestamp,
}

impl Call {
    #[expect(clippy::too_many_arguments, reason = "the router alone makes it")]
    pub(super) fn new(
        app: Arc<App>,
        project: Option<Arc<Project>>,
        user: Option<User>,
        role: Option<Role>,
        csrf: String,
        session: Option<String>,
        path: String,
        query_text: String,
        form: Form,
        id: String,
        format: Format,
        address: String,
        now: jiff::Timestamp,
    ) -> Call {
        Call {
            app,
            project,
            user,
            role,
            csrf,
            session,
            api: path.starts_with("/api/"),
            path,
            query: Params::parse(&query_text),
            form,
            id,
            format,
            address,
            now,
        }
    }

    pub(crate) fn project(&self) -> Result<&Arc<Project>, Problem> {
        self.project
            .as_ref()
            .ok_or_else(|| Problem::fault(&"a route without a project asked for one"))
    }

    pub(crate) fn maybe_project(&self) -> Option<&Arc<Project>> {
        self.project.as_ref()
    }

    /// Whether the reader has at least a role.
    pub(crate) fn may(&self, role: Role) -> bool {
        self.role.is_some_and(|own| own >= role)
    }

    /// Whether private names are masked.
    pub(crate) fn masked(&self) -> bool {
        !self.may(Role::Reviewer)
    }

    /// Name of who acts.
    pub(crate) fn by(&self) -> String {
        self.user
            .as_ref()
            .map(|user| user.name.clone())
            .unwrap_or_default()
    }

    /// Items of a page.
    pub(crate) fn limit(&self) -> usize {
        self.query
            .get("limit")
            .and_then(|limit| limit.parse().ok())
            .unwrap_or(50)
            .clamp(1, 200)
    }

    pub(crate) fn cursor(&self) -> Option<&str> {
        self.query.get("cursor").filter(|cursor| !cursor.is_empty())
    }

    /// What this reader may see of the project.
    pub(crate) fn limits(&self) -> Result<Limits, Problem> {
        let mut limits = Limits {
            masked: self.masked(),
            ..Limits::default()
        };
        if self.role.is_none() {
            let view = self.project()?.public_view(&self.app.people)?;
            if view.delay_days > 0 {
                let today = self.now.to_zoned(jiff::tz::TimeZone::UTC).date();
                let until = today
                    .checked_sub(jiff::Span::new().days(view.delay_days))
                    .unwrap_or(today);
                limits.until = Some(until.to_string());
            }
            if view.published_only {
                limits.only = Some(self.project()?.released()?.names());
            }
        }
        Ok(limits)
    }
}
