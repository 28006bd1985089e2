//! What every scorer gives back: flat measures, tables as Markdown, and errors by class.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Measures by name, e.g. `claims.all.strict_f1`; every value is a share, a count or a distance.
pub type Measures = BTreeMap<String, f64>;

/// The result of scoring one corpus.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    pub measures: Measures,
    /// Tables in Markdown.
    pub text: String,
    /// One line per error, sorted by class; see [`ErrorLine`].
    pub errors: Vec<ErrorLine>,
}

/// One error of a coder: class, where, what stands in the gold and what the coder said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ErrorLine {
    /// Class, e.g. `wrong-killed`.
    pub class: String,
    /// Report or document id.
    pub document: String,
    pub gold: String,
    pub predicted: String,
    /// First evidence or the words concerned.
    pub words: String,
}

impl Report {
    /// Takes in another corpus's result: measures, text and errors side by side.
    pub fn append(&mut self, other: Report) {
        self.measures.extend(other.measures);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&other.text);
        self.errors.extend(other.errors);
    }

    /// The errors as text, one line each under a heading per class with its count.
    pub fn errors_text(&self) -> String {
        let mut out = String::new();
        let mut sorted: Vec<&ErrorLine> = self.errors.iter().collect();
        sorted.sort();
        for group in sorted.chunk_by(|a, b| a.class == b.class) {
            if let Some(first) = group.first() {
                let _ = writeln!(out, "\n## {} ({})", first.class, group.len());
            }
            for error in group {
                let _ = writeln!(
                    out,
                    "{} | {} | gold: {} | predicted: {} | {}",
                    error.class,
                    error.document,
                    error.gold,
                    error.predicted,
                    one_line(&error.words)
                );
            }
        }
        out
    }
}

/// Precision, recall and F1 of counts; an empty side counts as perfect only when both sides are empty.
pub fn precision_recall_f1(right: f64, predicted: f64, gold: f64) -> (f64, f64, f64) {
    if predicted == 0.0 && gold == 0.0 {
        return (1.0, 1.0, 1.0);
    }
    let precision = if predicted > 0.0 {
        right / predicted
    } else {
        0.0
    };
    let recall = if gold > 0.0 { right / gold } else { 0.0 };
    let sum = precision + recall;
    (
        precision,
        recall,
        if sum > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        },
    )
}

/// A Markdown table; the first column is left-aligned, the others right-aligned, all padded to one width.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let columns = head.len();
    let mut widths: Vec<usize> = head.iter().map(|h| h.chars().count().max(3)).collect();
    for row in rows {
        for (column, cell) in row.iter().enumerate().take(columns) {
            widths[column] = widths[column].max(cell.chars().count());
        }
    }
    let mut out = String::new();
    let line = |cells: &[String], out: &mut String| {
        for (column, width) in widths.iter().enumerate() {
            let cell = cells.get(column).map_or("", String::as_str);
            let _ = if column == 0 {
                write!(out, "| {cell:<width$} ")
            } else {
                write!(out, "| {cell:>width$} ")
            };
        }
        out.push_str("|\n");
    };
    line(
        &head.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>(),
        &mut out,
    );
    let rules: Vec<String> = widths
        .iter()
        .enumerate()
        .map(|(column, width)| {
            if column == 0 {
                "-".repeat(*width)
            } else {
                format!("{}:", "-".repeat(width - 1))
            }
        })
        .collect();
    line(&rules, &mut out);
    for row in rows {
        line(row, &mut out);
    }
    out
}

/// A share with three decimals, or a dash where nothing was counted.
pub(crate) fn share(right: usize, of: usize) -> String {
    if of == 0 {
        "-".to_owned()
    } else {
        format!("{:.3}", right as f64 / of as f64)
    }
}

/// White space folded to single blanks, cut to 160 characters.
pub(crate) fn one_line(words: &str) -> String {
    let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if folded.chars().count() <= 160 {
        folded
    } else {
        folded.chars().take(159).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_of_counts() {
        assert_eq!(precision_recall_f1(0.0, 0.0, 0.0), (1.0, 1.0, 1.0));
        assert_eq!(precision_recall_f1(0.0, 3.0, 0.0), (0.0, 0.0, 0.0));
        let (p, r, f) = precision_recall_f1(2.0, 4.0, 3.0);
        assert!(
            (p - 0.5).abs() < 1e-12
                && (r - 2.0 / 3.0).abs() < 1e-12
                && (f - 4.0 / 7.0).abs() < 1e-12
        );
    }

    #[test]
    fn tables_line_up() {
        let text = table(
            &["set", "F1"],
            &[
                vec!["all".into(), "0.500".into()],
                vec!["longer".into(), "-".into()],
            ],
        );
        let widths: Vec<usize> = text.lines().map(|l| l.chars().count()).collect();
        assert_eq!(widths.len(), 4);
        assert!(widths.iter().all(|w| *w == widths[0]), "{text}");
    }

    #[test]
    fn errors_are_grouped_and_one_per_line() {
        let error = |class: &str, document: &str| ErrorLine {
            class: class.into(),
            document: document.into(),
            gold: "2".into(),
            predicted: "3".into(),
            words: "two\nlines".into(),
        };
        let report = Report {
            errors: vec![error("b", "x"), error("a", "y"), error("b", "w")],
            ..Report::default()
        };
        let text = report.errors_text();
        assert!(text.contains("## a (1)") && text.contains("## b (2)"));
        assert_eq!(text.lines().filter(|l| l.starts_with("b | ")).count(), 2);
    }
}
