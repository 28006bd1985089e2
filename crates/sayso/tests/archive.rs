//! Reports of an invented war, coded and linked as a user does it, against the incidents that were written down before.
//!
//! The reports are in `archive/`: outlets of all sides, copies, news at second hand, corrections, denials, counter-claims, several
//! occurrences of one town and day. They and their incidents were written before any of them was coded.

use super::{code, err, out, root, sayso, scratch};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Reports, gold lines and incidents of the pages of one archive.
#[derive(Default)]
struct Told {
    reports: Vec<Value>,
    gold: Vec<Value>,
    links: BTreeMap<String, Vec<String>>,
}

impl Told {
    fn page(&mut self, page: &str) {
        for part in page.split("\n## ").skip(1) {
            let (head, body) = part.split_once('\n').expect("a head and a text");
            let (lines, text): (Vec<&str>, Vec<&str>) = body
                .lines()
                .partition(|line| line.starts_with("= ") || line.starts_with("- "));
            let text = text.join("\n").trim().to_owned();
            let head: Vec<&str> = head.split('|').map(str::trim).collect();
            let [id, outlet, published] = head[..] else {
                panic!("{head:?}: an id, an outlet and a day");
            };
            for (number, line) in lines.iter().enumerate() {
                self.claim(id, number, line, &text);
            }
            self.reports
                .push(json!({"id": id, "outlet": outlet, "published": published, "text": text}));
        }
    }

    fn claim(&mut self, report: &str, number: usize, line: &str, text: &str) {
        let cells: Vec<&str> = line[2..].split('|').map(str::trim).collect();
        let [what, says, by, dead, words] = cells[..] else {
            panic!("{report}: {line}: five cells");
        };
        assert_eq!(text.matches(words).count(), 1, "{report}: {words}");
        let id = format!("{report}-g{number:02}");
        let (incident, kind) = what.rsplit_once(' ').unwrap_or(("", what));
        let given = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
        let dead: Option<u64> = given(dead).map(|dead| dead.parse().expect("a number"));
        self.gold.push(json!({
            "report": report,
            "claim_id": id,
            "kind": kind,
            "happened": match kind {
                "denial" => "denied",
                "threat_or_plan" => "threatened",
                _ => "asserted",
            },
            "sources": given(says).into_iter().collect::<Vec<_>>(),
            "perpetrator": given(by),
            "killed": dead.map(|dead| json!({"low": dead, "best": dead, "high": dead})),
            "weapon_class": "none",
            "evidence": [words],
        }));
        if !incident.is_empty() {
            self.links.entry(incident.to_owned()).or_default().push(id);
        }
    }
}

fn lines(values: &[Value]) -> String {
    values.iter().map(|value| format!("{value}\n")).collect()
}

/// Codes and links the pages of one archive and holds its scores to the floors: claims that the coder must find and the linker must group,
/// and the same where claims that the coder did not find are left out.
fn scored(name: &str, pages: &[&str], world: &str, [end_to_end, matched]: [f64; 2]) {
    let folder = root().join("crates/sayso/tests/archive");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a page");
    let mut told = Told::default();
    for page in pages {
        told.page(&read(page));
    }
    assert!(told.reports.len() >= 12 && told.links.len() >= 10);
    let folder = scratch(name).join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
    write("reports.jsonl", &lines(&told.reports));
    write("gold.jsonl", &lines(&told.gold));
    write("world.json", &read(world));
    write("links.json", &json!(told.links).to_string());
    let run = sayso(&["eval", "linking", "--errors", &folder.display().to_string()]);
    assert_eq!(code(&run), 0, "{}", err(&run));
    let page = out(&run);
    for (row, floor) in [("end to end", end_to_end), ("matched", matched)] {
        let found = f1(&page, row);
        assert!(found >= floor, "{row}: {found} under {floor}\n{page}");
    }
}

#[test]
fn an_archive_that_nothing_was_fitted_to_is_coded_and_linked() {
    scored("archive", &["one.md", "two.md"], "world.json", [0.71, 0.83]);
}

#[test]
fn reports_of_five_other_wars_are_coded_and_linked() {
    scored("five-wars", &["three.md"], "three.json", [0.80, 0.81]);
}

/// The last cell of a row of the table.
fn f1(page: &str, row: &str) -> f64 {
    page.lines()
        .filter(|line| line.split('|').any(|cell| cell.trim() == row))
        .find_map(|line| {
            line.trim_end_matches(['|', ' '])
                .rsplit('|')
                .next()?
                .trim()
                .parse()
                .ok()
        })
        .expect("a figure")
}
