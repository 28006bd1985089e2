//! What people see where something does not go.

use crate::http::{Answer, Problem, Reply};
use askama::Template;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    user: Option<String>,
    problem: &'a Problem,
}

pub(crate) fn page(user: Option<String>, problem: &Problem) -> Answer {
    let mut reply = Reply::page(&ProblemPage { user, problem })?.with_status(problem.status);
    if let Some(seconds) = problem.retry_after {
        reply = reply.with("retry-after", seconds.to_string());
    }
    Ok(reply)
}
