//! The cases of `tests/cases`: right ones stay right, and a known wrong answer may not change unseen.
//!
//! A case that the coder gets wrong keeps its answer in `wrong` lines. With `SAYSO_REWRITE_CASES=1` the test rewrites
//! those lines from what the coder says now; look at the difference before keeping it.

use crate::format::{Case, agrees, cases, line};
use crate::world::{coder, tests_folder};
use std::fmt::Write;

#[test]
fn every_case_is_coded_as_kept() {
    let cases = cases(&tests_folder().join("cases"));
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    let mut faults = String::new();
    let mut answers = Vec::new();
    for case in &cases {
        let lines: Vec<String> = coder()
            .code(&case.report())
            .claims
            .iter()
            .map(line)
            .collect();
        let right = agrees(&lines, &case.want);
        let kept = case
            .wrong
            .as_ref()
            .map_or(right, |wrong| !right && *wrong == lines);
        if !kept {
            let what = if right {
                "is right now: its `wrong` lines go"
            } else {
                "is coded differently"
            };
            let _ = writeln!(
                faults,
                "{} — {} {what}\n  text  {}",
                case.file,
                case.name,
                case.text.replace('\n', " / ")
            );
            for (label, lines) in [
                ("want ", &case.want),
                ("kept ", case.wrong.as_ref().unwrap_or(&case.want)),
                ("now  ", &lines),
            ] {
                for line in lines {
                    let _ = writeln!(faults, "  {label} {line}");
                }
            }
        }
        answers.push((case, lines, right));
    }
    if std::env::var_os("SAYSO_REWRITE_CASES").is_some() {
        rewrite(&answers);
        return;
    }
    assert!(faults.is_empty(), "\n{faults}");
}

fn rewrite(answers: &[(&Case, Vec<String>, bool)]) {
    let mut files: Vec<&str> = answers
        .iter()
        .map(|(case, ..)| case.file.as_str())
        .collect();
    files.dedup();
    for file in files {
        let path = tests_folder().join("cases").join(file);
        let old = std::fs::read_to_string(&path).expect("a case file");
        let mut new = String::new();
        let mut own = answers.iter().filter(|(case, ..)| case.file == file);
        let mut open = None;
        let close = |new: &mut String, open: &mut Option<&(&Case, Vec<String>, bool)>| {
            let Some((_, lines, right)) = open.take() else {
                return;
            };
            new.truncate(new.trim_end().len());
            new.push('\n');
            if !right {
                let nothing = lines.is_empty().then_some("nothing");
                for line in lines.iter().map(String::as_str).chain(nothing) {
                    let _ = writeln!(new, "wrong {line}");
                }
            }
            new.push('\n');
        };
        for text in old.lines() {
            if text.starts_with("## ") {
                close(&mut new, &mut open);
                open = own.next();
            }
            if !text.starts_with("wrong ") {
                let _ = writeln!(new, "{text}");
            }
        }
        close(&mut new, &mut open);
        new.truncate(new.trim_end().len());
        new.push('\n');
        std::fs::write(&path, new).expect("to write a case file");
    }
}
