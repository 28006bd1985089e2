//! From a request to a call and from an answer to a response: who asks, what they may, limits, headers.

use super::call::{Access, Call};
use super::forms::read_form;
use super::params::{Params, decoded};
use super::reply::{Format, Problem, Reply};
use super::routes::{ROUTES, Route};
use crate::app::App;
use crate::pages;
use crate::people::{Role, Session, User, random_token, same};
use crate::project::Project;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use axum::routing::{MethodFilter, on};
use sayso_model::sha256_hex;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What a page may load, and that is all: no script, style or frame of its own or of others.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Cookies: the session, and what forms carry before anybody is signed in.
const SESSION: &str = "desk_session";
const FORM: &str = "desk_form";

/// The router of a desk.
pub fn router(app: Arc<App>) -> Router {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    let reading = Arc::new(tokio::sync::Semaphore::new((threads * 2).max(4)));
    // Coding takes long: it never takes the places of those who read.
    let writing = Arc::new(tokio::sync::Semaphore::new(threads));
    let mut router = Router::new();
    for route in ROUTES {
        for (path, format) in addresses(route) {
            let most = if route.method == "GET" {
                &reading
            } else {
                &writing
            };
            let (app, most) = (app.clone(), most.clone());
            let handle =
                move |request: Request| answer(app.clone(), most.clone(), route, format, request);
            let filter = match route.method {
                "POST" => MethodFilter::POST,
                _ => MethodFilter::GET,
            };
            router = router.route(&path, on(filter, handle));
        }
    }
    let (missing, wrong) = (app.clone(), app);
    router
        .fallback(move |request: Request| async move {
            told(
                &missing,
                &request,
                &Problem::new(404, "no page has this address"),
            )
        })
        .method_not_allowed_fallback(move |request: Request| async move {
            told(
                &wrong,
                &request,
                &Problem::new(405, "this address takes another method"),
            )
        })
}

/// The addresses of a route, each with the form it asks for. With an `{id}` the ending is cut off it later.
fn addresses(route: &Route) -> Vec<(String, Format)> {
    let first = route.forms.first().copied().unwrap_or(Format::Html);
    let mut found = Vec::new();
    if route.forms.is_empty() {
        // For programs alone.
    } else if route.path.ends_with("/{id}") {
        found.push((route.path.to_owned(), first));
    } else {
        found.push((route.path.to_owned(), first));
        if route.method == "GET" {
            for format in route.forms.iter().filter(|format| **format != Format::Html) {
                found.push((format!("{}.{}", route.path, ending(*format)), *format));
            }
        }
    }
    if route.api {
        found.push((format!("/api/v1{}", route.path), Format::Json));
    }
    found
}

pub(crate) fn ending(format: Format) -> &'static str {
    match format {
        Format::Html => "html",
        Format::Json => "json",
        Format::Csv => "csv",
        Format::GeoJson => "geojson",
    }
}

async fn answer(
    app: Arc<App>,
    most: Arc<tokio::sync::Semaphore>,
    route: &'static Route,
    format: Format,
    request: Request,
) -> Response<Body> {
    let begun = Instant::now();
    let (parts, body) = request.into_parts();
    let head = Head {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        address: parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or_else(|| "unknown".to_owned(), |info| info.0.ip().to_string()),
        headers: parts.headers,
    };
    let limit = Duration::from_secs(app.config.most_seconds);
    let most_bytes = app.config.most_bytes;
    let work = async {
        let body = to_bytes(body, most_bytes)
            .await
            .map_err(|_| Problem::new(413, format!("at most {} MiB at once", most_bytes >> 20)))?;
        let permit = most
            .acquire_owned()
            .await
            .map_err(|_| Problem::new(503, "the desk stops"))?;
        let app = app.clone();
        let head = head.clone();
        let stopped = || {
            Problem::new(
                500,
                "a fault of the desk stopped this request; the others go on",
            )
        };
        if route.codes {
            // A thread of its own, which stands back behind the readers.
            let (done, answered) = tokio::sync::oneshot::channel();
            std::thread::spawn(move || {
                let _permit = permit;
                crate::calm::stand_back(crate::calm::CODING);
                let _ = done.send(handle(&app, route, format, &head, &body));
            });
            return answered.await.map_err(|_| stopped());
        }
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            Ok(handle(&app, route, format, &head, &body))
        })
        .await
        .map_err(|_| stopped())?
    };
    let reply = match tokio::time::timeout(limit, work).await {
        Ok(Ok(reply)) => reply,
        Ok(Err(problem)) => problem_reply(&app, &head, format, &problem),
        Err(_) => problem_reply(
            &app,
            &head,
            format,
            &Problem::new(503, "this took too long; narrow the question"),
        ),
    };
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    app.metrics.count(route.path, reply.status, micros);
    response(reply)
}

/// What the router keeps of a request.
#[derive(Clone)]
struct Head {
    method: String,
    path: String,
    query: String,
    address: String,
    headers: HeaderMap,
}

impl Head {
    fn header(&self, name: HeaderName) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    fn cookie(&self, name: &str) -> Option<String> {
        self.header(header::COOKIE)
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
            .filter(|value| !value.is_empty())
    }

    fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }
}

/// Who asks.
struct Asker {
    user: Option<User>,
    csrf: String,
    /// Token of the session's cookie.
    session: Option<String>,
    /// Asks with a token for programs: no browser sends it by itself.
    bearer: bool,
    cookies: Vec<String>,
}

fn handle(app: &Arc<App>, route: &Route, format: Format, head: &Head, body: &[u8]) -> Reply {
    let format = wanted(route, format, head);
    let done = asker(app, head).map(|asker| {
        let cookies = asker.cookies.clone();
        let mut reply = match served(app, route, format, head, body, asker) {
            Ok(reply) => reply,
            Err(problem) => problem_reply(app, head, format, &problem),
        };
        for cookie in cookies {
            reply = reply.with("set-cookie", cookie);
        }
        reply
    });
    done.unwrap_or_else(|problem| problem_reply(app, head, format, &problem))
}

/// The form asked for: by the ending of an id, where the route has one.
fn wanted(route: &Route, format: Format, head: &Head) -> Format {
    if !route.path.ends_with("{id}") || head.is_api() {
        return format;
    }
    route
        .forms
        .iter()
        .copied()
        .find(|known| {
            *known != Format::Html && head.path.ends_with(&format!(".{}", ending(*known)))
        })
        .unwrap_or(format)
}

fn served(
    app: &Arc<App>,
    route: &Route,
    format: Format,
    head: &Head,
    body: &[u8],
    asker: Asker,
) -> Result<Reply, Problem> {
    let now = jiff::Timestamp::now();
    let seconds = now.as_millisecond() as f64 / 1000.0;
    app.rate
        .take(&head.address, seconds)
        .map_err(|wait| Problem {
            retry_after: Some(wait),
            ..Problem::new(429, format!("wait {wait} seconds"))
        })?;
    let (project, role) = allowed(app, route, head, &asker)?;
    let form = if head.method == "POST" {
        let form = read_form(head.header(header::CONTENT_TYPE), body)?;
        let sent = Some(head.header(HeaderName::from_static("x-csrf-token")))
            .filter(|sent| !sent.is_empty())
            .or_else(|| form.params.get("csrf"))
            .unwrap_or_default();
        if !asker.bearer && !same(sent, &asker.csrf) {
            return Err(Problem::new(
                403,
                "the form is too old or came from elsewhere; load the page again",
            ));
        }
        form
    } else {
        super::forms::Form::default()
    };
    let etag = match (&project, head.method.as_str()) {
        (Some(project), "GET") => Some(etag(app, project, head, &asker, role, now)?),
        _ => None,
    };
    if let Some(etag) = &etag
        && Params::parse(&head.query).get("names").is_none()
        && head
            .header(header::IF_NONE_MATCH)
            .split(',')
            .any(|known| known.trim() == etag)
    {
        return Ok(Reply::text("text/plain; charset=utf-8", Vec::new())
            .with_status(304)
            .with("etag", etag.clone()));
    }
    let id = match route.path.ends_with("{id}") {
        true => decoded(head.path.rsplit('/').next().unwrap_or_default()),
        false => String::new(),
    };
    let id = match id.strip_suffix(&format!(".{}", ending(format))) {
        Some(bare) if !head.is_api() => bare.to_owned(),
        _ => id,
    };
    let call = Call::new(
        app.clone(),
        project,
        asker.user,
        role,
        asker.csrf,
        asker.session,
        head.path.clone(),
        head.query.clone(),
        form,
        id,
        format,
        head.address.clone(),
        now,
    );
    let reply = (route.handler)(&call)?;
    Ok(match etag {
        Some(etag) if reply.status == 200 => reply.with("etag", etag),
        _ => reply,
    })
}

/// The project that an address names and the asker's role there, or why not.
fn allowed(
    app: &App,
    route: &Route,
    head: &Head,
    asker: &Asker,
) -> Result<(Option<Arc<Project>>, Option<Role>), Problem> {
    let sign_in = || Problem::new(401, "sign in first");
    if !route.path.contains("{project}") {
        return match route.access {
            Access::Open => Ok((None, None)),
            _ if asker.user.is_none() => Err(sign_in()),
            Access::Project(Role::Administrator)
                if !asker.user.as_ref().is_some_and(|user| user.administrator) =>
            {
                Err(Problem::new(
                    403,
                    "only an administrator of the desk may do this",
                ))
            }
            _ => Ok((None, None)),
        };
    }
    let at = if head.is_api() { 4 } else { 2 };
    let name = head
        .path
        .split('/')
        .nth(at)
        .map(decoded)
        .unwrap_or_default();
    let project = app.projects.get(&name);
    let role = match (&asker.user, project) {
        (Some(user), Some(project)) => app.people.role(user, &project.name)?,
        _ => None,
    };
    let open = match (project, route.access) {
        (Some(project), Access::Public) => project.public_view(&app.people)?.open,
        _ => false,
    };
    match (project, role) {
        (Some(project), Some(role)) => match route.access {
            Access::Project(least) if role < least => Err(Problem::new(
                403,
                format!("this takes the role of {}", least.name()),
            )),
            _ => Ok((Some(project.clone()), Some(role))),
        },
        (Some(project), None) if open => Ok((Some(project.clone()), None)),
        _ if asker.user.is_none() => Err(sign_in()),
        // Whether there is such a project is told to its members only.
        _ => Err(Problem::missing("the project")),
    }
}

/// Another whenever the page could be: with every change of the index, every start, every reader, and what the public may see today.
fn etag(
    app: &App,
    project: &Project,
    head: &Head,
    asker: &Asker,
    role: Option<Role>,
    now: jiff::Timestamp,
) -> Result<String, Problem> {
    let revision = project.revision();
    let seen = match role {
        Some(Role::Reviewer) => format!("reviewer {}", project.is_blind(&app.people)?),
        Some(role) => role.name().to_owned(),
        None => {
            let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
            format!("{:?} {today}", project.public_view(&app.people)?)
        }
    };
    let text = format!(
        "{revision} {} {} {} {} {seen}",
        head.path,
        head.query,
        asker.csrf,
        asker.user.as_ref().map_or("", |user| &user.name)
    );
    let hash = sha256_hex(text.as_bytes());
    Ok(format!("W/\"{}\"", hash.get(..32).unwrap_or_default()))
}

fn asker(app: &App, head: &Head) -> Result<Asker, Problem> {
    let now = jiff::Timestamp::now().as_second();
    if let Some(token) = head.header(header::AUTHORIZATION).strip_prefix("Bearer ") {
        let user = app.people.of_token(token.trim())?;
        if user.is_none() {
            return Err(Problem::new(401, "this token is not known"));
        }
        return Ok(Asker {
            user,
            csrf: String::new(),
            session: None,
            bearer: true,
            cookies: Vec::new(),
        });
    }
    if let Some(token) = head.cookie(SESSION)
        && let Some(Session { user, csrf, turned }) = app.people.session(&token, now)?
    {
        let cookies = turned
            .iter()
            .map(|token| session_cookie(app, token))
            .collect();
        return Ok(Asker {
            user: Some(user),
            csrf,
            session: Some(turned.unwrap_or(token)),
            bearer: false,
            cookies,
        });
    }
    let (csrf, cookies) = match head.cookie(FORM) {
        Some(form) => (form, Vec::new()),
        None => {
            let form = random_token()?;
            let cookie = format!(
                "{FORM}={form}; HttpOnly; SameSite=Strict; Path=/{}",
                secure(app)
            );
            (form, vec![cookie])
        }
    };
    Ok(Asker {
        user: None,
        csrf,
        session: None,
        bearer: false,
        cookies,
    })
}

fn secure(app: &App) -> &'static str {
    if app.config.https { "; Secure" } else { "" }
}

/// The cookie that carries a session.
pub(crate) fn session_cookie(app: &App, token: &str) -> String {
    format!(
        "{SESSION}={token}; HttpOnly; SameSite=Lax; Path=/{}",
        secure(app)
    )
}

/// The cookie that ends one.
pub(crate) fn no_session_cookie() -> String {
    format!("{SESSION}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0")
}

fn told(app: &Arc<App>, request: &Request, problem: &Problem) -> Response<Body> {
    let head = Head {
        method: request.method().as_str().to_owned(),
        path: request.uri().path().to_owned(),
        query: String::new(),
        address: String::new(),
        headers: request.headers().clone(),
    };
    response(problem_reply(app, &head, Format::Html, problem))
}

/// A problem as a page for people, and as JSON for programs.
fn problem_reply(app: &Arc<App>, head: &Head, format: Format, problem: &Problem) -> Reply {
    if format != Format::Html
        || head.is_api()
        || head.header(header::ACCEPT).contains("application/json")
    {
        return problem.reply();
    }
    if problem.status == 401 {
        let to = super::params::escaped(&format!("{}?{}", head.path, head.query));
        return Reply::see_other(&format!("/login?to={to}"));
    }
    let user = asker(app, head)
        .ok()
        .and_then(|asker| asker.user)
        .map(|user| user.name);
    match pages::problem::page(user, problem) {
        Ok(reply) => reply,
        Err(_) => problem.reply(),
    }
}

fn response(reply: Reply) -> Response<Body> {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-type", reply.content_type),
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), geolocation=(), microphone=()",
        ),
    ] {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    let cached = reply
        .headers
        .iter()
        .any(|(name, _)| *name == "cache-control");
    if !cached {
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
    }
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(HeaderName::from_static(name), value);
        }
    }
    response
}
