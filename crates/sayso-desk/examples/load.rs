//! A load run: readers and posted reports on a large ledger of generated claims, over loopback.
//!
//! `cargo run --release -p sayso-desk --example load -- [CLAIMS] [READERS] [POSTS_PER_SECOND] [SECONDS] [FOLDER]`
//!
//! The ledger is made in FOLDER if it is not there (and kept for a second run). The posted reports are taken in, indexed and
//! linked by the real desk; their claims come from the tests' engine, as the desk does not know the coder: what sentence analysis
//! costs is measured by `sayso code`, not here.

#[path = "../tests/engine/mod.rs"]
mod engine;

use engine::{TestEngine, report};
use sayso_desk::{App, Config, Engine, serve};
use sayso_store::Ledger;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Barrier, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

const PLACES: [&str; 12] = [
    "Tornwick",
    "Oldmere",
    "Hallowby",
    "Vessin",
    "Brenholt",
    "Farhaven",
    "Nearhaven",
    "Lowmarsh",
    "Stonebridge",
    "Eastwell",
    "Kingsford",
    "Marrow",
];
const ACTORS: [&str; 5] = [
    "Marsh Brigades",
    "Ostrevan Army",
    "Heron Column",
    "Kelmoor Council",
    "Ostrevan police",
];
const TARGETS: [&str; 8] = [
    "market",
    "depot",
    "bridge",
    "convoy",
    "checkpoint",
    "school",
    "clinic",
    "farm",
];

/// A number that looks like chance and is always the same.
fn mixed(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn pick<'a>(list: &'a [&'a str], seed: u64) -> &'a str {
    list[(seed % list.len() as u64) as usize]
}

/// The text of a report with four claims, and its day.
fn text(number: u64) -> (String, String) {
    let mut lines = String::new();
    let first: jiff::civil::Date = "2015-01-01".parse().expect("a day");
    let day = first.saturating_add(jiff::Span::new().days((mixed(number) % 3_600) as i64));
    for line in 0..4 {
        let seed = mixed(number * 7 + line);
        lines.push_str(&format!(
            "{}: strike of {} number {} by {} in {}, {} killed\n",
            pick(&ACTORS, seed >> 3),
            pick(&TARGETS, seed >> 7),
            seed % 500,
            pick(&ACTORS, seed >> 11),
            pick(&PLACES, seed >> 17),
            seed % 20
        ));
    }
    (lines, day.to_string())
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default: u64| {
        arguments
            .get(at)
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let (claims, readers, posts, seconds) = (
        number(0, 200_000),
        number(1, 100),
        number(2, 50),
        number(3, 60),
    );
    let folder = arguments.get(4).cloned().unwrap_or_else(|| {
        std::env::temp_dir()
            .join("sayso-desk-load")
            .display()
            .to_string()
    });
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = Path::new(&folder).join("load.sqlite");
    let engine = Arc::new(TestEngine::new());
    // Adding what is there already adds nothing: a ledger that was cut short is completed.
    let done = Path::new(&folder).join("made");
    if !done.exists() {
        make(&path, &engine, claims / 4);
        std::fs::write(done, claims.to_string()).expect("written");
    }
    for ending in [".people", ".people-wal", ".people-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
    let begun = Instant::now();
    let config = Config {
        ledgers: vec![path],
        requests_per_second: 1_000_000,
        ..Config::default()
    };
    let app = Arc::new(App::open(config, engine).expect("a desk"));
    println!(
        "index up to date after {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    // A later start links in the background what it needs to link on.
    app.settle().expect("linked");
    println!(
        "ready to link on after {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    let token = app.first_link().expect("people").expect("the first link");
    let (ready, address) = mpsc::channel();
    let served = app.clone();
    std::thread::spawn(move || {
        serve(
            served,
            "127.0.0.1:0".parse().expect("an address"),
            |address| {
                let _ = ready.send(address);
            },
        )
        .expect("served");
    });
    let address = address.recv().expect("listening");
    let bearer = enter(address, &token);
    run(
        address,
        &bearer,
        readers,
        posts,
        Duration::from_secs(seconds),
    );
}

fn make(path: &Path, engine: &TestEngine, reports: u64) {
    let begun = Instant::now();
    let mut ledger = Ledger::open(path).expect("a ledger");
    for (report, claims) in &engine.samples {
        ledger
            .add(report, &engine.generation(), claims)
            .expect("added");
    }
    for number in 0..reports {
        let (text, day) = text(number);
        let report = report(&format!("r{number}"), &text, Some("Load Wire"), Some(&day));
        ledger
            .add(&report, &engine.generation(), &engine.code(&report).claims)
            .expect("added");
    }
    println!(
        "ledger of {reports} reports made in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
}

/// A connection that is kept open.
struct Connection(BufReader<TcpStream>);

impl Connection {
    fn new(address: SocketAddr) -> Connection {
        let stream = TcpStream::connect(address).expect("connected");
        stream.set_nodelay(true).expect("no delay");
        Connection(BufReader::new(stream))
    }

    fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> (u16, Vec<(String, String)>, String) {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: desk\r\n{headers}content-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0
            .get_mut()
            .write_all(request.as_bytes())
            .expect("sent");
        let mut line = String::new();
        self.0.read_line(&mut line).expect("a status");
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .expect("a status");
        let (mut headers, mut length) = (Vec::new(), 0);
        loop {
            line.clear();
            self.0.read_line(&mut line).expect("a header");
            let Some((name, value)) = line.trim().split_once(": ") else {
                break;
            };
            if name == "content-length" {
                length = value.parse().expect("a length");
            }
            headers.push((name.to_owned(), value.to_owned()));
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).expect("a body");
        (status, headers, String::from_utf8_lossy(&body).into_owned())
    }
}

fn cookies(headers: &[(String, String)]) -> String {
    let pairs: Vec<&str> = headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .filter_map(|(_, value)| value.split(';').next())
        .collect();
    format!("cookie: {}\r\n", pairs.join("; "))
}

fn csrf(body: &str) -> String {
    body.split("name=\"csrf\" content=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default()
        .to_owned()
}

/// Makes the administrator and a token for programs.
fn enter(address: SocketAddr, token: &str) -> String {
    let form = "content-type: application/x-www-form-urlencoded\r\n";
    let mut connection = Connection::new(address);
    let (_, headers, page) = connection.ask("GET", &format!("/setup?token={token}"), "", "");
    let pairs = sayso_desk::encoded(&[
        ("csrf", csrf(&page).as_str()),
        ("token", token),
        ("name", "Load"),
        ("password", "a phrase of some length"),
        ("again", "a phrase of some length"),
    ]);
    let (status, headers, _) = connection.ask(
        "POST",
        "/setup",
        &format!("{}{form}", cookies(&headers)),
        &pairs,
    );
    assert_eq!(status, 303);
    let session = cookies(&headers);
    let (_, _, page) = connection.ask("GET", "/account", &session, "");
    let pairs = sayso_desk::encoded(&[("csrf", csrf(&page).as_str()), ("token", "load")]);
    let (_, _, page) = connection.ask("POST", "/account", &format!("{session}{form}"), &pairs);
    let token = page
        .split("shown once: <code>")
        .nth(1)
        .and_then(|rest| rest.split('<').next())
        .expect("a token");
    format!("authorization: Bearer {token}\r\n")
}

fn run(address: SocketAddr, bearer: &str, readers: u64, posts: u64, time: Duration) {
    let times: Mutex<BTreeMap<&'static str, Vec<u32>>> = Mutex::new(BTreeMap::new());
    let (stop, posted, late, failed) = (
        AtomicBool::new(false),
        AtomicU64::new(0),
        AtomicU64::new(0),
        AtomicU64::new(0),
    );
    let items: serde_json::Value = serde_json::from_str(
        &Connection::new(address)
            .ask("GET", "/p/load/incidents.json?limit=200", bearer, "")
            .2,
    )
    .expect("JSON");
    let incidents: Vec<String> = items["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["id"].as_str().map(str::to_owned))
        .collect();
    let items: serde_json::Value = serde_json::from_str(
        &Connection::new(address)
            .ask("GET", "/p/load/reports.json?limit=200", bearer, "")
            .2,
    )
    .expect("JSON");
    let reports: Vec<String> = items["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["id"].as_str().map(str::to_owned))
        .collect();
    let begun = Instant::now();
    let together = Barrier::new(usize::try_from(readers).unwrap_or(1));
    std::thread::scope(|scope| {
        for reader in 0..readers {
            let together = &together;
            let (times, stop, failed, incidents, reports) =
                (&times, &stop, &failed, &incidents, &reports);
            scope.spawn(move || {
                let mut connection = Connection::new(address);
                let mut own: BTreeMap<&'static str, Vec<u32>> = BTreeMap::new();
                let mut turn = mixed(reader);
                // People do not all begin in one moment; what happens when they do is measured at the end.
                std::thread::sleep(Duration::from_millis(turn % 1_600));
                while !stop.load(Ordering::Relaxed) {
                    turn = mixed(turn);
                    let incident = pick_of(incidents, turn >> 8);
                    let report = pick_of(reports, turn >> 8);
                    let place = pick(&PLACES, turn >> 9).to_lowercase();
                    let (name, path) = match turn % 12 {
                        0 | 1 => ("incidents", "/p/load/incidents".to_owned()),
                        2 => (
                            "incidents, by place and kind",
                            format!("/p/load/incidents?place={place}&kind=strike"),
                        ),
                        3 => (
                            "incidents, contested",
                            "/p/load/incidents?contested=1".to_owned(),
                        ),
                        4 => (
                            "incidents, search",
                            format!(
                                "/p/load/incidents?q={}+{}",
                                pick(&TARGETS, turn >> 9),
                                turn % 500
                            ),
                        ),
                        5 => (
                            "incidents, map",
                            format!("/p/load/incidents.geojson?place={place}"),
                        ),
                        6 | 7 => ("incident", format!("/p/load/incidents/{incident}")),
                        8 => ("report", format!("/p/load/reports/{report}")),
                        9 => ("tolls", "/p/load/tolls".to_owned()),
                        10 => ("actor", "/p/load/actors/overlay.marsh-brigades".to_owned()),
                        _ => ("review", "/p/load/review".to_owned()),
                    };
                    let asked = Instant::now();
                    let (status, _, _) = connection.ask("GET", &path, bearer, "");
                    own.entry(name)
                        .or_default()
                        .push(u32::try_from(asked.elapsed().as_micros()).unwrap_or(u32::MAX));
                    failed.fetch_add(u64::from(status != 200), Ordering::Relaxed);
                    // A person reads before the next click.
                    std::thread::sleep(Duration::from_millis(400 + turn % 1_200));
                }
                together.wait();
                let asked = Instant::now();
                let (status, _, _) = connection.ask("GET", "/p/load/incidents", bearer, "");
                failed.fetch_add(u64::from(status != 200), Ordering::Relaxed);
                own.entry("(all readers in one moment)")
                    .or_default()
                    .push(u32::try_from(asked.elapsed().as_micros()).unwrap_or(u32::MAX));
                let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
                for (name, mut list) in own {
                    times.entry(name).or_default().append(&mut list);
                }
            });
        }
        let (stop_posts, posted, late, failed) = (&stop, &posted, &late, &failed);
        for poster in 0..8_u64 {
            scope.spawn(move || {
                let mut connection = Connection::new(address);
                let mut next = poster;
                while !stop_posts.load(Ordering::Relaxed) && posts > 0 {
                    let due = Duration::from_secs_f64(next as f64 / posts as f64);
                    match due.checked_sub(begun.elapsed()) {
                        Some(left) => std::thread::sleep(left),
                        None => {
                            late.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                    let (text, day) = text(10_000_000 + next + u64::from(std::process::id()) * 1_000_000);
                    let body = serde_json::json!({"text": text, "name": format!("p{next}"), "outlet": "Post Wire", "published": day}).to_string();
                    let (status, _, _) = connection.ask("POST", "/api/v1/p/load/reports", &format!("{bearer}content-type: application/json\r\n"), &body);
                    failed.fetch_add(u64::from(status != 201), Ordering::Relaxed);
                    posted.fetch_add(1, Ordering::Relaxed);
                    next += 8;
                }
            });
        }
        std::thread::sleep(time);
        stop.store(true, Ordering::Relaxed);
    });
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{readers} readers, {:.1} reports/s posted of {posts} asked ({} begun late), {} answers that were no success, {seconds:.0} s",
        posted.load(Ordering::Relaxed) as f64 / seconds,
        late.load(Ordering::Relaxed),
        failed.load(Ordering::Relaxed)
    );
    println!(
        "| page | requests | median ms | p95 ms | p99 ms | longest ms |\n|---|---|---|---|---|---|"
    );
    let times = times.into_inner().unwrap_or_else(PoisonError::into_inner);
    for (name, mut list) in times {
        list.sort_unstable();
        let at = |share: f64| f64::from(list[((list.len() - 1) as f64 * share) as usize]) / 1000.0;
        println!(
            "| {name} | {} | {:.1} | {:.1} | {:.1} | {:.1} |",
            list.len(),
            at(0.5),
            at(0.95),
            at(0.99),
            at(1.0)
        );
    }
}

fn pick_of(list: &[String], seed: u64) -> &str {
    list.get((seed % list.len().max(1) as u64) as usize)
        .map_or("", String::as_str)
}
