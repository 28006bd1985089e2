//! Stories: articles grouped as the program groups reports.

use super::Run;
use crate::refusal::Refusal;
use sayso_eval::{Report, stories};
use sayso_model::ReportId;
use sayso_origin::{OriginWords, ReportText, stories as group};

pub(super) fn score(run: &Run) -> Result<Report, Refusal> {
    let articles = stories::load(run.folder())?;
    let ids: Vec<ReportId> = articles
        .iter()
        .map(|article| ReportId(article.id.clone()))
        .collect();
    let texts: Vec<ReportText<'_>> = articles
        .iter()
        .zip(&ids)
        .map(|(article, id)| ReportText {
            id,
            outlet: Some(&article.domain),
            published: article.day(),
            title: Some(&article.title),
            text: &article.text,
        })
        .collect();
    let groups: Vec<Vec<String>> = group(&texts, OriginWords::builtin())
        .into_iter()
        .map(|story| story.reports.into_iter().map(|id| id.0).collect())
        .collect();
    run.write_predictions(
        "stories.json",
        &serde_json::to_string_pretty(&groups).unwrap_or_default(),
    )?;
    Ok(stories::score(&articles, &groups))
}
