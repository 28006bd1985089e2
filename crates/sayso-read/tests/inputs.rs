//! Whole inputs through the reader: formats, bad records, hostile pages, directories.

use sayso_model::{BoilerplateKind, Language, Published, PublishedBasis, Report};
use sayso_read::{ReadError, ReadOptions, parse_published, read_bytes, read_path};
use std::path::PathBuf;

fn read(bytes: &[u8], name: &str) -> Vec<Result<Report, ReadError>> {
    read_with(bytes, name, &ReadOptions::default())
}

fn read_with(bytes: &[u8], name: &str, options: &ReadOptions) -> Vec<Result<Report, ReadError>> {
    let mut all = Vec::new();
    read_bytes(bytes, name, options, &mut |result| all.push(result));
    all
}

fn one(bytes: &[u8], name: &str) -> Report {
    let mut all = read(bytes, name);
    assert_eq!(all.len(), 1, "{name}");
    all.remove(0).expect("is read")
}

fn codes(report: &Report) -> Vec<&str> {
    report.notes.iter().map(|note| note.code.as_str()).collect()
}

const STORY: &str = "Three shells fell on the village of Ostrava Hill overnight, the regional governor said on Tuesday, and two people were taken to hospital with wounds.";

#[test]
fn plain_text_is_kept_and_line_ends_are_one_kind() {
    let report = one("\u{feff}PORT ELLA, 3 May 2024 (Agency) – Three shells fell on the village overnight, the governor said.\r\n\r\nTwo people were hurt.\r\n".as_bytes(), "dir/a.b.txt");
    assert_eq!(
        report.text,
        "PORT ELLA, 3 May 2024 (Agency) – Three shells fell on the village overnight, the governor said.\n\nTwo people were hurt."
    );
    assert_eq!(report.input_id, "a.b");
    assert_eq!(report.language, Language::Known { code: "en".into() });
    assert!(matches!(
        report.published,
        Published::Known {
            basis: PublishedBasis::Dateline,
            ..
        }
    ));
}

#[test]
fn json_lines_keep_their_text_and_survive_bad_lines() {
    let deep = "[".repeat(1_000_000);
    let input = format!(
        "{{\"id\":\"a\",\"outlet\":\"Example News\",\"outlet_side\":null,\"url\":\"https://example.org\",\"published\":\"2024-05-03T10:00:00+03:30\",\"title\":\"T\",\"text\":\" {STORY}\\r\\n\"}}\n\
         {{broken\n{{\"id\":\"d\",\"extra\":{deep}\n{{\"id\":\"e\"}}\n{{\"id\":\"f\",\"text\":\"\"}}\n\n{{\"id\":7,\"id\":8,\"text\":\"x\"}}\n{{\"text\":\"\\ud800\"}}\n{{\"id\":1e400,\"text\":\"x\"}}\n\
         {{\"published\":\"soon\",\"text\":\"{STORY}\"}}"
    );
    let all = read(input.as_bytes(), "in.jsonl");
    let first = all[0].as_ref().expect("is read");
    assert_eq!(first.text, format!(" {STORY}\r\n"));
    assert_eq!(
        (
            first.input_id.as_str(),
            first.origin.as_str(),
            first.outlet.as_deref()
        ),
        ("a", "in.jsonl:1", Some("Example News"))
    );
    assert_eq!(
        first.published,
        parse_published("2024-05-03T10:00:00+03:30", PublishedBasis::Metadata).expect("date")
    );
    let errors: Vec<String> = all
        .iter()
        .filter_map(|result| {
            result
                .as_ref()
                .err()
                .map(|error| format!("{} {}", error.code(), error.origin()))
        })
        .collect();
    assert_eq!(
        errors,
        [
            "bad-json in.jsonl:2",
            "bad-json in.jsonl:3",
            "bad-json in.jsonl:4",
            "no-text in.jsonl:5",
            "bad-json in.jsonl:7",
            "bad-json in.jsonl:8",
            "bad-json in.jsonl:9"
        ]
    );
    let last = all
        .last()
        .and_then(|result| result.as_ref().ok())
        .expect("is read");
    assert_eq!(last.input_id, "in-10");
    assert_eq!(
        codes(last),
        ["invalid-publication-date", "no-publication-date"]
    );
}

#[test]
fn a_line_over_the_limit_is_named_and_the_next_is_read() {
    let options = ReadOptions {
        max_record_bytes: 1_000,
        ..ReadOptions::default()
    };
    let input = format!(
        "{{\"id\":\"a\",\"text\":\"{}\"}}\n{{\"id\":\"b\",\"text\":\"{STORY}\"}}\n",
        "x".repeat(5_000)
    );
    let all = read_with(input.as_bytes(), "in.jsonl", &options);
    assert_eq!(all.len(), 2);
    assert_eq!(
        all[0].as_ref().expect_err("too long").to_string(),
        "in.jsonl:1: is longer than 1000 bytes; split it, or raise the limit"
    );
    assert_eq!(all[1].as_ref().expect("is read").input_id, "b");
}

#[test]
fn json_files_hold_one_record_or_many() {
    assert_eq!(
        one(
            format!("{{\n  \"text\": \"{STORY}\"\n}}").as_bytes(),
            "a.json"
        )
        .input_id,
        "a"
    );
    let many = read(
        format!("[{{\"text\": \"{STORY}\"}}, 3, {{\"id\": \"z\", \"text\": \"{STORY}\"}}]")
            .as_bytes(),
        "a.json",
    );
    let ids: Vec<_> = many
        .iter()
        .map(|result| {
            result
                .as_ref()
                .map(|report| report.input_id.clone())
                .map_err(|error| error.code())
        })
        .collect();
    assert_eq!(
        ids,
        [Ok("a-1".to_owned()), Err("bad-json"), Ok("z".to_owned())]
    );
}

#[test]
fn what_the_caller_says_wins() {
    let options = ReadOptions {
        outlet: Some("Given".into()),
        published: parse_published("2020-01-02", PublishedBasis::Metadata),
        encoding: Some("windows-1251".into()),
        ..ReadOptions::default()
    };
    let all = read_with(
        b"{\"outlet\":\"Own\",\"published\":\"2024-05-03\",\"text\":\"\xc0\xe1\xe2\"}",
        "a.jsonl",
        &options,
    );
    let report = all[0].as_ref().expect("is read");
    assert_eq!(
        (
            report.text.as_str(),
            report.outlet.as_deref(),
            report.encoding.as_str()
        ),
        ("Абв", Some("Given"), "windows-1251 (given)")
    );
    assert_eq!(
        report
            .published
            .date()
            .map(|date| date.to_string())
            .as_deref(),
        Some("2020-01-02")
    );
    assert_eq!(
        read_with(
            b"abc",
            "a.txt",
            &ReadOptions {
                encoding: Some("nonsense".into()),
                ..ReadOptions::default()
            }
        )[0]
        .as_ref()
        .expect_err("bad label")
        .code(),
        "unknown-encoding"
    );
}

#[test]
fn inputs_without_text_are_typed_errors() {
    for (bytes, name, code) in [
        (&b""[..], "a.txt", "empty"),
        (b" \n\n", "a.txt", "empty"),
        (b"\xef\xbb\xbf", "a.txt", "empty"),
        (b"...!", "a.txt", "no-text"),
        (b"%PDF-1.4 abc", "a.html", "binary"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a.html", "binary"),
        (b"<html><body></body></html>", "a.html", "no-text"),
    ] {
        let all = read(bytes, name);
        assert_eq!(all.len(), 1);
        let error = all[0].as_ref().expect_err(name);
        assert_eq!(error.code(), code);
        assert!(
            error.to_string().starts_with(name) && error.to_string().contains("; "),
            "names input and mend: {error}"
        );
    }
}

fn page(body: &str) -> String {
    format!(
        "<html><head><title>Shells fall | Example News</title><meta property='og:site_name' content='Example News'>\
         <meta property='article:published_time' content='2024-05-03T10:00:00+03:00'></head><body><nav><ul><li><a href=/>Home</a></li><li><a href=/w>World</a></li></ul></nav>\
         <article><h1>Shells fall on village</h1>{body}</article><footer>All rights reserved.</footer></body></html>"
    )
}

#[test]
fn a_page_gives_body_boilerplate_and_metadata() {
    let html = page(&format!(
        "<figure><img src=a.jpg><figcaption>A street in the village, in a file picture.</figcaption></figure><p>{STORY}</p><p>The army of the republic did not comment on the shelling, which <b>also</b> damaged a school &amp; a shop.</p>\
         <div class='share-bar'>Share on Facebook</div><p>Read more: Village shelled before</p><p>Example News's website can also be accessed at the following alternate addresses:</p><p>www.example.org</p>"
    ));
    let report = one(html.as_bytes(), "a.html");
    assert_eq!(
        report.text,
        format!(
            "{STORY}\n\nThe army of the republic did not comment on the shelling, which also damaged a school & a shop."
        )
    );
    let kinds: Vec<BoilerplateKind> = report.boilerplate.iter().map(|part| part.kind).collect();
    for kind in [
        BoilerplateKind::Caption,
        BoilerplateKind::Share,
        BoilerplateKind::RelatedLinks,
        BoilerplateKind::AlternateAddress,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} in {kinds:?}");
    }
    assert_eq!(report.outlet.as_deref(), Some("Example News"));
    assert!(matches!(
        report.published,
        Published::Known {
            offset_seconds: Some(10_800),
            basis: PublishedBasis::OpenGraph,
            ..
        }
    ));
}

#[test]
fn hostile_pages_are_read_with_a_note_and_without_delay() {
    let article = format!(
        "<p>{STORY}</p><p>The army of the republic did not comment on the shelling, which also damaged a school and a shop in the village.</p>"
    );
    let cases = [
        (
            "100,000 nested",
            page(&format!(
                "{}{article}{}",
                "<div>".repeat(100_000),
                "</div>".repeat(100_000)
            )),
        ),
        (
            "300 nested",
            page(&format!(
                "{}{article}{}",
                "<div>".repeat(300),
                "</div>".repeat(300)
            )),
        ),
        (
            "lists never closed",
            page(&format!("{article}{}", "<ul><li>".repeat(64_000))),
        ),
        (
            "200,000 attributes",
            page(&format!("<div {}>{article}</div>", "a=b ".repeat(200_000))),
        ),
        (
            "a very long text first",
            page(&format!("<p>{}</p>{article}", "word ".repeat(2_000_000))),
        ),
        (
            "misnested links",
            page(&format!("{article}{}", "<a><i>".repeat(300_000))),
        ),
        (
            "nested tables",
            page(&format!("{article}{}", "<table><tr><td>".repeat(20_000))),
        ),
        (
            "formatting never closed",
            page(&format!(
                "{article}{}",
                (0..50_000)
                    .map(|n| format!("<b id={n}><p>x"))
                    .collect::<String>()
            )),
        ),
        ("unclosed comment", format!("{}<!-- no end", page(&article))),
        (
            "unclosed attribute",
            format!("{}<a href=\"", page(&article)),
        ),
    ];
    for (name, html) in cases {
        // A clock in a test only: the bound is wide, and quadratic work is far beyond it.
        let start = std::time::Instant::now();
        let report = one(html.as_bytes(), "a.html");
        assert!(
            report.text.contains(STORY),
            "{name}: {}",
            &report.text[..report.text.len().min(300)]
        );
        assert!(
            start.elapsed().as_secs() < 10,
            "{name}: {:?}",
            start.elapsed()
        );
        println!("{name}: {:?} {:?}", start.elapsed(), codes(&report));
    }
}

#[test]
fn a_ten_megabyte_line_is_one_report() {
    let text = format!("{STORY} ").repeat(10_000_000 / STORY.len());
    assert_eq!(
        one(text.as_bytes(), "a.txt").text.len(),
        text.trim_end().len()
    );
}

#[test]
fn other_languages_and_damage_are_noted() {
    let french = one("Trois obus sont tombés sur le village dans la nuit, a déclaré le gouverneur, et deux personnes ont été blessées.".as_bytes(), "a.txt");
    assert_eq!(french.language, Language::Known { code: "fr".into() });
    assert!(codes(&french).contains(&"language-not-supported"));
    let damaged = one(
        &[STORY.as_bytes(), " café ".as_bytes(), b"\xff"].concat(),
        "a.txt",
    );
    assert!(
        damaged.text.ends_with("café \u{fffd}") && codes(&damaged).contains(&"invalid-bytes"),
        "{damaged:?}"
    );
}

#[test]
fn directories_are_read_in_order_and_one_bad_file_stops_nothing() {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("directories");
    let _ = std::fs::remove_dir_all(&root);
    std::fs::create_dir_all(root.join("b")).expect("writable");
    for (name, content) in [
        ("c.txt", STORY),
        ("a.txt", STORY),
        ("b/z.txt", STORY),
        ("b/empty.txt", ""),
        (".hidden", STORY),
    ] {
        std::fs::write(root.join(name), content).expect("writable");
    }
    std::os::unix::fs::symlink(&root, root.join("b/loop")).expect("writable");
    std::os::unix::fs::symlink(root.join("nowhere"), root.join("dangling.txt")).expect("writable");
    let mut seen = Vec::new();
    read_path(&root, &ReadOptions::default(), &mut |result| {
        seen.push(result.map_or_else(|error| error.code().to_owned(), |report| report.input_id))
    });
    assert_eq!(seen, ["a", "empty", "z", "c", "not-found"]);
    let mut missing = Vec::new();
    read_path(root.join("none"), &ReadOptions::default(), &mut |result| {
        missing.push(result.expect_err("missing").code())
    });
    assert_eq!(missing, ["not-found"]);
}
