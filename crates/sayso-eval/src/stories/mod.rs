//! Story clusters: which of many articles tell one story, as B-cubed over articles.

use crate::bcubed::bcubed;
use crate::error::{EvalError, read_json_lines};
use crate::report::{ErrorLine, Report, table};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// One article of `articles.jsonl`.
#[derive(Debug, Clone, Deserialize)]
pub struct Article {
    pub id: String,
    pub domain: String,
    /// Date and time as the corpus has them.
    pub date_publish: String,
    pub title: String,
    pub text: String,
    /// The story.
    pub event_id: u32,
}

impl Article {
    /// The day of publication, where the corpus has one.
    pub fn day(&self) -> Option<Date> {
        self.date_publish.get(..10).and_then(|day| day.parse().ok())
    }
}

/// Reads the articles of a folder.
pub fn load(folder: &Path) -> Result<Vec<Article>, EvalError> {
    read_json_lines(&folder.join("articles.jsonl"))
}

/// Scores groups given as lists of article ids; an article in no list is a group of its own.
pub fn score(articles: &[Article], groups: &[Vec<String>]) -> Report {
    let mut group_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for id in group {
            group_of.insert(id, number);
        }
    }
    let items: Vec<(u32, usize)> = articles
        .iter()
        .enumerate()
        .map(|(at, article)| {
            let alone = groups.len() + at;
            (
                article.event_id,
                group_of.get(article.id.as_str()).copied().unwrap_or(alone),
            )
        })
        .collect();
    let (precision, recall, f1) = bcubed(&items);
    let mut report = Report::default();
    for (name, value) in [
        ("bcubed_precision", precision),
        ("bcubed_recall", recall),
        ("bcubed_f1", f1),
    ] {
        report.measures.insert(format!("stories.{name}"), value);
    }
    let rows = vec![vec![
        "all".to_owned(),
        articles.len().to_string(),
        groups.len().to_string(),
        format!("{precision:.3}"),
        format!("{recall:.3}"),
        format!("{f1:.3}"),
    ]];
    report.text = format!(
        "# Stories\n\n{}",
        table(
            &["set", "articles", "groups", "B3 P", "B3 R", "B3 F1"],
            &rows
        )
    );
    report.errors = errors(articles, &items);
    report
}

/// Stories in several groups, and groups with several stories.
fn errors(articles: &[Article], items: &[(u32, usize)]) -> Vec<ErrorLine> {
    let line = |class: &str, gold: String, predicted: String, titles: Vec<&str>| ErrorLine {
        class: class.to_owned(),
        document: titles.len().to_string(),
        gold,
        predicted,
        words: titles.join(" / "),
    };
    let mut cells: BTreeMap<(u32, usize), Vec<&str>> = BTreeMap::new();
    for (article, item) in articles.iter().zip(items) {
        cells.entry(*item).or_default().push(&article.title);
    }
    let mut largest_of_story: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    let mut largest_of_group: BTreeMap<usize, (usize, u32)> = BTreeMap::new();
    for ((story, group), titles) in &cells {
        let cell = (titles.len(), *group);
        let best = largest_of_story.entry(*story).or_insert(cell);
        *best = (*best).max(cell);
        let cell = (titles.len(), *story);
        let best = largest_of_group.entry(*group).or_insert(cell);
        *best = (*best).max(cell);
    }
    cells
        .into_iter()
        .filter_map(|((story, group), titles)| {
            let (gold, predicted) = (story.to_string(), group.to_string());
            if largest_of_group
                .get(&group)
                .is_some_and(|best| best.1 != story)
            {
                Some(line("group-with-another-story", gold, predicted, titles))
            } else if largest_of_story
                .get(&story)
                .is_some_and(|best| best.1 != group)
            {
                Some(line("story-split", gold, predicted, titles))
            } else {
                None
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_in_no_group_stand_alone() {
        let article = |id: &str, event_id| Article {
            id: id.into(),
            domain: String::new(),
            date_publish: "2031-05-02T00:00:00".into(),
            title: id.into(),
            text: String::new(),
            event_id,
        };
        let articles = [article("a", 1), article("b", 1), article("c", 2)];
        let right = score(&articles, &[vec!["a".into(), "b".into()]]);
        assert_eq!(right.measures["stories.bcubed_f1"], 1.0);
        let split = score(&articles, &[]);
        assert!(split.measures["stories.bcubed_f1"] < 1.0);
        assert_eq!(split.errors.len(), 1);
        assert_eq!(articles[0].day(), "2031-05-02".parse().ok());
    }
}
