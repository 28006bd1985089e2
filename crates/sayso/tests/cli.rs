//! The program as a user runs it: samples, bad inputs, knowledge, ledger. One binary, so that it links once.
//!
//! The light provider is used where the provider does not matter. Messages, exit codes and that nothing is lost are
//! asserted; times are not.

mod archive;
mod desk;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of its own for each test, emptied first.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a scratch folder");
    folder
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sayso(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sayso"))
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code, no signal")
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a scratch file");
    path.display().to_string()
}

const GOOD: &str =
    "The army said on Monday that rebels had shelled a school in the town, killing three teachers.";

#[test]
fn the_samples_show_what_they_are_for() {
    let run = sayso(&[
        "code",
        "samples/reports",
        "--knowledge",
        "samples/world.json",
        "--format",
        "annotation",
    ]);
    assert_eq!(code(&run), 0, "{}", err(&run));
    let lines: Vec<serde_json::Value> = out(&run)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON lines only"))
        .collect();
    let has = |report: &str, kind: &str| {
        lines
            .iter()
            .any(|line| line["report"] == report && line["kind"] == kind)
    };
    for (report, kind) in [
        ("wire", "strike"),
        ("wire", "denial"),
        ("army-briefing", "interception"),
        ("marsh-0516", "threat_or_plan"),
        ("marsh-0516", "statement_of_responsibility"),
        ("ministry-toll", "toll_cumulative"),
        ("ngo-note", "abduction"),
        ("radio", "bombing"),
        ("nw-2201", "strike"),
    ] {
        assert!(has(report, kind), "{report} has no {kind}");
    }
    assert!(
        !lines.iter().any(|line| line["report"] == "nw-2203"),
        "a ferry timetable makes no claim"
    );
    let chain = lines
        .iter()
        .find(|line| line["report"] == "nw-2202")
        .map(|line| line["sources"].clone());
    assert_eq!(
        chain,
        Some(serde_json::json!(["Brenholt Herald", "witnesses"]))
    );
    let toll = lines
        .iter()
        .find(|line| line["report"] == "ministry-toll")
        .expect("a toll");
    assert_eq!(
        (&toll["killed"]["best"], &toll["cumulative_since"]),
        (&serde_json::json!(1204), &serde_json::json!("2024-02-02"))
    );
}

#[test]
fn output_does_not_depend_on_the_number_of_threads() {
    let run = |jobs: &str, format: &str| {
        sayso(&[
            "code",
            "samples/reports",
            "--knowledge",
            "samples/world.json",
            "--analysis",
            "light",
            "--jobs",
            jobs,
            "--format",
            format,
        ])
        .stdout
    };
    for format in ["table", "json", "jsonl", "csv", "annotation"] {
        let one = run("1", format);
        assert!(!one.is_empty() && one == run("4", format), "{format}");
    }
}

#[test]
fn every_bad_input_is_named_and_the_rest_is_coded() {
    let folder = scratch("bad-inputs");
    let empty = file(&folder, "empty.txt", b"");
    let binary = file(
        &folder,
        "binary.txt",
        b"%PDF-1.4\n\x00\x01\x02\xff\xfe\x00\x00 words \x00 words",
    );
    let cut = file(&folder, "cut.jsonl", b"{\"id\": \"a\", \"text\": \"Rebels sh\n{\"id\": \"b\", \"published\": \"2024-05-14\", \"text\": \"Rebels shelled a mill on Monday, the army said.\"}\n");
    let missing = folder.join("missing.txt").display().to_string();
    let good = file(&folder, "good.txt", GOOD.as_bytes());
    let run = sayso(&[
        "code",
        "--analysis",
        "light",
        "--format",
        "annotation",
        "--published",
        "2024-05-15",
        &empty,
        &binary,
        &missing,
        &cut,
        &good,
    ]);
    assert_eq!(code(&run), 2, "{}", err(&run));
    let messages = err(&run);
    for (name, words) in [
        ("empty.txt", "is empty"),
        ("binary.txt", "not text"),
        ("missing.txt", "no such file"),
        ("cut.jsonl:1", "not a JSON record"),
    ] {
        let line = messages
            .lines()
            .find(|line| line.contains(name) && line.contains(words));
        assert!(line.is_some(), "{name}: {words}: {messages}");
    }
    let lines = out(&run);
    assert!(
        lines.contains("\"report\":\"b\"") && lines.contains("\"report\":\"good\""),
        "{lines}"
    );
}

#[test]
fn an_encoding_is_taken_as_told_and_an_unknown_one_refused() {
    let folder = scratch("encoding");
    let latin = file(&folder, "latin.txt", b"The mayor of S\xe3o Velo said that gunmen had killed two guards on Monday in the market of the town.");
    let right = sayso(&[
        "code",
        "--analysis",
        "light",
        "--format",
        "jsonl",
        "--encoding",
        "windows-1252",
        "--published",
        "2024-05-15",
        &latin,
    ]);
    assert!(out(&right).contains("São Velo"), "{}", out(&right));
    let wrong = sayso(&[
        "code",
        "--analysis",
        "light",
        "--encoding",
        "klingon-8",
        &latin,
    ]);
    assert_eq!(code(&wrong), 2);
    assert!(
        err(&wrong).contains("unknown encoding `klingon-8`; use a label"),
        "{}",
        err(&wrong)
    );
}

#[test]
fn a_report_without_a_date_is_coded_and_says_so() {
    let folder = scratch("no-date");
    let report = file(&folder, "undated.txt", b"Gunmen killed two guards yesterday in the market, police said. The guards had stood at the gate of the town hall.");
    let run = sayso(&[
        "code",
        "--analysis",
        "light",
        "--format",
        "annotation",
        &report,
    ]);
    assert_eq!(code(&run), 0, "{}", err(&run));
    assert!(err(&run).contains("No publication date"), "{}", err(&run));
    let line: serde_json::Value =
        serde_json::from_str(out(&run).lines().next().expect("a claim")).expect("JSON");
    assert_eq!(
        (&line["date_start"], &line["killed"]["best"]),
        (&serde_json::Value::Null, &serde_json::json!(2))
    );
}

#[test]
fn another_language_is_reported_and_not_guessed() {
    let folder = scratch("language");
    let text = "Die Armee teilte am Montag mit, dass bei einem Angriff auf eine Kaserne im Norden des Landes drei Soldaten getötet und zwei weitere verletzt worden seien. Die Regierung verurteilte die Tat.";
    let report = file(&folder, "german.txt", text.as_bytes());
    let good = file(&folder, "good.txt", GOOD.as_bytes());
    let run = sayso(&[
        "code",
        "--analysis",
        "light",
        "--format",
        "annotation",
        "--published",
        "2024-05-15",
        &report,
        &good,
    ]);
    assert_eq!(code(&run), 2, "{}", err(&run));
    assert!(
        err(&run)
            .lines()
            .any(|line| line.contains("german.txt") && line.contains("language")),
        "{}",
        err(&run)
    );
    assert!(
        !out(&run).contains("\"report\":\"german\"") && out(&run).contains("\"report\":\"good\"")
    );
}

#[test]
fn huge_and_deep_inputs_are_read_to_their_end() {
    let folder = scratch("huge");
    // Long words, so that the size is in the bytes and not in two million words to analyse.
    let filler = format!(
        "All was calm in the valley and nothing was heard of the war, but the list went on: {}. ",
        "abcdefghij".repeat(60)
    );
    let mut line = filler.repeat(10_000_000 / filler.len());
    line.push_str(GOOD);
    let long = file(&folder, "long.txt", line.as_bytes());
    let deep = format!(
        "<html><body>{}<p>{GOOD}</p>{}</body></html>",
        "<div>".repeat(100_000),
        "</div>".repeat(100_000)
    );
    let deep = file(&folder, "deep.html", deep.as_bytes());
    let run = sayso(&[
        "code",
        "--analysis",
        "light",
        "--format",
        "annotation",
        "--published",
        "2024-05-15",
        &long,
        &deep,
    ]);
    assert_eq!(code(&run), 0, "{}", err(&run));
    for report in ["long", "deep"] {
        assert!(
            out(&run).contains(&format!("\"report\":\"{report}\"")),
            "{report}: {}",
            err(&run)
        );
    }
}

#[test]
fn a_directory_is_read_whole_and_a_directory_as_ledger_refused() {
    let folder = scratch("directories");
    std::fs::create_dir_all(folder.join("in/below")).expect("a folder");
    file(&folder, "in/one.txt", GOOD.as_bytes());
    file(&folder, "in/below/two.txt", GOOD.as_bytes());
    let input = folder.join("in").display().to_string();
    let run = sayso(&[
        "code",
        "--analysis",
        "light",
        "--format",
        "csv",
        "--published",
        "2024-05-15",
        &input,
    ]);
    assert_eq!(code(&run), 0);
    assert!(out(&run).contains("one-c01") && out(&run).contains("two-c01"));
    let refused = sayso(&["code", "--analysis", "light", "--ledger", &input, &input]);
    assert_eq!(code(&refused), 3);
    assert!(err(&refused).contains("in: "), "{}", err(&refused));
}

#[test]
fn standard_input_is_an_input_and_a_closed_output_no_failure() {
    let start = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        command
            .args(arguments)
            .current_dir(root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().expect("the program runs")
    };
    let mut child = start(&[
        "code",
        "-",
        "--analysis",
        "light",
        "--format",
        "annotation",
        "--published",
        "2024-05-15",
    ]);
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(GOOD.as_bytes())
        .expect("written");
    let run = child.wait_with_output().expect("ended");
    assert!(
        code(&run) == 0 && out(&run).contains("\"report\":\"stdin\""),
        "{}",
        err(&run)
    );
    let mut child = start(&["code", "samples/reports", "--analysis", "light"]);
    drop(child.stdout.take());
    let run = child.wait_with_output().expect("ended");
    assert_eq!(
        (code(&run), err(&run).contains("cannot write")),
        (0, false),
        "{}",
        err(&run)
    );
}

#[test]
fn a_text_without_claims_ends_with_1_and_text_cannot_act_on_a_terminal() {
    let folder = scratch("nothing");
    let quiet = file(&folder, "quiet.txt", b"The ferry will run twice a day from June, the operator said, and the fares stay the same.");
    assert_eq!(
        code(&sayso(&[
            "code",
            "--analysis",
            "light",
            "--published",
            "2024-05-15",
            &quiet
        ])),
        1
    );
    let text = "Rebels killed three \u{1b}[2Jguards\u{202e} in the town on Monday, the army said.";
    let run = sayso(&[
        "why-not",
        "--analysis",
        "light",
        "--text",
        text,
        "--published",
        "2024-05-15",
    ]);
    assert!(
        !out(&run).contains('\u{1b}') && !out(&run).contains('\u{202e}'),
        "{}",
        out(&run)
    );
}

#[test]
fn coding_twice_adds_nothing_and_claims_can_be_explained() {
    let folder = scratch("ledger");
    let ledger = folder.join("war.ledger").display().to_string();
    let code_it = || {
        sayso(&[
            "code",
            "samples/reports",
            "--knowledge",
            "samples/world.json",
            "--analysis",
            "light",
            "--ledger",
            &ledger,
        ])
    };
    let first = code_it();
    assert_eq!(code(&first), 0, "{}", err(&first));
    let shown = out(&sayso(&["show", &ledger, "--format", "jsonl"]));
    assert_eq!(code(&code_it()), 0);
    assert_eq!(out(&sayso(&["show", &ledger, "--format", "jsonl"])), shown);
    let verified = sayso(&["show", &ledger, "--verify"]);
    assert_eq!(code(&verified), 0, "{}", err(&verified));
    let explained = sayso(&["explain", "wire-c01", "--ledger", &ledger]);
    assert_eq!(code(&explained), 0, "{}", err(&explained));
    let words = out(&explained);
    assert!(
        words.contains("Fields, the words they rest on") && words.contains("light"),
        "{words}"
    );
    let id = words
        .lines()
        .find_map(|line| line.strip_prefix("ledger id "))
        .and_then(|line| line.split(',').next())
        .expect("an id")
        .to_owned();
    assert_eq!(out(&sayso(&["explain", &id, "--ledger", &ledger])), words);
    let unknown = sayso(&["explain", "nobody-c09", "--ledger", &ledger]);
    assert!(code(&unknown) == 3 && err(&unknown).contains("no claim `nobody-c09`"));
    let none = sayso(&["show", "no-such.ledger"]);
    assert!(
        code(&none) == 3
            && err(&none).contains("there is no such ledger")
            && !root().join("no-such.ledger").exists()
    );
    let path = scratch("empty-ledger").join("empty.ledger");
    std::fs::write(&path, "").expect("an empty file");
    let empty = sayso(&["show", &path.display().to_string()]);
    assert!(code(&empty) == 3 && err(&empty).contains("is empty and no ledger"));
    assert_eq!(std::fs::metadata(&path).expect("still there").len(), 0);
}

#[test]
fn incidents_of_a_ledger_are_derived_explained_and_reviewed() {
    let folder = scratch("incidents");
    let ledger = folder.join("ledger.db").display().to_string();
    let stand = ["--ledger", &ledger, "--knowledge", "samples/world.json"];
    let with = |command: &[&str]| sayso(&[command, &stand].concat());
    let coded = with(&["code", "samples/reports", "--analysis", "light"]);
    assert_eq!(code(&coded), 0, "{}", err(&coded));
    let linked = with(&["link"]);
    assert_eq!(code(&linked), 0, "{}", err(&linked));
    let rows = || {
        let ledger = sayso_store::Ledger::open(&ledger).expect("a ledger");
        ledger.derived("incident-row").expect("readable")
    };
    let first = rows();
    assert!(first.len() > 1);
    // Derived tables dropped and made again are the same bytes, and the second linking has nothing to tell.
    sayso_store::Ledger::open(&ledger)
        .and_then(|mut ledger| ledger.drop_derived())
        .expect("dropped");
    assert!(out(&with(&["link"])).ends_with("0 names changed\n"));
    assert_eq!(rows(), first);
    // The ledger can be named as `show` and `tolls` take it.
    let named = sayso(&["link", &ledger, "--knowledge", "samples/world.json"]);
    assert!(
        out(&named).ends_with("0 names changed\n"),
        "{}",
        err(&named)
    );
    assert_eq!(code(&sayso(&["link"])), 3);
    let weights = std::fs::read_to_string(root().join("data/linking/weights.toml"));
    let bad = weights
        .expect("weights")
        .replace("same_site ", "same_spot ");
    let bad = file(&folder, "bad.toml", bad.as_bytes());
    let refused = sayso(&["link", &ledger, "--weights", &bad]);
    assert_eq!(code(&refused), 3);
    let told = err(&refused);
    let line = "bad.toml:40: [place] has no level `same_spot`; its levels are same_site";
    assert!(
        told.contains(line) && told.contains("copy its line"),
        "{told}"
    );
    let origins = [
        "origins",
        &ledger,
        "--knowledge",
        "samples/world.json",
        "--stories",
    ];
    let shown = sayso(&origins);
    assert_eq!(code(&shown), 0, "{}", err(&shown));
    for part in [
        "reports in",
        "Texts carried more than once",
        "Kelmoor health ministry",
        "Stories",
    ] {
        assert!(out(&shown).contains(part), "{part}: {}", out(&shown));
    }
    let (one, other) = (first[0].0.as_str(), first[1].0.as_str());
    let shown = out(&with(&["incident", one]));
    for part in [
        one,
        "status",
        "origins",
        "What is given, and by whom",
        "Nearest claims outside",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let merged = with(&["incident", "merge", one, other, "--by", "tester"]);
    assert_eq!(code(&merged), 0, "{}", err(&merged));
    assert_eq!(rows().len(), first.len() - 1);
    // Both names lead to the one incident, with the reason.
    let both = [one, other].map(|name| out(&with(&["incident", name])));
    assert!(
        both.iter().any(|text| text.contains("(merged)")),
        "{both:?}"
    );
    assert!(both.iter().all(|text| text.contains("tester put together")));
    let list = out(&sayso(&["incident", "decisions", "--ledger", &ledger]));
    let number = list.split(':').next().unwrap_or_default().to_owned();
    let undone = with(&["incident", "undo", &number, "--by", "tester"]);
    assert_eq!(code(&undone), 0, "{}", err(&undone));
    assert_eq!(rows(), first);
    // A claim that is taken out of its incident stands alone, and can be put back.
    let several = first
        .iter()
        .find_map(|(name, json)| {
            let incident: sayso_link::Incident = serde_json::from_str(json).ok()?;
            let last = incident.claims.last()?.0.clone();
            (incident.claims.len() > 1).then(|| (name.clone(), last))
        })
        .expect("an incident of several claims");
    let split = with(&["incident", "split", &several.1, "--by", "tester"]);
    assert_eq!(code(&split), 0, "{}", err(&split));
    assert_eq!(rows().len(), first.len() + 1);
    let shown = out(&with(&["incident", &several.0]));
    assert!(shown.contains("(split)"), "{shown}");
    let alone = out(&with(&["incident", &several.1]));
    assert!(alone.contains("claims     1") && alone.contains("tester took"));
    // Coded anew with other ids, the claims keep what the reviewer said.
    let mut store = sayso_store::Ledger::open(&ledger).expect("a ledger");
    let mut coded = Vec::new();
    store
        .coded(&sayso_store::Query::default(), &mut |one| coded.push(one))
        .expect("readable");
    for mut one in coded {
        let anew = |id: &str| sayso_model::ClaimId(id.chars().rev().collect());
        for claim in &mut one.claims {
            claim.id = anew(&claim.id.0);
            claim.same_incident = claim.same_incident.as_ref().map(|id| anew(&id.0));
        }
        one.generation.coder.push_str("-next");
        store
            .add(&one.report, &one.generation, &one.claims)
            .expect("added");
    }
    drop(store);
    assert_eq!(code(&with(&["link"])), 0);
    assert_eq!(rows().len(), first.len() + 1);
    let verified = sayso(&["show", &ledger, "--verify"]);
    assert_eq!(code(&verified), 0, "{}", err(&verified));
    let unknown = with(&["incident", "i-000000000000"]);
    assert_eq!(code(&unknown), 3);
    assert!(err(&unknown).contains("no incident or claim"));
}

#[test]
fn why_not_tells_the_reason() {
    let run = sayso(&[
        "why-not",
        "--text",
        "If the rebels attack the town, the army will strike their camps.",
        "--published",
        "2024-05-15",
    ]);
    let words = out(&run);
    assert!(
        words.contains("Words that could have made a claim and did not"),
        "{words}"
    );
    let run = sayso(&[
        "why-not",
        "--analysis",
        "light",
        "--text",
        "The ferry runs twice a day.",
        "--published",
        "2024-05-15",
    ]);
    assert!(
        code(&run) == 1 && out(&run).contains("Sentences without a word"),
        "{}",
        out(&run)
    );
}

#[test]
fn ten_faults_of_a_knowledge_file_are_told_at_once() {
    let folder = scratch("knowledge");
    std::fs::create_dir_all(folder.join("actors")).expect("a folder");
    let faulty = r#"
[[actor]]
id = "xx.good"
name = "Good Front"
kind = "armed_group"

[[actor]]
id = "Bad Id"
name = "Second Front"
kind = "armed_group"

[[actor]]
id = "xx.kind"
name = "Third Front"
kind = "gang of four"

[[actor]]
id = "xx.key"
name = "Fourth Front"
kind = "armed_group"
colour = "red"

[[actor]]
id = "xx.nameless"
kind = "armed_group"

[[actor]]
id = "xx.good"
name = "Fifth Front"
kind = "armed_group"

[[actor]]
id = "xx.country"
name = "Sixth Front"
kind = "armed_group"
country = "QQ"

[[actor]]
id = "xx.part"
name = "Seventh Front"
kind = "armed_group"
part_of = [{ id = "xx.nobody" }]

[[actor]]
id = "xx.empty"
name = " "
kind = "armed_group"

[[actor]]
id = "xx.confused"
name = "Eighth Front"
kind = "armed_group"
confused_with = ["xx.nobody-either"]

[[militia]]
id = "xx.kindless"
"#;
    std::fs::write(folder.join("actors/faulty.toml"), faulty).expect("written");
    let path = folder.display().to_string();
    let run = sayso(&["check", &path]);
    assert_eq!(code(&run), 3);
    let messages = err(&run);
    let faults: Vec<&str> = messages
        .lines()
        .filter(|line| line.contains("faulty.toml:") && line.contains("; mend: "))
        .collect();
    assert!(faults.len() >= 10, "{} faults: {messages}", faults.len());
    let coded = sayso(&[
        "code",
        "samples/reports",
        "--analysis",
        "light",
        "--knowledge",
        &path,
    ]);
    assert!(
        code(&coded) == 3
            && out(&coded).is_empty()
            && err(&coded).contains("the knowledge has faults"),
        "{}",
        err(&coded)
    );
}

#[test]
fn usage_errors_end_with_3_and_help_with_0() {
    for (arguments, exit) in [
        (&["code"] as &[&str], 3),
        (&["code", "x", "--published", "some day"], 3),
        (&["--help"], 0),
        (&["--version"], 0),
        (&["eval", "claims", "no-such-folder"], 3),
    ] {
        let run = sayso(arguments);
        assert_eq!(code(&run), exit, "{arguments:?}: {}", err(&run));
    }
    assert!(
        err(&sayso(&["code", "x", "--published", "some day"]))
            .contains("is not a date; write it as 2024-08-22")
    );
}

/// With `SAYSO_BLESS` set, the page is brought up to date instead.
#[test]
fn the_page_of_coverage_is_what_the_program_prints() {
    let path = root().join("docs/coverage.md");
    let printed = out(&sayso(&["check", "--coverage"]));
    if std::env::var_os("SAYSO_BLESS").is_some() {
        std::fs::write(&path, printed).expect("written");
    } else {
        let kept = std::fs::read_to_string(&path).expect("docs/coverage.md");
        assert!(
            kept == printed,
            "docs/coverage.md is out of date; run the tests once with SAYSO_BLESS=1"
        );
    }
}

/// With `SAYSO_BLESS` set, the README is brought up to date instead.
#[test]
fn the_readme_shows_what_the_program_prints() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("a README");
    let (before, rest) = readme.split_once("```text\n").expect("an output");
    let (shown, after) = rest.split_once("\n```").expect("an end of the output");
    let printed = out(&sayso(&[
        "code",
        "samples/reports",
        "--knowledge",
        "samples/world.json",
    ]));
    let now = |block: &str| {
        let id = block.split_whitespace().next().unwrap_or_default();
        printed
            .split("\n\n")
            .find(|printed| printed.split_whitespace().next() == Some(id))
            .unwrap_or_default()
            .trim_end()
            .to_owned()
    };
    let current: Vec<String> = shown.split("\n\n").map(now).collect();
    let current = current.join("\n\n");
    if std::env::var_os("SAYSO_BLESS").is_some() {
        std::fs::write(&path, format!("{before}```text\n{current}\n```{after}")).expect("written");
    } else {
        assert_eq!(
            shown, current,
            "README.md is out of date; run the tests once with SAYSO_BLESS=1"
        );
    }
}

/// Killed and injured in the Gaza Strip as its health ministry gave them on ten days (public domain).
const REFERENCE: [(&str, u64, u64); 10] = [
    ("2024-01-11", 23_469, 59_604),
    ("2024-03-11", 31_112, 72_760),
    ("2024-05-10", 34_943, 78_572),
    ("2024-07-09", 38_243, 88_033),
    ("2024-09-07", 40_939, 94_616),
    ("2024-11-06", 43_391, 102_347),
    ("2025-01-05", 45_805, 109_064),
    ("2025-03-06", 48_446, 111_852),
    ("2025-05-05", 52_567, 118_610),
    ("2025-07-04", 57_268, 135_625),
];

/// A number as papers print it.
fn printed(number: u64) -> String {
    format!("{},{:03}", number / 1000, number % 1000)
}

#[test]
fn the_curve_of_reports_that_cite_a_toll_is_the_curve_of_its_issuer() {
    let folder = scratch("tolls");
    let mut lines = String::new();
    for (at, (day, killed, injured)) in REFERENCE.into_iter().enumerate() {
        let (killed, injured) = (printed(killed), printed(injured));
        let text = match at % 5 {
            0 => format!(
                "The Health Ministry in Gaza said that {killed} people had been killed and {injured} wounded in the Gaza Strip since 7 October 2023."
            ),
            1 => format!(
                "Medics said that 130 people were killed in the past 24 hours.\n\nIn all, {killed} people have been killed in the Gaza Strip since 7 October 2023, according to the Gaza Health Ministry."
            ),
            2 => format!(
                "The death toll in the Gaza Strip since 7 October 2023 has risen to {killed}, the Gaza Health Ministry said."
            ),
            3 => format!(
                "According to the Gaza Health Ministry, {killed} people have been killed and {injured} injured since 7 October 2023."
            ),
            _ => format!(
                "The Gaza Health Ministry puts the number of people killed in the Gaza Strip since 7 October 2023 at {killed}."
            ),
        };
        let report = serde_json::json!({ "id": format!("t{at}"), "outlet": "Example Wire", "published": day, "text": text });
        lines.push_str(&format!("{report}\n"));
    }
    let reports = file(&folder, "reports.jsonl", lines.as_bytes());
    let ledger = folder.join("ledger").display().to_string();
    let coded = sayso(&["code", &reports, "--ledger", &ledger]);
    assert_eq!(code(&coded), 0, "{}", err(&coded));
    let run = sayso(&["tolls", &ledger, "--least", "5", "--format", "json"]);
    assert_eq!(code(&run), 0, "{}", err(&run));
    let all: serde_json::Value = serde_json::from_str(&out(&run)).expect("JSON");
    let series = all.as_array().expect("a list");
    assert_eq!(series.len(), 1, "{all:#}");
    let curve: Vec<(String, u64)> = series[0]["series"]["points"]
        .as_array()
        .expect("points")
        .iter()
        .map(|point| {
            let day = point["as_of"].as_str().unwrap_or_default().to_owned();
            (day, point["killed"]["best"].as_u64().unwrap_or(0))
        })
        .collect();
    let reference: Vec<(String, u64)> = REFERENCE
        .iter()
        .map(|(day, killed, _)| ((*day).to_owned(), *killed))
        .collect();
    assert_eq!(curve, reference);
    let drawn = sayso(&["tolls", &ledger]);
    assert!(
        out(&drawn).contains("2025-07-04  \u{2588}"),
        "{}",
        out(&drawn)
    );
}

/// What an agency tells of one strike, as one of many sites carries it: verbatim, under a new headline, reworded, with names
/// spelled otherwise, dated anew.
fn mirror(number: usize) -> serde_json::Value {
    let mut text = String::from(
        "TORNWICK, 14 May (Example Wire) - At least 17 people were killed and 40 wounded when Ostrevan warplanes bombed the grain market of Tornwick on Tuesday, the Kelmoor health ministry said.\n\n\
         Stalls burned until the evening, and relatives of the missing waited in the yard of the old cannery, where blankets and lamps had been brought.\n\n\
         Traders from the villages around come to Tornwick every Tuesday with barley and seed. The road over the ridge is open for carts only, and most of them had stayed for the night.",
    );
    if number.is_multiple_of(5) {
        for (from, to) in [
            (
                "At least 17 people were killed and 40 wounded when Ostrevan warplanes bombed the grain market of Tornwick on Tuesday, the Kelmoor health ministry said.",
                "The Kelmoor health ministry said that Ostrevan warplanes bombed the grain market of Tornwick on Tuesday, and that at least 17 people were killed and 40 wounded.",
            ),
            (
                "Stalls burned until the evening",
                "Until the evening the stalls burned",
            ),
            (
                "most of them had stayed for the night",
                "most had stayed overnight",
            ),
        ] {
            text = text.replace(from, to);
        }
    }
    if number % 7 == 3 {
        text = text
            .replace("Tornwick", "Tornvick")
            .replace("TORNWICK", "TORNVICK");
    }
    if number % 11 == 5 {
        text = text.replace("on Tuesday", "on Wednesday");
    }
    serde_json::json!({
        "id": format!("mirror-{number:03}"),
        "outlet": format!("Mirror {number}"),
        "title": if number.is_multiple_of(3) { format!("Edition {number}: market in flames") } else { "Market bombed".to_owned() },
        "published": format!("2024-05-{}", 15 + number % 4),
        "text": text,
    })
}

/// Codes reports, links them, and gives the incidents as `sayso incident --json` tells them.
fn incidents_of(name: &str, reports: &[serde_json::Value]) -> Vec<serde_json::Value> {
    let folder = scratch(name);
    let lines: Vec<String> = reports.iter().map(ToString::to_string).collect();
    let input = file(&folder, "reports.jsonl", lines.join("\n").as_bytes());
    let ledger = folder.join("ledger.db").display().to_string();
    let stand = ["--ledger", &ledger, "--knowledge", "samples/world.json"];
    let coded = sayso(&[&["code", &input, "--format", "jsonl"][..], &stand].concat());
    assert_eq!(code(&coded), 0, "{}", err(&coded));
    let linked = sayso(&[&["link"][..], &stand].concat());
    assert_eq!(code(&linked), 0, "{}", err(&linked));
    let rows = sayso_store::Ledger::open(&ledger)
        .and_then(|ledger| ledger.derived("incident-row"))
        .expect("readable");
    rows.iter()
        .map(|(id, _)| {
            let told = sayso(&[&["incident", id, "--json"][..], &stand].concat());
            serde_json::from_str(&out(&told)).expect("JSON")
        })
        .collect()
}

#[test]
fn two_hundred_mirrors_are_one_incident_of_one_origin() {
    let reports: Vec<_> = (0..200).map(mirror).collect();
    let found = incidents_of("mirrors", &reports);
    let count = |incident: &serde_json::Value| {
        let claims = incident["incident"]["claims"]
            .as_array()
            .map_or(0, Vec::len);
        (
            claims,
            incident["agreement"]["origins"].as_u64(),
            incident["agreement"]["status"].clone(),
        )
    };
    let all: Vec<_> = found.iter().map(count).collect();
    assert_eq!(all, [(200, Some(1), serde_json::json!("one_origin"))]);
    assert_eq!(found[0]["agreement"]["told_by"][0]["reports"], 200);
}

#[test]
fn strikes_told_in_one_boilerplate_stay_as_many() {
    let release = |place: &str, number: u32, day: u32| {
        serde_json::json!({
            "id": format!("{place}-{day}"),
            "outlet": "Ostrevan Army",
            "published": format!("2024-05-{day}"),
            "text": format!(
                "The operation in the province of Kelmoor went on as planned in the past day, the press office said.\n\n\
                 On {day} May Ostrevan warplanes bombed a depot of the Marsh Brigades in {place}, killing {number} fighters.\n\n\
                 The operation goes on until its aims are reached. Questions are answered by the duty officer at the usual address."
            ),
        })
    };
    let reports = [
        release("Tornwick", 14, 14),
        release("Oldmere", 9, 14),
        release("Tornwick", 5, 20),
    ];
    let found = incidents_of("boilerplate", &reports);
    let sizes: Vec<usize> = found
        .iter()
        .map(|incident| {
            incident["incident"]["claims"]
                .as_array()
                .map_or(0, Vec::len)
        })
        .collect();
    assert_eq!(sizes, [1, 1, 1], "{found:?}");
}
