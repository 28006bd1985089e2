//! The first page, health, metrics, assets.

use super::Frame;
use crate::http::{Answer, Call, Problem, Reply};
use askama::Template;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    frame: Frame,
    projects: Vec<String>,
}

/// `/`: the projects that the reader may enter.
pub(crate) fn start(call: &Call) -> Answer {
    let mut projects = Vec::new();
    for (name, project) in &call.app.projects {
        let member = match &call.user {
            Some(user) => call.app.people.role(user, name)?.is_some(),
            None => false,
        };
        if member || project.public_view(&call.app.people)?.open {
            projects.push(name.clone());
        }
    }
    if call.user.is_none() && projects.is_empty() {
        return Ok(Reply::see_other("/login"));
    }
    if let [only] = projects.as_slice() {
        return Ok(Reply::see_other(&format!("/p/{only}/incidents")));
    }
    Reply::page(&StartPage {
        frame: Frame::new(call, "Projects"),
        projects,
    })
}

/// `/p/{project}`.
pub(crate) fn project(call: &Call) -> Answer {
    Ok(Reply::see_other(&format!(
        "/p/{}/incidents",
        call.project()?.name
    )))
}

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    frame: Frame,
    coder: String,
    analyser: String,
    knowledge: String,
}

/// `/about`: what this is, its limits, and who coded.
pub(crate) fn about(call: &Call) -> Answer {
    let generation = call.app.engine.generation();
    Reply::page(&AboutPage {
        frame: Frame::new(call, "About and limits"),
        coder: generation.coder,
        analyser: generation.analyser,
        knowledge: generation.knowledge,
    })
}

/// `/api/v1/openapi.json`.
pub(crate) fn document(_: &Call) -> Answer {
    Reply::json(&crate::http::openapi())
}

pub(crate) fn health(_: &Call) -> Answer {
    Ok(Reply::text("text/plain; charset=utf-8", "ok\n"))
}

pub(crate) fn metrics(call: &Call) -> Answer {
    Ok(Reply::text(
        "text/plain; version=0.0.4; charset=utf-8",
        call.app.metrics.text(),
    ))
}

pub(crate) fn asset(call: &Call) -> Answer {
    let name = call.path.trim_start_matches("/assets/");
    let file = Assets::get(name).ok_or_else(|| Problem::missing("the file"))?;
    let kind = match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    let hash: String = file
        .metadata
        .sha256_hash()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(Reply::text(kind, file.data.into_owned())
        .with("etag", format!("\"{hash}\""))
        .with("cache-control", "public, max-age=300".to_owned()))
}
