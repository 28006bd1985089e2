//! A desk with two projects over temporary ledgers, and people in it.

use crate::engine::{TestEngine, report};
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use sayso_desk::{App, Config, Engine, Role, router};
use sayso_store::Ledger;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tower::ServiceExt;

static NEXT: AtomicU32 = AtomicU32::new(0);

pub(crate) struct Room {
    pub(crate) app: Arc<App>,
    pub(crate) folder: PathBuf,
}

/// Somebody with a browser.
#[derive(Clone, Default)]
pub(crate) struct Person {
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) csrf: String,
}

pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|fault| panic!("{fault}: {}", self.body))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

pub(crate) const PASSWORD: &str = "a phrase of some length";

impl Room {
    /// Two projects, `one` with the samples and `two` with one report of its own.
    pub(crate) fn new() -> Room {
        Room::with(Config::default())
    }

    pub(crate) fn with(config: Config) -> Room {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("sayso-desk-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let engine = Arc::new(TestEngine::new());
        let ledgers = vec![folder.join("one.sqlite"), folder.join("two.sqlite")];
        let mut one = Ledger::open(&ledgers[0]).expect("a ledger");
        for (report, claims) in &engine.samples {
            one.add(report, &engine.generation(), claims)
                .expect("added");
        }
        drop(one);
        let mut two = Ledger::open(&ledgers[1]).expect("a ledger");
        let secret = report(
            "secret",
            "Quiet Desk: strike of shed by Nobody in Farhaven, 3 killed",
            Some("Far Wire"),
            Some("2024-05-01"),
        );
        two.add(&secret, &engine.generation(), &engine.code(&secret).claims)
            .expect("added");
        drop(two);
        let config = Config {
            ledgers,
            requests_per_second: 100_000,
            ..config
        };
        let app = App::open(config, engine).expect("a desk");
        app.settle().expect("linked");
        Room {
            app: Arc::new(app),
            folder,
        }
    }

    pub(crate) async fn ask(&self, person: &mut Person, request: Request<Body>) -> Got {
        let response: Response<Body> = router(self.app.clone())
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all("set-cookie") {
            let text = cookie.to_str().expect("a cookie");
            let (name, value) = text
                .split(';')
                .next()
                .and_then(|pair| pair.split_once('='))
                .expect("a pair");
            person.cookies.insert(name.to_owned(), value.to_owned());
        }
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let body = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(csrf) = body
            .split("<meta name=\"csrf\" content=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
        {
            person.csrf = csrf.to_owned();
        }
        Got {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        }
    }

    pub(crate) fn request(
        &self,
        person: &Person,
        method: &str,
        path: &str,
    ) -> axum::http::request::Builder {
        let cookies: Vec<String> = person
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder().method(method).uri(path);
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        request
    }

    pub(crate) async fn get(&self, person: &mut Person, path: &str) -> Got {
        let request = self
            .request(person, "GET", path)
            .body(Body::empty())
            .expect("a request");
        self.ask(person, request).await
    }

    /// Sends a form with the person's own csrf value.
    pub(crate) async fn post(
        &self,
        person: &mut Person,
        path: &str,
        pairs: &[(&str, &str)],
    ) -> Got {
        let csrf = person.csrf.clone();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(pairs);
        let request = self
            .request(person, "POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(sayso_desk::encoded(&all)))
            .expect("a request");
        self.ask(person, request).await
    }

    pub(crate) async fn post_json(&self, person: &mut Person, path: &str, body: &Value) -> Got {
        let request = self
            .request(person, "POST", path)
            .header("content-type", "application/json")
            .header("x-csrf-token", &person.csrf)
            .body(Body::from(body.to_string()))
            .expect("a request");
        self.ask(person, request).await
    }

    /// Makes an account by a one-time link.
    pub(crate) async fn by_link(&self, link: &str, name: &str) -> Person {
        let mut person = Person::default();
        let page = self.get(&mut person, link).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let token = link.split("token=").nth(1).expect("a token");
        let done = self
            .post(
                &mut person,
                "/setup",
                &[
                    ("token", token),
                    ("name", name),
                    ("password", PASSWORD),
                    ("again", PASSWORD),
                ],
            )
            .await;
        assert_eq!(done.status, 303, "{}", done.body);
        self.get(&mut person, "/account").await;
        person
    }

    pub(crate) async fn administrator(&self) -> Person {
        let token = self
            .app
            .first_link()
            .expect("people")
            .expect("the first start");
        self.by_link(&format!("/setup?token={token}"), "Ada").await
    }

    /// Somebody with a role in a project.
    pub(crate) async fn member(
        &self,
        administrator: &mut Person,
        project: &str,
        role: Role,
        name: &str,
    ) -> Person {
        let path = format!("/p/{project}/settings");
        let made = self
            .post(
                administrator,
                &path,
                &[("set", "invite"), ("role", role.name())],
            )
            .await;
        let link = made
            .body
            .split("<code>")
            .find_map(|part| part.starts_with("/setup").then(|| part.split('<').next()))
            .flatten()
            .expect("a link")
            .to_owned();
        self.by_link(&link, name).await
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Runs a test's future.
pub(crate) fn run<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}

/// Ids of the incidents of project `one`.
pub(crate) async fn incidents(room: &Room, person: &mut Person) -> Vec<String> {
    let got = room.get(person, "/p/one/incidents.json").await.json();
    got["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["id"].as_str().expect("an id").to_owned())
        .collect()
}
