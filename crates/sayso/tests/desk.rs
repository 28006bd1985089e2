//! `sayso serve` as a user starts it: first link, import with the real coder, review, export to `sayso eval`, a stop that is graceful.

use super::{code, err, out, sayso, scratch};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// The running desk; it does not outlive its test.
struct Desk(Child);

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// One request over a connection of its own: status, headers, body.
fn ask(
    address: &str,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> (u16, String, String) {
    let mut stream = TcpStream::connect(address).expect("connected");
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: desk\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}"
    )
    .expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .expect("a status");
    (status, head.to_owned(), body.to_owned())
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split(from)
        .nth(1)
        .and_then(|rest| rest.split(to).next())
        .unwrap_or_else(|| panic!("no {from} in {text}"))
}

fn cookies(head: &str) -> String {
    let pairs: Vec<&str> = head
        .lines()
        .filter_map(|line| line.strip_prefix("set-cookie: "))
        .filter_map(|cookie| cookie.split(';').next())
        .collect();
    format!("cookie: {}\r\n", pairs.join("; "))
}

#[test]
fn the_desk_imports_reviews_and_exports() {
    let folder = scratch("desk");
    let ledger = folder.join("day.sqlite").display().to_string();
    let child = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .args([
            "serve",
            "--ledger",
            &ledger,
            "--listen",
            "127.0.0.1:0",
            "--analysis",
            "light",
            "--knowledge",
            "samples/world.json",
        ])
        .current_dir(super::root())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let mut desk = Desk(child);
    let mut lines = BufReader::new(desk.0.stdout.take().expect("output")).lines();
    let mut line = || lines.next().expect("a line").expect("text");
    let address = between(&line(), "desk http://", "/").to_owned();
    let token = between(&format!("{}\n", line()), "token=", "\n").to_owned();
    assert_eq!(ask(&address, "GET", "/healthz", "", "").0, 200);

    let form = "content-type: application/x-www-form-urlencoded\r\n";
    let (_, head, page) = ask(&address, "GET", &format!("/setup?token={token}"), "", "");
    let csrf = between(&page, "name=\"csrf\" content=\"", "\"");
    let body = format!(
        "csrf={csrf}&token={token}&name=Ada&password=a+phrase+of+length&again=a+phrase+of+length"
    );
    let (status, head, _) = ask(
        &address,
        "POST",
        "/setup",
        &format!("{}{form}", cookies(&head)),
        &body,
    );
    assert_eq!(status, 303);
    let session = cookies(&head);
    let (_, _, page) = ask(&address, "GET", "/p/day/import", &session, "");
    let write = format!(
        "{session}x-csrf-token: {}\r\ncontent-type: application/json\r\n",
        between(&page, "name=\"csrf\" content=\"", "\"")
    );

    let text = "Ostrevan warplanes bombed a grain market in Tornwick on Tuesday, killing at least nine people, the Kelmoor health ministry said.";
    let report = serde_json::json!({"text": text, "name": "market.txt", "outlet": "Northway Wire", "published": "2024-05-15"});
    let (status, _, added) = ask(
        &address,
        "POST",
        "/api/v1/p/day/reports",
        &write,
        &report.to_string(),
    );
    assert_eq!(status, 201, "{added}");
    let added: serde_json::Value = serde_json::from_str(&added).expect("JSON");
    let id = added["items"][0]["report"].as_str().expect("a report");
    let (_, _, work) = ask(
        &address,
        "GET",
        &format!("/api/v1/p/day/review/reports/{id}"),
        &session,
        "",
    );
    let work: serde_json::Value = serde_json::from_str(&work).expect("JSON");
    let cards = work["cards"].as_array().expect("cards");
    assert!(!cards.is_empty(), "the coder reads the strike: {work}");
    for card in cards {
        let claim = card["claim"]["id"].as_str().expect("an id");
        let act = serde_json::json!({"act": "accept", "claim": claim});
        let (status, _, answer) = ask(
            &address,
            "POST",
            "/api/v1/p/day/review/acts",
            &write,
            &act.to_string(),
        );
        assert_eq!(status, 201, "{answer}");
    }
    let gold = folder.join("gold");
    std::fs::create_dir_all(&gold).expect("a folder");
    for name in ["gold.jsonl", "reports.jsonl", "annotated.json"] {
        let (status, _, content) = ask(
            &address,
            "GET",
            &format!("/p/day/review/export/{name}"),
            &session,
            "",
        );
        assert_eq!(status, 200);
        std::fs::write(gold.join(name), content).expect("written");
    }

    let stopped = Command::new("kill")
        .arg(desk.0.id().to_string())
        .status()
        .expect("kill runs");
    assert!(stopped.success());
    let ended = desk.0.wait().expect("it ends");
    assert_eq!(
        ended.code(),
        Some(0),
        "a stop that was asked for is no failure"
    );

    let scored = sayso(&[
        "eval",
        "claims",
        &gold.display().to_string(),
        "--analysis",
        "light",
        "--knowledge",
        "samples/world.json",
    ]);
    assert_eq!(code(&scored), 0, "{}", err(&scored));
    let told = out(&scored);
    assert!(
        told.contains("1.000") || told.contains("100.0"),
        "what was accepted scores in full: {told}"
    );
    let verified = sayso(&["show", &ledger, "--verify"]);
    assert_eq!(code(&verified), 0, "{}", err(&verified));
}

#[test]
fn the_desk_is_not_opened_to_other_machines_by_chance() {
    let folder = scratch("desk-open");
    let ledger = folder.join("a.sqlite").display().to_string();
    let run = sayso(&["serve", "--ledger", &ledger, "--listen", "0.0.0.0:0"]);
    assert_eq!(code(&run), 3);
    assert!(err(&run).contains("--beyond-this-machine"), "{}", err(&run));
}
